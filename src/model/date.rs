//! Dates as an archive writes them, and the clock, injected where "now" matters.

use std::{fmt, str::FromStr, sync::Arc};

use jiff::{Timestamp, civil, tz::TimeZone};

use super::sentence::{Sentence, expected};

/// A moment in an article's life: a date, or a date and time with its offset from UTC (TOML 1.0, RFC 3339).
///
/// Ordered by instant; a bare date stands for its first moment in the site's time zone, given where it is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Moment {
    /// A day, without a time.
    Day(civil::Date),
    /// An instant.
    Instant(Timestamp),
}

/// The dates that the file of a version gives.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Dates {
    /// When the version appeared, where that was later than its article.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Moment>,
    /// When the version was last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated: Option<Moment>,
}

/// The source of the current time: the system, or a test.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl Moment {
    /// The instant, with a bare date taken as its midnight in `zone`. The midnight of the last day of 9999, which some write for
    /// "never", lies beyond the last instant in most zones: it counts as that instant.
    pub fn instant(self, zone: &TimeZone) -> Timestamp {
        match self {
            Moment::Instant(instant) => instant,
            Moment::Day(day) => day.to_zoned_datetime(zone.clone()).map_or(Timestamp::MAX, |zoned| zoned.timestamp()),
        }
    }

    /// As programs read it: a day stays a day, an instant is written with the offset of `zone`.
    pub fn written(self, zone: &TimeZone) -> String {
        match self {
            Moment::Day(day) => day.to_string(),
            Moment::Instant(instant) => rfc_3339(instant, zone),
        }
    }

    /// The calendar day in `zone`.
    pub fn day(self, zone: &TimeZone) -> civil::Date {
        match self {
            Moment::Day(day) => day,
            Moment::Instant(instant) => instant.to_zoned_datetime(zone.clone()).date(),
        }
    }
}

impl Clock {
    /// A clock that shows what `now` says.
    pub fn new(now: impl Fn() -> Timestamp + Send + Sync + 'static) -> Clock {
        Clock(Arc::new(now))
    }

    /// This moment.
    pub fn now(&self) -> Timestamp {
        (self.0)()
    }
}

/// The clock of the system.
impl Default for Clock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the clock of the system for the others")]
    fn default() -> Self {
        Clock::new(Timestamp::now)
    }
}

impl Dates {
    /// When the version appeared: its own `published`, otherwise the date of a translation, which is `updated`. `None` where
    /// it appeared with its article.
    pub fn appeared(self, is_source: bool) -> Option<Moment> {
        self.published.or(self.updated.filter(|_| !is_source))
    }

    /// When the version was last changed: its `updated`, or a later one of its `corrections`.
    pub fn changed(self, corrections: impl Iterator<Item = Moment>, zone: &TimeZone) -> Option<Moment> {
        self.updated.into_iter().chain(corrections).max_by_key(|moment| moment.instant(zone))
    }

    /// When the version was last changed, otherwise when it appeared; corrections apart.
    pub fn latest(self) -> Option<Moment> {
        self.updated.or(self.published)
    }
}

/// An instant with the offset of `zone`, so that its day is the day that pages show: `2025-06-29T00:00:00+03:00`.
pub fn rfc_3339(instant: Timestamp, zone: &TimeZone) -> String {
    instant.display_with_offset(zone.to_offset(instant)).to_string()
}

impl FromStr for Moment {
    type Err = Sentence;

    fn from_str(text: &str) -> Result<Self, Sentence> {
        let day = || civil::Date::strptime("%Y-%m-%d", text).ok().map(Moment::Day);
        let instant = || text.parse::<Timestamp>().ok().map(Moment::Instant);
        let found = if text.len() == 10 { day() } else { instant() };
        found.ok_or_else(|| expected("expected-date", text))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Moment::Day(day) => day.fmt(out),
            Moment::Instant(instant) => instant.fmt(out),
        }
    }
}

super::as_text::serde_as_text!(Moment);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn kyiv() -> TimeZone {
        TimeZone::get("Europe/Kyiv").unwrap()
    }

    #[test]
    fn reads_dates_and_instants() {
        for (text, instant) in [
            ("2025-06-29", "2025-06-28T21:00:00Z"),
            ("2025-06-29T09:00:00+03:00", "2025-06-29T06:00:00Z"),
            ("2019-12-31T23:30:00Z", "2019-12-31T23:30:00Z"),
        ] {
            let moment: Moment = text.parse().unwrap();
            assert_eq!(moment.instant(&kyiv()).to_string(), instant);
        }
    }

    #[test]
    fn a_late_evening_in_utc_is_the_next_day_in_kyiv() {
        let moment: Moment = "2019-12-31T23:30:00Z".parse().unwrap();
        assert_eq!(moment.day(&kyiv()), civil::date(2020, 1, 1));
    }

    #[test]
    fn the_day_that_programs_read_is_the_day_that_pages_show() {
        for (zone, text, written, instant) in [
            ("Europe/Kyiv", "2025-06-29", "2025-06-29", "2025-06-29T00:00:00+03:00"),
            ("Europe/Kyiv", "2025-12-29", "2025-12-29", "2025-12-29T00:00:00+02:00"),
            ("Europe/Kyiv", "2019-12-31T23:30:00Z", "2020-01-01T01:30:00+02:00", "2020-01-01T01:30:00+02:00"),
            ("America/New_York", "2025-06-29T02:00:00Z", "2025-06-28T22:00:00-04:00", "2025-06-28T22:00:00-04:00"),
            ("Asia/Kolkata", "2025-06-29", "2025-06-29", "2025-06-29T00:00:00+05:30"),
            // No midnight on the day on which the clock goes ahead.
            ("America/Sao_Paulo", "2018-11-04", "2018-11-04", "2018-11-04T01:00:00-02:00"),
            // Local mean time has seconds in its offset, which RFC 3339 has no place for.
            ("Europe/Kyiv", "0988-08-01", "0988-08-01", "0988-08-01T00:00:00+02:02"),
            ("UTC", "2025-06-29", "2025-06-29", "2025-06-29T00:00:00+00:00"),
        ] {
            let (zone, moment) = (TimeZone::get(zone).unwrap(), text.parse::<Moment>().unwrap());
            assert_eq!(moment.written(&zone), written);
            assert_eq!(rfc_3339(moment.instant(&zone), &zone), instant, "{text}");
        }
    }

    #[test]
    fn the_last_days_are_the_latest_in_every_zone() {
        for zone in ["UTC", "Europe/Kyiv", "America/New_York", "Pacific/Apia", "Pacific/Kiritimati"] {
            let zone = TimeZone::get(zone).unwrap();
            let instants = ["2999-12-31", "9999-12-29", "9999-12-30", "9999-12-31"]
                .map(|day| day.parse::<Moment>().unwrap().instant(&zone));
            assert!(instants.is_sorted(), "{instants:?}");
            assert!(rfc_3339(instants[3], &zone).starts_with("9999-12-3"), "{instants:?}");
        }
        let first: Moment = "0000-01-01".parse().unwrap();
        assert_eq!(rfc_3339(first.instant(&TimeZone::UTC), &TimeZone::UTC), "0000-01-01T00:00:00+00:00");
    }

    #[test]
    fn refuses_other_shapes_and_says_which_it_wants() {
        for text in ["29.06", "2025-6-29", "2025-02-30", "2025-06-29T09:00:00", "yesterday", ""] {
            let error = text.parse::<Moment>().unwrap_err().to_string();
            assert!(error.contains("2025-06-29") && error.contains(text), "{error}");
        }
    }

    proptest! {
        #[test]
        fn every_day_stays_itself_in_every_zone(
            days in -350_000_i32..2_900_000,
            zone in proptest::sample::select(vec!["Europe/Kyiv", "Pacific/Apia", "America/Sao_Paulo", "Asia/Beirut", "Africa/Monrovia"]),
        ) {
            let zone = TimeZone::get(zone).unwrap();
            let day = civil::date(1970, 1, 1).saturating_add(jiff::Span::new().days(days));
            prop_assume!((0..=9998).contains(&day.year()));
            let moment = Moment::Day(day);
            // Apia has no 30 December 2011.
            prop_assume!(Moment::Instant(moment.instant(&zone)).day(&zone) == day);
            prop_assert_eq!(&rfc_3339(moment.instant(&zone), &zone)[..10], day.to_string());
        }

        #[test]
        fn a_day_is_written_as_it_was_read(text in "[0-9]{4}-[01][0-9]-[0-3][0-9](T[0-9:]{5,8}Z?)?|\\PC{0,40}") {
            if let Ok(Moment::Day(day)) = text.parse() {
                prop_assert_eq!(day.to_string(), text);
            }
        }
    }
}
