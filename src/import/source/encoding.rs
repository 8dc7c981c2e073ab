//! Texts in other encodings than UTF-8: by their mark, by what they declare, or by which letters come out.

use encoding_rs::{Encoding, KOI8_U, UTF_8, WINDOWS_1251, WINDOWS_1252};

/// A text, and how it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte order mark, with `\n` as line ends.
    pub text: String,
    /// The name of the encoding where it was not UTF-8: `windows-1251`.
    pub encoding: Option<&'static str>,
    /// Whether some bytes are not letters of that encoding, and are `U+FFFD` now.
    pub is_damaged: bool,
}

/// Bytes that decide which single-byte encoding it is.
const SAMPLE: usize = 1 << 16;

/// Reads `bytes` as text. `declared` is the name of an encoding that the file itself gives, as XML and HTML do.
pub fn decode(bytes: &[u8], declared: Option<&str>) -> Decoded {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return read(bytes.get(mark..).unwrap_or_default(), encoding);
    }
    if simdutf8::basic::from_utf8(bytes).is_ok() {
        return read(bytes, UTF_8);
    }
    // What says UTF-8 and is not was saved by a program that did not change the words: the letters decide.
    let declared = declared.and_then(|name| Encoding::for_label(name.trim().as_bytes())).filter(|name| *name != UTF_8);
    read(bytes, declared.unwrap_or_else(|| guessed(bytes)))
}

fn read(bytes: &[u8], encoding: &'static Encoding) -> Decoded {
    let (text, is_damaged) = encoding.decode_without_bom_handling(bytes);
    let text = if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.into_owned() };
    Decoded { text, encoding: (encoding != UTF_8).then(|| encoding.name()), is_damaged }
}

/// UTF-8 with a few damaged bytes, else the encoding of Cyrillic or Latin letters that gives the likeliest words.
fn guessed(bytes: &[u8]) -> &'static Encoding {
    let sample = bytes.get(..bytes.len().min(SAMPLE)).unwrap_or_default();
    let high = sample.iter().filter(|byte| **byte >= 0x80).count().max(1);
    let broken = String::from_utf8_lossy(sample).matches('\u{FFFD}').count();
    if broken * 10 < high {
        return UTF_8;
    }
    let score = |encoding: &'static Encoding| likelihood(&encoding.decode_without_bom_handling(sample).0);
    let best = [WINDOWS_1251, KOI8_U, WINDOWS_1252].map(|encoding| (score(encoding), encoding));
    best.into_iter().rev().max_by_key(|(score, _)| *score).map_or(WINDOWS_1251, |(_, encoding)| encoding)
}

/// How much a text looks like words: small letters within words of one alphabet count, capitals within them and signs do not.
fn likelihood(text: &str) -> i64 {
    let letters: Vec<char> = text.chars().collect();
    let is_cyrillic = |c: char| ('\u{400}'..='\u{52F}').contains(&c);
    let mut score = 0;
    for pair in letters.windows(2) {
        let &[before, c] = pair else { continue };
        if c.is_ascii() {
            continue;
        }
        score += match () {
            () if is_cyrillic(c) && c.is_lowercase() && (is_cyrillic(before) || !before.is_alphanumeric()) => 2,
            () if is_cyrillic(c) && c.is_uppercase() && !before.is_alphanumeric() => 1,
            () if is_cyrillic(c) && c.is_uppercase() && before.is_lowercase() => -2,
            // A letter with a mark stands alone among those of ASCII: «naïve», not «Ïðèâ³ò».
            () if c.is_alphabetic() && !is_cyrillic(c) && before.is_ascii_alphabetic() && c.is_lowercase() => 2,
            () if c.is_alphabetic() && !is_cyrillic(c) => -1,
            () if matches!(c, '«' | '»' | '—' | '–' | '’' | '“' | '”' | '…' | '№' | '\u{A0}') => 1,
            () => -1,
        };
    }
    score
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_other_programs_are_read_in_their_encoding() {
        let text = "Привіт, світе! Їжак і ґава — «Київ», об’єднання № 5\nПривет, мир: объявление";
        for (encoding, name) in [(WINDOWS_1251, "windows-1251"), (KOI8_U, "KOI8-U")] {
            let plain = if encoding == KOI8_U {
                "Привіт, світе! Їжак і ґава, Київ\nПривет"
            } else {
                text
            };
            let bytes = encoding.encode(plain).0;
            let read = decode(&bytes, None);
            assert_eq!((read.text.as_str(), read.encoding, read.is_damaged), (plain, Some(name), false));
            let declared = decode(&bytes, Some("utf-8"));
            assert_eq!(declared.text, plain, "{name} that says it is UTF-8");
        }
        let french = WINDOWS_1252.encode("Déjà vu à l’été, naïve").0;
        assert_eq!(decode(&french, None).text, "Déjà vu à l’été, naïve");
        assert_eq!(decode(&french, Some("iso-8859-1")).encoding, Some("windows-1252"));
    }

    #[test]
    fn marks_and_line_ends_go_and_a_damaged_byte_is_said() {
        assert_eq!(decode("\u{FEFF}a\r\nb\rc".as_bytes(), None).text, "a\nb\nc");
        let utf16: Vec<u8> = "\u{FEFF}Київ".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(
            decode(&utf16, None),
            Decoded { text: "Київ".into(), encoding: Some("UTF-16LE"), is_damaged: false }
        );
        let mut damaged = "Довгий текст українською мовою, у якому пошкоджено один байт".as_bytes().to_vec();
        damaged[20] = 0xFF;
        let read = decode(&damaged, None);
        assert!(read.is_damaged && read.encoding.is_none() && read.text.contains("українською"), "{read:?}");
    }
}
