//! Reads TOML key by key and collects every problem with its place, instead of stopping at the first.

use std::{
    cell::RefCell,
    collections::{BTreeMap, HashSet},
    fmt::Display,
    ops::Range,
    str::FromStr,
};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::duplicate::Duplicate;
use crate::{
    date::Moment,
    lang::Lang,
    problem::{Lines, Place, Problem, nearest},
};

/// A TOML text inside a file, and the problems found in it so far.
pub(crate) struct Reader<'a> {
    path: &'a str,
    file: &'a str,
    toml: Range<usize>,
    /// The problems with their offsets in the TOML text; their places are counted at the end, in one pass.
    problems: RefCell<Vec<(usize, Problem)>>,
    /// Where the text could not be read as TOML.
    unreadable: RefCell<HashSet<usize>>,
}

/// Syntax errors that are looked into, at most: the rest of a text that is not TOML tells nobody anything.
const MOST_ERRORS: usize = 100;

/// One table of that text; every key that is asked for becomes a known key.
pub(crate) struct Fields<'r, 'a> {
    reader: &'r Reader<'a>,
    span: Range<usize>,
    entries: Vec<Entry<'a>>,
    known: RefCell<Vec<&'static str>>,
}

struct Entry<'a> {
    key: String,
    key_span: Range<usize>,
    value: DeValue<'a>,
    value_span: Range<usize>,
}

impl<'a> Reader<'a> {
    /// A reader of the part `toml` of `file`; pass the whole range for a file that is nothing but TOML.
    pub(crate) fn new(path: &'a str, file: &'a str, toml: Range<usize>) -> Self {
        Reader { path, file, toml, problems: RefCell::default(), unreadable: RefCell::default() }
    }

    /// The root table, as much of it as can be read; syntax errors become problems.
    pub(crate) fn root(&self) -> Fields<'_, 'a> {
        let text = self.file.get(self.toml.clone()).unwrap_or_default();
        let (table, errors) = DeTable::parse_recoverable(text);
        let more = errors.len().saturating_sub(MOST_ERRORS);
        for error in errors.into_iter().take(MOST_ERRORS) {
            let at = error.span().map_or(0, |span| span.start);
            if let Some(duplicate) = Duplicate::at(text, at).filter(|_| error.message() == "duplicate key") {
                self.report_duplicate(at, &duplicate);
                continue;
            }
            let message = format!("this is not TOML: {}", error.message().replace('\n', ", "));
            self.report("toml-syntax", message, at, Some("see https://toml.io/en/v1.0.0"));
        }
        if more > 0 {
            let message = format!("{more} more syntax errors of this file are not listed");
            self.report("more-problems", message, text.len(), Some("fix those above, and check again"));
        }
        Fields::new(self, 0..0, table.into_inner())
    }

    fn report_duplicate(&self, at: usize, duplicate: &Duplicate<'_>) {
        let Duplicate { written, first, is_table } = duplicate;
        let line = Place::of(self.file, self.toml.start + first).line;
        let message = format!("`{written}` stands here again; the first one is in line {line}");
        let help = if *is_table {
            format!("put what stands below it under line {line}, and delete this line")
        } else {
            format!("keep one of the two: this, or line {line}")
        };
        self.report("toml-syntax", message, at, Some(&help));
    }

    /// All problems found, in the order of their places.
    pub(crate) fn into_problems(self) -> Vec<Problem> {
        let mut problems = self.problems.into_inner();
        problems.sort_by_key(|(offset, _)| *offset);
        let lines = Lines::new(self.file);
        problems.into_iter().map(|(offset, problem)| problem.at(lines.place(self.toml.start + offset))).collect()
    }

    fn report(&self, code: &'static str, message: impl Into<String>, at: usize, help: Option<&str>) {
        if self.unreadable.borrow().contains(&at) {
            // What could not be read as TOML has no value to find fault with.
            return;
        }
        if code == "toml-syntax" {
            self.unreadable.borrow_mut().insert(at);
        }
        let mut problem = Problem::error(self.path, code, message);
        problem.help = help.map(str::to_owned);
        self.problems.borrow_mut().push((at, problem));
    }
}

impl<'r, 'a> Fields<'r, 'a> {
    fn new(reader: &'r Reader<'a>, span: Range<usize>, table: DeTable<'a>) -> Self {
        let entry = |(key, value): (Spanned<_>, Spanned<DeValue<'a>>)| {
            let (key_span, value_span) = (key.span(), value.span());
            let key: std::borrow::Cow<'_, str> = key.into_inner();
            Entry { key: key.into_owned(), key_span, value: value.into_inner(), value_span }
        };
        Fields { reader, span, entries: table.into_iter().map(entry).collect(), known: RefCell::default() }
    }

    /// The string under `key`.
    pub(crate) fn string(&self, key: &'static str) -> Option<String> {
        let entry = self.entry(key)?;
        match &entry.value {
            DeValue::String(text) => Some(text.to_string()),
            other => self.wrong_type(entry, "a string in quotes", other),
        }
    }

    /// The string under `key`, which must be there and not be blank.
    pub(crate) fn required(&self, key: &'static str) -> Option<String> {
        if !self.has(key) {
            self.missing(key);
        }
        let text = self.string(key)?;
        if text.trim().is_empty() {
            self.problem(key, "empty-value", format!("`{key}` is empty, expected some text"));
            return None;
        }
        Some(text)
    }

    /// The string under `key`, parsed.
    pub(crate) fn parsed<T: FromStr<Err: Display>>(&self, key: &'static str) -> Option<T> {
        self.string(key)?.parse().map_err(|error| self.problem(key, "bad-value", format!("`{key}`: {error}"))).ok()
    }

    /// The date, or date-time with its offset, under `key`; in quotes or not.
    pub(crate) fn moment(&self, key: &'static str) -> Option<Moment> {
        let entry = self.entry(key)?;
        let text = match &entry.value {
            DeValue::Datetime(value) => value.to_string(),
            DeValue::String(text) => text.to_string(),
            other => return self.wrong_type(entry, "a date like 2025-06-29", other),
        };
        text.parse().map_err(|error| self.problem(key, "bad-date", format!("`{key}`: {error}"))).ok()
    }

    /// The truth value under `key`.
    pub(crate) fn boolean(&self, key: &'static str) -> Option<bool> {
        let entry = self.entry(key)?;
        match &entry.value {
            DeValue::Boolean(value) => Some(*value),
            other => self.wrong_type(entry, "true or false", other),
        }
    }

    /// The whole number under `key`, if it lies in `range`.
    pub(crate) fn integer(&self, key: &'static str, range: Range<u64>) -> Option<u64> {
        let entry = self.entry(key)?;
        let DeValue::Integer(value) = &entry.value else {
            return self.wrong_type(entry, "a whole number", &entry.value);
        };
        let number = u64::from_str_radix(value.as_str(), value.radix()).ok().filter(|n| range.contains(n));
        if number.is_none() {
            let (low, high) = (range.start, range.end.saturating_sub(1));
            self.problem(key, "bad-value", format!("`{key}`: expected {low} to {high}, found `{value}`"));
        }
        number
    }

    /// The strings of the array under `key`; empty where the key is absent.
    pub(crate) fn strings(&self, key: &'static str) -> Vec<String> {
        let Some(entry) = self.entry(key) else { return Vec::new() };
        let DeValue::Array(items) = &entry.value else {
            self.wrong_type::<()>(entry, "an array like [\"one\", \"two\"]", &entry.value);
            return Vec::new();
        };
        let mut strings = Vec::new();
        for item in items {
            match item.get_ref() {
                DeValue::String(text) => strings.push(text.to_string()),
                other => {
                    let message = format!("`{key}`: expected strings in quotes, found {}", name_of(other));
                    self.reader.report("wrong-type", message, item.span().start, None);
                }
            }
        }
        strings
    }

    /// The strings of the array under `key`, parsed; each that cannot be is reported where it stands.
    pub(crate) fn parsed_strings<T: FromStr<Err: Display>>(&self, key: &'static str) -> Vec<T> {
        let mut parsed = Vec::new();
        // `strings` has reported what is no string.
        if self.strings(key).is_empty() {
            return parsed;
        }
        let Some(Entry { value: DeValue::Array(items), .. }) = self.entry(key) else { return parsed };
        for item in items {
            let DeValue::String(text) = item.get_ref() else { continue };
            match text.parse() {
                Ok(value) => parsed.push(value),
                Err(error) => self.reader.report("bad-value", format!("`{key}`: {error}"), item.span().start, None),
            }
        }
        parsed
    }

    /// The tables of `[[key]]`.
    pub(crate) fn tables(&self, key: &'static str) -> Vec<Fields<'r, 'a>> {
        let Some(entry) = self.entry(key) else { return Vec::new() };
        let DeValue::Array(items) = entry.value.clone() else {
            self.wrong_type::<()>(entry, &format!("tables headed [[{key}]]"), &entry.value);
            return Vec::new();
        };
        items.into_iter().filter_map(|item| self.inner(item.span(), item.into_inner(), key)).collect()
    }

    /// The table under `key`, headed `[key]` or written inline.
    pub(crate) fn table(&self, key: &'static str) -> Option<Fields<'r, 'a>> {
        let entry = self.entry(key)?;
        self.inner(entry.value_span.clone(), entry.value.clone(), key)
    }

    /// Every key with a table behind it: for tables whose keys are data (`[author.<id>]`).
    pub(crate) fn each_table(&self) -> Vec<(String, Fields<'r, 'a>)> {
        let inner = |entry: &Entry<'a>| {
            let fields = self.inner(entry.value_span.clone(), entry.value.clone(), &entry.key)?;
            Some((entry.key.clone(), fields))
        };
        self.entries.iter().filter_map(inner).collect()
    }

    fn each_string(&self) -> Vec<(String, String, usize)> {
        let mut strings = Vec::new();
        for entry in &self.entries {
            match &entry.value {
                DeValue::String(text) => strings.push((entry.key.clone(), text.to_string(), entry.key_span.start)),
                other => _ = self.wrong_type::<()>(entry, "a string in quotes", other),
            }
        }
        strings
    }

    /// Every key as a language with a string behind it; a key that is no language is reported.
    pub(crate) fn each_language(&self) -> BTreeMap<Lang, String> {
        let mut names = BTreeMap::new();
        for (tag, name, at) in self.each_string() {
            match tag.parse::<Lang>() {
                Ok(lang) => _ = names.insert(lang, name),
                Err(error) => self.reader.report("bad-value", error.to_string(), at, None),
            }
        }
        names
    }

    /// Whether a table stands under `key`.
    pub(crate) fn is_table(&self, key: &'static str) -> bool {
        self.entry(key).is_some_and(|entry| matches!(entry.value, DeValue::Table(_)))
    }

    /// Whether `key` is there at all, whatever its value; makes it known.
    pub(crate) fn has(&self, key: &'static str) -> bool {
        self.entry(key).is_some()
    }

    /// Where the value of `key` stands.
    pub(crate) fn place(&self, key: &'static str) -> Option<Place> {
        let entry = self.entry(key)?;
        Some(Place::of(self.reader.file, self.reader.toml.start + entry.value_span.start))
    }

    /// Reports that `key` is not there.
    pub(crate) fn missing(&self, key: &'static str) {
        self.reader.report("missing-key", format!("`{key}` is missing"), self.span.start, None);
    }

    /// Reports a problem with the value of `key`.
    pub(crate) fn problem(&self, key: &str, code: &'static str, message: impl Into<String>) {
        let entry = self.entries.iter().find(|entry| entry.key == key);
        self.reader.report(code, message, entry.map_or(self.span.start, |entry| entry.value_span.start), None);
    }

    /// Reports every key that nobody asked for, with the nearest one that somebody did. Call it last.
    pub(crate) fn finish(self) {
        let known = self.known.into_inner();
        for entry in self.entries.iter().filter(|entry| !known.contains(&entry.key.as_str())) {
            let help = match nearest(&entry.key, known.iter().copied()) {
                Some(near) => format!("write `{near}`"),
                None => format!("known keys here: {}", known.join(", ")),
            };
            self.reader.report(
                "unknown-key",
                format!("unknown key `{}`", entry.key),
                entry.key_span.start,
                Some(&help),
            );
        }
    }

    fn entry(&self, key: &'static str) -> Option<&Entry<'a>> {
        if !self.known.borrow().contains(&key) {
            self.known.borrow_mut().push(key);
        }
        self.entries.iter().find(|entry| entry.key == key)
    }

    fn inner(&self, span: Range<usize>, value: DeValue<'a>, key: &str) -> Option<Fields<'r, 'a>> {
        match value {
            DeValue::Table(table) => Some(Fields::new(self.reader, span, table)),
            other => {
                let message = format!("`{key}`: expected a table, found {}", name_of(&other));
                self.reader.report("wrong-type", message, span.start, None);
                None
            }
        }
    }

    fn wrong_type<T>(&self, entry: &Entry<'a>, expected: &str, found: &DeValue<'_>) -> Option<T> {
        let message = format!("`{}`: expected {expected}, found {}", entry.key, name_of(found));
        self.reader.report("wrong-type", message, entry.value_span.start, None);
        None
    }
}

fn name_of(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) => "a whole number",
        DeValue::Float(_) => "a decimal number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "an array",
        DeValue::Table(_) => "a table",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str, read: impl Fn(Fields<'_, '_>)) -> Vec<String> {
        let reader = Reader::new("x.toml", text, 0..text.len());
        read(reader.root());
        reader.into_problems().iter().map(Problem::to_string).collect()
    }

    #[test]
    fn every_problem_is_reported_in_one_run() {
        let text = "titel = 'a'\nsummary = 5\ntags = ['a', 2]\npublished = 29.06\n";
        let found = problems(text, |fields| {
            fields.required("title");
            fields.string("summary");
            fields.strings("tags");
            fields.moment("published");
            fields.finish();
        });
        assert_eq!(
            found,
            [
                "x.toml:1:1: error: `title` is missing [missing-key]",
                "x.toml:1:1: error: unknown key `titel` [unknown-key]\n  help: write `title`",
                "x.toml:2:11: error: `summary`: expected a string in quotes, found a whole number [wrong-type]",
                "x.toml:3:14: error: `tags`: expected strings in quotes, found a whole number [wrong-type]",
                "x.toml:4:13: error: `published`: expected a date like 2025-06-29, found a decimal number [wrong-type]",
            ]
        );
    }

    #[test]
    fn broken_toml_keeps_what_can_be_read() {
        let found = problems("title = 'a'\nsummary = \n", |fields| {
            assert_eq!(fields.string("title").as_deref(), Some("a"));
            fields.string("summary");
            fields.finish();
        });
        assert!(found[0].starts_with("x.toml:2:"), "{found:?}");
    }

    #[test]
    fn places_are_those_of_the_file_around_the_toml() {
        let text = "+++\nfoo = 1\n+++\n";
        let reader = Reader::new("uk.md", text, 4..12);
        reader.root().finish();
        assert_eq!(reader.into_problems()[0].place, Some(Place { line: 2, column: 1 }));
    }
}
