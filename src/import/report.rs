//! What an import found and did, entry by entry, with the place in the source.

use std::{collections::BTreeMap, fmt};

use serde::Serialize;

use super::PLACE_SCHEME;

/// A place in the source.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct SourcePlace {
    /// A file, by its path from the source's root.
    pub path: String,
    /// A line of it, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u64>,
    /// What stands there, where lines say little: `post 123`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub item: String,
}

/// What became of what was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Not imported, or not readable: a person has to look.
    Lost,
    /// Kept as text that readers see, or as a link: a person may want to look.
    Kept,
    /// Written in another way that says the same.
    Changed,
}

/// One thing that an import found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Where.
    pub place: SourcePlace,
    /// Its kind, in kebab-case: `unknown-shortcode`.
    pub code: &'static str,
    /// What became of it.
    pub outcome: Outcome,
    /// What was found.
    pub found: String,
    /// What was done.
    pub done: String,
}

/// What becomes of words above a list: the list here has none.
pub(super) const ABOVE_LIST: &str = "a page of its own; the old address leads to the list. Link it, or delete it";

/// Entries that are held; the others are counted.
const MOST: usize = 100_000;
/// Characters of a text from the source in an entry.
const LONGEST: usize = 300;

/// All that an import found, in the order of the source.
#[derive(Debug, Clone, Default)]
pub struct Report {
    entries: Vec<Entry>,
    counts: BTreeMap<(&'static str, Outcome), u64>,
    is_silent: bool,
}

impl SourcePlace {
    /// A file as a whole.
    pub fn file(path: impl Into<String>) -> SourcePlace {
        SourcePlace { path: path.into(), ..SourcePlace::default() }
    }

    /// A line of a file.
    pub fn line(path: impl Into<String>, line: u64) -> SourcePlace {
        SourcePlace { path: path.into(), line: Some(line), item: String::new() }
    }

    /// The same place, at another line.
    #[must_use]
    pub fn at(&self, line: u64) -> SourcePlace {
        SourcePlace { line: Some(line), ..self.clone() }
    }
}

impl fmt::Display for SourcePlace {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.path)?;
        if let Some(line) = self.line {
            write!(out, ":{line}")?;
        }
        if !self.item.is_empty() {
            write!(out, " ({})", self.item)?;
        }
        Ok(())
    }
}

impl Report {
    /// Adds what was found at `place`, and what was done.
    pub fn add(
        &mut self,
        place: &SourcePlace,
        code: &'static str,
        outcome: Outcome,
        found: impl Into<String>,
        done: impl Into<String>,
    ) {
        if self.is_silent {
            return;
        }
        *self.counts.entry((code, outcome)).or_default() += 1;
        if self.entries.len() < MOST {
            // A source names a text by its path.
            let found = found.into().replace(PLACE_SCHEME, "");
            let (found, done) = (shortened(found), shortened(done.into()));
            self.entries.push(Entry { place: place.clone(), code, outcome, found, done });
        }
    }

    /// Adds all that another report has.
    pub fn append(&mut self, other: Report) {
        for (key, count) in other.counts {
            *self.counts.entry(key).or_default() += count;
        }
        let room = MOST.saturating_sub(self.entries.len());
        self.entries.extend(other.entries.into_iter().take(room));
    }

    /// A report that takes nothing: for passes that find again what another one finds.
    pub fn silent() -> Report {
        Report { is_silent: true, ..Report::default() }
    }

    /// The entries, in the order of the source; the first 100,000 of more.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// How many of each kind, with what became of them.
    pub fn counts(&self) -> impl Iterator<Item = (&'static str, Outcome, u64)> {
        self.counts.iter().map(|((code, outcome), count)| (*code, *outcome, *count))
    }
}

fn shortened(text: String) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text,
    }
}
