//! The numbers of footnotes, in the order in which they are first referred to.

use std::collections::{HashMap, HashSet};

use pulldown_cmark::{Event, Tag};

use crate::{article::markdown::document::Document, model::diagnostic::nearest};

/// Labels that are compared with one another, at most.
const MOST_MEANT: usize = 100;

/// The footnotes of a text.
#[derive(Debug)]
pub(in crate::article::markdown) struct Notes {
    /// The definition of the note of each label.
    defined: HashMap<String, usize>,
    /// The numbers of those that are referred to, from 1.
    numbers: HashMap<String, usize>,
    /// By number: where it is defined, and how many references there are.
    pub(super) used: Vec<(usize, usize)>,
    /// Definitions of a label that was defined before.
    pub(super) again: Vec<usize>,
    /// Labels that were referred to and are not defined.
    undefined: Vec<String>,
}

impl Notes {
    pub(in crate::article::markdown) fn new(document: &Document<'_>) -> Self {
        let mut notes = Notes {
            defined: HashMap::new(),
            numbers: HashMap::new(),
            used: Vec::new(),
            again: Vec::new(),
            undefined: Vec::new(),
        };
        for at in document.footnotes() {
            let label = normal(label(document, at));
            if *notes.defined.entry(label).or_insert(at) != at {
                notes.again.push(at);
            }
        }
        notes
    }

    /// Whether a footnote or a reference has this id.
    pub(in crate::article::markdown) fn has(&self, id: &str) -> bool {
        let used = |number: &str| number.parse::<usize>().is_ok_and(|n| (1..=self.used.len()).contains(&n));
        id.strip_prefix("fn-").or_else(|| id.strip_prefix("fnref-")).is_some_and(used)
    }

    /// Whether there is a note with this label.
    pub(in crate::article::markdown) fn is_defined(&self, label: &str) -> bool {
        self.defined.contains_key(&normal(label))
    }

    /// The number of the note and of this reference to it; `None` if no such note is defined.
    pub(super) fn refer(&mut self, label: &str) -> Option<(usize, usize)> {
        let label = normal(label);
        let Some(&defined) = self.defined.get(&label) else {
            self.undefined.push(label);
            return None;
        };
        let number = *self.numbers.entry(label).or_insert_with(|| {
            self.used.push((defined, 0));
            self.used.len()
        });
        let (_, references) = self.used.get_mut(number - 1)?;
        *references += 1;
        Some((number, *references))
    }

    /// Remembers a reference that the parser took for text, as no note has its label.
    pub(in crate::article::markdown) fn note_undefined(&mut self, label: &str) {
        self.undefined.push(normal(label));
    }

    /// How many labels were referred to and are not defined.
    pub(super) fn undefined_labels(&self) -> usize {
        self.undefined.iter().collect::<HashSet<_>>().len()
    }

    /// The definitions of notes without a reference, in their order. A reference to a label like theirs that is not defined was
    /// meant for one of them, and is reported.
    pub(super) fn unused(&self) -> Vec<usize> {
        let used = |label: &&String| self.numbers.contains_key(*label);
        let mut unused: Vec<_> = self.defined.iter().filter(|(label, _)| !used(label)).collect();
        unused.sort_unstable_by_key(|(_, at)| **at);
        for label in self.undefined.iter().take(MOST_MEANT) {
            let near = nearest(label, unused.iter().take(MOST_MEANT).map(|(label, _)| label.as_str()));
            let at = near.and_then(|near| unused.iter().position(|(label, _)| *label == near));
            if let Some(at) = at {
                unused.remove(at);
            }
        }
        unused.into_iter().map(|(_, at)| *at).collect()
    }
}

/// The label of the footnote that is defined at `at`.
pub(super) fn label<'a>(document: &'a Document<'_>, at: usize) -> &'a str {
    match document.event(at) {
        Some(Event::Start(Tag::FootnoteDefinition(label))) => label,
        _ => "",
    }
}

/// Labels are matched as those of links are (CommonMark, "link label"): neither case nor white space counts.
fn normal(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
