//! A key that stands twice in a TOML text: the parser reports the second, a person looks for the first.

/// A key that is there already.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Duplicate<'a> {
    /// The second one, as it is written: `[name]`, or `uk`.
    pub(crate) written: &'a str,
    /// The offset of the first one's line.
    pub(crate) first: usize,
    /// Whether both head a table.
    pub(crate) is_table: bool,
}

impl<'a> Duplicate<'a> {
    /// The duplicate that begins at the byte `at` of `text`; `None` where the first one is not plain to see.
    pub(crate) fn at(text: &'a str, at: usize) -> Option<Self> {
        let start = text.get(..at)?.rfind('\n').map_or(0, |line| line + 1);
        let written = head(text.get(start..)?.lines().next()?);
        let key = written.trim_matches(['[', ']']);
        let is_header = written.starts_with('[');
        let mut lines = Vec::new();
        let mut offset = 0;
        for line in text.get(..start)?.split_inclusive('\n') {
            lines.push((offset, head(line)));
            offset += line.len();
        }
        let is_first = |(_, head): &&(usize, &str)| *head == written || (is_header && *head == key);
        let first = if is_header {
            lines.iter().find(is_first)
        } else {
            // A key is looked for in its own table alone.
            lines.iter().rev().take_while(|(_, head)| !head.starts_with('[')).find(is_first)
        };
        first.map(|(first, head)| Duplicate { written, first: *first, is_table: is_header && *head == written })
    }
}

/// The header of a table that a line is, or the key before its `=`.
fn head(line: &str) -> &str {
    let line = line.trim();
    let end = if line.starts_with('[') { line.rfind(']').map(|end| end + 1) } else { line.find('=') };
    line.get(..end.unwrap_or(line.len())).unwrap_or(line).trim_end()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_first_one_is_found() {
        for (text, at, first) in [
            ("[name]\nuk = 1\n[b]\nc = 1\n[name]\nen = 1\n", 24, Some(("[name]", 0, true))),
            ("name = 1\n[b]\nc = 1\n[name]\n", 20, Some(("[name]", 0, false))),
            ("uk = 1\n[b]\nuk = 1\nuk = 2\n", 18, Some(("uk", 11, false))),
            ("uk = 1\n[b]\nuk = 1\n", 11, None),
        ] {
            let found = first.map(|(written, first, is_table)| Duplicate { written, first, is_table });
            assert_eq!(Duplicate::at(text, at), found, "{text}");
        }
    }

    proptest! {
        #[test]
        fn the_first_one_stands_before_the_second(text in "(\\[|\\]|=|a|\\n| |\\PC){0,40}", at in 0_usize..60) {
            if let Some(found) = Duplicate::at(&text, at) {
                let bare = found.written.trim_matches(['[', ']']);
                let first = text[found.first..].trim_start();
                prop_assert!(found.first <= at && (first.starts_with(found.written) || first.starts_with(bare)));
            }
        }
    }
}
