//! Bounds on what an XML parser is given. The time of `roxmltree` grows with the square of an element's attributes and of
//! the prefixes declared, and its memory with every `<` and `=`; each is counted here so that it can only be less.

use std::collections::HashSet;

/// Attributes of an element; drawings have some 20.
const ATTRIBUTES: usize = 256;
/// Attributes of a whole file.
const ALL_ATTRIBUTES: usize = 1_000_000;
/// Prefixes of namespaces in a file; editors declare some 10.
const PREFIXES: usize = 40;

/// Refuses a text that would cost a parser too much. `elements` is how many elements it may have.
///
/// # Errors
/// What there is too much of.
pub(super) fn check(text: &str, elements: usize) -> Result<(), String> {
    let count = |byte: u8| text.bytes().filter(|one| *one == byte).count();
    // An element has two tags at most, and something may stand between any two.
    if count(b'<') > 2 * elements {
        return Err(format!("it has more tags than {elements} elements can have, expected at most so many elements"));
    }
    if count(b'=') > ALL_ATTRIBUTES {
        return Err(format!("expected at most {ALL_ATTRIBUTES} attributes"));
    }
    // No value of an attribute has a `<` in it, so every tag ends before the next one.
    if text.split('<').skip(1).any(|tag| attributes(tag) > ATTRIBUTES) {
        return Err(format!("an element has more than {ATTRIBUTES} attributes"));
    }
    let prefix = |(at, start): (usize, &str)| text.get(at + start.len()..)?.split(['=', ' ', '\t', '\r', '\n']).next();
    let mut prefixes = HashSet::new();
    for found in text.match_indices("xmlns:").filter_map(prefix) {
        prefixes.insert(found);
        if prefixes.len() > PREFIXES {
            return Err(format!("it declares more than {PREFIXES} prefixes of namespaces"));
        }
    }
    Ok(())
}

/// How many attributes a tag has, at most; `tag` is what follows its `<`.
fn attributes(tag: &str) -> usize {
    let is_end = |c: char| c.is_ascii_whitespace() || matches!(c, '=' | '/' | '>' | '"' | '\'');
    let name = |text: &str| text.find(is_end).unwrap_or(text.len());
    let mut rest = tag.get(name(tag)..).unwrap_or_default();
    let mut count = 0;
    loop {
        rest = rest.trim_ascii_start();
        let Some(after) = rest.get(name(rest)..).map(str::trim_ascii_start) else { return count };
        let Some(value) = after.strip_prefix('=').map(str::trim_ascii_start) else { return count };
        let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else { return count };
        count += 1;
        match value.get(1..).and_then(|value| value.split_once(quote)) {
            Some((_, after)) => rest = after,
            None => return count,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_of_a_tag_are_counted_whatever_stands_in_them() {
        for (tag, count) in [
            ("g>", 0),
            ("g/>a='b'", 0),
            ("g a='b'>c='d'", 1),
            ("g a='b' c = \"'>=\" d='='/>", 3),
            ("g\n\ta='b'c='d'>", 2),
            ("g a='b", 1),
            ("n; i++) { a = 'b'; c = 'd' }", 0),
            ("!-- a='b' -->", 1),
        ] {
            assert_eq!(attributes(tag), count, "{tag}");
        }
    }

    #[test]
    fn ordinary_files_pass_and_bombs_do_not() {
        assert_eq!(check("<svg xmlns='a' xmlns:b='c'><g b:d='e'/></svg>", 100), Ok(()));
        for bomb in [
            format!("<g {}/>", "a='b' ".repeat(257)),
            (0..41).map(|n| format!("<g xmlns:a{n}='b'>")).collect(),
            "<".repeat(201),
            "=".repeat(ALL_ATTRIBUTES + 1),
        ] {
            assert!(check(&bomb, 100).is_err(), "{}", &bomb[..20]);
        }
    }
}
