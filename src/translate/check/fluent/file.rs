//! One `.ftl` file, parsed, with the place of each entry.

use fluent_syntax::ast;

use super::Entry;
use crate::{
    locale::{LocaleFile, Parsed, SyntaxError, parse},
    problem::{Lines, Place, Problem},
};

/// A parsed file. All parts of its tree are slices of its text, so each knows its place.
#[derive(Debug)]
pub(in crate::translate::check) struct Ftl<'a> {
    pub(super) file: &'a LocaleFile,
    pub(super) lines: Lines<'a>,
    pub(super) body: Vec<ast::Entry<&'a str>>,
    pub(super) errors: Vec<SyntaxError>,
    /// Whether the file is the archive's own: the translator cannot change what is built in.
    pub(super) own: bool,
}

impl<'a> Ftl<'a> {
    pub(in crate::translate::check) fn parse(file: &'a LocaleFile, own: bool) -> Self {
        let Parsed { body, errors } = parse(&file.text);
        Ftl { file, lines: Lines::new(&file.text), body, errors, own }
    }

    /// Its messages and terms.
    pub(super) fn entries(&'a self) -> impl Iterator<Item = Entry<'a>> {
        self.body.iter().filter_map(|entry| Entry::of(self, entry))
    }

    /// The path without the language: what the same file of another language shares with it.
    pub(super) fn name(&self) -> &'a str {
        self.file.path.splitn(3, '/').nth(2).unwrap_or(&self.file.path)
    }

    pub(super) fn path(&self) -> &'a str {
        &self.file.path
    }

    pub(super) fn text(&self) -> &'a str {
        &self.file.text
    }

    /// The slice of `name` with the `$` or `-` before it.
    pub(super) fn with_sigil(&self, name: &str) -> &'a str {
        let start = self.lines.offset(name);
        self.text().get(start.saturating_sub(1)..start + name.len()).unwrap_or_default()
    }

    pub(super) fn place_of(&self, part: &str) -> Place {
        self.lines.place_of(part)
    }

    pub(super) fn error(&self, code: &'static str, at: &str, message: String) -> Problem {
        Problem::error(self.path(), code, message).at(self.place_of(at))
    }

    pub(super) fn warning(&self, code: &'static str, at: &str, message: String) -> Problem {
        Problem::warning(self.path(), code, message).at(self.place_of(at))
    }
}
