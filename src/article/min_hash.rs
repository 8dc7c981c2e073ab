//! How much of its words one text shares with another, estimated from a few bytes of each (MinHash).

use std::{fmt, str::FromStr};

use crate::model::sentence::{Sentence, expected};

/// A MinHash of the words of a text (A. Z. Broder, 1997): of every two texts, about as many of the sixteen bytes are equal
/// as they share words. Written as 32 hexadecimal digits. The order of words, their case and all markup are left out.
///
/// ```
/// use litopys::article::MinHash;
/// let of = |text| MinHash::from_text(text);
/// assert!(of("the river rose in the night, and by morning the bridge was gone").is_like(of(
///     "The river rose in the night, and by noon the bridge was gone"
/// )));
/// assert!(!of("the river rose in the night").is_like(of("a tender is opened every Monday")));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct MinHash([u8; SAMPLES]);

const SAMPLES: usize = 16;
/// Equal bytes that make two texts versions of one. Two that share no word reach it once in two million times; of two
/// that share half of their words, ninety-nine in a hundred do.
const ENOUGH: usize = 4;

impl MinHash {
    /// The MinHash of `text`.
    pub fn from_text(text: &str) -> MinHash {
        let mut least = [u64::MAX; SAMPLES];
        for word in words(text) {
            let word = word.chars().flat_map(char::to_lowercase).fold(0xcbf2_9ce4_8422_2325, |hash: u64, c| {
                // FNV-1a, over characters.
                (hash ^ u64::from(c)).wrapping_mul(0x0100_0000_01b3)
            });
            for (least, seed) in least.iter_mut().zip(1_u64..) {
                *least = (*least).min(mix(word.wrapping_add(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15))));
            }
        }
        MinHash(least.map(|hash| hash.to_le_bytes()[0]))
    }

    /// How many of the sixteen bytes are equal.
    pub fn shared(self, other: MinHash) -> usize {
        self.0.iter().zip(other.0).filter(|(one, other)| **one == *other).count()
    }

    /// Whether both may be versions of one text.
    pub fn is_like(self, other: MinHash) -> bool {
        self.shared(other) >= ENOUGH
    }
}

/// Runs of letters and digits: what no wrapping and no markup changes.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// The last step of SplitMix64: every bit of the result depends on every bit of the value.
fn mix(mut value: u64) -> u64 {
    value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

impl fmt::Display for MinHash {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

impl FromStr for MinHash {
    type Err = Sentence;

    fn from_str(text: &str) -> Result<Self, Sentence> {
        let digits = text.len() == 2 * SAMPLES && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        let bits = digits.then(|| u128::from_str_radix(text, 16).ok()).flatten();
        bits.map(|bits| MinHash(bits.to_be_bytes())).ok_or_else(|| expected("expected-likeness", text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_word_more_or_less_leaves_texts_alike() {
        let text =
            "Людина з металошукачем за день проходить десятки квадратних метрів, бо поле густо засіяне осколками";
        let of = MinHash::from_text(text);
        assert!(of.is_like(MinHash::from_text(&text.replace("десятки", "сотні"))));
        assert!(of.is_like(MinHash::from_text(&text.to_uppercase().replace(' ', "\n  "))));
        assert!(!of.is_like(MinHash::from_text("Карти розкладають на клітинки, кожна з яких має свою історію")));
    }

    #[test]
    fn stays_the_same_from_release_to_release() {
        assert_eq!(MinHash::from_text("two words").to_string(), MinHash::from_text("Words, two!").to_string());
        assert_eq!(MinHash::from_text("").to_string(), "f".repeat(32));
    }

    proptest! {
        #[test]
        fn reads_what_it_writes(text in "\\PC{0,20}") {
            let made = MinHash::from_text(&text);
            prop_assert_eq!(made.to_string().parse::<MinHash>().unwrap(), made);
        }
    }
}
