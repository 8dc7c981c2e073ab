//! The brace that a text leaves open. The parser says only where it gave up.

/// A `{` without its `}`.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::i18n) struct UnclosedBrace<'a> {
    /// Its byte in the text.
    pub(in crate::i18n) at: usize,
    /// Whether its line ends in `->`.
    pub(in crate::i18n) is_selector: bool,
    /// The keys of its own variants, in order.
    pub(in crate::i18n) keys: Vec<&'a str>,
}

impl<'a> UnclosedBrace<'a> {
    /// The last one that `text` leaves open.
    pub(in crate::i18n) fn last(text: &'a str) -> Option<Self> {
        let mut open: Vec<UnclosedBrace<'a>> = Vec::new();
        let (mut quoted, mut begins) = (false, true);
        let (mut line_end, mut is_selector) = (0, false);
        for (at, c) in text.char_indices() {
            if at >= line_end {
                let line = text.get(at..).and_then(|rest| rest.split_inclusive('\n').next()).unwrap_or_default();
                line_end = at + line.len();
                is_selector = line.trim_end().ends_with("->");
            }
            match (c, open.last_mut()) {
                ('"', Some(last)) => quoted = !quoted && !last.is_selector,
                ('{', _) if !quoted => open.push(UnclosedBrace { at, is_selector, keys: Vec::new() }),
                ('}', _) if !quoted => drop(open.pop()),
                ('[', Some(last)) if begins => last.keys.extend(key(text, at)),
                _ => {}
            }
            quoted &= c != '\n';
            begins = c == '\n' || c == '>' || (begins && matches!(c, ' ' | '*'));
        }
        open.pop()
    }
}

fn key(text: &str, at: usize) -> Option<&str> {
    text.get(at + 1..)?.split([']', '\n']).next().map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_open_brace_is_found_with_its_variants() {
        for (text, at, is_selector, keys) in [
            ("a = { $b", 4, false, &[][..]),
            ("a = { \"{\" } { $b", 12, false, &[]),
            ("a =\n  { $n ->\n    [one] { $n } [x]\n   *[other] { $n }", 6, true, &["one", "other"]),
            ("a =\n  { $n ->\n    [one] { $k ->\n    [x] y", 24, true, &["x"]),
            ("a =\n  { $n ->\n    [one] \"{ $n }\n", 6, true, &["one"]),
        ] {
            assert_eq!(
                UnclosedBrace::last(text),
                Some(UnclosedBrace { at, is_selector, keys: keys.to_vec() }),
                "{text}"
            );
        }
        assert_eq!(UnclosedBrace::last("a = { $b } }"), None);
    }

    proptest! {
        #[test]
        fn what_is_open_is_a_brace(text in "(\\{|\\}|\\[|\\]|->|\n|\"|\\*| |\\PC){0,40}") {
            if let Some(open) = UnclosedBrace::last(&text) {
                prop_assert_eq!(text.as_bytes()[open.at], b'{');
                prop_assert!(open.keys.iter().all(|key| text[open.at..].contains(key)));
            }
        }
    }
}
