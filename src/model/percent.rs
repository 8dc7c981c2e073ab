//! Percent-encoding (RFC 3986, 2.1): how the program writes the parts of addresses, and how it reads those of others.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, PercentEncode, percent_decode_str, utf8_percent_encode};

/// All but unreserved characters (RFC 3986, 2.3): nothing else needs escaping in HTML, in a header or in a cookie.
pub(crate) const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// The same of a path, whose slashes stay.
const PATH: &AsciiSet = &SEGMENT.remove(b'/');

/// A path segment or a query value as it is written in an address.
pub(crate) fn encoded(text: &str) -> PercentEncode<'_> {
    utf8_percent_encode(text, SEGMENT)
}

/// A path as it is written in an address.
pub(crate) fn encoded_path(path: &str) -> String {
    utf8_percent_encode(path, PATH).to_string()
}

/// A path with percent-encoding taken off. `None` if it is malformed, not UTF-8, or hides a control character.
pub(crate) fn decode(path: &str) -> Option<String> {
    let well_formed = path.split('%').skip(1).all(|after| {
        let digits = after.as_bytes().get(..2);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    });
    let text = percent_decode_str(path).decode_utf8().ok().filter(|_| well_formed)?;
    (!text.chars().any(char::is_control)).then(|| text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn malformed_encoding_is_no_path() {
        for wrong in ["%", "%4", "%zz", "%ff", "%00", "%0a"] {
            assert_eq!(decode(wrong), None, "{wrong}");
        }
    }
}
