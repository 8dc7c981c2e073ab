//! When a translation whose source was not recorded counts as older than it. One rule, for the article's page
//! and for the numbers alike.

use jiff::civil::Date;

/// Whether a version translated (or last changed) on the day `translated` is behind a source last changed on the day
/// `changed`, where that is known.
pub fn is_stale(changed: Option<Date>, translated: Date) -> bool {
    changed.is_some_and(|changed| changed > translated)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_translation_of_the_same_day_is_fresh() {
        let day = date(2025, 6, 29);
        assert!(!is_stale(None, day) && !is_stale(Some(day), day));
        assert!(is_stale(Some(date(2025, 6, 30)), day));
    }
}
