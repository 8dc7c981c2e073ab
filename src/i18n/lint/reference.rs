//! References to messages, terms and attributes that the language does not have.

use rustc_hash::FxHashSet;

use super::{
    MessageEntry, MessageKey,
    messages::{
        flat_pattern::{PatternNode, nodes},
        locale::NameSuggestions,
    },
};
use crate::model::{
    diagnostic::{Diagnostic, nearest},
    sentence::say,
};

/// Attributes among which the one that was meant is looked for; a message has a few.
const MEASURED: usize = 64;

/// The names that `entry` refers to and the language does not have, apart from those that it has `misspelt`, which is reported
/// once, where they are defined. `original` is the same entry in the source.
pub(super) fn check(
    slips: &NameSuggestions<'_, '_>,
    entry: MessageEntry<'_>,
    original: Option<MessageEntry<'_>>,
    misspelt: &FxHashSet<MessageKey<'_>>,
    out: &mut Vec<Diagnostic>,
) {
    for (_, pattern) in entry.patterns() {
        for node in nodes(pattern) {
            let (key, attribute) = match node {
                PatternNode::Message(name, attribute) => (MessageKey::Message(name), attribute),
                PatternNode::Term(name, attribute, _) => (MessageKey::Term(name), attribute),
                _ => continue,
            };
            if misspelt.contains(&key) {
                continue;
            }
            let problem = unknown(slips, entry, key, attribute);
            out.extend(problem.map(|problem| match key {
                MessageKey::Message(name) if original.is_some_and(|original| has_variable(original, name)) => {
                    problem.help(say("help-write").with("name", format!("${name}")))
                }
                _ => problem,
            }));
        }
    }
}

/// Whether `entry` shows the variable `name`.
fn has_variable(entry: MessageEntry<'_>, name: &str) -> bool {
    let is_it = |node: &PatternNode<'_>| matches!(node, PatternNode::Variable(variable) if *variable == name);
    entry.patterns().any(|(_, pattern)| nodes(pattern).iter().any(is_it))
}

fn unknown<'a>(
    slips: &NameSuggestions<'_, '_>,
    entry: MessageEntry<'a>,
    key: MessageKey<'a>,
    attribute: Option<&'a str>,
) -> Option<Diagnostic> {
    let locale = slips.locale;
    let lang = locale.lang;
    if locale.is_broken(key) {
        return None;
    }
    let Some(target) = locale.get(key) else {
        let (code, at) = match key {
            MessageKey::Message(name) => ("unknown-message", name),
            MessageKey::Term(name) => ("unknown-term", entry.ftl.with_sigil(name)),
        };
        let problem = entry.ftl.error(code, at, say(code).with("key", key.to_string()).with("lang", lang));
        let near = slips.near(key);
        let sigil = if matches!(key, MessageKey::Term(_)) { "-" } else { "" };
        let help = near.map(|near| say("help-write").with("name", format!("{sigil}{near}")));
        return Some(problem.help(help.unwrap_or_else(|| say("help-define").with("key", key.to_string()))));
    };
    match attribute {
        Some(name) if target.pattern(Some(name)).is_none() => {
            let message = say("unknown-attribute").with("key", key.to_string()).with("name", name).with("lang", lang);
            let problem = entry.ftl.error("unknown-attribute", name, message);
            let near = nearest(name, target.attributes.iter().take(MEASURED).map(|attribute| attribute.id.name));
            Some(problem.help(match near {
                Some(near) => say("help-write").with("name", format!(".{near}")),
                None => say("help-add-attribute-below").with("name", name).with("key", key.to_string()),
            }))
        }
        None if target.value.is_none() => {
            let message = say("unknown-message-attributes").with("key", key.to_string());
            Some(entry.ftl.error("unknown-message", key.name(), message).help(say("help-refer-attribute")))
        }
        _ => None,
    }
}
