//! Paths as they come and as we write them: percent-encoding, normal form, slashes.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, PercentEncode, percent_decode_str, utf8_percent_encode};
use unicode_normalization::UnicodeNormalization;

use crate::model::lang::Lang;

/// The address of the metadata for harvesters.
pub(in crate::web) const OAI: &str = "oai";

/// A path with percent-encoding taken off. `None` if it is malformed, not UTF-8, or hides a control character.
pub(in crate::web) fn decode(path: &str) -> Option<String> {
    let well_formed = path.split('%').skip(1).all(|after| {
        let digits = after.as_bytes().get(..2);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    });
    let text = percent_decode_str(path).decode_utf8().ok().filter(|_| well_formed)?;
    (!text.chars().any(char::is_control)).then(|| text.into_owned())
}

/// A path with its language, percent-encoded, as we write it; `rest` is what comes after `/<lang>/`, or after `/` where there
/// is no language.
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
    for letter in path.nfc() {
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

/// All but unreserved characters (RFC 3986, 2.3), for a path segment or a query value.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

pub(super) fn encoded(text: &str) -> PercentEncode<'_> {
    utf8_percent_encode(text, SEGMENT)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn malformed_encoding_is_no_path() {
        for wrong in ["%", "%4", "%zz", "%ff", "%00", "%0a"] {
            assert_eq!(decode(wrong), None, "{wrong}");
        }
    }

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
}
