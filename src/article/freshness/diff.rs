//! Which block of a text is which block of an earlier one: what is the same, what has changed, what came and what went.

use std::{
    collections::{HashMap, VecDeque},
    hash::Hash,
};

use crate::article::{BlockDigest, MinHash, markdown::BlockKind, words};

/// A block of the earlier text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::article) struct OldBlock {
    pub(in crate::article) kind: BlockKind,
    pub(in crate::article) fingerprint: BlockDigest,
    /// `None` if a block is never known again once its words have changed.
    pub(in crate::article) likeness: Option<MinHash>,
}

/// A block of the text as it is now, with its Markdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::article) struct NewBlock<'a> {
    pub(in crate::article) kind: BlockKind,
    pub(in crate::article) fingerprint: BlockDigest,
    pub(in crate::article) text: &'a str,
}

/// The match of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::article) enum BlockMatch {
    /// It is this one, as it was, in any place.
    Same(usize),
    /// It is this one, changed.
    Changed(usize),
    /// There is none any more.
    Gone,
}

/// Cells of the tables that the longest common subsequences of one comparison are found in.
const CELLS: usize = 1 << 20;
/// How many pairs of changed blocks are compared by their words in one comparison.
const COMPARED: usize = 1 << 18;
/// A block of so few words may have none left of them and be the same block still, if it stands where it stood.
const SHORT: usize = 8;

/// The fate of each block of `before` in `now`.
pub(in crate::article) fn fates(before: &[OldBlock], now: &[NewBlock<'_>]) -> Vec<BlockMatch> {
    let mut pairing =
        DiffPairing { before, now, fates: vec![BlockMatch::Gone; before.len()], taken: vec![false; now.len()] };
    pairing.in_order();
    let anchors = pairing.fates.clone();
    pairing.moved();
    pairing.alike();
    pairing.in_place(&anchors);
    pairing.fates
}

struct DiffPairing<'a> {
    before: &'a [OldBlock],
    now: &'a [NewBlock<'a>],
    fates: Vec<BlockMatch>,
    taken: Vec<bool>,
}

impl DiffPairing<'_> {
    fn pair(&mut self, at: usize, fate: BlockMatch) {
        let (BlockMatch::Same(to) | BlockMatch::Changed(to)) = fate else { return };
        if let (Some(slot), Some(taken)) = (self.fates.get_mut(at), self.taken.get_mut(to)) {
            (*slot, *taken) = (fate, true);
        }
    }

    /// The longest run of equal blocks in the same order; of equal blocks, the ones whose neighbours are equal too.
    fn in_order(&mut self) {
        let left: Vec<_> = self.before.iter().map(|block| block.fingerprint).collect();
        let right: Vec<_> = self.now.iter().map(|block| block.fingerprint).collect();
        for (at, to) in common(&left, &right) {
            self.pair(at, BlockMatch::Same(to));
        }
    }

    /// Equal blocks in another place.
    fn moved(&mut self) {
        let mut free: HashMap<BlockDigest, VecDeque<usize>> = HashMap::new();
        for to in self.free() {
            if let Some(block) = self.now.get(to) {
                free.entry(block.fingerprint).or_default().push_back(to);
            }
        }
        for at in self.lost() {
            let block = self.before.get(at).and_then(|block| free.get_mut(&block.fingerprint));
            if let Some(to) = block.and_then(VecDeque::pop_front) {
                self.pair(at, BlockMatch::Same(to));
            }
        }
    }

    /// Blocks with most of their words still there, the likest first, in any place.
    fn alike(&mut self) {
        let free: Vec<_> = self.free();
        let free: Vec<_> = free
            .into_iter()
            .filter_map(|to| self.now.get(to).map(|block| (to, block.kind, MinHash::from_text(block.text))))
            .collect();
        let mut candidates = Vec::new();
        let lost = self.lost();
        // If more has changed than can be compared, each block is only looked for near its old place.
        let reach = (COMPARED / lost.len().max(1)).max(1);
        for (nth, at) in lost.iter().copied().enumerate() {
            let Some(OldBlock { kind, likeness: Some(likeness), .. }) = self.before.get(at) else { continue };
            let centre = nth * free.len() / lost.len().max(1);
            let first = centre.saturating_sub(reach / 2).min(free.len().saturating_sub(reach));
            let near = free.get(first..free.len().min(first + reach)).unwrap_or_default();
            let alike = near.iter().filter(|(_, other, now)| other == kind && likeness.is_like(*now));
            candidates
                .extend(alike.map(|(to, _, now)| (usize::MAX - likeness.shared(*now), at.abs_diff(*to), at, *to)));
        }
        candidates.sort_unstable();
        for (.., at, to) in candidates {
            if self.fates.get(at) == Some(&BlockMatch::Gone) && self.taken.get(to) == Some(&false) {
                self.pair(at, BlockMatch::Changed(to));
            }
        }
    }

    /// Matches blocks of the same kind between matched neighbours: short blocks, or blocks whose words are
    /// not known.
    fn in_place(&mut self, anchors: &[BlockMatch]) {
        let same = |fate: &BlockMatch| if let BlockMatch::Same(to) = fate { Some(*to) } else { None };
        let mut until = vec![self.now.len(); anchors.len() + 1];
        for (at, fate) in anchors.iter().enumerate().rev() {
            let next = until.get(at + 1).copied().unwrap_or_default();
            if let Some(slot) = until.get_mut(at) {
                *slot = same(fate).unwrap_or(next);
            }
        }
        // A source block that did not fit one block does not fit the next one of its kind in the same gap.
        let mut looked: HashMap<(usize, BlockKind, bool), usize> = HashMap::new();
        let mut after = 0;
        for at in 0..anchors.len() {
            if let Some(to) = anchors.get(at).and_then(same) {
                after = to + 1;
            }
            let Some(block) = self.before.get(at).filter(|_| self.fates.get(at) == Some(&BlockMatch::Gone)) else {
                continue;
            };
            let fits = |to: &usize| {
                let now = self.now.get(*to).filter(|now| now.kind == block.kind);
                let small = |now: &NewBlock<'_>| block.likeness.is_none() || words(now.text).nth(SHORT).is_none();
                self.taken.get(*to) == Some(&false) && now.is_some_and(small)
            };
            let from = looked.entry((after, block.kind, block.likeness.is_none())).or_insert(after);
            let until = until.get(at).copied().unwrap_or_default();
            let found = (*from..until).find(fits);
            *from = found.map_or(until.max(*from), |to| to + 1);
            if let Some(to) = found {
                self.pair(at, BlockMatch::Changed(to));
            }
        }
    }

    fn lost(&self) -> Vec<usize> {
        self.fates.iter().enumerate().filter(|(_, fate)| **fate == BlockMatch::Gone).map(|(at, _)| at).collect()
    }

    fn free(&self) -> Vec<usize> {
        self.taken.iter().enumerate().filter(|(_, taken)| !**taken).map(|(to, _)| to).collect()
    }
}

/// The places of a common subsequence in both lists: the longest one, unless the lists are so long that finding it would take
/// time in proportion to the square of their length. Equal ends are taken off first, then what stands once in both lists cuts
/// the rest into parts (as in the patience diff of Bram Cohen).
pub(in crate::article) fn common<T: Eq + Hash>(left: &[T], right: &[T]) -> Vec<(usize, usize)> {
    let front = left.iter().zip(right).take_while(|(one, other)| one == other).count();
    let (left_rest, right_rest) = (left.get(front..).unwrap_or_default(), right.get(front..).unwrap_or_default());
    let back = left_rest.iter().rev().zip(right_rest.iter().rev()).take_while(|(one, other)| one == other).count();
    let inner = |list: &[T]| front..list.len() - back;
    let mut pairs: Vec<(usize, usize)> = (0..front).map(|at| (at, at)).collect();
    let middle = (left.get(inner(left)).unwrap_or_default(), right.get(inner(right)).unwrap_or_default());
    let mut cells = CELLS;
    let middle = table(middle.0, middle.1, &mut cells).unwrap_or_else(|| parts(middle.0, middle.1, &mut cells));
    pairs.extend(middle.into_iter().map(|(at, to)| (at + front, to + front)));
    pairs.extend((0..back).rev().map(|n| (left.len() - 1 - n, right.len() - 1 - n)));
    pairs
}

/// The same for long lists: cut where what stands once in both is in the same order; a part that is still too long pairs the
/// first of equals with the first, the second with the second.
fn parts<T: Eq + Hash>(left: &[T], right: &[T], cells: &mut usize) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let mut begin = (0, 0);
    let cuts = increasing(nth_pairs(left, right, 1));
    for end in cuts.into_iter().map(Some).chain([None]) {
        let (at, to) = end.unwrap_or((left.len(), right.len()));
        let part = (left.get(begin.0..at).unwrap_or_default(), right.get(begin.1..to).unwrap_or_default());
        let found = table(part.0, part.1, cells);
        let found = found.unwrap_or_else(|| increasing(nth_pairs(part.0, part.1, usize::MAX)));
        pairs.extend(found.into_iter().map(|(at, to)| (at + begin.0, to + begin.1)));
        pairs.extend(end);
        begin = (at + 1, to + 1);
    }
    pairs
}

/// Of equals in both lists the first with the first and so on; only of those that stand at most `most` times in each.
fn nth_pairs<T: Eq + Hash>(left: &[T], right: &[T], most: usize) -> Vec<(usize, usize)> {
    let mut places: HashMap<&T, (Vec<usize>, Vec<usize>)> = HashMap::new();
    left.iter().enumerate().for_each(|(at, value)| places.entry(value).or_default().0.push(at));
    right.iter().enumerate().for_each(|(to, value)| places.entry(value).or_default().1.push(to));
    let few = places.into_values().filter(|(ats, tos)| ats.len().max(tos.len()) <= most);
    let mut pairs: Vec<_> = few.flat_map(|(ats, tos)| ats.into_iter().zip(tos)).collect();
    pairs.sort_unstable();
    pairs
}

/// The longest run of `pairs`, which are ordered by their first place, that is in order by the second one, too.
fn increasing(pairs: Vec<(usize, usize)>) -> Vec<(usize, usize)> {
    // The last pair of the best run of each length, and the pair before each in its run.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    let second = |nth: usize| pairs.get(nth).map(|(_, to)| *to);
    for (nth, (_, to)) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| second(*end) < Some(*to));
        before.push(length.checked_sub(1).and_then(|last| ends.get(last).copied()));
        match ends.get_mut(length) {
            Some(end) => *end = nth,
            None => ends.push(nth),
        }
    }
    let mut run: Vec<_> =
        std::iter::successors(ends.last().copied(), |nth| before.get(*nth).copied().flatten()).collect();
    run.reverse();
    run.into_iter().filter_map(|nth| pairs.get(nth).copied()).collect()
}

/// The places of the longest common subsequence; `None` if the table for it would need more than the `cells` that are left.
fn table<T: PartialEq>(left: &[T], right: &[T], cells: &mut usize) -> Option<Vec<(usize, usize)>> {
    if left.is_empty() || right.is_empty() {
        return Some(Vec::new());
    }
    let width = right.len() + 1;
    *cells = cells.checked_sub((left.len() + 1).saturating_mul(width))?;
    // `longest[at * width + to]` of what begins at both places.
    let mut longest = vec![0_u32; (left.len() + 1) * width];
    let cell = |longest: &[u32], at: usize, to: usize| longest.get(at * width + to).copied().unwrap_or_default();
    for (at, one) in left.iter().enumerate().rev() {
        for (to, other) in right.iter().enumerate().rev() {
            let value = if one == other {
                cell(&longest, at + 1, to + 1) + 1
            } else {
                cell(&longest, at + 1, to).max(cell(&longest, at, to + 1))
            };
            if let Some(slot) = longest.get_mut(at * width + to) {
                *slot = value;
            }
        }
    }
    let (mut at, mut to, mut pairs) = (0, 0, Vec::new());
    while let (Some(one), Some(other)) = (left.get(at), right.get(to)) {
        if one == other {
            pairs.push((at, to));
            (at, to) = (at + 1, to + 1);
        } else if cell(&longest, at + 1, to) >= cell(&longest, at, to + 1) {
            at += 1;
        } else {
            to += 1;
        }
    }
    Some(pairs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn length(left: &[u8], right: &[u8]) -> usize {
        match (left, right) {
            ([one, left_rest @ ..], [other, right_rest @ ..]) => {
                let skipped = length(left_rest, right).max(length(left, right_rest));
                if one == other { skipped.max(1 + length(left_rest, right_rest)) } else { skipped }
            }
            _ => 0,
        }
    }

    proptest! {
        #[test]
        fn a_common_subsequence_is_in_order_equal_and_the_longest(
            left in prop::collection::vec(0_u8..4, 0..8),
            right in prop::collection::vec(0_u8..4, 0..8),
        ) {
            let pairs = common(&left, &right);
            prop_assert!(pairs.windows(2).all(|two| two[0].0 < two[1].0 && two[0].1 < two[1].1), "{pairs:?}");
            prop_assert!(pairs.iter().all(|(at, to)| left[*at] == right[*to]));
            prop_assert_eq!(pairs.len(), length(&left, &right));
        }
    }

    /// With a square of steps or of memory, any of these would not end.
    #[test]
    fn texts_of_twenty_thousand_blocks_are_compared() {
        const MANY: usize = 20_000;
        let block = |word: &str, n: usize| format!("{word} {n} {word}{n} a b c d e f g h");
        let texts =
            |word: &str, different: usize| -> Vec<String> { (0..MANY).map(|n| block(word, n % different)).collect() };
        let shifted: Vec<String> = (0..MANY).map(|n| block("a", (n * 7) % MANY)).collect();
        for (one, other) in [
            (texts("a", 1), texts("a", 1)),
            (texts("a", 1), texts("b", 1)),
            (texts("a", 2), texts("a", 3)),
            (texts("a", MANY), texts("b", MANY)),
            (texts("a", MANY), shifted),
        ] {
            let before: Vec<_> = one.iter().map(|text| before_of(text)).collect();
            let now: Vec<_> = other.iter().map(|text| now_of(text)).collect();
            assert_eq!(fates(&before, &now).len(), MANY);
        }
    }

    fn before_of(text: &str) -> OldBlock {
        let likeness = Some(MinHash::from_text(text));
        OldBlock { kind: BlockKind::Paragraph, fingerprint: BlockDigest::from_text(text), likeness }
    }

    fn now_of(text: &str) -> NewBlock<'_> {
        NewBlock { kind: BlockKind::Paragraph, fingerprint: BlockDigest::from_text(text), text }
    }

    proptest! {
        #[test]
        fn a_long_common_subsequence_is_in_order_and_equal(
            left in prop::collection::vec(0_u8..9, 0..40),
            right in prop::collection::vec(0_u8..9, 0..40),
            mut cells in 0_usize..200,
        ) {
            let pairs = parts(&left, &right, &mut cells);
            prop_assert!(pairs.windows(2).all(|two| two[0].0 < two[1].0 && two[0].1 < two[1].1), "{pairs:?}");
            prop_assert!(pairs.iter().all(|(at, to)| left[*at] == right[*to]));
        }
    }

    #[test]
    fn of_equal_blocks_the_one_with_its_old_neighbours_is_the_same() {
        let texts = |list: &'static str| list.split(' ').map(BlockDigest::from_text).collect::<Vec<_>>();
        let rule = |fingerprint| OldBlock { kind: BlockKind::Rule, fingerprint, likeness: None };
        let before: Vec<_> = texts("a --- b --- c --- d").into_iter().map(rule).collect();
        let now = texts("a b --- c --- d");
        let now: Vec<_> =
            now.into_iter().map(|fingerprint| NewBlock { kind: BlockKind::Rule, fingerprint, text: "" }).collect();
        assert_eq!(fates(&before, &now)[1], BlockMatch::Gone);
    }
}
