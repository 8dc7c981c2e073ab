//! Reads a TOML table key by key and collects every problem with its place, instead of stopping at the first.

use std::{cell::RefCell, collections::BTreeMap, ops::Range, str::FromStr};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{
    Placed, TomlReader,
    toml_reader::{span_in, wrong_type},
    toml_syntax::toml_key,
};
use crate::model::{
    date::Moment,
    diagnostic::{Place, nearest},
    lang::Lang,
    sentence::{Sentence, say},
};

/// One table of that text; every key that is asked for becomes a known key.
pub(crate) struct TomlFields<'r, 'a> {
    reader: &'r TomlReader<'a>,
    span: Range<usize>,
    /// As it is headed: `[[image]]`; `None` for the root.
    header: Option<String>,
    entries: Vec<TomlEntry<'a>>,
    known: RefCell<Vec<&'static str>>,
    /// The keys that were reported as missing, each with the place of the problem.
    missing: RefCell<Vec<(&'static str, usize)>>,
}

struct TomlEntry<'a> {
    key: String,
    key_span: Range<usize>,
    value: DeValue<'a>,
    value_span: Range<usize>,
}

impl<'r, 'a> TomlFields<'r, 'a> {
    /// The root table of a text.
    pub(crate) fn root(reader: &'r TomlReader<'a>, table: DeTable<'a>) -> Self {
        Self::new(reader, 0..0, None, table)
    }

    fn new(reader: &'r TomlReader<'a>, span: Range<usize>, header: Option<String>, table: DeTable<'a>) -> Self {
        let entry = |(key, value): (Spanned<_>, Spanned<DeValue<'a>>)| {
            let (key_span, value_span) = (key.span(), value.span());
            let key: std::borrow::Cow<'_, str> = key.into_inner();
            TomlEntry { key: key.into_owned(), key_span, value: value.into_inner(), value_span }
        };
        let entries = table.into_iter().map(entry).collect();
        TomlFields { reader, span, header, entries, known: RefCell::default(), missing: RefCell::default() }
    }

    /// The string under `key`.
    pub(crate) fn string(&self, key: &'static str) -> Option<String> {
        let entry = self.entry(key)?;
        match &entry.value {
            DeValue::String(text) => Some(text.to_string()),
            other => self.wrong_type(entry, say("type-text"), other),
        }
    }

    /// The string under `key`, which must be there and not be blank.
    pub(crate) fn required(&self, key: &'static str) -> Option<String> {
        if !self.has(key) {
            self.missing(key);
        }
        let text = self.string(key)?;
        if text.trim().is_empty() {
            self.problem(key, "empty-value", say("empty-value").with("key", key));
            return None;
        }
        Some(text)
    }

    /// The string under `key`, parsed.
    pub(crate) fn parsed<T: FromStr<Err: Into<Sentence>>>(&self, key: &'static str) -> Option<T> {
        self.string(key)?.parse().map_err(|error| self.problem(key, "bad-value", of_key("bad-value", key, error))).ok()
    }

    /// The date, or date-time with its offset, under `key`; in quotes or not.
    pub(crate) fn moment(&self, key: &'static str) -> Option<Moment> {
        let entry = self.entry(key)?;
        let text = match &entry.value {
            DeValue::Datetime(value) => value.to_string(),
            DeValue::String(text) => text.to_string(),
            other => return self.wrong_type(entry, say("type-date"), other),
        };
        text.parse().map_err(|error: Sentence| self.problem(key, "bad-date", of_key("bad-date", key, error))).ok()
    }

    /// The truth value under `key`.
    pub(crate) fn boolean(&self, key: &'static str) -> Option<bool> {
        let entry = self.entry(key)?;
        match &entry.value {
            DeValue::Boolean(value) => Some(*value),
            other => self.wrong_type(entry, say("found-boolean"), other),
        }
    }

    /// The whole number under `key`, if it lies in `range`.
    pub(crate) fn integer(&self, key: &'static str, range: Range<u64>) -> Option<u64> {
        let entry = self.entry(key)?;
        let DeValue::Integer(value) = &entry.value else {
            return self.wrong_type(entry, say("found-integer"), &entry.value);
        };
        let number = u64::from_str_radix(value.as_str(), value.radix()).ok().filter(|n| range.contains(n));
        if number.is_none() {
            let (low, high) = (range.start, range.end.saturating_sub(1));
            let expected = say("expected-range").with("low", low).with("high", high).with("found", value.as_str());
            self.problem(key, "bad-value", of_key("bad-value", key, expected));
        }
        number
    }

    /// The strings of the array under `key`; empty where the key is absent.
    pub(crate) fn strings(&self, key: &'static str) -> Vec<String> {
        self.items(key, |text| Ok(text.to_owned())).into_iter().map(|(_, text)| text).collect()
    }

    /// The strings of the array under `key`, parsed; each that cannot be is reported where it stands.
    pub(crate) fn parsed_strings<T: FromStr<Err: Into<Sentence>>>(&self, key: &'static str) -> Vec<T> {
        self.items(key, |text| text.parse::<T>().map_err(Into::into)).into_iter().map(|(_, value)| value).collect()
    }

    /// The strings of the array under `key`, as `read` takes them, each with its place; what it refuses is reported there.
    pub(crate) fn placed<T>(&self, key: &'static str, read: impl FnMut(&str) -> Result<T, Sentence>) -> Vec<Placed<T>> {
        let placed = |(at, value)| Placed { value, place: self.reader.place(at) };
        self.items(key, read).into_iter().map(placed).collect()
    }

    /// The same with the offset of each: a place is counted from the start of the file.
    fn items<T>(&self, key: &'static str, mut read: impl FnMut(&str) -> Result<T, Sentence>) -> Vec<(usize, T)> {
        let Some(entry) = self.entry(key) else { return Vec::new() };
        let DeValue::Array(array) = &entry.value else {
            self.wrong_type::<()>(entry, say("type-array"), &entry.value);
            return Vec::new();
        };
        let mut items = Vec::new();
        for item in array {
            let at = item.span().start;
            match item.get_ref() {
                DeValue::String(text) => match read(text) {
                    Ok(value) => items.push((at, value)),
                    Err(error) => self.reader.report("bad-value", of_key("bad-value", key, error), at, None),
                },
                other => self.reader.report("wrong-type", wrong_type(key, say("type-texts"), other), at, None),
            }
        }
        items
    }

    /// The tables of `[[key]]`.
    pub(crate) fn tables(&self, key: &'static str) -> Vec<TomlFields<'r, 'a>> {
        let Some(entry) = self.entry(key) else { return Vec::new() };
        let DeValue::Array(items) = entry.value.clone() else {
            self.wrong_type::<()>(entry, say("type-tables").with("key", key), &entry.value);
            return Vec::new();
        };
        items
            .into_iter()
            .filter_map(|item| self.inner(item.span(), item.into_inner(), key, format!("[[{key}]]")))
            .collect()
    }

    /// The table under `key`, headed `[key]` or written inline.
    pub(crate) fn table(&self, key: &'static str) -> Option<TomlFields<'r, 'a>> {
        let entry = self.entry(key)?;
        self.inner(entry.value_span.clone(), entry.value.clone(), key, format!("[{key}]"))
    }

    /// Every key with a table behind it: for tables whose keys are data (`[author.<id>]`).
    pub(crate) fn each_table(&self) -> Vec<(String, TomlFields<'r, 'a>)> {
        let inner = |entry: &TomlEntry<'a>| {
            let fields =
                self.inner(entry.value_span.clone(), entry.value.clone(), &entry.key, format!("[{}]", entry.key))?;
            Some((entry.key.clone(), fields))
        };
        self.entries.iter().filter_map(inner).collect()
    }

    fn each_string(&self) -> Vec<(String, String, usize)> {
        let mut strings = Vec::new();
        for entry in &self.entries {
            match &entry.value {
                DeValue::String(text) => strings.push((entry.key.clone(), text.to_string(), entry.key_span.start)),
                other => _ = self.wrong_type::<()>(entry, say("type-text"), other),
            }
        }
        strings
    }

    /// Every key as a language with a string behind it; a key that is not a language is reported.
    pub(crate) fn each_language(&self) -> BTreeMap<Lang, String> {
        let mut names = BTreeMap::new();
        for (tag, name, at) in self.each_string() {
            match tag.parse::<Lang>() {
                Ok(lang) => _ = names.insert(lang, name),
                Err(error) => self.reader.report("bad-value", error, at, None),
            }
        }
        names
    }

    /// Its keys.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().map(|entry| entry.key.as_str())
    }

    /// The keys of the tables under keys that were not asked for.
    pub(crate) fn keys_below_unknown(&self) -> Vec<String> {
        let is_unknown = |entry: &&TomlEntry<'a>| !self.known.borrow().contains(&entry.key.as_str());
        let tables = self.entries.iter().filter(is_unknown).filter_map(|entry| entry.value.as_table());
        tables.flat_map(|table| table.keys()).map(|key| key.get_ref().to_string()).collect()
    }

    /// Whether the table has no key.
    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Whether a table stands under `key`.
    pub(crate) fn is_table(&self, key: &'static str) -> bool {
        self.entry(key).is_some_and(|entry| matches!(entry.value, DeValue::Table(_)))
    }

    /// Whether an array without items stands under `key`.
    pub(crate) fn is_empty_array(&self, key: &'static str) -> bool {
        self.entry(key).is_some_and(|entry| matches!(&entry.value, DeValue::Array(items) if items.is_empty()))
    }

    /// Whether `key` is there at all, with any value; makes it known.
    pub(crate) fn has(&self, key: &'static str) -> bool {
        self.entry(key).is_some()
    }

    /// Whether `key` is there at all, or in a table below, where it is reported and not read; makes it known.
    pub(crate) fn is_written(&self, key: &'static str) -> bool {
        self.has(key) || self.line_below(key).is_some()
    }

    /// The place of the value of `key`.
    pub(crate) fn place(&self, key: &'static str) -> Option<Place> {
        let entry = self.entry(key)?;
        Some(self.reader.place(entry.value_span.start))
    }

    /// Reports that `key` is not there.
    pub(crate) fn missing(&self, key: &'static str) {
        let help = match (&self.header, self.line_below(key), self.first_header()) {
            (None, Some(line), Some(first)) => say("help-move-line").with("line", line).with("header", first),
            (Some(header), ..) => say("help-add-line-below").with("key", toml_key(key)).with("header", header),
            _ => say("help-add-line").with("key", toml_key(key)),
        };
        let reported = self.reader.report_missing(key, self.span.start, help);
        self.missing.borrow_mut().extend(reported.map(|nth| (key, nth)));
    }

    /// Leaves out that `key` is missing, if that was reported: it stands here under a wrong name, or at a wrong place.
    fn explain_missing(&self, is_it: impl Fn(&str) -> bool) {
        self.missing.borrow().iter().filter(|(key, _)| is_it(key)).for_each(|(_, nth)| self.reader.explain(*nth));
    }

    /// Reports a problem with the value of `key`.
    pub(crate) fn problem(&self, key: &str, code: &'static str, message: impl Into<Sentence>) {
        self.reader.report(code, message, self.start_of(key), None);
    }

    /// The same, with what to do.
    pub(crate) fn problem_with_help(&self, key: &str, code: &'static str, message: Sentence, help: Sentence) {
        self.reader.report(code, message, self.start_of(key), Some(help));
    }

    fn start_of(&self, key: &str) -> usize {
        self.entries.iter().find(|entry| entry.key == key).map_or(self.span.start, |entry| entry.value_span.start)
    }

    /// Reports every key that was not asked for, with the nearest one that was. Call it last, for the root after its tables.
    pub(crate) fn finish(self) {
        let known = self.known.borrow().clone();
        if self.header.is_none() {
            self.explain_missing(|key| self.reader.has_stray(key));
            let first = self.first_header();
            self.reader.place_strays(|key| known.contains(&key).then(|| first.clone()).flatten());
        }
        for entry in self.entries.iter().filter(|entry| !known.contains(&entry.key.as_str())) {
            let at = entry.key_span.start;
            let header = self.header.is_none().then(|| self.reader.header_with(&entry.key)).flatten();
            let near = nearest(&entry.key, known.iter().copied());
            if header.is_none() {
                self.explain_missing(|key| near == Some(key));
            }
            let help = match (header, near) {
                (Some(header), _) => say("help-move-below").with("header", header),
                (None, Some(near)) => say("help-write").with("name", near),
                (None, None) => say("help-known-keys").with("keys", known.join(", ")),
            };
            match self.header {
                Some(_) => self.reader.report_stray(&entry.key, at, help),
                None => self.reader.report("unknown-key", say("unknown-key").with("key", &entry.key), at, Some(help)),
            }
        }
        if let Some(header) = self.header {
            self.reader.note_known(header, known);
        }
    }

    /// The header of the first table below the keys of the root.
    fn first_header(&self) -> Option<String> {
        let below = self.entries.iter().filter_map(|entry| self.reader.header_at(entry.key_span.start));
        below.min_by_key(|(at, _)| *at).map(|(_, header)| header)
    }

    /// The line of `key` in a table below, where it was written in place of the root.
    fn line_below(&self, key: &str) -> Option<u32> {
        let at = self.entries.iter().find_map(|entry| span_in(&entry.value, key))?;
        Some(self.reader.place(at).line)
    }

    fn entry(&self, key: &'static str) -> Option<&TomlEntry<'a>> {
        if !self.known.borrow().contains(&key) {
            self.known.borrow_mut().push(key);
        }
        self.entries.iter().find(|entry| entry.key == key)
    }

    fn inner(&self, span: Range<usize>, value: DeValue<'a>, key: &str, header: String) -> Option<TomlFields<'r, 'a>> {
        match value {
            DeValue::Table(table) => Some(TomlFields::new(self.reader, span, Some(header), table)),
            other => {
                let message = wrong_type(key, say("found-table"), &other);
                self.reader.report("wrong-type", message, span.start, None);
                None
            }
        }
    }

    fn wrong_type<T>(&self, entry: &TomlEntry<'a>, expected: Sentence, found: &DeValue<'_>) -> Option<T> {
        self.reader.report("wrong-type", wrong_type(&entry.key, expected, found), entry.value_span.start, None);
        None
    }
}

/// The problem with the value of `key`; `id` is the message of the rule.
fn of_key(id: &'static str, key: &str, what: impl Into<Sentence>) -> Sentence {
    say(id).with("key", key).with("what", what.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::diagnostic::Diagnostic;

    fn problems(text: &str, read: impl Fn(TomlFields<'_, '_>)) -> Vec<String> {
        let reader = TomlReader::new("x.toml", text, 0..text.len());
        read(reader.root());
        reader.into_diagnostics().iter().map(Diagnostic::to_string).collect()
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
        let reader = TomlReader::new("uk.md", "+++\nfoo = 1\n+++\n", 4..12);
        reader.root().finish();
        assert_eq!(reader.into_diagnostics()[0].place, Some(Place { line: 2, column: 1 }));
    }
}
