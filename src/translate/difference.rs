//! The first place where a version is built otherwise than its source, in words.

use std::collections::HashSet;

use crate::{
    article::{
        ComparedText,
        markdown::{Block, BlockKind},
    },
    model::{
        diagnostic::Place,
        sentence::{Sentence, say},
    },
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
    pub(super) fn first(&self) -> Option<Sentence> {
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
                (Some(_), _) if is_lost => self.untranslated(at, found),
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
    fn untranslated(&self, at: usize, found: Option<&Block>) -> Sentence {
        let ((original, source), (path, own)) = (self.source, self.own);
        let place = match found {
            Some(found) => say("place-before-line").with("line", line(own, found)),
            None => say("place-end"),
        };
        let lost = self.pairs.get(at..).unwrap_or_default().iter().take_while(|own| own.is_none()).count();
        let blocks = source.blocks.get(at..at + lost).unwrap_or_default();
        let what = describe(source, blocks, original);
        say("mark-untranslated").with("path", path).with("place", place).with("what", what)
    }

    /// A block of the version that translates nothing.
    fn extra(&self, found: &Block) -> Sentence {
        let ((original, _), (path, own)) = (self.source, self.own);
        let message = say("mark-extra").with("path", path).with("line", line(own, found));
        message.with("block", name(own, found)).with("source", original)
    }

    fn other_kind(&self, expected: &Block, found: &Block) -> Sentence {
        let ((original, source), (path, own)) = (self.source, self.own);
        let (wanted, is) = (name(source, expected), name(own, found));
        // Levels are counted from the highest heading of a text.
        let message = match wanted == is {
            true => say("mark-other-level"),
            false => say("mark-other-kind").with("wanted", wanted),
        };
        let message = message.with("path", path).with("line", line(own, found)).with("block", is);
        message.with("there", line(source, expected)).with("source", original)
    }

    /// The translation of the block stands elsewhere.
    fn moved(&self, at: usize, found: Option<&Block>) -> Sentence {
        let ((original, source), (path, own)) = (self.source, self.own);
        let place = found.map_or(say("place-end"), |found| say("place-line").with("line", line(own, found)));
        let blocks = source.blocks.get(at..=at).unwrap_or_default();
        let message = say("mark-moved").with("path", path).with("place", place);
        message.with("what", describe(source, blocks, original))
    }
}

/// `line 28 of uk.md, a paragraph`, or `lines 28 to 30 of uk.md, 2 passages`.
fn describe(text: ComparedText<'_>, blocks: &[Block], file: &str) -> Sentence {
    match blocks {
        [] => "".into(),
        [one] => at_line(line(text, one), file, name(text, one)),
        [first, .., last] => {
            let lines = say("blocks-at").with("first", line(text, first)).with("last", line(text, last));
            lines.with("file", file).with("count", blocks.len())
        }
    }
}

/// A block and its place: `line 28 of uk.md, a paragraph`.
pub(super) fn at_line(line: u32, file: &str, block: Sentence) -> Sentence {
    say("block-at").with("line", line).with("file", file).with("block", block)
}

fn line(text: ComparedText<'_>, block: &Block) -> u32 {
    Place::from_offset(text.file, block.source.start).line
}

/// What a block is; of a heading, the level as it is written.
pub(super) fn name(text: ComparedText<'_>, block: &Block) -> Sentence {
    say(match block.kind {
        BlockKind::Heading(_) => match level(text.file.get(block.source.clone()).unwrap_or_default()) {
            1 => "block-heading-1",
            2 => "block-heading-2",
            3 => "block-heading-3",
            _ => "block-heading-lower",
        },
        BlockKind::Paragraph => "block-paragraph",
        BlockKind::List => "block-list",
        BlockKind::Quote => "block-quotation",
        BlockKind::Code => "block-code",
        BlockKind::Table => "block-table",
        BlockKind::Figure => "block-picture",
        BlockKind::Rule => "block-rule",
        BlockKind::Footnotes => "block-footnotes",
    })
}

/// `##` is 2; so is a line of hyphens below the words, and one of equals signs is 1.
fn level(markdown: &str) -> usize {
    let hashes = markdown.trim_start().bytes().take_while(|byte| *byte == b'#').count();
    if hashes > 0 {
        return hashes;
    }
    if markdown.trim_end().ends_with('=') { 1 } else { 2 }
}
