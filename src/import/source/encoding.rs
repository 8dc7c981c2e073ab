//! Texts in other encodings than UTF-8: by their mark, by what they declare, or by which letters come out.

use encoding_rs::{
    Encoding, IBM866, ISO_8859_5, KOI8_R, KOI8_U, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1251, WINDOWS_1252,
    X_USER_DEFINED,
};

use super::{likelihood::likelihood, misread::reread};

/// A text, and how it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte order mark, with `\n` as line ends.
    pub text: String,
    /// The name of the encoding where it was not UTF-8: `windows-1251`.
    pub encoding: Option<&'static str>,
    /// Whether some bytes are not letters of that encoding, and are `U+FFFD` now.
    pub is_damaged: bool,
    /// The encoding as which another program had read the text by mistake before it saved it: it is read again.
    pub misread: Option<&'static str>,
}

/// Bytes that decide which encoding it is.
const SAMPLE: usize = 1 << 16;
/// The encodings of one byte a letter between which letters decide.
const GUESSES: [&Encoding; 5] = [WINDOWS_1251, KOI8_U, IBM866, ISO_8859_5, WINDOWS_1252];
/// The likelihood of a few words.
const WORDS: i64 = 20;

/// Reads `bytes` as text. `declared` is the name of an encoding that the file itself gives, as XML and HTML do.
pub fn decode(bytes: &[u8], declared: Option<&str>) -> Decoded {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return read(bytes.get(mark..).unwrap_or_default(), encoding);
    }
    if let Some(encoding) = utf16(bytes) {
        return read(bytes, encoding);
    }
    if simdutf8::basic::from_utf8(bytes).is_ok() {
        return read(bytes, UTF_8);
    }
    // A file that names UTF-8 or UTF-16 and is neither was saved by a program that did not change the words: the letters decide.
    let is_of_bytes =
        |name: &&'static Encoding| ![UTF_8, UTF_16LE, UTF_16BE, REPLACEMENT, X_USER_DEFINED].contains(name);
    let declared = declared.and_then(|name| Encoding::for_label(name.trim().as_bytes())).filter(is_of_bytes);
    // Ukrainian texts name the Russian variant, too; the other has its letters and more.
    let declared = declared.map(|name| if name == KOI8_R { KOI8_U } else { name });
    let sample = sample(bytes);
    let guessed = guessed(bytes, &sample);
    read(bytes, declared.filter(|declared| !is_wrong(&sample, declared, guessed)).unwrap_or(guessed))
}

/// UTF-16 without its mark: every other byte of what is ASCII is zero.
fn utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..bytes.len().min(SAMPLE) & !1)?;
    let zeros = |first: usize| sample.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    match sample.len() {
        length if length >= 4 && odd * 10 > length && even * 10 < odd => Some(UTF_16LE),
        length if length >= 4 && even * 10 > length && odd * 10 < even => Some(UTF_16BE),
        _ => None,
    }
}

/// The bytes that are not ASCII, each after the one before it, as many as decide. In an encoding of one byte a letter they are
/// as likely as the whole file, which may begin with any number of others.
fn sample(bytes: &[u8]) -> Vec<u8> {
    let next = bytes.iter().skip(1).chain([&0]);
    let others = bytes.iter().zip(next).filter(|(byte, next)| !byte.is_ascii() || !next.is_ascii());
    others.map(|(byte, _)| *byte).take(SAMPLE).collect()
}

fn score(encoding: &'static Encoding, sample: &[u8]) -> i64 {
    likelihood(&encoding.decode_without_bom_handling(sample).0)
}

/// Whether a file names an encoding in which its letters are not words, as a copied template does. Any other than those that are
/// guessed is trusted: Greek letters look like words of Cyrillic ones, too.
fn is_wrong(sample: &[u8], declared: &'static Encoding, guessed: &'static Encoding) -> bool {
    GUESSES.contains(&declared) && (guessed == UTF_8 || score(guessed, sample) > score(declared, sample) + WORDS)
}

fn read(bytes: &[u8], encoding: &'static Encoding) -> Decoded {
    let (text, is_damaged) = encoding.decode_without_bom_handling(bytes);
    let text = if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.into_owned() };
    let encoding = (encoding != UTF_8).then(|| encoding.name());
    match reread(&text) {
        Some((text, misread)) => Decoded { text, encoding, is_damaged, misread: Some(misread) },
        None => Decoded { text, encoding, is_damaged, misread: None },
    }
}

/// UTF-8, with damaged bytes or a passage in another encoding; else the encoding of Cyrillic or Latin letters that gives the likeliest
/// words.
fn guessed(bytes: &[u8], sample: &[u8]) -> &'static Encoding {
    let high = bytes.iter().filter(|byte| **byte >= 0x80).count().max(1);
    // Letters of an encoding of one byte a letter are those of UTF-8 by chance: one in three at most, those of Russian in IBM866.
    let right: usize =
        bytes.utf8_chunks().map(|chunk| chunk.valid().bytes().filter(|byte| *byte >= 0x80).count()).sum();
    if right * 5 > high * 3 {
        return UTF_8;
    }
    let best = GUESSES.map(|encoding| (score(encoding, sample), encoding));
    best.into_iter().rev().max_by_key(|(score, _)| *score).map_or(WINDOWS_1251, |(_, encoding)| encoding)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_other_programs_are_read_in_their_encoding() {
        let text = "Привіт, світе! Їжак і ґава — «Київ», об’єднання № 5\nПривет, мир: объявление";
        for (encoding, name) in
            [(WINDOWS_1251, "windows-1251"), (KOI8_U, "KOI8-U"), (IBM866, "IBM866"), (ISO_8859_5, "ISO-8859-5")]
        {
            let plain = match name {
                "windows-1251" => text,
                "IBM866" => "Привет, мир: объявление\nОдин довольно длинный текст",
                _ => "Привіт, світе! Їжак і гава, Київ\nПривет",
            };
            let bytes = encoding.encode(plain).0;
            let read = decode(&bytes, None);
            assert_eq!((read.text.as_str(), read.encoding, read.is_damaged), (plain, Some(name), false));
            for declared in
                ["utf-8", "utf-16", "iso-8859-1", "windows-1251", "koi8-r", "ibm866", "replacement", "nothing"]
            {
                assert_eq!(decode(&bytes, Some(declared)).text, plain, "{name} that says it is {declared}");
            }
        }
        let french = WINDOWS_1252.encode("Déjà vu à l’été, naïve").0;
        assert_eq!(decode(&french, None).text, "Déjà vu à l’été, naïve");
        assert_eq!(decode(&french, Some("iso-8859-1")).encoding, Some("windows-1252"));
        let greek = encoding_rs::WINDOWS_1253.encode("Καλημέρα κόσμε, αυτό είναι ένα κείμενο").0;
        assert_eq!(decode(&greek, Some("windows-1253")).text, "Καλημέρα κόσμε, αυτό είναι ένα κείμενο");
        let polish = encoding_rs::ISO_8859_2.encode("Zażółć gęślą jaźń, Łódź").0;
        assert_eq!(decode(&polish, Some("iso-8859-2")).text, "Zażółć gęślą jaźń, Łódź");
    }

    #[test]
    fn marks_and_line_ends_go_and_a_damaged_byte_is_said() {
        assert_eq!(decode("\u{FEFF}a\r\nb\rc".as_bytes(), None).text, "a\nb\nc");
        let utf16: Vec<u8> = "\u{FEFF}Київ".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(
            decode(&utf16, None),
            Decoded { text: "Київ".into(), encoding: Some("UTF-16LE"), is_damaged: false, misread: None }
        );
        let page = "<html><body><p>Київ на Дніпрі</p></body></html>";
        let units: Vec<u16> = page.encode_utf16().collect();
        let little: Vec<u8> = units.iter().copied().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = units.iter().copied().flat_map(u16::to_be_bytes).collect();
        assert_eq!((decode(&little, None).text, decode(&big, None).text), (page.to_owned(), page.to_owned()));
        let mut damaged = "Довгий текст українською мовою, у якому пошкоджено один байт".as_bytes().to_vec();
        damaged[20] = 0xFF;
        for declared in [None, Some("windows-1251")] {
            let read = decode(&damaged, declared);
            assert!(read.is_damaged && read.encoding.is_none() && read.text.contains("українською"), "{read:?}");
        }
        // A passage that somebody put in from a file in another encoding does not spoil the others.
        let passage = WINDOWS_1251.encode("Абзац із давнього файла, який ніхто не перекодував").0;
        let mixed =
            ["Решта тексту, як і має бути, записана в UTF-8, і її у файлі більше.\n".as_bytes(), &passage].concat();
        let read = decode(&mixed, None);
        assert!(read.is_damaged && read.text.starts_with("Решта тексту, як і має бути"), "{read:?}");
    }

    #[test]
    fn letters_decide_after_a_long_beginning_in_ascii() {
        let beginning = "<p class=\"menu\">menu</p>\n".repeat(4 << 10);
        let text = "Довгий текст українською мовою про музей над Дніпром";
        let mut damaged = text.as_bytes().to_vec();
        damaged[20] = 0xFF;
        for mark in [b"".as_slice(), b"\xA9 2003 "] {
            let page = |words: &[u8]| [mark, beginning.as_bytes(), words].concat();
            let read = decode(&page(&damaged), None);
            assert!(read.is_damaged && read.text.contains("українською"), "{:?} {mark:?}", read.encoding);
            let read = decode(&page(&WINDOWS_1251.encode(text).0), None);
            assert_eq!((read.encoding, read.text.ends_with(text)), (Some("windows-1251"), true), "{mark:?}");
        }
    }
}
