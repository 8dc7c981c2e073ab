//! One `.ftl` file, parsed, with the place of each entry.

use fluent_syntax::ast;
use rustc_hash::FxHashSet;

use crate::{
    i18n::{LocaleFile, Parsed, SyntaxError, lint::MessageEntry, parse},
    model::{
        diagnostic::{Diagnostic, Lines, Place},
        sentence::Sentence,
    },
};

/// A parsed file. All parts of its tree are slices of its text, so each knows its place.
#[derive(Debug)]
pub(crate) struct Ftl<'a> {
    pub(in crate::i18n::lint) file: &'a LocaleFile,
    pub(in crate::i18n::lint) lines: Lines<'a>,
    pub(in crate::i18n::lint) body: Vec<ast::Entry<&'a str>>,
    pub(in crate::i18n::lint) errors: Vec<SyntaxError>,
    /// Where the names of entries begin whose text goes on in a line that cannot be read.
    cut_off: FxHashSet<usize>,
    /// Whether the file is the archive's own: the translator cannot change what is built in.
    pub(in crate::i18n::lint) own: bool,
}

impl<'a> Ftl<'a> {
    pub(crate) fn parse(file: &'a LocaleFile, own: bool) -> Self {
        let Parsed { body, errors } = parse(&file.text);
        let mut ftl = Ftl { file, lines: Lines::new(&file.text), body, errors, cut_off: FxHashSet::default(), own };
        if !ftl.errors.is_empty() {
            ftl.cut_off = ftl.find_cut_off();
        }
        ftl
    }

    /// The entries above a line that begins no message, and that the parser could not read: one without an indent, or with a tab.
    fn find_cut_off(&self) -> FxHashSet<usize> {
        let starts: Vec<usize> = self.entries().map(|entry| self.lines.offset(entry.key.name())).collect();
        let is_rest = |error: &&SyntaxError| {
            let line = self.text().get(error.slice.clone()).and_then(|junk| junk.lines().next()).unwrap_or_default();
            line.starts_with([' ', '\t']) || !line.contains('=')
        };
        let above = |error: &SyntaxError| {
            let nth = starts.partition_point(|start| *start < error.slice.start).checked_sub(1)?;
            starts.get(nth).copied()
        };
        self.errors.iter().filter(is_rest).filter_map(above).collect()
    }

    /// Whether the text of `entry` goes on in a line that cannot be read.
    pub(in crate::i18n::lint) fn is_cut_off(&self, entry: MessageEntry<'_>) -> bool {
        !self.cut_off.is_empty() && self.cut_off.contains(&self.lines.offset(entry.key.name()))
    }

    /// Its messages and terms.
    pub(in crate::i18n::lint) fn entries(&'a self) -> impl Iterator<Item = MessageEntry<'a>> {
        self.body.iter().filter_map(|entry| MessageEntry::new(self, entry))
    }

    /// The names in indented lines that would define messages without their indent: `    home-intro = …`.
    pub(in crate::i18n::lint) fn indented(&self) -> impl Iterator<Item = &'a str> {
        let is_name = |name: &str| {
            let is_part = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
            name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.bytes().all(is_part)
        };
        let defined = move |line: &'a str| {
            let (name, _) = line.strip_prefix(' ')?.split_once('=')?;
            let name = name.trim_matches(' ');
            is_name(name.strip_prefix('-').unwrap_or(name)).then_some(name)
        };
        self.text().lines().filter_map(defined)
    }

    /// Whether the parser could not read the entry with this part.
    pub(in crate::i18n::lint) fn is_unread(&self, part: &str) -> bool {
        let at = self.lines.offset(part);
        let nth = self.errors.partition_point(|error| error.slice.start <= at).checked_sub(1);
        nth.and_then(|nth| self.errors.get(nth)).is_some_and(|error| error.slice.contains(&at))
    }

    /// The path without the language: what the same file of another language shares with it.
    pub(in crate::i18n::lint) fn name(&self) -> &'a str {
        self.file.path.splitn(3, '/').nth(2).unwrap_or(&self.file.path)
    }

    pub(in crate::i18n::lint) fn path(&self) -> &'a str {
        &self.file.path
    }

    pub(in crate::i18n::lint) fn text(&self) -> &'a str {
        &self.file.text
    }

    /// The slice of `name` with the `$` or `-` before it.
    pub(in crate::i18n::lint) fn with_sigil(&self, name: &str) -> &'a str {
        let start = self.lines.offset(name);
        self.text().get(start.saturating_sub(1)..start + name.len()).unwrap_or_default()
    }

    pub(in crate::i18n::lint) fn place_of(&self, part: &str) -> Place {
        self.lines.place_of(part)
    }

    pub(in crate::i18n::lint) fn error(
        &self,
        code: &'static str,
        at: &str,
        message: impl Into<Sentence>,
    ) -> Diagnostic {
        Diagnostic::error(self.path(), code, message).at(self.place_of(at))
    }

    pub(in crate::i18n::lint) fn warning(
        &self,
        code: &'static str,
        at: &str,
        message: impl Into<Sentence>,
    ) -> Diagnostic {
        Diagnostic::warning(self.path(), code, message).at(self.place_of(at))
    }
}
