//! Cookies, as far as a language may be named by one (RFC 6265, 5.4).

/// The value of the first cookie called `name`, without the quotation marks that may stand around it. A cookie that is
/// no text, be it ours or another's, hides none of the others.
///
/// ```
/// let lines = [b"theme=dark; lang=uk".as_slice()];
/// assert_eq!(litopys::i18n::negotiate::cookie(lines, "lang"), Some("uk"));
/// ```
pub fn cookie<'a>(lines: impl IntoIterator<Item = &'a [u8]>, name: &str) -> Option<&'a str> {
    let pairs = lines.into_iter().flat_map(|line| line.split(|byte| *byte == b';'));
    let texts = pairs.filter_map(|pair| std::str::from_utf8(pair.trim_ascii()).ok());
    let mut named = texts.filter_map(|pair| pair.split_once('=')).filter(|(key, _)| *key == name);
    named.next().map(|(_, value)| value.trim_matches('"'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_first_of_that_name_counts_and_others_do_not_hide_it() {
        for (line, expected) in [
            (&b"lang=uk"[..], Some("uk")),
            (b" a=1 ;lang=\"en\"; lang=ru", Some("en")),
            (b"theme=\xff; lang=uk", Some("uk")),
            (b"lang=\xff; lang=uk", Some("uk")),
            (b"language=uk; xlang=ru; lang", None),
            (b"lang=", Some("")),
            (b"", None),
        ] {
            assert_eq!(cookie([line], "lang"), expected, "{}", line.escape_ascii());
        }
        assert_eq!(cookie([&b"a=1"[..], b"lang=ru"], "lang"), Some("ru"));
    }

    proptest! {
        #[test]
        fn what_is_found_stands_in_the_line(line in "((lang|a)=[a-z\"]{0,4}; ?|\\PC){0,12}") {
            if let Some(value) = cookie([line.as_bytes()], "lang") {
                prop_assert!(line.contains("lang=") && line.contains(value) && !value.contains(';'));
            }
        }
    }
}
