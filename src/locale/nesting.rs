//! How deep braces lie in one another. The Fluent parser recurses, so a text that nests without end would end the
//! program; no sentence nests ten deep. And it panics at an escape that a letter of more than one byte breaks off.

use super::LocaleFile;
use crate::problem::{Place, Problem};

/// The deepest nesting that is read.
const DEEPEST: usize = 64;

/// The byte at which `text` nests deeper than is read, or has an escape that the parser cannot bear; `None` for every
/// text of a person that does not slip.
pub(crate) fn too_deep(text: &str) -> Option<usize> {
    let (mut depth, mut quoted, mut line_start) = (0_usize, false, true);
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        // An entry begins: whatever stood open before is given up by the parser too.
        if line_start && (byte.is_ascii_alphabetic() || byte == b'-' || byte == b'#') {
            depth = 0;
        }
        line_start = byte == b'\n';
        if std::mem::take(&mut escaped) && byte != b'\n' {
            if breaks_off(byte, text.as_bytes().get(at + 1..).unwrap_or_default()) {
                return Some(at - 1);
            }
            if quoted {
                continue;
            }
        }
        match byte {
            b'\\' if depth > 0 => escaped = true,
            b'\n' => quoted = false,
            b'"' if depth > 0 => quoted = !quoted,
            b'{' if !quoted => depth += 1,
            b'(' if !quoted && depth > 0 => depth += 1,
            b'}' | b')' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST {
            return Some(at);
        }
    }
    None
}

/// Whether `rest`, which comes after `\u` or `\U`, has a byte of a longer character where a digit should be.
fn breaks_off(kind: u8, rest: &[u8]) -> bool {
    let digits = match kind {
        b'u' => 4,
        b'U' => 6,
        _ => return false,
    };
    rest.iter().take(digits).find(|byte| !byte.is_ascii_hexdigit()).is_some_and(|byte| !byte.is_ascii())
}

/// The problem that such a file is, at its place; nothing of it is read.
pub(crate) fn problem(file: &LocaleFile, at: usize) -> Problem {
    unreadable(&file.path, &file.text, at).at(Place::of(&file.text, at))
}

/// The same, of the text of a file, without a place.
pub(crate) fn unreadable(path: &str, text: &str, at: usize) -> Problem {
    if text.as_bytes().get(at) == Some(&b'\\') {
        let message = "expected four digits after `\\u`, six after `\\U`, found a letter, so the file is left out";
        return Problem::error(path, "fluent-syntax", message)
            .help("write the character itself, or all digits of its number: `\\u00A0`");
    }
    Problem::error(path, "nested-too-deep", "braces lie too deep in one another to be read, so the file is left out")
        .help("close the braces before this one")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_never_too_deep_and_a_tower_of_braces_is() {
        assert_eq!(too_deep("a = { $n ->\n  [one] { NUMBER($n) } :-( { \"{\" }\n *[other] x\n }\n"), None);
        assert_eq!(too_deep(&format!("a = {}", "{ ".repeat(100))), Some(4 + 2 * 64));
        assert_eq!(too_deep(&format!("a = {{ {}", "F(".repeat(100_000))), Some(6 + 2 * 63 + 1));
    }

    #[test]
    fn an_escape_that_a_letter_breaks_off_is_found_and_others_are_not() {
        for (text, found) in [
            ("a = { \"lit\\u00Ʒ\" }\n", Some(10)),
            ("a = { \"\\U0Ї\" }\n", Some(7)),
            ("a = { \"\\u00A0\" } \\uЇ\n", None),
            ("a = { \"\\\\uЇ\" }\n", None),
            ("a = { \"\\u0x\" }\n", None),
        ] {
            assert_eq!(too_deep(text), found, "{text}");
            drop(fluent_syntax::parser::parse(if found.is_none() { text } else { "" }));
        }
    }

    #[test]
    fn every_entry_begins_anew() {
        assert_eq!(too_deep(&"a = { \"{\n".repeat(200)), None);
    }
}
