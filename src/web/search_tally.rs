//! What is counted of searches: how they ended, how long they took, how many articles they found.

use std::{
    array,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use super::histogram::Histogram;
use crate::search::{Answer, SearchError};

/// Counts of searches.
#[derive(Debug, Default)]
pub(super) struct SearchTally {
    /// How long the index and the excerpts took; no page, no waiting.
    pub time: Histogram,
    outcomes: [AtomicU64; Outcome::ALL.len()],
    results: AtomicU64,
}

/// How a search ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Articles were found.
    Found,
    /// Articles were found for something else than what was typed.
    Mended,
    /// Nothing was found.
    Nothing,
    /// The index is being built.
    Building,
    /// Too many searched at once: 503.
    Refused,
    /// The index or the catalog could not be read: 500.
    Failed,
}

impl Outcome {
    const ALL: [Outcome; 6] =
        [Outcome::Found, Outcome::Mended, Outcome::Nothing, Outcome::Building, Outcome::Refused, Outcome::Failed];

    fn as_str(self) -> &'static str {
        match self {
            Outcome::Found => "found",
            Outcome::Mended => "mended",
            Outcome::Nothing => "nothing",
            Outcome::Building => "building",
            Outcome::Refused => "refused",
            Outcome::Failed => "failed",
        }
    }

    fn of(answer: &Result<Answer, SearchError>) -> Outcome {
        match answer {
            Err(_) => Outcome::Failed,
            Ok(Answer::Building) => Outcome::Building,
            Ok(Answer::Found(found)) if found.total == 0 => Outcome::Nothing,
            Ok(Answer::Found(found)) if found.mended.is_some() => Outcome::Mended,
            Ok(Answer::Found(_)) => Outcome::Found,
        }
    }
}

impl SearchTally {
    /// Counts a search, and the time that it took.
    pub(super) fn searched(&self, took: Duration, answer: &Result<Answer, SearchError>) {
        self.count(Outcome::of(answer));
        self.time.add(took);
        if let Ok(Answer::Found(found)) = answer {
            self.results.fetch_add(found.total as u64, Ordering::Relaxed);
        }
    }

    /// Counts one that did not get its turn.
    pub(super) fn refused(&self) {
        self.count(Outcome::Refused);
    }

    /// Each way to end, with how many ended so.
    pub(super) fn outcomes(&self) -> [(&'static str, u64); Outcome::ALL.len()] {
        let mut counts = self.outcomes.iter();
        let mut next = || counts.next().map_or(0, |count| count.load(Ordering::Relaxed));
        array::from_fn(|n| (Outcome::ALL.get(n).map_or("", |outcome| outcome.as_str()), next()))
    }

    /// Articles found, all searches together.
    pub(super) fn results(&self) -> u64 {
        self.results.load(Ordering::Relaxed)
    }

    fn count(&self, outcome: Outcome) {
        let at = Outcome::ALL.iter().position(|one| *one == outcome);
        if let Some(counter) = at.and_then(|at| self.outcomes.get(at)) {
            counter.fetch_add(1, Ordering::Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::{Found, Mended};

    #[test]
    fn every_end_is_counted_once_and_results_add_up() {
        let tally = SearchTally::default();
        let found = |total, mended| Ok(Answer::Found(Found { total, hits: Vec::new(), mended, lang: None }));
        let took = Duration::from_micros(80);
        for answer in [found(3, None), found(2, Some(Mended::Most)), found(0, None), Ok(Answer::Building)] {
            tally.searched(took, &answer);
        }
        tally.searched(took, &Err(SearchError::Index("broken".to_owned())));
        tally.refused();
        assert_eq!(tally.outcomes().map(|(_, count)| count), [1; 6]);
        assert_eq!((tally.results(), tally.time.count(), tally.time.seconds()), (5, 5, 0.0004));
    }
}
