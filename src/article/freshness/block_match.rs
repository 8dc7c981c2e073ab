//! Which block of a version translates which block of its source, where the two need not be built alike: what a record of the
//! version knows stays, and what stands between is aligned. Values in, values out; nothing here knows a file.

use std::ops::Range;

use super::{
    compare::{ComparedText, standing},
    diff::common,
};
use crate::article::{
    Record,
    align::{BlockFeatures, align},
    markdown::BlockKind,
};

/// A text as it is compared: its blocks, and what of each another language keeps.
#[derive(Debug, Clone, Copy)]
pub struct ComparedSide<'a> {
    /// The text.
    pub text: ComparedText<'a>,
    /// One for each of its blocks.
    pub passages: &'a [BlockFeatures],
}

/// For each block of `source` the block of `own` that translates it, each at most once. A `record` made earlier is a guide:
/// the pairs of it that still stand are kept, in any place.
pub fn counterparts(record: Option<&Record>, source: ComparedSide<'_>, own: ComparedSide<'_>) -> Vec<Option<usize>> {
    let mut known = record.map(|record| standing(record, source.text, own.text)).unwrap_or_default();
    known.sort_unstable();
    let mut pairing = BlockPairing {
        source,
        own,
        pairs: vec![None; source.text.blocks.len()],
        taken: vec![false; own.text.blocks.len()],
    };
    for (at, to) in &known {
        pairing.pair(*at, *to);
    }
    let ends = (source.text.blocks.len(), own.text.blocks.len());
    let mut begin = (0, 0);
    for end in in_order(&known).into_iter().chain([ends]) {
        pairing.fill(begin.0..end.0, begin.1..end.1);
        begin = (end.0 + 1, end.1 + 1);
    }
    pairing.pairs
}

/// The most of these pairs that stand in the same order in both texts.
fn in_order(known: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let found: Vec<usize> = known.iter().map(|(_, to)| *to).collect();
    let mut sorted = found.clone();
    sorted.sort_unstable();
    common(&found, &sorted).into_iter().filter_map(|(nth, _)| known.get(nth).copied()).collect()
}

struct BlockPairing<'a> {
    source: ComparedSide<'a>,
    own: ComparedSide<'a>,
    pairs: Vec<Option<usize>>,
    taken: Vec<bool>,
}

impl BlockPairing<'_> {
    fn pair(&mut self, at: usize, to: usize) {
        if let (Some(slot), Some(taken)) = (self.pairs.get_mut(at), self.taken.get_mut(to)) {
            (*slot, *taken) = (Some(to), true);
        }
    }

    /// Pairs what is free among these blocks: one after the other where both sides are built alike, else as they align.
    fn fill(&mut self, source: Range<usize>, own: Range<usize>) {
        let left: Vec<usize> = source.filter(|at| self.pairs.get(*at) == Some(&None)).collect();
        let right: Vec<usize> = own.filter(|to| self.taken.get(*to) == Some(&false)).collect();
        let kinds = [kinds(self.source, &left), kinds(self.own, &right)];
        if kinds[0] == kinds[1] {
            left.into_iter().zip(right).for_each(|(at, to)| self.pair(at, to));
            return;
        }
        let mut pairs = vec![None; left.len()];
        for bead in align(&passages(self.source, &left), &passages(self.own, &right)) {
            // A record has one line for each block. Of two that became one, the longer shows a change more often.
            let at = longest(self.source, &left, bead.left);
            let to = longest(self.own, &right, bead.right);
            if let Some((slot, to)) = at.and_then(|at| pairs.get_mut(at)).zip(to) {
                *slot = Some(to);
            }
        }
        head_their_parts(&mut pairs, &kinds);
        for (at, to) in left.into_iter().zip(pairs) {
            if let Some(to) = to.and_then(|to| right.get(to).copied()) {
                self.pair(at, to);
            }
        }
    }
}

/// If a part of a text is lost, alignment cannot decide whether its heading went with it, or the next one: headings are short,
/// and share no word. The one that stays is that of the text below it.
fn head_their_parts(pairs: &mut [Option<usize>], [source, own]: &[Vec<BlockKind>; 2]) {
    let is_same = |kinds: &[BlockKind], one: usize, other: usize| {
        let kind = kinds.get(one).filter(|kind| matches!(kind, BlockKind::Heading(_)));
        kind.is_some() && kind == kinds.get(other)
    };
    for at in 0..pairs.len() {
        let Some(to) = pairs.get(at).copied().flatten() else { continue };
        let rest = pairs.get(at + 1..).unwrap_or_default();
        let lost = at + rest.iter().take_while(|to| to.is_none()).count();
        let next = pairs.get(lost + 1).copied().flatten().unwrap_or(own.len());
        if lost > at && next == to + 1 && is_same(source, at, lost) {
            set(pairs, at, None);
            set(pairs, lost, Some(to));
        } else if lost == at && next > to + 1 && is_same(own, to, next - 1) {
            set(pairs, at, Some(next - 1));
        }
    }
}

fn set(pairs: &mut [Option<usize>], at: usize, to: Option<usize>) {
    if let Some(slot) = pairs.get_mut(at) {
        *slot = to;
    }
}

fn kinds(side: ComparedSide<'_>, places: &[usize]) -> Vec<BlockKind> {
    places.iter().filter_map(|at| side.text.blocks.get(*at)).map(|block| block.kind).collect()
}

fn passages(side: ComparedSide<'_>, places: &[usize]) -> Vec<BlockFeatures> {
    places.iter().filter_map(|at| side.passages.get(*at)).cloned().collect()
}

/// Of the places in `range` the one with the longest block.
fn longest(side: ComparedSide<'_>, places: &[usize], range: Range<usize>) -> Option<usize> {
    let length = |nth: &usize| {
        let block = places.get(*nth).and_then(|at| side.text.blocks.get(*at));
        block.map_or(0, |block| block.source.len())
    };
    range.max_by_key(length)
}
