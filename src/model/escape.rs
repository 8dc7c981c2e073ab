//! Text of files as a terminal, a log and a code forge may show it: a control character acts there, so it is written out.
//! ESC repaints a terminal, a bidi control reorders a line (CVE-2021-42574), and a line that begins with `::` is a
//! workflow command of GitHub Actions.

use std::{borrow::Cow, error::Error, fmt::Write};

/// Whether the character acts instead of being shown: controls of C0 and C1, bidi controls, separators of lines and
/// paragraphs. A tab only moves.
pub fn acts(c: char) -> bool {
    let bidi = matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    (c.is_control() && c != '\t') || bidi || matches!(c, '\u{2028}' | '\u{2029}')
}

/// The text on one line, with every character that acts written out: `\n`, `\r`, `\u{1b}`.
pub fn one_line(text: &str) -> Cow<'_, str> {
    escaped(text, |_, c| acts(c))
}

/// The text with its line feeds and carriage returns, and every other character that acts written out. For a form that
/// encodes the two in its own way.
pub fn keep_line_ends(text: &str) -> Cow<'_, str> {
    escaped(text, |_, c| acts(c) && !matches!(c, '\n' | '\r'))
}

/// The text as lines of a terminal or a log: its line feeds stay, except before a workflow command.
pub fn lines(text: &str) -> Cow<'_, str> {
    escaped(text, |rest, c| acts(c) && (c != '\n' || is_command(rest)))
}

/// JSON with every character that acts as its escape. In JSON they stand only within strings.
pub fn json(text: &str) -> Cow<'_, str> {
    if !text.contains(acts) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match acts(c) {
            true => _ = write!(out, "\\u{:04x}", u32::from(c)),
            false => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Whether the line that begins here is a workflow command. The runner ignores white space in front of it.
fn is_command(rest: &str) -> bool {
    let white = |c: char| c.is_whitespace() || c == '\u{feff}';
    rest.trim_start_matches(white).starts_with("::")
}

/// `is` is asked about each character, with the text behind it.
fn escaped(text: &str, is: impl Fn(&str, char) -> bool) -> Cow<'_, str> {
    let mut out = String::new();
    let mut copied = 0;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        if !is(text.get(end..).unwrap_or_default(), c) {
            continue;
        }
        out.push_str(text.get(copied..at).unwrap_or_default());
        match c {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            _ => _ = write!(out, "{}", c.escape_unicode()),
        }
        copied = end;
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    Cow::Owned(out)
}

/// `error: cause: cause of the cause`.
pub(crate) fn error_chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn characters_that_act_are_written_out() {
        let cases = [
            ("їжак — «слово»\t1\u{a0}000", "їжак — «слово»\t1\u{a0}000"),
            ("\u{1b}[2J\u{7}", "\\u{1b}[2J\\u{7}"),
            ("\u{9b}31m\u{7f}", "\\u{9b}31m\\u{7f}"),
            ("a\u{202e}b\u{2066}c\u{200f}d\u{61c}", "a\\u{202e}b\\u{2066}c\\u{200f}d\\u{61c}"),
            ("a\r\n::error::b", "a\\r\\n::error::b"),
            ("a\u{2028}b\u{85}c", "a\\u{2028}b\\u{85}c"),
        ];
        for (text, expected) in cases {
            assert_eq!(one_line(text), expected);
        }
        assert!(matches!(one_line("слово"), Cow::Borrowed(_)));
    }

    #[test]
    fn lines_stay_unless_one_would_be_a_command() {
        assert_eq!(lines("a\nb\n"), "a\nb\n");
        for command in ["::error::x", " \t::error::x", "\n::add-mask::x", "\u{3000}::x", "\u{feff}::x"] {
            let text = format!("a\n{command}");
            assert!(!lines(&text).lines().any(is_command), "{text:?}");
        }
    }

    #[test]
    fn line_ends_stay_for_a_form_that_encodes_them() {
        assert_eq!(keep_line_ends("a\r\nb\u{1b}"), "a\r\nb\\u{1b}");
    }

    proptest! {
        #[test]
        fn nothing_that_acts_is_left(text in "(\\PC|\\p{Cc}|\\p{Cf}|::|\n|[\u{2028}\u{2029}]){0,40}") {
            prop_assert!(!one_line(&text).chars().any(acts));
            prop_assert!(!lines(&text).chars().any(|c| acts(c) && c != '\n'));
            prop_assert!(!lines(&text).lines().skip(1).any(is_command));
        }
    }
}
