//! An article's place in every listing: when it was published, and a tie-break that never changes.

use std::{fmt, str::FromStr};

use crate::model::slug::ArticleId;

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
        let sound = (0..1 << TIE_BITS).contains(&tie) && key.to_string() == text;
        sound.then_some(key).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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
}
