//! Paths and query strings as they come and as we write them: percent-encoding, normal form, slashes, and the forms of pages for machines
//! and devices as the ends of paths. A reader may type a malformed one: no word of it is ever lost.

use std::borrow::Cow;

use encoding_rs::{WINDOWS_1251, mem::decode_latin1};
use percent_encoding::{CONTROLS, percent_decode_str, utf8_percent_encode};
use unicode_normalization::UnicodeNormalization;

use crate::model::{
    lang::Lang,
    percent::{decode, encoded},
};

/// The address of the metadata for harvesters.
pub(in crate::web) const OAI: &str = "oai";

/// A path with its language, percent-encoded, as we write it; `rest` comes after `/<lang>/`, or after `/` without a language.
pub(in crate::web) fn written(lang: Option<&Lang>, rest: &str) -> String {
    let mut path = lang.map_or_else(String::new, |lang| format!("/{lang}"));
    for part in rest.split('/') {
        path.push('/');
        path.extend(encoded(part));
    }
    path
}

/// A path in NFC, without empty parts: `/uk//2025/` is `/uk/2025/`.
pub(in crate::web) fn tidy(path: &str) -> String {
    let mut tidy = String::with_capacity(path.len());
    let normal = if path.is_ascii() { Cow::Borrowed(path) } else { path.nfc().collect() };
    for letter in normal.chars() {
        if letter != '/' || !tidy.ends_with('/') {
            tidy.push(letter);
        }
    }
    tidy
}

/// An address as a header may hold it: a query that came with letters as they are, as some clients send them, is a URI
/// with them encoded (RFC 3986, 2.1; RFC 9110, 10.2.2).
pub(in crate::web) fn ascii(address: &str) -> Cow<'_, str> {
    utf8_percent_encode(address, CONTROLS).into()
}

/// A query value as text. `%` that encodes nothing stands for itself, `%u0456` is what old scripts write, control characters
/// are spaces, and bytes that are not UTF-8 are read as windows-1251 or, next to Latin letters, as Latin-1.
pub(in crate::web) fn decoded(value: &str) -> String {
    let bytes: Vec<u8> = percent_decode_str(&unescaped(&value.replace('+', " "))).collect();
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            // An address that was cut off in the middle of a letter is UTF-8 still. One letter of it may be a coincidence:
            // `Рік` in windows-1251 begins like `г`.
            let beyond_ascii = bytes.iter().take(valid).filter(|byte| (0xC0..).contains(*byte)).count();
            let is_utf8 = beyond_ascii > 1 || !value.is_ascii();
            if is_utf8 { String::from_utf8_lossy(&bytes).replace('\u{FFFD}', "") } else { legacy(&bytes) }
        }
    };
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// `%u0456` written as the letter.
fn unescaped(value: &str) -> String {
    let mut parts = value.split("%u");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let letter = part.get(..4).and_then(|digits| u32::from_str_radix(digits, 16).ok()).and_then(char::from_u32);
        match (letter, part.get(4..)) {
            (Some(letter), Some(rest)) => {
                out.push(letter);
                out.push_str(rest);
            }
            _ => {
                out.push_str("%u");
                out.push_str(part);
            }
        }
    }
    out
}

/// Bytes of an encoding older than UTF-8, word by word.
fn legacy(bytes: &[u8]) -> String {
    let is_letter = |byte: &u8| !byte.is_ascii() || byte.is_ascii_alphanumeric();
    let words = bytes.chunk_by(|one, other| is_letter(one) == is_letter(other));
    words
        .map(|word| match word.iter().any(u8::is_ascii_alphabetic) {
            true => decode_latin1(word),
            false => WINDOWS_1251.decode_without_bom_handling(word).0,
        })
        .collect()
}

/// A value of `name` in a query string, percent-encoding and `+` taken off; the first of several.
pub(in crate::web) fn query_value(query: &str, name: &str) -> Option<String> {
    let pair = query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    let (_, value) = pair.into_iter().find(|(key, _)| *key == name)?;
    decode(&value.replace('+', " "))
}

/// The text that a reader typed under `name`, however malformed: see [`decoded`].
pub(in crate::web) fn typed_value(query: &str, name: &str) -> Option<String> {
    let pair = query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    let (_, value) = pair.into_iter().find(|(key, _)| *key == name)?;
    Some(decoded(value))
}

/// The query string without `name`, with its `?`, or nothing where nothing is left.
pub(in crate::web) fn query_without(query: &str, name: &str) -> String {
    let kept: Vec<_> =
        query.split('&').filter(|pair| pair.split('=').next() != Some(name) && !pair.is_empty()).collect();
    if kept.is_empty() { String::new() } else { format!("?{}", kept.join("&")) }
}

/// How a version is written for machines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::web) enum TextFormat {
    /// Its Markdown.
    Markdown,
    /// JSON.
    Json,
    /// Its citation as BibTeX.
    Bibtex,
    /// Its citation as RIS.
    Ris,
}

/// How a feed is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::web) enum FeedFormat {
    /// Atom 1.0 (RFC 4287).
    Atom,
    /// JSON Feed 1.1.
    Json,
}

/// The files for saving articles on a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::web) enum OfflineFile {
    /// The list of what is kept.
    Kept,
    /// The page shown in place of one that cannot be had without a network.
    Offline,
    /// The web app manifest.
    Manifest,
}

impl OfflineFile {
    pub(in crate::web) fn file(self) -> &'static str {
        match self {
            OfflineFile::Kept => "kept",
            OfflineFile::Offline => "offline",
            OfflineFile::Manifest => "manifest.webmanifest",
        }
    }
}

impl TextFormat {
    pub(in crate::web) fn ending(self) -> &'static str {
        match self {
            TextFormat::Markdown => ".md",
            TextFormat::Json => ".json",
            TextFormat::Bibtex => ".bib",
            TextFormat::Ris => ".ris",
        }
    }

    pub(in crate::web) fn split(name: &str) -> Option<(&str, TextFormat)> {
        let of = |form: TextFormat| Some((name.strip_suffix(form.ending()).filter(|slug| !slug.is_empty())?, form));
        [TextFormat::Markdown, TextFormat::Json, TextFormat::Bibtex, TextFormat::Ris].into_iter().find_map(of)
    }
}

impl FeedFormat {
    pub(in crate::web) fn file(self) -> &'static str {
        match self {
            FeedFormat::Atom => "feed.atom",
            FeedFormat::Json => "feed.json",
        }
    }

    /// Its media type.
    pub(in crate::web) fn media_type(self) -> &'static str {
        match self {
            FeedFormat::Atom => "application/atom+xml",
            FeedFormat::Json => "application/feed+json",
        }
    }

    pub(in crate::web) fn from_file_name(file: &str) -> Option<FeedFormat> {
        [FeedFormat::Atom, FeedFormat::Json].into_iter().find(|form| form.file() == file)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_tidy_path_stays_as_it_is(path in "(/|%[0-9A-F]{2}|uk|2025|tag|\\PC){0,12}") {
            if let Some(path) = decode(&path) {
                let tidied = tidy(&path);
                prop_assert_eq!(tidy(&tidied), tidied.clone());
                prop_assert!(!tidied.contains("//"));
            }
        }
    }

    #[test]
    fn no_typed_word_is_lost() {
        for (value, expected) in [
            ("a+b%20c", "a b c"),
            ("25%+tax", "25% tax"),
            ("%", "%"),
            ("100%25", "100%"),
            ("50%zz+off", "50%zz off"),
            ("a%09b%0Ac%00d", "a b c d"),
            ("%EA%E8%BF%E2", "київ"),
            ("%EA%B3%F2+%E0%E1%EE+caf%E9", "кіт або café"),
            ("%AB%CA%E8%BF%E2%BB", "«Київ»"),
            ("%B9%A05%98%FF", "№\u{A0}5 я"),
            ("%D0%BA%D0%B8%D1%97%D0%B2", "київ"),
            ("%D0%BA%D0%B8%D1%97%D0", "киї"),
            ("%u043A%u0438%u0457%u0432", "київ"),
            ("%u04", "%u04"),
            ("%25u0456", "%u0456"),
            ("київ", "київ"),
            ("", ""),
        ] {
            assert_eq!(decoded(value), expected, "{value}");
        }
    }

    proptest! {
        #[test]
        fn what_is_well_formed_is_decoded_as_ever(typed in "[^\\p{C}]{0,30}") {
            let encoded = percent_encoding::utf8_percent_encode(&typed, percent_encoding::NON_ALPHANUMERIC).to_string();
            prop_assert_eq!(decoded(&encoded), typed);
        }

        #[test]
        fn letters_and_digits_survive_whatever_stands_among_them(value in "([a-z0-9]|%|%[0-9A-F]|\\+|&|𐍈){0,30}") {
            // A letter that no code page has: `%E6` is a `ж` of Windows-1251.
            let count = |text: &str| text.chars().filter(|c| *c == '𐍈').count();
            prop_assert_eq!(count(&decoded(&value)), count(&value));
        }
    }

    #[test]
    fn queries_are_read_and_trimmed() {
        assert_eq!(query_value("q=a+b%20c&x", "q").as_deref(), Some("a b c"));
        assert_eq!(query_value("remember", "remember").as_deref(), Some(""));
        assert_eq!(query_value("remembered=1", "remember"), None);
        assert_eq!(query_without("remember&before=5-a", "remember"), "?before=5-a");
        assert_eq!(query_without("remember", "remember"), "");
    }
}
