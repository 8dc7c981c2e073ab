//! Which block of a text is which block of an earlier one: what is the same, what has changed, what came and what went.

use std::collections::{HashMap, VecDeque};

use crate::content::{Fingerprint, Likeness, markdown::BlockKind, words};

/// A block of the earlier text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Before {
    pub(super) kind: BlockKind,
    pub(super) fingerprint: Fingerprint,
    /// `None` where a block is never known again once its words have changed.
    pub(super) likeness: Option<Likeness>,
}

/// A block of the text as it is now, with its Markdown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Now<'a> {
    pub(super) kind: BlockKind,
    pub(super) fingerprint: Fingerprint,
    pub(super) text: &'a str,
}

/// What became of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It is this one, as it was, wherever it stands.
    Same(usize),
    /// It is this one, changed.
    Changed(usize),
    /// There is none any more.
    Gone,
}

/// Cells of the table that the longest common subsequence is found in; beyond it, order does not tell.
const CELLS: usize = 4 << 20;
/// A block of so few words may have none left of them and be the same block still, if it stands where it stood.
const SHORT: usize = 8;

/// The fate of each block of `before` in `now`.
pub(super) fn fates(before: &[Before], now: &[Now<'_>]) -> Vec<Fate> {
    let mut pairing = Pairing { before, now, fates: vec![Fate::Gone; before.len()], taken: vec![false; now.len()] };
    pairing.in_order();
    let anchors = pairing.fates.clone();
    pairing.moved();
    pairing.alike();
    pairing.in_place(&anchors);
    pairing.fates
}

struct Pairing<'a> {
    before: &'a [Before],
    now: &'a [Now<'a>],
    fates: Vec<Fate>,
    taken: Vec<bool>,
}

impl Pairing<'_> {
    fn pair(&mut self, at: usize, fate: Fate) {
        let (Fate::Same(to) | Fate::Changed(to)) = fate else { return };
        if let (Some(slot), Some(taken)) = (self.fates.get_mut(at), self.taken.get_mut(to)) {
            (*slot, *taken) = (fate, true);
        }
    }

    /// The longest run of equal blocks in the same order; of equal blocks, the ones whose neighbours are equal too.
    fn in_order(&mut self) {
        let left: Vec<_> = self.before.iter().map(|block| block.fingerprint).collect();
        let right: Vec<_> = self.now.iter().map(|block| block.fingerprint).collect();
        for (at, to) in common(&left, &right) {
            self.pair(at, Fate::Same(to));
        }
    }

    /// Equal blocks in another place.
    fn moved(&mut self) {
        let mut free: HashMap<Fingerprint, VecDeque<usize>> = HashMap::new();
        for to in self.free() {
            if let Some(block) = self.now.get(to) {
                free.entry(block.fingerprint).or_default().push_back(to);
            }
        }
        for at in self.lost() {
            let block = self.before.get(at).and_then(|block| free.get_mut(&block.fingerprint));
            if let Some(to) = block.and_then(VecDeque::pop_front) {
                self.pair(at, Fate::Same(to));
            }
        }
    }

    /// Blocks with most of their words still there, the likest first, wherever they stand.
    fn alike(&mut self) {
        let free: Vec<_> = self.free();
        let free: Vec<_> = free
            .into_iter()
            .filter_map(|to| self.now.get(to).map(|block| (to, block.kind, Likeness::of(block.text))))
            .collect();
        let mut candidates = Vec::new();
        for at in self.lost() {
            let Some(Before { kind, likeness: Some(likeness), .. }) = self.before.get(at) else { continue };
            let alike = free.iter().filter(|(_, other, now)| other == kind && likeness.is_like(*now));
            candidates
                .extend(alike.map(|(to, _, now)| (usize::MAX - likeness.shared(*now), at.abs_diff(*to), at, *to)));
        }
        candidates.sort_unstable();
        for (.., at, to) in candidates {
            if self.fates.get(at) == Some(&Fate::Gone) && self.taken.get(to) == Some(&false) {
                self.pair(at, Fate::Changed(to));
            }
        }
    }

    /// What is left between the same neighbours as before, of the same kind: short blocks, or blocks whose words are
    /// not known.
    fn in_place(&mut self, anchors: &[Fate]) {
        for at in self.lost() {
            let Some(block) = self.before.get(at) else { continue };
            let same = |fate: &Fate| if let Fate::Same(to) = fate { Some(*to) } else { None };
            let after = anchors.get(..at).unwrap_or_default().iter().rev().find_map(same).map_or(0, |to| to + 1);
            let until = anchors.get(at..).unwrap_or_default().iter().find_map(same).unwrap_or(self.now.len());
            let fits = |to: &usize| {
                let now = self.now.get(*to).filter(|now| now.kind == block.kind);
                let small = |now: &Now<'_>| block.likeness.is_none() || words(now.text).nth(SHORT).is_none();
                self.taken.get(*to) == Some(&false) && now.is_some_and(small)
            };
            if let Some(to) = (after..until).find(fits) {
                self.pair(at, Fate::Changed(to));
            }
        }
    }

    fn lost(&self) -> Vec<usize> {
        self.fates.iter().enumerate().filter(|(_, fate)| **fate == Fate::Gone).map(|(at, _)| at).collect()
    }

    fn free(&self) -> Vec<usize> {
        self.taken.iter().enumerate().filter(|(_, taken)| !**taken).map(|(to, _)| to).collect()
    }
}

/// The places of a longest common subsequence in both lists. Equal ends are taken off first: most texts have changed in
/// one place.
pub(super) fn common<T: PartialEq>(left: &[T], right: &[T]) -> Vec<(usize, usize)> {
    let front = left.iter().zip(right).take_while(|(one, other)| one == other).count();
    let (left_rest, right_rest) = (left.get(front..).unwrap_or_default(), right.get(front..).unwrap_or_default());
    let back = left_rest.iter().rev().zip(right_rest.iter().rev()).take_while(|(one, other)| one == other).count();
    let inner = |list: &[T]| front..list.len() - back;
    let mut pairs: Vec<(usize, usize)> = (0..front).map(|at| (at, at)).collect();
    let middle = (left.get(inner(left)).unwrap_or_default(), right.get(inner(right)).unwrap_or_default());
    pairs.extend(table(middle.0, middle.1).into_iter().map(|(at, to)| (at + front, to + front)));
    pairs.extend((0..back).rev().map(|n| (left.len() - 1 - n, right.len() - 1 - n)));
    pairs
}

fn table<T: PartialEq>(left: &[T], right: &[T]) -> Vec<(usize, usize)> {
    let width = right.len() + 1;
    if left.is_empty() || right.is_empty() || (left.len() + 1).saturating_mul(width) > CELLS {
        return Vec::new();
    }
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
    pairs
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

    #[test]
    fn of_equal_blocks_the_one_with_its_old_neighbours_is_the_same() {
        let texts = |list: &'static str| list.split(' ').map(Fingerprint::of).collect::<Vec<_>>();
        let rule = |fingerprint| Before { kind: BlockKind::Rule, fingerprint, likeness: None };
        let before: Vec<_> = texts("a --- b --- c --- d").into_iter().map(rule).collect();
        let now = texts("a b --- c --- d");
        let now: Vec<_> =
            now.into_iter().map(|fingerprint| Now { kind: BlockKind::Rule, fingerprint, text: "" }).collect();
        assert_eq!(fates(&before, &now)[1], Fate::Gone);
    }
}
