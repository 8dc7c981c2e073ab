//! How deep braces lie in one another. The Fluent parser recurses, so a text that nests without end would end the
//! program; no sentence nests ten deep.

use super::LocaleFile;
use crate::problem::{Place, Problem};

/// The deepest nesting that is read.
const DEEPEST: usize = 64;

/// The byte at which `text` nests deeper than is read; `None` for every text of a person.
pub(crate) fn too_deep(text: &str) -> Option<usize> {
    let (mut depth, mut quoted, mut line_start) = (0_usize, false, true);
    for (at, byte) in text.bytes().enumerate() {
        // An entry begins: whatever stood open before is given up by the parser too.
        if line_start && (byte.is_ascii_alphabetic() || byte == b'-' || byte == b'#') {
            depth = 0;
        }
        line_start = byte == b'\n';
        match byte {
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

/// The problem that such a file is; nothing of it is read.
pub(crate) fn problem(file: &LocaleFile, at: usize) -> Problem {
    Problem::error(
        &file.path,
        "nested-too-deep",
        "braces lie too deep in one another to be read, so the file is left out",
    )
    .at(Place::of(&file.text, at))
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
    fn every_entry_begins_anew() {
        assert_eq!(too_deep(&"a = { \"{\n".repeat(200)), None);
    }
}
