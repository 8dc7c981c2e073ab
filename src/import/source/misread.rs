//! Texts that a program has read in the wrong encoding and saved again: `РџСЂРёРІС–С‚` and `ÐŸÑ€Ð¸Ð²Ñ–Ñ‚` were `Привіт` in UTF-8,
//! `Ïðèâ³ò` was the same in Windows-1251.

use encoding_rs::{Encoding, WINDOWS_1251, WINDOWS_1252};

use super::likelihood::likelihood;

/// Letters of a file by which it is decided: a few may be meant as they are.
const EVIDENCE: usize = 8;

/// The text as it was before, and the encoding as which it was read by mistake; `None` where nothing shows that it was.
pub(super) fn reread(text: &str) -> Option<(String, &'static str)> {
    if text.is_ascii() {
        return None;
    }
    let ways: [(&'static Encoding, Way); 3] =
        [(WINDOWS_1251, from_utf8), (WINDOWS_1252, from_utf8), (WINDOWS_1252, from_windows_1251)];
    ways.into_iter().find_map(|(encoding, way)| Some((by(text, encoding, way)?, encoding.name())))
}

/// How the bytes are read now; with the evidence that they are such.
type Way = fn(&str, &[u8]) -> Option<(String, usize)>;

/// The text with each part between tags and line ends that can be read so.
fn by(text: &str, encoding: &'static Encoding, way: Way) -> Option<String> {
    let (mut out, mut evidence) = (String::with_capacity(text.len()), 0);
    for part in text.split_inclusive(['\n', '<', '>']) {
        let read = || {
            let (bytes, _, is_damaged) = encoding.encode(part);
            if is_damaged { None } else { way(part, &bytes) }
        };
        match (!part.is_ascii()).then(read).flatten() {
            Some((read, found)) => {
                evidence += found;
                out.push_str(&read);
            }
            None => out.push_str(part),
        }
    }
    (evidence >= EVIDENCE).then_some(out)
}

fn from_utf8(_: &str, bytes: &[u8]) -> Option<(String, usize)> {
    let text = std::str::from_utf8(bytes).ok()?;
    let letters = text.chars().filter(|c| !c.is_ascii()).count();
    Some((text.to_owned(), letters))
}

fn from_windows_1251(part: &str, bytes: &[u8]) -> Option<(String, usize)> {
    let text = WINDOWS_1251.decode_without_bom_handling(bytes).0;
    // In Latin letters no word has three with marks in a row.
    let letters: Vec<char> = part.chars().collect();
    let is_high = |c: &char| c.is_alphabetic() && !c.is_ascii();
    let is_word = letters.windows(3).any(|three| three.iter().all(is_high));
    (is_word && likelihood(part) < 0 && likelihood(&text) > 0)
        .then(|| (text.into_owned(), letters.iter().filter(|c| is_high(c)).count()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TEXT: &str = "<p>Привіт, світе!</p>\n<p>Їжак і ґава — «Київ»</p>\n";

    #[test]
    fn what_was_read_in_the_wrong_encoding_is_read_again() {
        for encoding in [WINDOWS_1251, WINDOWS_1252] {
            let wrong = encoding.decode_without_bom_handling(TEXT.as_bytes()).0;
            assert_ne!(wrong, TEXT);
            assert_eq!(reread(&wrong), Some((TEXT.to_owned(), encoding.name())));
            // One part was right already.
            let mixed = format!("<h1>Музей</h1>{wrong}");
            assert_eq!(reread(&mixed).unwrap().0, format!("<h1>Музей</h1>{TEXT}"));
        }
        let wrong = WINDOWS_1252.decode_without_bom_handling(&WINDOWS_1251.encode(TEXT).0).0.into_owned();
        assert_eq!(reread(&wrong), Some((TEXT.to_owned(), "windows-1252")));
    }

    #[test]
    fn texts_that_are_right_stay() {
        for text in [
            TEXT,
            "Déjà vu à l’été, naïve, Ærø, Þórður, Łódź",
            "«Р» і «С» — літери; РІ, РЇ, СІ",
            "Он сказал: ёлка — ÀÉÎ",
            "plain",
        ] {
            assert_eq!(reread(&text.repeat(20)), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn cyrillic_text_is_never_changed(text in "[А-Яа-яЇїІіЄєҐґ «»—.\n]{0,200}") {
            prop_assert_eq!(reread(&text), None);
        }

        #[test]
        fn what_is_misread_comes_back(text in "[А-Яа-яЇїІіЄєҐґ]{8,80}") {
            let wrong = WINDOWS_1251.decode_without_bom_handling(text.as_bytes()).0;
            prop_assert_eq!(reread(&wrong).map(|(text, _)| text), Some(text));
        }
    }
}
