//! How well blocks of two versions go together.

use std::{cmp::Ordering, ops::Range};

use super::BlockFeatures;
use crate::article::markdown::BlockKind;

/// Two versions, with what is shared between any two blocks of them.
pub(super) struct Scores<'a> {
    left: &'a [BlockFeatures],
    right: &'a [BlockFeatures],
    /// Letters on the right for one on the left.
    ratio: f32,
    /// Of pairs of blocks (left, right), ordered: the weight of the marks that both have, the rarer the heavier.
    shared: Vec<((usize, usize), f32)>,
    /// The beginning in `shared` of the pairs of each block on the left, and the end.
    rows: Vec<usize>,
    /// The weight of each block's marks that the other version has anywhere.
    left_weight: Vec<f32>,
    right_weight: Vec<f32>,
}

/// A mark that more blocks have says nothing, and would make the table of shared marks a square.
const COMMON: usize = 24;
/// The cost of leaving a block without a counterpart.
pub(super) const ALONE: f32 = -2.2;
/// The cost of taking two blocks for one.
const MERGED: f32 = -3.0;

impl<'a> Scores<'a> {
    pub(super) fn new(left: &'a [BlockFeatures], right: &'a [BlockFeatures]) -> Self {
        let total = |side: &[BlockFeatures]| side.iter().map(|passage| passage.length).sum::<f32>().max(1.0);
        let mut scores = Scores {
            left,
            right,
            ratio: (total(right) / total(left)).clamp(0.4, 2.5),
            shared: Vec::new(),
            rows: Vec::new(),
            left_weight: vec![0.0; left.len()],
            right_weight: vec![0.0; right.len()],
        };
        scores.share();
        scores
    }

    fn share(&mut self) {
        let (lefts, rights) = (places(self.left), places(self.right));
        let mut rights = rights.chunk_by(same).peekable();
        for here in lefts.chunk_by(same) {
            let Some(FeaturePlace { mark, weight, .. }) = here.first() else { continue };
            let order = |there: &&[FeaturePlace]| there.first().map(|place| place.mark.cmp(mark));
            while rights.next_if(|there| order(there) == Some(Ordering::Less)).is_some() {}
            let Some(there) = rights.next_if(|there| order(there) == Some(Ordering::Equal)) else { continue };
            if here.len() > COMMON || there.len() > COMMON {
                continue;
            }
            let rare = weight / geometric(here.len(), there.len());
            here.iter().for_each(|place| add(&mut self.left_weight, place.block, rare));
            there.iter().for_each(|place| add(&mut self.right_weight, place.block, rare));
            let pairs = here.iter().flat_map(|i| there.iter().map(|j| ((i.block, j.block), rare)));
            self.shared.extend(pairs);
        }
        self.shared.sort_by_key(|(pair, _)| *pair);
        self.shared.dedup_by(|(pair, more), (kept, weight)| {
            let again = pair == kept;
            *weight += if again { *more } else { 0.0 };
            again
        });
        let begins = |i: usize| self.shared.partition_point(|((left, _), _)| *left < i);
        self.rows = (0..=self.left.len()).map(begins).collect();
    }

    /// The weight of what two blocks share.
    fn shared(&self, i: usize, j: usize) -> f32 {
        let row = self.rows.get(i).zip(self.rows.get(i + 1)).and_then(|(from, to)| self.shared.get(*from..*to));
        let row = row.unwrap_or_default();
        let found = row.binary_search_by_key(&j, |((_, right), _)| *right);
        found.ok().and_then(|at| row.get(at)).map_or(0.0, |(_, weight)| *weight)
    }

    /// The score of taking these blocks of the left text for those of the right; higher is better, nought is
    /// neither here nor there.
    pub(super) fn pair(&self, here: Range<usize>, there: Range<usize>) -> f32 {
        let left = self.left.get(here.clone()).unwrap_or_default();
        let right = self.right.get(there.clone()).unwrap_or_default();
        let (Some(first), Some(last)) = (left.first().zip(right.first()), left.last().zip(right.last())) else {
            return ALONE;
        };
        let merged = left.len() + right.len() > 2;
        let mut score = kinds(first.0, first.1);
        if merged {
            score = MERGED + score.min(kinds(last.0, last.1)).min(0.0);
            // Headings, figures and code are not joined to their neighbours.
            if left.len().max(right.len()) > 1 && left.iter().chain(right).any(|passage| !flows(passage.kind)) {
                return 8.0 * ALONE;
            }
        }
        score + self.lengths(left, right) + self.likeness(here, there)
    }

    /// After Gale and Church 1993: translations of longer texts are longer, within a spread that grows with the root.
    fn lengths(&self, left: &[BlockFeatures], right: &[BlockFeatures]) -> f32 {
        let sum = |side: &[BlockFeatures], of: fn(&BlockFeatures) -> f32| side.iter().map(of).sum::<f32>();
        let of_length = |passage: &BlockFeatures| passage.length;
        let expected = sum(left, of_length) * self.ratio;
        let found = sum(right, of_length);
        let spread = (6.8 * expected.midpoint(found).max(4.0)).sqrt();
        let off = (found - expected) / spread;
        let sentences = (sum(left, |p| p.sentences) - sum(right, |p| p.sentences)).abs();
        let items = (sum(left, |p| p.items) - sum(right, |p| p.items)).abs();
        -(off * off / 5.0).min(4.0) - (0.15 * sentences).min(0.9) - (0.5 * items).min(3.0)
    }

    /// The share of possible common features that both blocks have.
    fn likeness(&self, here: Range<usize>, there: Range<usize>) -> f32 {
        let weigh = |weights: &[f32], at: Range<usize>| weights.get(at).unwrap_or_default().iter().sum::<f32>();
        let (left, right) = (weigh(&self.left_weight, here.clone()), weigh(&self.right_weight, there.clone()));
        if left + right < 0.05 {
            return 0.0;
        }
        let both = here.flat_map(|i| there.clone().map(move |j| (i, j)));
        let shared: f32 = both.map(|(i, j)| self.shared(i, j)).sum();
        let share = 2.0 * shared / (left + right);
        // Much evidence counts in full, a single common word does not.
        let sure = ((left + right) / 2.0).min(2.0) / 2.0;
        sure * (8.0 * share.min(1.0) - 1.5)
    }
}

/// Whether blocks of this kind may be joined or split by a translator.
fn flows(kind: BlockKind) -> bool {
    matches!(kind, BlockKind::Paragraph | BlockKind::List | BlockKind::Quote)
}

fn kinds(left: &BlockFeatures, right: &BlockFeatures) -> f32 {
    match (left.kind, right.kind) {
        (BlockKind::Heading(one), BlockKind::Heading(other)) if one == other => 3.0,
        (BlockKind::Heading(_), BlockKind::Heading(_)) => 1.5,
        (BlockKind::Footnotes, BlockKind::Footnotes) => 12.0,
        (one, other) if one == other && flows(one) => 1.5,
        (one, other) if one == other => 3.0,
        (one, other) if flows(one) && flows(other) => -2.0,
        (BlockKind::Heading(_), BlockKind::Paragraph) | (BlockKind::Paragraph, BlockKind::Heading(_)) => -3.0,
        _ => -6.0,
    }
}

/// A mark and a block that has it.
struct FeaturePlace {
    mark: u64,
    weight: f32,
    block: usize,
}

fn same(one: &FeaturePlace, other: &FeaturePlace) -> bool {
    one.mark == other.mark
}

/// The marks of all blocks, equal ones next to each other.
fn places(side: &[BlockFeatures]) -> Vec<FeaturePlace> {
    let of = |(block, passage)| {
        let passage: &BlockFeatures = passage;
        passage.marks.iter().map(move |&(mark, weight)| FeaturePlace { mark, weight, block })
    };
    let mut places: Vec<FeaturePlace> = side.iter().enumerate().flat_map(of).collect();
    places.sort_unstable_by_key(|place| (place.mark, place.block));
    places
}

fn add(weights: &mut [f32], at: usize, weight: f32) {
    if let Some(found) = weights.get_mut(at) {
        *found += weight;
    }
}

#[expect(clippy::cast_precision_loss, reason = "both are at most `COMMON`")]
fn geometric(one: usize, other: usize) -> f32 {
    ((one * other) as f32).sqrt()
}

/// Blocks that say the same; one side is empty where a block stands alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bead {
    /// Blocks of the one version.
    pub left: Range<usize>,
    /// Blocks of the other.
    pub right: Range<usize>,
}

/// The steps of the way: so many blocks on the left, so many on the right.
const STEPS: [(usize, usize); 5] = [(1, 1), (1, 0), (0, 1), (2, 1), (1, 2)];
/// How far from the diagonal a block's counterpart is looked for.
const BAND: usize = 32;

/// Aligns two versions. The beads follow on one another and hold every block of both sides once.
/// Takes time and memory in proportion to the number of blocks, for any content.
pub fn align(left: &[BlockFeatures], right: &[BlockFeatures]) -> Vec<Bead> {
    let scores = Scores::new(left, right);
    let mut table = ScoreBand::new(left.len(), right.len());
    for i in 0..=left.len() {
        for j in table.columns(i) {
            let best = STEPS
                .iter()
                .enumerate()
                .filter_map(|(step, &(di, dj))| {
                    let before = table.score(i.checked_sub(di)?, j.checked_sub(dj)?)?;
                    let gain = if di == 0 || dj == 0 { ALONE } else { scores.pair(i - di..i, j - dj..j) };
                    Some((before + gain, step))
                })
                .max_by(|one, other| one.0.total_cmp(&other.0));
            if let Some((score, step)) = best {
                table.set(i, j, score, step);
            }
        }
    }
    table.way()
}

/// The best scores within a band around the diagonal.
struct ScoreBand {
    left: usize,
    right: usize,
    width: usize,
    cells: Vec<Option<(f32, usize)>>,
}

impl ScoreBand {
    fn new(left: usize, right: usize) -> Self {
        // A step on the left moves the diagonal by this much on the right; the band must not break off.
        let slope = right.div_ceil(left.max(1));
        let width = (2 * (BAND + slope) + 1).min(right + 1);
        let mut table = ScoreBand { left, right, width, cells: vec![None; (left + 1) * width] };
        table.set(0, 0, 0.0, 0);
        table
    }

    /// The first column of a row.
    fn first(&self, i: usize) -> usize {
        let centre = (i * self.right).checked_div(self.left).unwrap_or(0);
        centre.saturating_sub(self.width / 2).min(self.right + 1 - self.width)
    }

    fn columns(&self, i: usize) -> Range<usize> {
        let first = self.first(i);
        first..first + self.width
    }

    fn cell(&self, i: usize, j: usize) -> Option<usize> {
        let column = j.checked_sub(self.first(i)).filter(|column| *column < self.width)?;
        Some(i * self.width + column)
    }

    fn score(&self, i: usize, j: usize) -> Option<f32> {
        let (score, _) = (*self.cells.get(self.cell(i, j)?)?)?;
        Some(score)
    }

    fn set(&mut self, i: usize, j: usize, score: f32, step: usize) {
        if let Some(cell) = self.cell(i, j).and_then(|at| self.cells.get_mut(at)) {
            *cell = Some((score, step));
        }
    }

    fn way(&self) -> Vec<Bead> {
        let (mut i, mut j) = (self.left, self.right);
        let mut way = Vec::new();
        while (i, j) != (0, 0) {
            let cell = self.cell(i, j).and_then(|at| self.cells.get(at).copied().flatten());
            let (di, dj) = cell.and_then(|(_, step)| STEPS.get(step).copied()).unwrap_or((i.min(1), j.min(1)));
            let before = (i.saturating_sub(di), j.saturating_sub(dj));
            way.push(Bead { left: before.0..i, right: before.1..j });
            (i, j) = before;
        }
        way.reverse();
        way
    }
}
