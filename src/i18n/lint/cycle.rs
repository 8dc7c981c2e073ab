//! Messages that contain themselves: Fluent shows nothing where it meets itself again.

use std::collections::HashMap;

use super::{
    LocaleMessages,
    messages::flat_pattern::{TextId, has_placeable, references},
};
use crate::model::{diagnostic::Diagnostic, sentence::say};

/// A text whose references are being followed.
struct PathStep<'a> {
    text: TextId<'a>,
    references: Vec<(TextId<'a>, &'a str)>,
}

/// How many texts of a round a finding names.
const NAMED: usize = 5;

enum Visit {
    /// At this step of the path.
    Open(usize),
    Done,
}

/// Every reference by which a text comes to contain itself.
pub(super) fn check(locale: &LocaleMessages<'_>, out: &mut Vec<Diagnostic>) {
    let mut states: HashMap<TextId<'_>, Visit> = HashMap::new();
    for entry in locale.own() {
        for (attribute, pattern) in entry.patterns() {
            // Most texts refer to nothing, so nothing needs to be known of them.
            if has_placeable(pattern) {
                follow(locale, (entry.key, attribute), &mut states, out);
            }
        }
    }
}

fn follow<'a>(
    locale: &LocaleMessages<'a>,
    start: TextId<'a>,
    states: &mut HashMap<TextId<'a>, Visit>,
    out: &mut Vec<Diagnostic>,
) {
    if states.contains_key(&start) {
        return;
    }
    let mut path = vec![open(locale, start, 0, states)];
    while let Some(step) = path.last_mut() {
        let Some((next, at)) = step.references.pop() else {
            states.insert(step.text, Visit::Done);
            path.pop();
            continue;
        };
        let here = step.text;
        match states.get(&next) {
            Some(Visit::Done) => {}
            Some(Visit::Open(step)) => {
                let round = path.get(*step..).unwrap_or_default();
                out.extend(problem(locale, round, here, next, at));
            }
            None => {
                let step = open(locale, next, path.len(), states);
                path.push(step);
            }
        }
    }
}

fn open<'a>(
    locale: &LocaleMessages<'a>,
    text: TextId<'a>,
    at: usize,
    states: &mut HashMap<TextId<'a>, Visit>,
) -> PathStep<'a> {
    states.insert(text, Visit::Open(at));
    let pattern = locale.get(text.0).and_then(|entry| entry.pattern(text.1));
    let mut references = pattern.map(references).unwrap_or_default();
    references.reverse();
    PathStep { text, references }
}

/// `round` is the way from the text to itself.
fn problem<'a>(
    locale: &LocaleMessages<'a>,
    round: &[PathStep<'a>],
    here: TextId<'a>,
    next: TextId<'a>,
    at: &str,
) -> Option<Diagnostic> {
    let entry = locale.get(here.0).filter(|entry| entry.ftl.own && !entry.allows("cyclic-reference"))?;
    let shown = |text: &TextId<'_>| locale.get(text.0).map(|entry| entry.shown(text.1)).unwrap_or_default();
    let between = round.get(1..).unwrap_or_default();
    let through: Vec<_> = between.iter().take(NAMED).map(|step| format!("`{}`", shown(&step.text))).collect();
    let message = match between.len() {
        0 => say("cyclic-reference"),
        count if count > NAMED => {
            say("cyclic-reference-through-more").with("names", through).with("more", count - NAMED)
        }
        _ => say("cyclic-reference-through").with("names", through),
    };
    let message = message.with("name", shown(&next));
    Some(entry.ftl.error("cyclic-reference", at, message).help(say("help-write-one-out")))
}
