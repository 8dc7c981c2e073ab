//! A version with the text of its file, so that what is found in it has a place.

use crate::{archive::Version, content::markdown::BlockKind, problem::Problem, translate::check::lines::Lines};

/// A version of an article and its file.
pub(in crate::translate::check) struct Part<'a> {
    pub(super) version: &'a Version,
    /// `articles/2025/dnipro/uk.md`.
    pub(super) path: &'a str,
    text: &'a str,
    lines: Lines<'a>,
}

impl<'a> Part<'a> {
    pub(in crate::translate::check) fn new(version: &'a Version, path: &'a str, text: &'a str) -> Self {
        Part { version, path, text, lines: Lines::new(text) }
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
    pub(super) fn warn_at(&self, block: Option<usize>, code: &'static str, message: String) -> Problem {
        let blocks = &self.version.rendered.blocks;
        let offset =
            block.and_then(|block| blocks.get(block)).map_or(self.version.text.body, |block| block.source.start);
        Problem::warning(self.path, code, message).at(self.lines.place(self.skip_blank(offset)))
    }

    /// A warning at the first place below the front matter where the file has `shown`.
    pub(super) fn warn_where(&self, shown: &str, code: &'static str, message: String) -> Problem {
        let body = self.version.text.body;
        let found = self.text.get(body..).and_then(|text| text.find(shown)).map(|at| body + at);
        let offset = found.unwrap_or_else(|| self.skip_blank(body));
        Problem::warning(self.path, code, message).at(self.lines.place(offset))
    }

    /// A warning at the first place of the whole file that has `shown`.
    pub(super) fn warn_at_first(&self, shown: &str, code: &'static str, message: String) -> Problem {
        let problem = Problem::warning(self.path, code, message);
        match self.text.find(shown) {
            Some(at) => problem.at(self.lines.place(at)),
            None => problem,
        }
    }

    fn skip_blank(&self, offset: usize) -> usize {
        let rest = self.text.get(offset..).unwrap_or_default();
        if rest.trim().is_empty() { offset } else { offset + rest.len() - rest.trim_start().len() }
    }
}
