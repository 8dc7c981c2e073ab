//! Distinguishes texts, however their lines are wrapped.

use std::{fmt, str::FromStr};

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::model::sentence::{Sentence, expected};

/// 64 bits of the BLAKE3 hash of a text in NFC with every run of white space taken as one space.
/// Written as 16 hexadecimal digits.
///
/// ```
/// use litopys::article::BlockDigest;
/// assert_eq!(BlockDigest::from_text("one\n  two"), BlockDigest::from_text("one two "));
/// assert_ne!(BlockDigest::from_text("one two"), BlockDigest::from_text("one, two"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlockDigest(u64);

impl BlockDigest {
    /// The digest of no text.
    pub const EMPTY: BlockDigest = BlockDigest(0xaf13_49b9_f5f9_a1a6);

    /// The digest of `text`.
    pub fn from_text(text: &str) -> Self {
        let mut one_line = String::with_capacity(text.len());
        let (mut plain, mut from) = (true, 0);
        while let Some((start, end, next)) = next_word(text, from) {
            let word = text.get(start..end).unwrap_or_default();
            one_line.push_str(if one_line.is_empty() { "" } else { " " });
            one_line.push_str(word);
            plain = plain && (word.bytes().all(is_part_of_plain) || word.chars().all(is_plain));
            from = next;
        }
        if !plain && is_nfc_quick(one_line.chars()) != IsNormalized::Yes {
            one_line = one_line.nfc().collect();
        }
        let hash = blake3::hash(one_line.as_bytes());
        let bits = hash.as_bytes().first_chunk().expect("a hash is 32 bytes long");
        BlockDigest(u64::from_be_bytes(*bits))
    }

    /// The digest of `text` without what changes nothing for a translator: soft hyphens, joiners and spaces of no width,
    /// and the accents that mark the stress of a Cyrillic word.
    pub fn from_words(text: &str) -> Self {
        let is_invisible = |c: char| matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}');
        let is_stress = |c: char| matches!(c, '\u{300}' | '\u{301}');
        if !text.contains(|c| is_invisible(c) || is_stress(c)) {
            return Self::from_text(text);
        }
        let mut words = String::with_capacity(text.len());
        for c in text.chars() {
            let before = words.chars().next_back().unwrap_or(' ');
            // With one of these the accent is a letter of its own: `ѓ`, `ќ`, `ѝ`.
            let stressed = is_stress(c)
                && matches!(before, '\u{400}'..='\u{4ff}')
                && !(c == '\u{301}' && matches!(before, 'г' | 'Г' | 'к' | 'К'))
                && !(c == '\u{300}' && matches!(before, 'и' | 'И'));
            if !is_invisible(c) && !stressed {
                words.push(c);
            }
        }
        Self::from_text(&words)
    }
}

/// The next run of no white space from the byte `from` on, and where to look further. `str::split_whitespace`, but that
/// most bytes are distinguished from the beginning of white space without putting characters together.
fn next_word(text: &str, from: usize) -> Option<(usize, usize, usize)> {
    let space_at = |at: usize| text.get(at..).and_then(|rest| rest.chars().next()).filter(|c| c.is_whitespace());
    let mut start = from;
    while let Some(space) = space_at(start) {
        start += space.len_utf8();
    }
    let mut end = start;
    loop {
        let rest = text.as_bytes().get(end..)?;
        match rest.iter().position(|b| matches!(b, b'\t'..=b'\r' | b' ' | 0xC2 | 0xE1..=0xE3)) {
            None if start == text.len() => return None,
            None => return Some((start, text.len(), text.len())),
            Some(step) => end += step,
        }
        match space_at(end) {
            Some(space) => return Some((start, end, end + space.len_utf8())),
            None => end += text.get(end..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8),
        }
    }
}

/// A byte of ASCII, of a letter up to U+02FF, or of nearly any Cyrillic one: characters composed of such bytes are plain.
fn is_part_of_plain(byte: u8) -> bool {
    matches!(byte, 0..0xCC | 0xD0 | 0xD1 | 0xD3)
}

/// A character that is in NFC next to any other; nearly every one of every text, and none needs a look at tables.
fn is_plain(c: char) -> bool {
    matches!(c, '\0'..='\u{2FF}' | '\u{400}'..='\u{482}' | '\u{48A}'..='\u{52F}' | '\u{2010}'..='\u{2027}')
}

impl fmt::Display for BlockDigest {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:016x}", self.0)
    }
}

impl FromStr for BlockDigest {
    type Err = Sentence;

    fn from_str(text: &str) -> Result<Self, Sentence> {
        let digits = text.len() == 16 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        let bits = digits.then(|| u64::from_str_radix(text, 16).ok()).flatten();
        bits.map(BlockDigest).ok_or_else(|| expected("expected-fingerprint", text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_normalization::char::canonical_combining_class;

    #[test]
    fn wrapping_and_normal_form_do_not_change_it() {
        let text = "Київ стоїть\nна  горах";
        let decomposed: String = "Київ стоїть на горах".nfd().collect();
        assert_eq!(BlockDigest::from_text(text), BlockDigest::from_text(&decomposed));
        assert_ne!(BlockDigest::from_text(text), BlockDigest::from_text("Київ стоїть на горі"));
    }

    #[test]
    fn what_is_plain_is_in_normal_form_beside_whatever_it_stands() {
        let by_bytes = |c: &char| c.to_string().bytes().all(is_part_of_plain);
        for c in ('\0'..=char::MAX).filter(|c| is_plain(*c) || by_bytes(c)) {
            assert!(is_nfc_quick(std::iter::once(c)) == IsNormalized::Yes, "{c:?}");
            assert_eq!(canonical_combining_class(c), 0, "{c:?}");
        }
    }

    #[test]
    fn what_no_translator_sees_does_not_change_it() {
        let plain = BlockDigest::from_text("замок на горі");
        for text in ["за\u{301}мок на горі", "за\u{ad}мок на горі", "замок\u{a0}на горі", "замок на\u{2060} горі"]
        {
            assert_eq!(BlockDigest::from_words(text), plain, "{text}");
        }
        assert_ne!(BlockDigest::from_words("re\u{301}sume\u{301}"), BlockDigest::from_text("resume"));
        assert_ne!(BlockDigest::from_words("к\u{301}"), BlockDigest::from_text("к"));
    }

    #[test]
    fn stays_the_same_from_release_to_release() {
        assert_eq!(BlockDigest::from_text("").to_string(), "af1349b9f5f9a1a6");
        assert_eq!(BlockDigest::from_text(" \n"), BlockDigest::EMPTY);
    }

    #[test]
    fn refuses_what_is_not_one() {
        for text in ["", "0", "AF1349B9F5F9A1A6", "af1349b9f5f9a1a6 ", "+f1349b9f5f9a1a6"] {
            assert!(text.parse::<BlockDigest>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn words_are_those_of_the_standard_library(text in "([ \\t\\n\u{85}\u{a0}\u{1680}\u{2009}\u{2029}\u{3000}]|[a«—іȀ水]|\\PC){0,20}") {
            let (mut words, mut from) = (Vec::new(), 0);
            while let Some((start, end, next)) = next_word(&text, from) {
                words.push(&text[start..end]);
                from = next;
            }
            prop_assert_eq!(words, text.split_whitespace().collect::<Vec<_>>());
        }

        #[test]
        fn reads_what_it_writes(text in "\\PC{0,20}") {
            let made = BlockDigest::from_text(&text);
            prop_assert_eq!(made.to_string().parse::<BlockDigest>().unwrap(), made);
        }
    }
}
