//! What became of each part of a reader's `Accept-Language`, for the reader to see.

use super::{
    AcceptLanguage,
    quality::{all, trim},
};

/// One range of the header, as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RangeReading {
    /// What the header says.
    pub text: String,
    /// What became of it.
    pub outcome: RangeOutcome,
}

/// What became of a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RangeOutcome {
    /// It counts, with this weight in thousandths; 0 excludes a language.
    Used(u16),
    /// It was named before, and the first weight counts.
    Repeated,
    /// It is no range of languages, or its weight is none; RFC 9110 lets a server skip it.
    Malformed,
}

/// Every range of these header lines, in their order. Those that count are those of [`AcceptLanguage::parse`].
pub fn readings<'a>(lines: impl IntoIterator<Item = &'a str>) -> Vec<RangeReading> {
    let (mut read, mut known): (Vec<RangeReading>, Vec<String>) = (Vec::new(), Vec::new());
    for (text, item) in lines.into_iter().take(super::accept_language::MOST_LINES).flat_map(all) {
        let text = trim(text).to_owned();
        if text.is_empty() {
            continue;
        }
        // Parsed by itself, a range shows its canonical form.
        let alone = AcceptLanguage::parse([text.as_str()]);
        let outcome = match (item, alone.ranges().next()) {
            (Some((_, weight)), Some((range, _))) if !known.contains(&range) => {
                known.push(range);
                RangeOutcome::Used(weight)
            }
            (Some(_), Some(_)) => RangeOutcome::Repeated,
            _ => RangeOutcome::Malformed,
        };
        read.push(RangeReading { text, outcome });
    }
    read
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_range_says_what_became_of_it() {
        let read = readings(["uk-UA, uk;q=0.9, en;q=x,,", "UK;q=0.1, *;q=0, x-y_z!"]);
        let read: Vec<(&str, RangeOutcome)> = read.iter().map(|one| (one.text.as_str(), one.outcome)).collect();
        assert_eq!(
            read,
            [
                ("uk-UA", RangeOutcome::Used(1000)),
                ("uk;q=0.9", RangeOutcome::Used(900)),
                ("en;q=x", RangeOutcome::Malformed),
                ("UK;q=0.1", RangeOutcome::Repeated),
                ("*;q=0", RangeOutcome::Used(0)),
                ("x-y_z!", RangeOutcome::Malformed),
            ]
        );
    }

    #[test]
    fn white_space_that_http_does_not_know_makes_a_range_malformed() {
        let read = readings(["\u{2000}uk, \ten"]).into_iter().map(|one| one.outcome).collect::<Vec<_>>();
        assert_eq!(read, [RangeOutcome::Malformed, RangeOutcome::Used(1000)]);
    }

    proptest! {
        #[test]
        fn what_is_heeded_is_what_the_server_heeds(header in "((uk|UK|en|\\*|x)(;q=[01](\\.[0-9]{1,4})?)?,|\\PC){0,12}") {
            let heeded = readings([header.as_str()]).into_iter().filter(|one| matches!(one.outcome, RangeOutcome::Used(_)));
            prop_assert_eq!(heeded.count(), AcceptLanguage::parse([header.as_str()]).ranges().count());
        }
    }
}
