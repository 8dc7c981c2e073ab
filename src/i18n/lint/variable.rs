//! Variables and references of a translation against those of its source.

use std::collections::{BTreeMap, BTreeSet};

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
pub(super) fn check_unknown<'p>(
    passed: impl Fn() -> &'p BTreeSet<&'p str>,
    entry: MessageEntry<'_>,
    out: &mut Vec<Diagnostic>,
) {
    let mut reported = BTreeSet::new();
    for node in entry.patterns().flat_map(|(_, pattern)| nodes(pattern)) {
        let PatternNode::Variable(name) = node else { continue };
        // Most messages have no variable, and then nothing is asked.
        if passed().contains(name) || !reported.insert(name) {
            continue;
        }
        let message = say("unknown-variable").with("key", entry.key.to_string()).with("name", format!("${name}"));
        let problem = entry.ftl.error("unknown-variable", entry.ftl.with_sigil(name), message);
        let known: Vec<_> = passed().iter().take(NAMED).map(|name| format!("`${name}`")).collect();
        out.push(match (nearest(name, passed().iter().copied().take(MOST)), known.as_slice()) {
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

/// Whether `locale` has what a reference names: `name`, `name.attribute` or `-term`; perhaps so broken that it cannot be read.
fn resolves(locale: &LocaleMessages<'_>, name: &str) -> bool {
    let is_there = match (name.strip_prefix('-'), name.split_once('.')) {
        (Some(term), _) => locale.get(MessageKey::Term(term)).is_some(),
        (None, Some((name, attribute))) => has(locale, name, Some(attribute)),
        (None, None) => has(locale, name, None),
    };
    is_there || locale.is_broken(name.split('.').next().unwrap_or(name))
}

/// The names of `dropped` that do not stand in the text under a wrong name. Each of `strays`, which is reported as unknown,
/// stands for the name most like it; one like a name of `known` was meant for that, and any other for the first dropped one.
fn without_misspelt<'a>(dropped: Vec<&'a str>, strays: &[&str], known: &BTreeSet<&str>) -> Vec<&'a str> {
    let mut left = dropped;
    for stray in strays.iter().take(NAMED) {
        let near = nearest(stray, left.iter().copied().take(MOST));
        let is_other = || nearest(stray, known.iter().copied().take(MOST)).is_some();
        let meant = near.or_else(|| if is_other() { None } else { left.first().copied() });
        left.retain(|name| Some(*name) != meant);
    }
    left
}

/// Whether a text ends where a `{` is missing before a selector, which is reported by itself.
fn is_cut_off(pattern: &Pattern<'_>) -> bool {
    matches!(pattern.elements.last(), Some(PatternElement::TextElement { value }) if value.trim_end().ends_with("->"))
}

/// The references of `from`, a message of the source, that `to`, the same message of the translation, drops or adds, text by
/// text. The program passes the variables `passed`.
pub(super) fn check_against<'p>(
    source: &LocaleMessages<'_>,
    locale: &LocaleMessages<'_>,
    from: MessageEntry<'_>,
    to: MessageEntry<'_>,
    passed: impl Fn() -> &'p BTreeSet<&'p str>,
    out: &mut Vec<Diagnostic>,
) {
    for (attribute, original) in from.patterns() {
        let Some(pattern) = to.pattern(attribute).filter(|pattern| !is_cut_off(pattern)) else { continue };
        let (theirs, ours) = (Uses::in_pattern(original), Uses::in_pattern(pattern));
        let head = to.head(to.attributes.iter().map(|own| own.id.name).find(|name| Some(*name) == attribute));
        let differ = theirs.variables != ours.variables;
        let mut dropped = if differ { dropped_variables(&theirs, &ours, passed()) } else { Vec::new() };
        // `{ date }` is a variable without its `$`, and reported as an unknown message.
        dropped.retain(|name| !ours.references.contains_key(*name) || resolves(locale, name));
        for name in dropped {
            let name = format!("${name}");
            let message = say("dropped-variable").with("key", to.shown(attribute)).with("name", &name);
            let help = say("help-put-variable").with("name", name);
            out.push(to.ftl.warning("dropped-variable", head, message).help(help));
        }
        let names = CheckedReferences::new(source, locale, &theirs, &ours);
        for name in names.dropped {
            let message = say("dropped-reference").with("key", to.shown(attribute)).with("name", name);
            let help = say("help-put-reference").with("name", name);
            out.push(to.ftl.warning("dropped-reference", head, message).help(help));
        }
        for (name, at) in names.added {
            let at = if name.starts_with('-') { to.ftl.with_sigil(at) } else { at };
            let message = say("added-reference").with("key", to.shown(attribute)).with("name", name);
            let help = say("help-write-words").with("name", name);
            out.push(to.ftl.warning("added-reference", at, message).help(help));
        }
    }
}

/// The variables of the source that the translation does not use. One that is not among those that are `passed` is a mistake
/// of the source.
fn dropped_variables<'u>(theirs: &Uses<'u>, ours: &Uses<'u>, passed: &BTreeSet<&'u str>) -> Vec<&'u str> {
    let dropped = theirs.variables.difference(&ours.variables).copied().filter(|name| passed.contains(name));
    let strays: Vec<_> = ours.variables.difference(passed).copied().collect();
    without_misspelt(dropped.collect(), &strays, passed)
}

/// The references that a text has in one language only, each mistake once.
struct CheckedReferences<'u> {
    /// Those in the source only.
    dropped: Vec<&'u str>,
    /// Those in the translation only, each with its place.
    added: Vec<(&'u str, &'u str)>,
}

impl<'u> CheckedReferences<'u> {
    fn new(source: &LocaleMessages<'_>, locale: &LocaleMessages<'_>, theirs: &'u Uses<'_>, ours: &'u Uses<'_>) -> Self {
        let lost = theirs.references.keys().map(String::as_str).filter(|name| !ours.references.contains_key(*name));
        // What the source refers to and does not have is its own mistake.
        let (dropped, wrong): (Vec<_>, Vec<_>) = lost.partition(|name| resolves(source, name));
        let own = ours.references.iter().filter(|(name, _)| !theirs.references.contains_key(*name));
        let own = own.map(|(name, at)| (name.as_str(), *at));
        let (added, strays): (Vec<_>, Vec<_>) = own.partition(|(name, _)| resolves(locale, name));
        let strays: Vec<_> = strays.into_iter().map(|(name, _)| name).collect();
        let dropped = without_misspelt(dropped, &strays, &BTreeSet::new());
        // A term that the source does not have is a help that this language made for itself; what stands in the place of
        // another reference is reported with that one.
        let is_help =
            |name: &str| name.strip_prefix('-').is_some_and(|term| source.get(MessageKey::Term(term)).is_none());
        let added = added
            .into_iter()
            .filter(|(name, _)| !is_help(name) && !locale.is_broken(name.split('.').next().unwrap_or(name)));
        let added = added.skip(dropped.len() + wrong.len()).collect();
        CheckedReferences { dropped, added }
    }
}
