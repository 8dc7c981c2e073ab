//! Variables and references of a translation against those of its source.

use std::{
    cell::LazyCell,
    collections::{BTreeMap, BTreeSet},
};

use fluent_syntax::ast::PatternElement;

use super::{
    LocaleMessages, MessageEntry, MessageKey,
    messages::{
        flat_pattern::{PatternNode, nodes},
        locale::Pattern,
    },
};
use crate::model::{
    diagnostic::{Diagnostic, nearest},
    sentence::say,
};

/// How far references are followed for the variables that come along with them.
const FARTHEST: usize = 20;
/// How many texts are looked into for them.
const MOST: usize = 200;
/// How many variables a finding names.
const NAMED: usize = 12;

/// The variables that the program passes to a message, as far as its source shows them: those it uses, those that the
/// messages in it use, and those that its comment names.
pub(super) fn passed<'a>(source: &LocaleMessages<'a>, entry: MessageEntry<'a>) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    let mut seen = BTreeSet::from([entry.key]);
    let mut round = vec![entry];
    for _ in 0..FARTHEST {
        for entry in std::mem::take(&mut round) {
            found.extend(entry.comment.iter().flat_map(|comment| comment.content.iter()).flat_map(|line| named(line)));
            for node in entry.patterns().flat_map(|(_, pattern)| nodes(pattern)) {
                match node {
                    PatternNode::Variable(name) => {
                        found.insert(name);
                    }
                    PatternNode::Message(name, _) if seen.len() < MOST && seen.insert(MessageKey::Message(name)) => {
                        round.extend(source.get(MessageKey::Message(name)));
                    }
                    _ => {}
                }
            }
        }
    }
    found
}

/// The variables that a comment speaks of: `$count is how many …`.
fn named(line: &str) -> impl Iterator<Item = &str> {
    let name = |rest: &str| rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'));
    line.split('$')
        .skip(1)
        .filter_map(move |rest| rest.get(..name(rest).unwrap_or(rest.len())))
        .filter(|n| !n.is_empty())
}

/// The variables that `entry` uses in addition to those that are `passed` to it.
pub(super) fn check_unknown<'a>(
    passed: impl FnOnce() -> BTreeSet<&'a str>,
    entry: MessageEntry<'_>,
    out: &mut Vec<Diagnostic>,
) {
    // Most messages use none.
    let passed = LazyCell::new(passed);
    let mut told = BTreeSet::new();
    for node in entry.patterns().flat_map(|(_, pattern)| nodes(pattern)) {
        let PatternNode::Variable(name) = node else { continue };
        if passed.contains(name) || !told.insert(name) {
            continue;
        }
        let message = say("unknown-variable").with("key", entry.key.to_string()).with("name", format!("${name}"));
        let problem = entry.ftl.error("unknown-variable", entry.ftl.with_sigil(name), message);
        let known: Vec<_> = passed.iter().take(NAMED).map(|name| format!("`${name}`")).collect();
        out.push(match (nearest(name, passed.iter().copied().take(MOST)), known.as_slice()) {
            (Some(near), _) => problem.help(say("help-write").with("name", format!("${near}"))),
            (None, []) => problem.help(say("help-no-variable")),
            (None, known) => problem.help(say("help-given").with("names", known.to_vec())),
        });
    }
}

/// The references of one text.
struct Uses<'a> {
    variables: BTreeSet<&'a str>,
    /// References as written, each with where it stands.
    references: BTreeMap<String, &'a str>,
}

impl<'a> Uses<'a> {
    fn in_pattern(pattern: &'a Pattern<'a>) -> Self {
        let mut uses = Uses { variables: BTreeSet::new(), references: BTreeMap::new() };
        for node in nodes(pattern) {
            match node {
                PatternNode::Variable(name) => {
                    uses.variables.insert(name);
                }
                PatternNode::Message(name, Some(attribute)) => {
                    uses.references.entry(format!("{name}.{attribute}")).or_insert(name);
                }
                PatternNode::Message(name, None) => {
                    uses.references.entry(name.to_owned()).or_insert(name);
                }
                // The attribute of a term chooses a variant; which one a language needs is its own affair.
                PatternNode::Term(name, None, _) => {
                    uses.references.entry(format!("-{name}")).or_insert(name);
                }
                _ => {}
            }
        }
        uses
    }
}

fn has(locale: &LocaleMessages<'_>, name: &str, attribute: Option<&str>) -> bool {
    locale.get(MessageKey::Message(name)).is_some_and(|entry| entry.pattern(attribute).is_some())
}

/// Whether a text ends where a `{` is missing before a selector, which is reported by itself.
fn is_cut_off(pattern: &Pattern<'_>) -> bool {
    matches!(pattern.elements.last(), Some(PatternElement::TextElement { value }) if value.trim_end().ends_with("->"))
}

/// The references of `from`, a message of the source, that `to`, the same message of the translation, drops or adds, text by
/// text.
pub(super) fn check_against(
    source: &LocaleMessages<'_>,
    locale: &LocaleMessages<'_>,
    from: MessageEntry<'_>,
    to: MessageEntry<'_>,
    out: &mut Vec<Diagnostic>,
) {
    for (attribute, original) in from.patterns() {
        let Some(pattern) = to.pattern(attribute).filter(|pattern| !is_cut_off(pattern)) else { continue };
        let (theirs, ours) = (Uses::in_pattern(original), Uses::in_pattern(pattern));
        let head = to.head(to.attributes.iter().map(|own| own.id.name).find(|name| Some(*name) == attribute));
        for name in theirs.variables.difference(&ours.variables) {
            let name = format!("${name}");
            let message = say("dropped-variable").with("key", to.shown(attribute)).with("name", &name);
            let help = say("help-put-variable").with("name", name);
            out.push(to.ftl.warning("dropped-variable", head, message).help(help));
        }
        for name in theirs.references.keys().filter(|name| !ours.references.contains_key(*name)) {
            let message = say("dropped-reference").with("key", to.shown(attribute)).with("name", name);
            let help = say("help-put-reference").with("name", name);
            out.push(to.ftl.warning("dropped-reference", head, message).help(help));
        }
        for (name, at) in ours.references.iter().filter(|(name, _)| !theirs.references.contains_key(*name)) {
            let term = name.strip_prefix('-');
            // A term that the source does not have is a help that this language made for itself; what this language
            // does not have either is reported as unknown.
            let known = match (term, name.split_once('.')) {
                (Some(term), _) => source.get(MessageKey::Term(term)).is_some(),
                (None, Some((name, attribute))) => has(locale, name, Some(attribute)),
                (None, None) => has(locale, name, None),
            };
            if known {
                let at = if term.is_some() { to.ftl.with_sigil(at) } else { at };
                let message = say("added-reference").with("key", to.shown(attribute)).with("name", name);
                let help = say("help-write-words").with("name", name);
                out.push(to.ftl.warning("added-reference", at, message).help(help));
            }
        }
    }
}
