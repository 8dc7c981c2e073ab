//! Messages that contain themselves: Fluent shows nothing where it meets itself again.

use std::collections::HashMap;

use fluent_syntax::ast::PatternElement;

use super::{
    Key, Locale,
    messages::{
        locale::Pattern,
        walk::{Node, nodes},
    },
};
use crate::model::diagnostic::Diagnostic;

/// A text: of a message or a term, or of its attribute.
type Text<'a> = (Key<'a>, Option<&'a str>);

/// A text whose references are being followed.
struct Step<'a> {
    text: Text<'a>,
    references: Vec<(Text<'a>, &'a str)>,
}

/// How many texts of a round a finding names.
const NAMED: usize = 5;

enum State {
    /// At this step of the path.
    Open(usize),
    Done,
}

/// Every reference by which a text comes to contain itself.
pub(super) fn check(locale: &Locale<'_>, out: &mut Vec<Diagnostic>) {
    let mut states: HashMap<Text<'_>, State> = HashMap::new();
    for entry in locale.own() {
        for (attribute, pattern) in entry.patterns() {
            // Most texts refer to nothing, so nothing needs to be known of them.
            if refers(pattern) {
                follow(locale, (entry.key, attribute), &mut states, out);
            }
        }
    }
}

fn follow<'a>(locale: &Locale<'a>, start: Text<'a>, states: &mut HashMap<Text<'a>, State>, out: &mut Vec<Diagnostic>) {
    if states.contains_key(&start) {
        return;
    }
    let mut path = vec![open(locale, start, 0, states)];
    while let Some(step) = path.last_mut() {
        let Some((next, at)) = step.references.pop() else {
            states.insert(step.text, State::Done);
            path.pop();
            continue;
        };
        let here = step.text;
        match states.get(&next) {
            Some(State::Done) => {}
            Some(State::Open(step)) => {
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

fn open<'a>(locale: &Locale<'a>, text: Text<'a>, at: usize, states: &mut HashMap<Text<'a>, State>) -> Step<'a> {
    states.insert(text, State::Open(at));
    let pattern = locale.get(text.0).and_then(|entry| entry.pattern(text.1));
    let mut references = pattern.map(references).unwrap_or_default();
    references.reverse();
    Step { text, references }
}

fn refers(pattern: &Pattern<'_>) -> bool {
    pattern.elements.iter().any(|element| matches!(element, PatternElement::Placeable { .. }))
}

fn references<'a>(pattern: &'a Pattern<'a>) -> Vec<(Text<'a>, &'a str)> {
    let of = |node: &Node<'a>| match *node {
        Node::Message(name, attribute) => Some(((Key::Message(name), attribute), name)),
        Node::Term(name, attribute, _) => Some(((Key::Term(name), attribute), name)),
        _ => None,
    };
    nodes(pattern).iter().filter_map(of).collect()
}

/// `round` is the way from the text to itself.
fn problem<'a>(
    locale: &Locale<'a>,
    round: &[Step<'a>],
    here: Text<'a>,
    next: Text<'a>,
    at: &str,
) -> Option<Diagnostic> {
    let entry = locale.get(here.0).filter(|entry| entry.ftl.own && !entry.allows("cyclic-reference"))?;
    let shown = |text: &Text<'_>| locale.get(text.0).map(|entry| entry.shown(text.1)).unwrap_or_default();
    let between = round.get(1..).unwrap_or_default();
    let mut through: Vec<_> = between.iter().take(NAMED).map(|step| format!("`{}`", shown(&step.text))).collect();
    through.extend((between.len() > NAMED).then(|| format!("{} more", between.len() - NAMED)));
    let message = match through.as_slice() {
        [] => format!("`{}` contains itself", shown(&next)),
        through => format!("`{}` contains itself, through {}", shown(&next), through.join(" and ")),
    };
    Some(entry.ftl.error("cyclic-reference", at, message).help("write the words in one of them"))
}
