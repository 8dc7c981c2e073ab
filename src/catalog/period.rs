//! A year or a month of the archive, in the site's time zone.

use std::ops::{Range, RangeInclusive};

use jiff::{civil, tz::TimeZone};

use crate::model::{
    date::Moment,
    slug::{Month, Year},
};

/// A stretch of time with a listing of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Period {
    /// A year.
    Year(Year),
    /// A month.
    Month(Year, Month),
}

impl Period {
    /// Its first day; `None` for the year 0, which calendars of our kind do not have.
    pub fn first_day(self) -> Option<civil::Date> {
        let (year, month) = self.begin();
        civil::Date::new(i16::try_from(year).ok()?, month, 1).ok()
    }

    /// Its seconds since 1970, with days that begin at midnight in `zone`.
    pub fn span(self, zone: &TimeZone) -> Range<i64> {
        let midnight = |day: civil::Date| Moment::Day(day).instant(zone).as_second();
        let (year, month) = self.begin();
        let (year, month) = match self {
            Period::Month(..) if month < 12 => (year, month + 1),
            Period::Year(_) | Period::Month(..) => (year + 1, 1),
        };
        let end = i16::try_from(year).ok().and_then(|year| civil::Date::new(year, month, 1).ok());
        self.first_day().map_or(0, midnight)..end.map_or(i64::MAX, midnight)
    }

    /// The months it has, as the tallies write them: 202506.
    pub(super) fn months(self) -> RangeInclusive<u32> {
        match self {
            Period::Year(year) => u32::from(year.get()) * 100 + 1..=u32::from(year.get()) * 100 + 12,
            Period::Month(year, month) => {
                let month = u32::from(year.get()) * 100 + u32::from(month.get());
                month..=month
            }
        }
    }

    fn begin(self) -> (u16, i8) {
        match self {
            Period::Year(year) => (year.get(), 1),
            Period::Month(year, month) => (year.get(), i8::try_from(month.get()).unwrap_or(1)),
        }
    }
}

/// The number of the month that holds `day`.
pub(super) fn month_of(day: civil::Date) -> u32 {
    u32::try_from(day.year()).unwrap_or_default() * 100 + u32::try_from(day.month()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_ends_where_the_next_begins_in_the_sites_own_zone() {
        let kyiv = TimeZone::get("Europe/Kyiv").unwrap();
        let year = |text: &str| text.parse::<Year>().unwrap();
        let month = |text: &str| text.parse::<Month>().unwrap();
        let june = Period::Month(year("2025"), month("06")).span(&kyiv);
        let instant = |text: &str| text.parse::<jiff::Timestamp>().unwrap().as_second();
        assert_eq!(june, instant("2025-05-31T21:00:00Z")..instant("2025-06-30T21:00:00Z"));
        let december = Period::Month(year("2025"), month("12")).span(&kyiv);
        assert_eq!(december.end, Period::Year(year("2026")).span(&kyiv).start);
        assert_eq!(Period::Year(year("9999")).span(&kyiv).end, i64::MAX);
        assert_eq!(Period::Year(year("2025")).months(), 202_501..=202_512);
    }
}
