//! The best way through two versions from their first blocks to their last, block against block.

use std::ops::Range;

use super::{
    BlockFeatures,
    score::{ALONE, Scores},
};

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
