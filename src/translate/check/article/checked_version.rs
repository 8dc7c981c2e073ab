//! A version with the text of its file, so that what is found in it has a place.

use std::{
    borrow::Cow,
    cell::{Cell, OnceCell},
};

use rustc_hash::FxHashSet;

use super::{
    date::{Days, Months},
    number::{TextNumbers, numbers},
    untranslated::texts,
};
use crate::{
    article::{
        Version,
        markdown::{BlockKind, HtmlBlock, TextPassage},
    },
    model::{
        diagnostic::{Diagnostic, Lines, MOST_PER_FILE, Place, Severity},
        sentence::Sentence,
    },
};

/// A version of an article and its file. What is asked of it twice, a source by each of its translations, is found once.
pub(in crate::translate::check) struct CheckedVersion<'a> {
    pub(super) version: &'a Version,
    /// `articles/2025/dnipro/uk.md`.
    pub(super) path: &'a str,
    text: &'a str,
    lines: OnceCell<Lines<'a>>,
    numbers: OnceCell<TextNumbers<'a>>,
    days: OnceCell<Days>,
    passages: OnceCell<Vec<(usize, TextPassage)>>,
    /// The texts of its passages and of its front matter.
    texts: OnceCell<FxHashSet<String>>,
    /// The codes of the problems that were found while it was rendered.
    reported: FxHashSet<Cow<'static, str>>,
    /// Bytes that were searched for the places of problems.
    searched: Cell<usize>,
}

impl<'a> CheckedVersion<'a> {
    /// `found` are the problems of the article so far.
    pub(in crate::translate::check) fn new(
        version: &'a Version,
        path: &'a str,
        text: &'a str,
        found: &[Diagnostic],
    ) -> Self {
        // A comment that is closed takes nothing else with it.
        let is_closed = |problem: &Diagnostic| problem.code == "html-comment" && problem.severity == Severity::Warning;
        let own = found.iter().filter(|problem| problem.path == path && !is_closed(problem));
        CheckedVersion {
            reported: own.map(|problem| problem.code.clone()).collect(),
            version,
            path,
            text,
            lines: OnceCell::new(),
            numbers: OnceCell::new(),
            days: OnceCell::new(),
            passages: OnceCell::new(),
            texts: OnceCell::new(),
            searched: Cell::new(0),
        }
    }

    fn place(&self, offset: usize) -> Place {
        self.lines.get_or_init(|| Lines::new(self.text)).place(offset)
    }

    /// Where `shown` stands first in the file from `start` to `end`. A file with more problems than are listed is not searched for
    /// the places of all of them.
    fn find(&self, start: usize, end: usize, shown: &str) -> Option<usize> {
        if self.searched.get() > MOST_PER_FILE * self.text.len() {
            return None;
        }
        let found = self.text.get(start..end)?.find(shown).map(|at| start + at);
        self.searched.set(self.searched.get() + found.unwrap_or(end) - start);
        found
    }

    /// Its numbers.
    pub(super) fn numbers(&self) -> &TextNumbers<'a> {
        self.numbers.get_or_init(|| numbers(self.plain()))
    }

    /// The days that it names.
    pub(super) fn days(&self, months: &Months) -> &Days {
        self.days.get_or_init(|| months.days(&self.version.lang, self.plain()))
    }

    /// Its passages, each with its block.
    pub(super) fn passages(&self) -> &[(usize, TextPassage)] {
        self.passages.get_or_init(|| {
            let pieces = self.version.rendered.pieces();
            let of =
                |(block, piece): (usize, &HtmlBlock<'_>)| piece.passages().into_iter().map(move |one| (block, one));
            pieces.iter().enumerate().flat_map(of).collect()
        })
    }

    /// The texts of its front matter: title, summary, and the words of pictures.
    pub(super) fn front(&self) -> Vec<(&'static str, &'a str)> {
        let text = &self.version.text;
        let mut fields = vec![("title", text.title.as_str()), ("summary", &text.summary)];
        for note in &text.images {
            fields.extend(note.alt.as_deref().map(|alt| ("alt", alt)));
            fields.extend(note.caption.as_deref().map(|caption| ("caption", caption)));
        }
        fields
    }

    /// Whether one of these problems was found while it was rendered: its text is then not what its writer meant.
    pub(super) fn has_any(&self, codes: &[&str]) -> bool {
        !self.reported.is_empty() && codes.iter().any(|code| self.reported.contains(*code))
    }

    /// The file.
    pub(super) fn text(&self) -> &'a str {
        self.text
    }

    /// Whether a passage of its text, or a text of its front matter, says this word for word.
    pub(super) fn says(&self, text: &str) -> bool {
        self.texts.get_or_init(|| texts(self)).contains(text)
    }

    /// The kind of a block.
    pub(super) fn kind(&self, block: usize) -> Option<BlockKind> {
        self.version.rendered.blocks.get(block).map(|block| block.kind)
    }

    /// The visible text.
    pub(super) fn plain(&self) -> &'a str {
        &self.version.rendered.plain
    }

    /// How many blocks of a kind there are.
    pub(super) fn blocks(&self, is: impl Fn(BlockKind) -> bool) -> Vec<usize> {
        let blocks = &self.version.rendered.blocks;
        blocks.iter().enumerate().filter(|(_, block)| is(block.kind)).map(|(n, _)| n).collect()
    }

    /// The HTML of a block.
    pub(super) fn html(&self, block: usize) -> &'a str {
        let rendered = &self.version.rendered;
        rendered.blocks.get(block).and_then(|block| rendered.html.as_str().get(block.html.clone())).unwrap_or_default()
    }

    /// A warning at a block; without one, at the beginning of the text.
    pub(super) fn warn_at(&self, block: Option<usize>, code: &'static str, message: Sentence) -> Diagnostic {
        let blocks = &self.version.rendered.blocks;
        let offset =
            block.and_then(|block| blocks.get(block)).map_or(self.version.text.body, |block| block.source.start);
        Diagnostic::warning(self.path, code, message).at(self.place(self.skip_blank(offset)))
    }

    /// The line in which a block begins.
    pub(super) fn line(&self, block: usize) -> Option<u32> {
        let block = self.version.rendered.blocks.get(block)?;
        Some(self.place(self.skip_blank(block.source.start)).line)
    }

    /// A warning at the place in a block where the text of a passage begins.
    pub(super) fn warn_in(&self, block: usize, passage: &str, code: &'static str, message: Sentence) -> Diagnostic {
        let source = self.version.rendered.blocks.get(block).map(|block| block.source.clone());
        let source = source.unwrap_or(self.version.text.body..self.text.len());
        // Markup may stand between any two words, so one of its first words must do, with those before it if they stand so.
        let opening = passage.split('\u{FFFC}').map(str::trim).find(|part| !part.is_empty()).unwrap_or_default();
        let first = opening.split(' ').next().unwrap_or_default();
        let find = |shown| self.find(source.start, source.end, shown);
        let at = find(opening).or_else(|| find(first)).unwrap_or(source.start);
        Diagnostic::warning(self.path, code, message).at(self.place(self.skip_blank(at)))
    }

    /// A warning at the byte `at` of `word`, where that stands first in a block or, without one, in the file; `None` if markup
    /// stands between its letters. A word of one letter stands between spaces.
    pub(super) fn warn_at_word(
        &self,
        block: Option<usize>,
        word: &str,
        at: usize,
        code: &'static str,
        message: Sentence,
    ) -> Option<Diagnostic> {
        let block = block.and_then(|block| self.version.rendered.blocks.get(block));
        let source = block.map_or(0..self.text.len(), |block| block.source.clone());
        let start = match word.len() {
            1 => {
                let ends = [(" ", " "), ("\n", " "), (" ", "\n"), ("\n", "\n")];
                let mut spaced = ends.iter().map(|(before, after)| format!("{before}{word}{after}"));
                spaced.find_map(|word| self.find(source.start, source.end, &word))? + 1
            }
            _ => self.find(source.start, source.end, word)?,
        };
        Some(Diagnostic::warning(self.path, code, message).at(self.place(start + at)))
    }

    /// Whether `word`, where it stands first in a block, is emphasised: so are words of other languages. Bold ones are important.
    pub(super) fn emphasises(&self, block: Option<usize>, word: &str) -> bool {
        let Some(block) = block.and_then(|block| self.version.rendered.blocks.get(block)) else { return false };
        let source = block.source.clone();
        let before = self.find(source.start, source.end, word).and_then(|at| self.text.get(source.start..at));
        let line = before.and_then(|before| before.rsplit('\n').next()).unwrap_or_default();
        let line = line.trim_start().trim_start_matches("* ");
        ['*', '_'].iter().any(|sign| line.matches(*sign).count() % 2 == 1)
    }

    /// A warning at the first place below the front matter where the file has `shown`.
    pub(super) fn warn_where(&self, shown: &str, code: &'static str, message: Sentence) -> Diagnostic {
        let body = self.version.text.body;
        let offset = self.find(body, self.text.len(), shown).unwrap_or_else(|| self.skip_blank(body));
        Diagnostic::warning(self.path, code, message).at(self.place(offset))
    }

    /// A warning at the first place of the whole file that has `shown`.
    pub(super) fn warn_at_first(&self, shown: &str, code: &'static str, message: Sentence) -> Diagnostic {
        let problem = Diagnostic::warning(self.path, code, message);
        match self.find(0, self.text.len(), shown) {
            Some(at) => problem.at(self.place(at)),
            None => problem,
        }
    }

    fn skip_blank(&self, offset: usize) -> usize {
        let rest = self.text.get(offset..).unwrap_or_default();
        rest.find(|c: char| !c.is_whitespace()).map_or(offset, |at| offset + at)
    }
}
