//! How a version stands to its source, block by block: what `litopys mark` recorded against what the source is now.
//! Values in, values out; nothing here knows a file.

use std::{collections::HashSet, ops::Range};

use super::diff::{BlockMatch, NewBlock, OldBlock, fates};
use crate::article::{
    BlockDigest, Record, RecordedBlock,
    markdown::{Block, BlockKind},
};

/// A text with its blocks.
#[derive(Debug, Clone, Copy)]
pub struct ComparedText<'a> {
    /// Its title.
    pub title: &'a str,
    /// Its summary; may be empty.
    pub summary: &'a str,
    /// The text of its file.
    pub file: &'a str,
    /// Its blocks.
    pub blocks: &'a [Block],
}

/// How each block of a version stands to its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Freshness {
    /// One for each block of the version, in order.
    pub blocks: Vec<BlockState>,
    /// The blocks of the source that the version has no translation of, in their order.
    pub missing: Vec<Missing>,
    /// The fields of the source's front matter that changed since the version was translated.
    pub front: Vec<FrontMatterField>,
    /// Whether the source is as it was then: a translation that is missing was there, and is gone.
    pub is_source_same: bool,
}

/// The translated fields of a front matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FrontMatterField {
    /// The title.
    Title,
    /// The summary.
    Summary,
}

/// How one block of a version stands to its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlockState {
    /// It translates what this block of the source says now.
    Fresh(usize),
    /// It translates what this block of the source said before.
    Stale(usize),
    /// It translates what the source does not say any more.
    Extra,
    /// It stands in the record of no translation: it was written since, or is the translator's own.
    Unmarked,
}

/// A block of the source without a translation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missing {
    /// Which block of the source.
    pub source: usize,
    /// The block of the version that its translation would stand before; the number of blocks, for the end.
    pub before: usize,
}

/// One change that readers of a stale version see, in terms of the HTML of both texts.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Difference {
    /// The kind of difference.
    pub kind: DifferenceKind,
    /// The byte of the version's HTML that it belongs before.
    pub at: usize,
    /// The bytes of the source's HTML that show it; empty for what the source does not say any more.
    pub html: Range<usize>,
}

/// The kind of a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DifferenceKind {
    /// A paragraph of the source has changed.
    Changed,
    /// A paragraph of the source is not translated.
    New,
    /// A paragraph is no longer in the source.
    Gone,
    /// The title of the source has changed.
    Title,
    /// The summary of the source has changed.
    Summary,
}

impl Freshness {
    /// How `own` stands to `source`, if `record` says what it was translated from.
    pub fn compare(record: &Record, source: ComparedText<'_>, own: ComparedText<'_>) -> Freshness {
        let in_source = fates_in(record, record.blocks.iter().map(source_before), source);
        let mut in_own = fates_in(record, record.blocks.iter().filter_map(own_before), own).into_iter();

        let mut blocks = vec![BlockState::Unmarked; own.blocks.len()];
        // For each block of the source, the block of the version that translates it.
        let mut translated: Vec<Option<usize>> = vec![None; source.blocks.len()];
        let mut settled = vec![false; source.blocks.len()];
        for (line, block) in record.blocks.iter().enumerate() {
            let now = in_source.get(line).copied().unwrap_or(BlockMatch::Gone);
            let own_at = block.own.and_then(|_| in_own.next()).and_then(to);
            if let Some(slot) = own_at.and_then(|at| blocks.get_mut(at)) {
                *slot = match now {
                    BlockMatch::Same(source) => BlockState::Fresh(source),
                    BlockMatch::Changed(source) => BlockState::Stale(source),
                    BlockMatch::Gone => BlockState::Extra,
                };
            }
            if let Some(at) = to(now) {
                set(&mut translated, at, own_at);
                // A block that was marked without a translation was left out on purpose.
                set(&mut settled, at, own_at.is_some() || block.own.is_none());
            }
        }
        let front = front(record, source);
        let is_same = in_source.iter().all(|now| matches!(now, BlockMatch::Same(_)));
        let is_source_same = is_same && front.is_empty() && record.blocks.len() == source.blocks.len();
        Freshness { blocks, missing: missing(&translated, &settled), front, is_source_same }
    }

    /// The block of the source that each block of the version translates, if it translates one that is still there. `None` where
    /// the record does not know every block of the version.
    pub fn translated(&self) -> Option<Vec<Option<usize>>> {
        let of = |state: &BlockState| match *state {
            BlockState::Fresh(source) | BlockState::Stale(source) => Some(Some(source)),
            BlockState::Extra => Some(None),
            BlockState::Unmarked => None,
        };
        self.blocks.iter().map(of).collect()
    }

    /// How many things are to be looked at: passages, the title, the summary.
    pub fn to_do(&self) -> usize {
        let behind = |state: &&BlockState| matches!(state, BlockState::Stale(_) | BlockState::Extra);
        self.blocks.iter().filter(behind).count() + self.missing.len() + self.front.len()
    }

    /// The changes that readers see, in the order of the page.
    pub fn differences(&self, source: &[Block], own: &[Block]) -> Vec<Difference> {
        let html = |blocks: &[Block], at: usize| blocks.get(at).map(|block| block.html.clone());
        let front = |front: &FrontMatterField| Difference { kind: (*front).into(), at: 0, html: 0..0 };
        let mut found: Vec<_> = self.front.iter().map(front).collect();
        for (at, state) in self.blocks.iter().enumerate() {
            let Some(end) = html(own, at).map(|html| html.end) else { continue };
            match state {
                BlockState::Stale(of) => {
                    let html = html(source, *of).unwrap_or_default();
                    found.push(Difference { kind: DifferenceKind::Changed, at: end, html });
                }
                BlockState::Extra => found.push(Difference { kind: DifferenceKind::Gone, at: end, html: 0..0 }),
                BlockState::Fresh(_) | BlockState::Unmarked => {}
            }
        }
        let end = own.last().map_or(0, |block| block.html.end);
        found.extend(self.missing.iter().map(|missing| Difference {
            kind: DifferenceKind::New,
            at: html(own, missing.before).map_or(end, |html| html.start),
            html: html(source, missing.source).unwrap_or_default(),
        }));
        // Stable: what belongs to the block above stands before what would follow it.
        found.sort_by_key(|difference| difference.at);
        found
    }
}

impl From<FrontMatterField> for DifferenceKind {
    fn from(front: FrontMatterField) -> Self {
        match front {
            FrontMatterField::Title => DifferenceKind::Title,
            FrontMatterField::Summary => DifferenceKind::Summary,
        }
    }
}

/// The pairs of `record` that still stand: a block of the source, be it changed, and the block of the version, unchanged. A
/// block of the version is not known again by its words, so of a changed one there is only a guess.
pub(in crate::article) fn standing(
    record: &Record,
    source: ComparedText<'_>,
    own: ComparedText<'_>,
) -> Vec<(usize, usize)> {
    let in_source = fates_in(record, record.blocks.iter().map(source_before), source);
    let in_own = fates_in(record, record.blocks.iter().filter_map(own_before), own);
    let translated = record.blocks.iter().zip(in_source).filter(|(block, _)| block.own.is_some());
    let pairs = translated.zip(in_own).map(|((_, at), own)| (to(at), own));
    pairs.filter_map(|(at, own)| if let BlockMatch::Same(own) = own { Some((at?, own)) } else { None }).collect()
}

fn front(record: &Record, source: ComparedText<'_>) -> Vec<FrontMatterField> {
    let parts = [
        (FrontMatterField::Title, record.title, source.title),
        (FrontMatterField::Summary, record.summary, source.summary),
    ];
    let changed = |(_, was, now): &(FrontMatterField, Option<BlockDigest>, &str)| {
        was.is_some_and(|was| was != BlockDigest::from_words(now) && was != BlockDigest::from_text(now))
    };
    parts.into_iter().filter(changed).map(|(part, ..)| part).collect()
}

fn missing(translated: &[Option<usize>], settled: &[bool]) -> Vec<Missing> {
    let mut before = 0;
    let mut missing = Vec::new();
    for (source, (own, settled)) in translated.iter().zip(settled).enumerate() {
        match own {
            Some(own) => before = own + 1,
            None if !settled => missing.push(Missing { source, before }),
            None => {}
        }
    }
    missing
}

fn source_before(block: &RecordedBlock) -> OldBlock {
    let worded = !matches!(block.kind, BlockKind::Rule | BlockKind::Figure);
    OldBlock { kind: block.kind, fingerprint: block.source, likeness: worded.then_some(block.likeness) }
}

fn own_before(block: &RecordedBlock) -> Option<OldBlock> {
    Some(OldBlock { kind: block.kind, fingerprint: block.own?, likeness: None })
}

/// The fates in `text` of the blocks of a record. It may have been made when digests had another form.
fn fates_in(record: &Record, before: impl Iterator<Item = OldBlock>, text: ComparedText<'_>) -> Vec<BlockMatch> {
    let before: Vec<_> = before.collect();
    let mut now = now(text);
    if record.is_former {
        let known: HashSet<BlockDigest> = before.iter().map(|block| block.fingerprint).collect();
        for (now, block) in now.iter_mut().zip(text.blocks) {
            if !known.contains(&block.fingerprint) && known.contains(&block.former) {
                now.fingerprint = block.former;
            }
        }
    }
    fates(&before, &now)
}

fn now(text: ComparedText<'_>) -> Vec<NewBlock<'_>> {
    let markdown = |block: &Block| text.file.get(block.source.clone()).unwrap_or_default();
    let blocks = text.blocks.iter();
    blocks.map(|block| NewBlock { kind: block.kind, fingerprint: block.fingerprint, text: markdown(block) }).collect()
}

fn to(fate: BlockMatch) -> Option<usize> {
    match fate {
        BlockMatch::Same(to) | BlockMatch::Changed(to) => Some(to),
        BlockMatch::Gone => None,
    }
}

fn set<T>(list: &mut [T], at: usize, value: T) {
    if let Some(slot) = list.get_mut(at) {
        *slot = value;
    }
}
