//! References to messages, terms and attributes that the language does not have.

use super::{
    MessageEntry, MessageKey,
    messages::{
        flat_pattern::{Node, nodes},
        locale::NameSuggestions,
    },
};
use crate::model::diagnostic::{Diagnostic, nearest};

/// Attributes among which the one that was meant is looked for; a message has a few.
const MEASURED: usize = 64;

/// What `entry` refers to and `locale` does not have.
pub(super) fn check(slips: &NameSuggestions<'_, '_>, entry: MessageEntry<'_>, out: &mut Vec<Diagnostic>) {
    for (_, pattern) in entry.patterns() {
        for node in nodes(pattern) {
            match node {
                Node::Message(name, attribute) => {
                    out.extend(unknown(slips, entry, MessageKey::Message(name), attribute))
                }
                Node::Term(name, attribute, _) => out.extend(unknown(slips, entry, MessageKey::Term(name), attribute)),
                _ => {}
            }
        }
    }
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
        let (code, what, at) = match key {
            MessageKey::Message(name) => ("unknown-message", "message", name),
            MessageKey::Term(name) => ("unknown-term", "term", entry.ftl.with_sigil(name)),
        };
        let problem = entry.ftl.error(code, at, format!("there is no {what} `{key}` in `{lang}`"));
        let near = slips.near(key);
        let sigil = if matches!(key, MessageKey::Term(_)) { "-" } else { "" };
        let help = near.map(|near| format!("write `{sigil}{near}`"));
        return Some(problem.help(help.unwrap_or_else(|| format!("define `{key}`, or write the words here"))));
    };
    match attribute {
        Some(name) if target.pattern(Some(name)).is_none() => {
            let message = format!("`{key}` has no attribute `.{name}` in `{lang}`");
            let problem = entry.ftl.error("unknown-attribute", name, message);
            let near = nearest(name, target.attributes.iter().take(MEASURED).map(|attribute| attribute.id.name));
            Some(problem.help(match near {
                Some(near) => format!("write `.{near}`"),
                None => format!("add `.{name} = …` below `{key}`"),
            }))
        }
        None if target.value.is_none() => {
            let message = format!("`{key}` has attributes only, no text to be put in here");
            Some(entry.ftl.error("unknown-message", key.name(), message).help("refer to one of its attributes"))
        }
        _ => None,
    }
}
