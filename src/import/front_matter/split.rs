//! Where front matter ends and the text begins.

use std::ops::Range;

use super::{Format, ParseError, Value, org::org, parse};
use crate::import::{Outcome, Report, SourcePlace};

/// A file, taken apart.
#[derive(Debug, Clone, PartialEq)]
pub struct FrontMatter<'a> {
    /// What the front matter says; an empty table where there is none.
    pub value: Value,
    /// The language it is written in; `None` where there is none, or lines of Org.
    pub format: Option<Format>,
    /// The text below.
    pub body: &'a str,
    /// The line of the file with which the text begins, from 1.
    pub body_line: u64,
    /// What is wrong with the front matter; its value is then empty.
    pub error: Option<ParseError>,
}

/// Takes front matter from the head of `text`: between `---` (YAML), between `+++` (TOML), or `{…}` (JSON). Lines of Org
/// (`#+key: value`) are read, too, and have no format.
pub fn split(text: &str) -> FrontMatter<'_> {
    let start = text.len() - text.trim_start_matches(['\u{FEFF}', '\n', ' ', '\t']).len();
    let rest = text.get(start..).unwrap_or_default();
    let fenced = |fence: &str, format| {
        let inner = between(rest, fence)?;
        Some((format, start + inner.0.start..start + inner.0.end, start + inner.1))
    };
    let found = fenced("---", Format::Yaml).or_else(|| fenced("+++", Format::Toml)).or_else(|| {
        let length = json_length(rest)?;
        Some((Format::Json, start..start + length, start + length))
    });
    let line = |at: usize| text.get(..at).map_or(0, |before| before.matches('\n').count() as u64);
    let Some((format, inner, body)) = found else {
        let (value, at) = org(rest).map_or((Value::Table(Vec::new()), 0), |(value, end)| (value, start + end));
        let body = text.get(at..).unwrap_or_default();
        return FrontMatter { value, format: None, body, body_line: line(at) + 1, error: None };
    };
    let read = parse(format, text.get(inner.clone()).unwrap_or_default());
    let (value, error) = match read {
        Ok(value @ Value::Table(_)) => (value, None),
        Ok(Value::Null) => (Value::Table(Vec::new()), None),
        Ok(_) => {
            let message = "expected `key: value` lines between the marks".to_owned();
            (Value::Table(Vec::new()), Some(ParseError { line: Some(1), message }))
        }
        Err(error) => (Value::Table(Vec::new()), Some(error)),
    };
    let error = error.map(|error| ParseError { line: error.line.map(|found| found + line(inner.start)), ..error });
    FrontMatter {
        value,
        format: Some(format),
        body: text.get(body..).unwrap_or_default(),
        body_line: line(body) + 1,
        error,
    }
}

/// [`split`]; what is wrong with the front matter of the file at `path` is an entry of the report.
pub fn reported<'a>(text: &'a str, path: &str, report: &mut Report) -> FrontMatter<'a> {
    let read = split(text);
    if let Some(error) = &read.error {
        let place = SourcePlace { line: error.line, ..SourcePlace::file(path) };
        let done = "the text is imported without what its front matter says";
        report.add(&place, "bad-front-matter", Outcome::Lost, error.message.clone(), done);
    }
    read
}

/// The text between a first line that is `fence` and the next such line, and where the rest begins. Without a second one the
/// whole text is front matter.
fn between(text: &str, fence: &str) -> Option<(Range<usize>, usize)> {
    let first = text.strip_prefix(fence)?;
    let end = first.find('\n').unwrap_or(first.len());
    if !first.get(..end)?.trim().is_empty() {
        return None;
    }
    let start = (fence.len() + end + 1).min(text.len());
    let mut at = start;
    for line in text.get(start..)?.split_inclusive('\n') {
        // YAML may also end with `...`.
        if line.trim_end() == fence || (fence == "---" && line.trim_end() == "...") {
            return Some((start..at, at + line.len()));
        }
        at += line.len();
    }
    Some((start..text.len(), text.len()))
}

/// The length of the JSON object that `text` begins with.
fn json_length(text: &str) -> Option<usize> {
    if !text.starts_with('{') || text.starts_with("{{") || text.starts_with("{%") {
        return None;
    }
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if in_string => escaped = true,
            '"' => in_string = !in_string,
            _ if in_string => {}
            '{' | '[' => depth += 1,
            '}' | ']' => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn front_matter_is_found_in_each_language() {
        for (text, format, title, body, line) in [
            ("---\ntitle: Ліс\n---\nТекст\n", Some(Format::Yaml), Some("Ліс"), "Текст\n", 4),
            ("\u{FEFF}---   \ntitle: Ліс\n...\nТекст", Some(Format::Yaml), Some("Ліс"), "Текст", 4),
            ("+++\ntitle = 'Ліс'\n+++\n\nТекст", Some(Format::Toml), Some("Ліс"), "\nТекст", 4),
            ("{\n\"title\": \"Л}іс\"\n}\nТекст", Some(Format::Json), Some("Л}іс"), "\nТекст", 3),
            ("---\n---\nТекст", Some(Format::Yaml), None, "Текст", 3),
            ("Текст\n---\nx\n", None, None, "Текст\n---\nx\n", 1),
            ("--- x\na\n---\n", None, None, "--- x\na\n---\n", 1),
            ("{{< x >}}\n", None, None, "{{< x >}}\n", 1),
            ("{ not json", None, None, "{ not json", 1),
            ("", None, None, "", 1),
        ] {
            let read = split(text);
            assert_eq!((read.format, read.body, read.body_line), (format, body, line), "{text}");
            assert_eq!(read.value.text_at("title").as_deref(), title, "{text}");
            assert_eq!(read.error, None, "{text}");
        }
    }

    #[test]
    fn a_mistake_is_in_the_line_of_the_file() {
        let read = split("\n---\ntitle: a\nx: [1\n---\nТекст\n");
        assert_eq!((read.body, read.body_line), ("Текст\n", 6));
        assert!(read.error.unwrap().line.is_some_and(|line| (4..=5).contains(&line)));
        assert!(split("---\n- a\n---\n").error.is_some());
    }

    proptest! {
        #[test]
        fn the_body_is_the_end_of_the_file(text in "(---|\\+\\+\\+|\\{|\\}|\"|a: b|\\n|\\PC){0,30}") {
            let read = split(&text);
            prop_assert!(text.ends_with(read.body));
            let before = &text[..text.len() - read.body.len()];
            prop_assert_eq!(before.matches('\n').count() as u64 + 1, read.body_line);
        }
    }
}
