//! What HTML says and Markdown cannot.

use std::collections::BTreeMap;

use crate::import::{Outcome, Report, SourcePlace};

/// One kind of thing in a text that has no Markdown form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// Its kind, in kebab-case.
    pub code: &'static str,
    /// What became of it.
    pub outcome: Outcome,
    /// What was found.
    pub found: String,
    /// What was done.
    pub done: &'static str,
    /// The line of the first one, from 1.
    pub line: u64,
    /// How many there are.
    pub count: u64,
}

/// The losses of a text, each kind once.
#[derive(Debug, Default)]
pub(super) struct Losses(BTreeMap<(&'static str, String), Loss>);

/// Kinds in a text that are counted each; the others are counted together.
const MOST: usize = 500;
/// Characters of an address or a value in a loss.
const LONGEST: usize = 200;

impl Losses {
    pub(super) fn add(&mut self, line: u64, code: &'static str, outcome: Outcome, found: &str, done: &'static str) {
        let found: String =
            if self.0.len() < MOST { found.chars().take(LONGEST).collect() } else { "others".to_owned() };
        let loss = Loss { code, outcome, found: found.clone(), done, line, count: 0 };
        self.0.entry((code, found)).or_insert(loss).count += 1;
    }

    /// All of them, in the order of the text.
    pub(super) fn into_list(self) -> Vec<Loss> {
        let mut list: Vec<Loss> = self.0.into_values().collect();
        list.sort_by_key(|loss| loss.line);
        list
    }
}

impl Loss {
    /// Adds it to a report on the text at `place`.
    pub fn add_to(&self, report: &mut Report, place: &SourcePlace) {
        let times = if self.count > 1 { format!("{} times, first on ", self.count) } else { String::new() };
        let found = format!("{} ({times}line {} of the text)", self.found, self.line);
        report.add(place, self.code, self.outcome, found, self.done);
    }
}
