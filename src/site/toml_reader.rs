//! A TOML text with the problems found in it.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet, HashSet},
    ops::Range,
};

use toml::de::{DeTable, DeValue};

use super::{TomlFields, toml_syntax, toml_syntax::Duplicate};
use crate::model::{
    diagnostic::{Diagnostic, Lines, Place},
    sentence::{Sentence, say},
};

/// A value, and where it stands in its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed<T> {
    /// The value.
    pub value: T,
    /// The place.
    pub place: Place,
}

/// A TOML text inside a file, and the problems found in it so far.
pub(crate) struct TomlReader<'a> {
    path: &'a str,
    file: &'a str,
    toml: Range<usize>,
    /// The problems with their offsets in the TOML text; their places are counted at the end, in one pass.
    problems: RefCell<Vec<(usize, Diagnostic)>>,
    /// The place at which the text could not be read as TOML.
    unreadable: RefCell<BTreeSet<usize>>,
    /// Unknown keys of tables, with their places among the problems.
    strays: RefCell<Vec<(usize, String)>>,
    /// The keys that tables know, by header.
    known: RefCell<BTreeMap<String, Vec<&'static str>>>,
    /// Problems, by their places among all, that another one explains.
    explained: RefCell<HashSet<usize>>,
}

/// Syntax errors that are looked into, at most: the rest of a text that is not TOML does not help.
const MOST_ERRORS: usize = 100;

impl<'a> TomlReader<'a> {
    /// A reader of the part `toml` of `file`; pass the whole range for a file that is nothing but TOML.
    pub(crate) fn new(path: &'a str, file: &'a str, toml: Range<usize>) -> Self {
        TomlReader {
            path,
            file,
            toml,
            problems: RefCell::default(),
            unreadable: RefCell::default(),
            strays: RefCell::default(),
            known: RefCell::default(),
            explained: RefCell::default(),
        }
    }

    fn text(&self) -> &'a str {
        self.file.get(self.toml.clone()).unwrap_or_default()
    }

    /// The root table, as much of it as can be read; syntax errors become problems, the first of each line.
    pub(crate) fn root(&self) -> TomlFields<'_, 'a> {
        let text = self.text();
        let (table, mut errors) = DeTable::parse_recoverable(text);
        // What follows from another error may be found before it.
        errors.sort_by_key(|error| error.span().map_or(0, |span| span.start));
        let mut lines = HashSet::new();
        let mut more = 0_usize;
        // The keys below a header that occurs again.
        let mut repeated = 0..0;
        for error in errors {
            let at = error.span().map_or(0, |span| span.start);
            let line = toml_syntax::line_start(text, at);
            let is_repeated = error.message() == "duplicate key" && repeated.contains(&at);
            let is_known = !lines.insert(line) || is_repeated;
            if is_known || (lines.len() > 1 && toml_syntax::is_left_in_array(text, at, error.message())) {
                self.unreadable.borrow_mut().insert(at);
                continue;
            }
            if lines.len() > MOST_ERRORS {
                more += 1;
                continue;
            }
            if let Some(duplicate) = Duplicate::at(text, at).filter(|_| error.message() == "duplicate key") {
                self.report_duplicate(at, &duplicate);
                if duplicate.is_table {
                    let below = text.get(at..).unwrap_or_default();
                    repeated = at..at + below.find("\n[").unwrap_or(below.len());
                }
                continue;
            }
            let message = say("toml-syntax").with("what", error.message().replace('\n', ", "));
            self.report("toml-syntax", message, at, Some(toml_syntax::help(text, line)));
        }
        if more > 0 {
            let message = say("more-problems-syntax").with("count", more);
            self.report("more-problems", message, text.len(), Some(say("help-fix-above")));
        }
        TomlFields::root(self, table.into_inner())
    }

    fn report_duplicate(&self, at: usize, duplicate: &Duplicate<'_>) {
        let Duplicate { written, first, is_table } = duplicate;
        let line = self.place(*first).line;
        let message = say("toml-syntax-duplicate").with("written", *written).with("line", line);
        let help = say(if *is_table { "help-put-under" } else { "help-keep-one" }).with("line", line);
        self.report("toml-syntax", message, at, Some(help));
    }

    /// Whether all of the text is TOML. Where it is not, the rest may not be what its writer meant.
    pub(crate) fn is_toml(&self) -> bool {
        self.unreadable.borrow().is_empty()
    }

    /// All problems found, in the order of their places.
    pub(crate) fn into_diagnostics(self) -> Vec<Diagnostic> {
        let explained = self.explained.into_inner();
        let problems = self.problems.into_inner().into_iter().enumerate();
        let mut problems: Vec<_> =
            problems.filter(|(nth, _)| !explained.contains(nth)).map(|(_, problem)| problem).collect();
        problems.sort_by_key(|(offset, _)| *offset);
        let places = Lines::new(self.file);
        problems.into_iter().map(|(offset, problem)| problem.at(places.place(self.toml.start + offset))).collect()
    }

    /// The place in the file of the byte `at` of the TOML text.
    pub(crate) fn place(&self, at: usize) -> Place {
        Place::from_offset(self.file, self.toml.start + at)
    }

    pub(crate) fn report(&self, code: &'static str, message: impl Into<Sentence>, at: usize, help: Option<Sentence>) {
        let is_syntax = matches!(code, "toml-syntax" | "more-problems");
        if self.unreadable.borrow().contains(&at) || (!is_syntax && self.is_unreadable(at)) {
            // A line that could not be read as TOML has no value to check.
            return;
        }
        if code == "toml-syntax" {
            self.unreadable.borrow_mut().insert(at);
        }
        let mut problem = Diagnostic::error(self.path, code, message);
        problem.help = help;
        self.problems.borrow_mut().push((at, problem));
    }

    /// Whether the line of the byte `at` could not be read.
    fn is_unreadable(&self, at: usize) -> bool {
        if self.is_toml() {
            return false;
        }
        let start = toml_syntax::line_start(self.text(), at);
        let rest = self.text().get(start..).unwrap_or_default();
        let end = start + rest.find('\n').unwrap_or(rest.len());
        self.unreadable.borrow().range(start..=end).next().is_some()
    }

    /// Reports a key that a table does not know; the root may know it, see [`TomlReader::place_strays`].
    pub(crate) fn report_stray(&self, key: &str, at: usize, help: Sentence) {
        let before = self.problems.borrow().len();
        self.report("unknown-key", say("unknown-key").with("key", key), at, Some(help));
        if self.problems.borrow().len() > before {
            self.strays.borrow_mut().push((before, key.to_owned()));
        }
    }

    /// Gives keys that were written below a table and belong above all tables their help: `first` answers for a key that
    /// the root knows with the header of the first table.
    pub(crate) fn place_strays(&self, first: impl Fn(&str) -> Option<String>) {
        for (at, key) in self.strays.borrow().iter() {
            if let (Some(header), Some((_, problem))) = (first(key), self.problems.borrow_mut().get_mut(*at)) {
                problem.help = Some(say("help-move-above").with("header", header));
            }
        }
    }

    /// Reports that `key` is missing in a table; returns the place of the problem among all. In a text that is not TOML, the line that
    /// could not be read may have the key.
    pub(crate) fn report_missing(&self, key: &str, at: usize, help: Sentence) -> Option<usize> {
        if !self.is_toml() {
            return None;
        }
        let nth = self.problems.borrow().len();
        self.report("missing-key", say("missing-key").with("key", key), at, Some(help));
        Some(nth)
    }

    /// Leaves out the problem at this place among all, because another one explains it.
    pub(crate) fn explain(&self, nth: usize) {
        self.explained.borrow_mut().insert(nth);
    }

    /// Whether a table below has `key`, and does not know it.
    pub(crate) fn has_stray(&self, key: &str) -> bool {
        self.strays.borrow().iter().any(|(_, stray)| stray == key)
    }

    /// Notes the keys that the tables headed `header` know: those of the first, for all of one header are read alike.
    pub(crate) fn note_known(&self, header: String, keys: Vec<&'static str>) {
        self.known.borrow_mut().entry(header).or_insert(keys);
    }

    /// The header of tables that know `key`.
    pub(crate) fn header_with(&self, key: &str) -> Option<String> {
        let known = self.known.borrow();
        known.iter().find(|(_, keys)| keys.contains(&key)).map(|(header, _)| header.clone())
    }

    /// The header of a table that stands in the line of the byte `at`, with the offset of the line.
    pub(crate) fn header_at(&self, at: usize) -> Option<(usize, String)> {
        let start = toml_syntax::line_start(self.text(), at);
        let line = self.text().get(start..)?.lines().next()?.trim_start();
        let end = line.rfind(']')? + 1;
        line.starts_with('[').then(|| (start, line.get(..end).unwrap_or_default().to_owned()))
    }
}

/// The place of `key` in the tables of `value`.
pub(super) fn span_in(value: &DeValue<'_>, key: &str) -> Option<usize> {
    match value {
        DeValue::Table(table) => {
            table.iter().find(|(name, _)| name.get_ref() == key).map(|(name, _)| name.span().start)
        }
        DeValue::Array(items) => items.iter().find_map(|item| span_in(item.get_ref(), key)),
        _ => None,
    }
}

/// The problem that `key` has a value of another type than expected.
pub(super) fn wrong_type(key: &str, expected: Sentence, found: &DeValue<'_>) -> Sentence {
    let found = say(match found {
        DeValue::String(_) => "found-text",
        DeValue::Integer(_) => "found-integer",
        DeValue::Float(_) => "found-decimal",
        DeValue::Boolean(_) => "found-boolean",
        DeValue::Datetime(_) => "found-date",
        DeValue::Array(_) => "found-array",
        DeValue::Table(_) => "found-table",
    });
    say("wrong-type").with("key", key).with("expected", expected).with("found", found)
}
