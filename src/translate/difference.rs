//! The first place where a version is built otherwise than its source, in words.

use std::collections::HashSet;

use crate::{
    article::{
        ComparedText,
        markdown::{Block, BlockKind},
    },
    model::diagnostic::Place,
};

/// A version and its source, with the names of their files and with which block translates which.
pub(super) struct Comparison<'a> {
    /// The name of the source's file, and its text.
    pub(super) source: (&'a str, ComparedText<'a>),
    /// The path of the version's file, and its text.
    pub(super) own: (&'a str, ComparedText<'a>),
    /// For each block of the source the block of the version that translates it.
    pub(super) pairs: &'a [Option<usize>],
}

impl Comparison<'_> {
    /// The first difference; `None` where each block has its counterpart of the same kind at the same place.
    pub(super) fn first(&self) -> Option<String> {
        let (source, own) = (self.source.1.blocks, self.own.1.blocks);
        let translating: HashSet<usize> = self.pairs.iter().flatten().copied().collect();
        let (mut at, mut to) = (0, 0);
        loop {
            let (expected, found) = (source.get(at), own.get(to));
            let is_lost = self.pairs.get(at) == Some(&None);
            let is_extra = found.is_some() && !translating.contains(&to);
            return Some(match (expected, found) {
                (None, None) => return None,
                (Some(expected), Some(found)) if is_lost && is_extra => self.other_kind(expected, found),
                (Some(_), _) if is_lost => self.lacking(at, found),
                (_, Some(found)) if is_extra => self.extra(found),
                (Some(expected), Some(found)) if self.pairs.get(at) == Some(&Some(to)) => {
                    if expected.kind == found.kind {
                        (at, to) = (at + 1, to + 1);
                        continue;
                    }
                    self.other_kind(expected, found)
                }
                _ => self.moved(at, found),
            });
        }
    }

    /// Blocks of the source that nothing translates.
    fn lacking(&self, at: usize, found: Option<&Block>) -> String {
        let ((original, source), (path, own)) = (self.source, self.own);
        let place = match found {
            Some(found) => format!("before line {}", line(own, found)),
            None => "at its end".to_owned(),
        };
        let lost = self.pairs.get(at..).unwrap_or_default().iter().take_while(|own| own.is_none()).count();
        let blocks = source.blocks.get(at..at + lost).unwrap_or_default();
        let what = describe(source, blocks, original);
        format!("`{path}`, {place}: nothing there translates {what}")
    }

    /// A block of the version that translates nothing.
    fn extra(&self, found: &Block) -> String {
        let ((original, _), (path, own)) = (self.source, self.own);
        format!(
            "`{path}`, line {}: found {}, which translates nothing in `{original}`",
            line(own, found),
            name(own, found)
        )
    }

    fn other_kind(&self, expected: &Block, found: &Block) -> String {
        let ((original, source), (path, own)) = (self.source, self.own);
        let (wanted, is) = (name(source, expected), name(own, found));
        let place = format!("`{path}`, line {}: expected", line(own, found));
        let like = format!("as in line {} of `{original}`", line(source, expected));
        if wanted == is {
            // Levels are counted from the highest heading of a text.
            return format!("{place} {wanted} so far below the highest heading, {like}");
        }
        format!("{place} {wanted}, {like}, found {is}")
    }

    /// The translation of the block stands elsewhere.
    fn moved(&self, at: usize, found: Option<&Block>) -> String {
        let ((original, source), (path, own)) = (self.source, self.own);
        let place = found.map_or("at its end".to_owned(), |found| format!("line {}", line(own, found)));
        let blocks = source.blocks.get(at..=at).unwrap_or_default();
        format!("`{path}`, {place}: expected here what translates {}", describe(source, blocks, original))
    }
}

/// `line 28 of uk.md, a paragraph`, or `lines 28 to 30 of uk.md, 2 passages`.
fn describe(text: ComparedText<'_>, blocks: &[Block], file: &str) -> String {
    match blocks {
        [] => String::new(),
        [one] => format!("line {} of `{file}`, {}", line(text, one), name(text, one)),
        [first, .., last] => {
            format!("lines {} to {} of `{file}`, {} passages", line(text, first), line(text, last), blocks.len())
        }
    }
}

fn line(text: ComparedText<'_>, block: &Block) -> u32 {
    Place::from_offset(text.file, block.source.start).line
}

/// What a block is; of a heading, the level as it is written.
pub(super) fn name(text: ComparedText<'_>, block: &Block) -> &'static str {
    match block.kind {
        BlockKind::Heading(_) => match level(text.file.get(block.source.clone()).unwrap_or_default()) {
            1 => "a heading of the first level",
            2 => "a heading of the second level",
            3 => "a heading of the third level",
            _ => "a heading of a lower level",
        },
        BlockKind::Paragraph => "a paragraph",
        BlockKind::List => "a list",
        BlockKind::Quote => "a quotation",
        BlockKind::Code => "a block of code",
        BlockKind::Table => "a table",
        BlockKind::Figure => "a picture",
        BlockKind::Rule => "a line across",
        BlockKind::Footnotes => "footnotes",
    }
}

/// `##` is 2; so is a line of hyphens below the words, and one of equals signs is 1.
fn level(markdown: &str) -> usize {
    let hashes = markdown.trim_start().bytes().take_while(|byte| *byte == b'#').count();
    if hashes > 0 {
        return hashes;
    }
    if markdown.trim_end().ends_with('=') { 1 } else { 2 }
}
