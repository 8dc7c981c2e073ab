//! An article's place in every listing: when it was published, and a tie-break that never changes.
//! A year or a month of the archive, in the site's time zone.

use std::{
    fmt,
    ops::{Range, RangeInclusive},
    str::FromStr,
};

use jiff::{civil, tz::TimeZone};

use crate::model::{
    date::Moment,
    slug::{ArticleId, Month, Year},
};

/// A place in time, ordered from the oldest to the newest. Of two articles published in the same second, a digest of
/// their ids decides, so that renaming a third one moves neither (docs/decisions/0016-listings-by-time.md).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ListingKey {
    published: i64,
    tie: i64,
}

/// Bits of the tie-break: SQLite writes a positive number of so many in six bytes.
const TIE_BITS: u32 = 47;

impl ListingKey {
    /// The place of the article `id`, published at `published` seconds since 1970.
    pub fn new(published: i64, id: &ArticleId) -> ListingKey {
        let hash = blake3::hash(id.to_string().as_bytes());
        let bytes = *hash.as_bytes().first_chunk::<8>().expect("a hash has 32 bytes");
        let tie = u64::from_be_bytes(bytes) >> (u64::BITS - TIE_BITS);
        ListingKey { published, tie: i64::try_from(tie).unwrap_or_default() }
    }

    /// The place before every article published at `published` or later.
    pub fn start_of(published: i64) -> ListingKey {
        ListingKey { published, tie: 0 }
    }

    /// Seconds since 1970.
    pub fn published(self) -> i64 {
        self.published
    }

    pub(super) fn from_parts(published: i64, tie: i64) -> ListingKey {
        ListingKey { published, tie }
    }

    pub(super) fn tie(self) -> i64 {
        self.tie
    }
}

/// `1751180400-0123456789ab`: as addresses carry it.
impl fmt::Display for ListingKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}-{:012x}", self.published, self.tie)
    }
}

/// Reads what [`ListingKey`] writes, and no other way to write the same.
impl FromStr for ListingKey {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (published, tie) = text.rsplit_once('-').ok_or(())?;
        let published = published.parse().map_err(|_| ())?;
        let tie = i64::from_str_radix(tie, 16).map_err(|_| ())?;
        let key = ListingKey { published, tie };
        let is_valid = (0..1 << TIE_BITS).contains(&tie) && key.to_string() == text;
        is_valid.then_some(key).ok_or(())
    }
}

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
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_tie_is_the_same_for_ever() {
        let key = ListingKey::new(1_751_180_400, &"2025/dnipro".parse().unwrap());
        assert_eq!(key.to_string(), "1751180400-6cc80b3de5a9");
    }

    #[test]
    fn what_is_no_key_is_refused() {
        for wrong in
            ["", "-", "x-y", "12", "5-dnipro", "5-00000000000A", "05-00000000000a", "5-ffffffffffff", "5-+0000000000a"]
        {
            assert_eq!(wrong.parse::<ListingKey>(), Err(()), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn reads_what_it_writes(published in any::<i64>(), tie in 0_i64..1 << TIE_BITS) {
            let key = ListingKey { published, tie };
            prop_assert_eq!(key.to_string().parse(), Ok(key));
        }

        #[test]
        fn never_panics(text in "\\PC{0,30}") {
            if let Ok(key) = text.parse::<ListingKey>() {
                prop_assert_eq!(key.to_string(), text);
            }
        }
    }

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
