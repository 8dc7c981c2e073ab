//! Mistakes of people who do not know TOML, and the way TOML writes it.

use crate::model::sentence::{Sentence, say};

/// `key` as TOML has it: in quotes, unless it is made of Latin letters, digits, `-` and `_`. So `Кераміка XII ст.` is
/// `"Кераміка XII ст."`, and `law` stays `law`.
pub(crate) fn toml_key(key: &str) -> String {
    if is_bare(key) {
        return key.to_owned();
    }
    // A text of several lines, which `toml` would write between three marks each, cannot be a key.
    let escaped = key.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    format!("\"{escaped}\"")
}

/// How many signs of a comment are looked at in a line.
const MOST_MARKS: usize = 32;

fn is_bare(key: &str) -> bool {
    !key.is_empty() && key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
}

/// The beginning of the line of the byte `at`.
pub(crate) fn line_start(text: &str, at: usize) -> usize {
    let before = text.get(..at.min(text.len())).unwrap_or(text);
    before.rfind('\n').map_or(0, |line| line + 1)
}

/// The advice about an error in the line that begins at `start`.
pub(crate) fn help(text: &str, start: usize) -> Sentence {
    let line = text.get(start..).and_then(|text| text.lines().next()).unwrap_or_default().trim();
    let help = if line.starts_with('[') {
        header_fix(without_comment(line, " #"))
    } else {
        // `Альбом #1` is a text without its quotes.
        key_fix(without_comment(line, " # "))
    };
    help.unwrap_or_else(|| say("help-toml"))
}

/// The line up to the comment that `mark` begins outside of quotes.
fn without_comment<'a>(line: &'a str, mark: &str) -> &'a str {
    let quotes = |before: &str, mark: char| before.matches(mark).count();
    let is_outside = |before: &&str| quotes(before, '"') % 2 == 0 && quotes(before, '\'') % 2 == 0;
    let before = line.match_indices(mark).filter_map(|(at, _)| line.get(..at));
    before.take(MOST_MARKS).find(is_outside).map_or(line, str::trim_end)
}

/// A header whose name needs quotes: `[tag.Кераміка XII ст.]`.
fn header_fix(line: &str) -> Option<Sentence> {
    let opening = if line.starts_with("[[") { "[[" } else { "[" };
    let closing = if opening == "[[" { "]]" } else { "]" };
    let name = line.strip_prefix(opening)?.trim_end_matches(']').trim();
    if !line.ends_with(closing) {
        return Some(say("help-toml-end").with("closing", closing));
    }
    if name.contains(['"', '\'']) || name.is_empty() {
        return None;
    }
    let quoted = match name.split_once('.') {
        Some((first, rest)) if is_bare(first.trim()) => format!("{}.{}", first.trim(), toml_key(rest.trim())),
        _ => toml_key(name),
    };
    let written = format!("{opening}{quoted}{closing}");
    (written != line).then(|| say("help-toml-header").with("written", written))
}

/// A line that was meant for `key = value`.
fn key_fix(line: &str) -> Option<Sentence> {
    let Some((key, value)) = line.split_once('=') else {
        let (key, value) = line.split_once(':')?;
        return is_bare(key.trim())
            .then(|| say("help-toml-colon").with("key", key.trim()).with("value", in_quotes(value)));
    };
    let (key, value) = (key.trim(), value.trim());
    if !is_bare(key) && !key.contains(['"', '\'', '.']) && !key.is_empty() {
        return Some(say("help-toml-key").with("key", toml_key(key)));
    }
    let Some(first) = value.chars().next() else {
        return Some(say("help-toml-value").with("key", key));
    };
    let quotes = value.replace("\\\"", "").matches('"').count();
    if let Some(date) = european_date(value) {
        return Some(say("help-toml-date").with("key", key).with("date", date));
    }
    if first.is_alphabetic() || matches!(first, '“' | '”' | '„' | '«' | '‘' | '’') {
        return Some(say("help-toml-quotes").with("key", key).with("value", in_quotes(value)));
    }
    if first == '"' && quotes == 1 {
        return Some(say("help-toml-end-quote"));
    }
    if first == '"' && quotes > 2 && !value.starts_with("\"\"\"") {
        return Some(say("help-toml-inner-quote"));
    }
    if first == '[' && !value.ends_with(']') {
        return Some(say("help-toml-array"));
    }
    None
}

/// Whether an error at the byte `at` only follows from an array that a line above leaves open, for a fault of its own: what
/// stands there is no item.
pub(crate) fn is_left_in_array(text: &str, at: usize, message: &str) -> bool {
    let line = text.get(line_start(text, at)..at).unwrap_or_default().trim_start();
    message.starts_with("missing comma between array elements") && (line.is_empty() || !line.contains('['))
}

/// `29.06.2025` as TOML has it.
fn european_date(value: &str) -> Option<String> {
    let mut parts = value.splitn(3, ['.', '/']);
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?.trim());
    let is = |part: &str, most: usize| (1..=most).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    (is(day, 2) && is(month, 2) && is(year, 4) && year.len() == 4).then(|| format!("{year}-{month:0>2}-{day:0>2}"))
}

/// A value as a text in quotes; a long one is cut.
fn in_quotes(value: &str) -> String {
    let plain = value.trim().trim_matches(['“', '”', '„', '«', '»', '‘', '’', '"', '\'']);
    let short: String = plain.chars().take(40).collect();
    let short = if short.len() < plain.len() { format!("{short}…") } else { short };
    toml::Value::String(short).to_string()
}

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
    /// The duplicate that begins at the byte `at` of `text`; `None` if the first one is not plain to see.
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
    use crate::site::TomlReader;

    /// The helps for a text, one a problem.
    fn helps(text: &str) -> Vec<String> {
        let reader = TomlReader::new("x.toml", text, 0..text.len());
        drop(reader.root());
        reader.into_diagnostics().into_iter().filter_map(|problem| Some(problem.help?.to_string())).collect()
    }

    #[test]
    fn a_line_that_is_not_toml_gets_the_line_that_is() {
        for (text, help) in [
            ("[tag.Кераміка XII ст.]\nuk = 'x'\n", "write `[tag.\"Кераміка XII ст.\"]`"),
            ("[tag.право]\nuk = 'x'\n", "write `[tag.\"право\"]`"),
            ("[tag.law and order]\nuk = 'x'\n", "write `[tag.\"law and order\"]`"),
            ("[[зображення]]\n", "write `[[\"зображення\"]]`"),
            ("[tag.law\nuk = 'x'\n", "end the line with `]`"),
            ("назва = 'x'\n", "write `\"назва\" = …`"),
            ("two words = 'x'\n", "write `\"two words\" = …`"),
            ("title = Дніпро\n", "put the text between straight quotation marks: `title = \"Дніпро\"`"),
            ("title = “Дніпро”\n", "put the text between straight quotation marks: `title = \"Дніпро\"`"),
            ("title = «Дніпро»\n", "put the text between straight quotation marks: `title = \"Дніпро\"`"),
            ("title = \"Дніпро\nsummary = 'x'\n", "end the text with a straight quotation mark"),
            ("title = \"Село \"Рось\"\"\n", "inside a text write `\\\"`"),
            ("title: Дніпро\n", "write `=` instead of `:`, as in `title = \"Дніпро\"`"),
            ("published = 29.06.2025\n", "write the year first: `published = 2025-06-29`"),
            ("tags = ['a' 'b'\n", "end the list with `]`"),
            ("summary =\ntitle = 'x'\n", "write a value after `=`, as in `summary = \"…\"`"),
            ("[tag.law and order] # право\n", "write `[tag.\"law and order\"]`"),
            ("[tag.Кераміка XII ст.]\t # [кераміка]\n", "write `[tag.\"Кераміка XII ст.\"]`"),
            ("[tag.law # право\n", "end the line with `]`"),
            ("tags = ['a' 'b'] # x\n", "see https://toml.io"),
            ("title = Дніпро # назва\n", "put the text between straight quotation marks: `title = \"Дніпро\"`"),
            ("title = Альбом #1\n", "put the text between straight quotation marks: `title = \"Альбом #1\"`"),
            ("title = \"Село # \"Рось\"\" # назва\n", "inside a text write `\\\"`"),
            ("summary = # ще немає\n", "write a value after `=`, as in `summary = \"…\"`"),
            ("published = 29.06.2025 # день\n", "write the year first: `published = 2025-06-29`"),
            ("a = ?\n", "see https://toml.io"),
        ] {
            let found = helps(text);
            assert!(found.first().is_some_and(|found| found.starts_with(help)), "{text}: {found:?}");
        }
    }

    #[test]
    fn a_line_has_one_syntax_error() {
        assert_eq!(helps("[tag.Кераміка XII ст.]\nuk = 'x'\n").len(), 1);
        assert_eq!(helps("title = Дніпро тече на південь\n").len(), 1);
        let open = "names = [\"А\", \"Б]\nupdated = 2025-06-29\n\n[[image]]\nfile = 'x'\nalt = 'y'\n";
        assert_eq!(helps(open).len(), 1);
        let twice = "[a]\nuk = 'x'\nen = 'x'\n[a]\nuk = 'y'\nen = 'y'\n";
        assert_eq!(helps(twice).len(), 1);
        assert_eq!(helps(&format!("{twice}[b]\nuk = 'x'\nuk = 'y'\n")).len(), 2);
    }

    #[test]
    fn a_key_that_was_written_is_read_again() {
        for key in ["law", "Кераміка XII ст.", "a\"b", "a\\b", "", "право", "a.b", "x-y_1", "рядок\nдругий"]
        {
            let text = format!("{} = 1\n", toml_key(key));
            assert_eq!(text.parse::<toml::Table>().unwrap().keys().collect::<Vec<_>>(), [key], "{text}");
        }
    }
}

#[cfg(test)]
mod duplicate_tests {
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
