//! Whether a translation is older than its source: decided once, when an article is assembled, and stored with the version.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{model::date::Moment, site::Site};

/// How a version stands to the source of its article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Staleness {
    /// It is the source.
    Source,
    /// It is a translation and not older than the source.
    Fresh,
    /// It is older than the source.
    Stale {
        /// When the source was last changed, if its file says so.
        since: Option<Moment>,
        /// Passages to look at, the title and the summary among them; 0 without a record of what was translated.
        passages: usize,
    },
    /// It is a translation, and its source cannot be read.
    Unknown,
}

impl Staleness {
    /// Decides about a translation of a source that was last changed at `changed`. Its record decides: `recorded` passages
    /// are to be looked at. Without a record the days decide: the source is newer if it was changed on a later day than the
    /// translation, which has the day `own`, or that of its article where its file has no date. Of two without any day neither is newer.
    pub fn for_translation(
        recorded: Option<usize>,
        changed: Option<Moment>,
        own: Option<Moment>,
        article: Option<Moment>,
        site: &Site,
    ) -> Staleness {
        let zone = site.time_zone();
        let day = own.or(article).map(|moment| moment.day(zone));
        let is_stale =
            recorded.map_or_else(|| is_later(changed.map(|moment| moment.day(zone)), day), |count| count > 0);
        match is_stale {
            true => Staleness::Stale { since: changed, passages: recorded.unwrap_or_default() },
            false => Staleness::Fresh,
        }
    }

    /// Whether it is older than the source.
    pub fn is_stale(self) -> bool {
        matches!(self, Staleness::Stale { .. })
    }
}

fn is_later(changed: Option<Date>, translated: Option<Date>) -> bool {
    changed.zip(translated).is_some_and(|(changed, translated)| changed > translated)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The state of a translation published on `own`, of an article of 29 June, by record and by dates.
    fn decided(recorded: Option<usize>, changed: Option<&str>, own: Option<&str>) -> Staleness {
        let site = crate::site::parse_site("site.toml", "[[language]]\ntag = 'uk'\n").0.unwrap();
        let moment = |text: &str| text.parse::<Moment>().unwrap();
        Staleness::for_translation(recorded, changed.map(moment), own.map(moment), Some(moment("2025-06-29")), &site)
    }

    #[test]
    fn a_record_decides_and_without_one_the_days() {
        let stale =
            |since: Option<&str>, passages| Staleness::Stale { since: since.map(|day| day.parse().unwrap()), passages };
        for (recorded, changed, own, expected) in [
            (None, None, None, Staleness::Fresh),
            (None, Some("2025-06-29"), None, Staleness::Fresh),
            (None, Some("2025-06-29T20:00:00Z"), None, Staleness::Fresh),
            (None, Some("2025-06-30"), None, stale(Some("2025-06-30"), 0)),
            (None, Some("2025-06-30"), Some("2025-06-30"), Staleness::Fresh),
            (None, Some("2025-07-01"), Some("2025-06-30"), stale(Some("2025-07-01"), 0)),
            (Some(0), Some("2025-07-01"), Some("2025-06-30"), Staleness::Fresh),
            (Some(2), Some("2025-07-01"), Some("2025-07-02"), stale(Some("2025-07-01"), 2)),
            (Some(1), None, None, stale(None, 1)),
        ] {
            assert_eq!(decided(recorded, changed, own), expected, "{recorded:?} {changed:?} {own:?}");
        }
    }

    #[test]
    fn it_is_read_as_it_is_written() {
        let since = Some("2025-06-29T12:00:00+03:00".parse().unwrap());
        let all = [Staleness::Source, Staleness::Fresh, Staleness::Unknown, Staleness::Stale { since, passages: 3 }];
        for staleness in all {
            let json = serde_json::to_string(&staleness).unwrap();
            assert_eq!(serde_json::from_str::<Staleness>(&json).unwrap(), staleness, "{json}");
        }
    }
}
