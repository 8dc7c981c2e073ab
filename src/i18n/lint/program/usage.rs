//! What templates and sources ask for against what the source locale defines. Only for the project's own checkout:
//! elsewhere the program that asks is built already.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use super::calls::{Asked, Call, can_be};
use crate::{
    i18n::lint::{
        Code, Entry, Key, Locale,
        messages::walk::{Node, nodes},
        variable::needed,
    },
    model::{
        diagnostic::{Diagnostic, Lines},
        near::Names,
    },
};

/// Messages asked for and not defined, defined and not asked for, or asked for without a variable that they use.
pub(in crate::i18n::lint) fn check(source: &Locale<'_>, code: &[Code], out: &mut Vec<Diagnostic>) {
    let names = names(source);
    let index = Names::new(names.iter().map(String::as_str));
    let asked: Vec<_> = code.iter().map(|code| (code, code.asked())).collect();
    for (code, asked) in &asked {
        let lines = Lines::new(&code.text);
        for call in &asked.calls {
            out.extend(undefined(source, &index, code, &lines, call.id));
            out.extend(unpassed(source, code, &lines, call));
        }
        for (pattern, _) in asked.patterns.iter().filter(|(_, direct)| *direct) {
            if !names.iter().any(|name| can_be(pattern, name)) {
                let message = format!("no message has a name like `{pattern}`");
                let problem = Diagnostic::error(&code.path, "undefined-message", message).at(lines.place_of(pattern));
                out.push(problem.help(format!("define it in locales/{}/", source.lang)));
            }
        }
    }
    let all: Vec<_> = asked.iter().map(|(_, asked)| asked).collect();
    unused(source, &all, out);
}

/// Every name that can be asked for: messages, and attributes of messages.
fn names(source: &Locale<'_>) -> Vec<String> {
    let of = |entry: &Entry<'_>| entry.patterns().map(|(name, _)| entry.shown(name)).collect::<Vec<_>>();
    source.entries.iter().flat_map(of).collect()
}

fn entry<'a>(source: &Locale<'a>, id: &str) -> Option<(Entry<'a>, bool)> {
    let (name, attribute) = id.split_once('.').map_or((id, None), |(name, attribute)| (name, Some(attribute)));
    let entry = source.get(Key::Message(name))?;
    Some((entry, entry.pattern(attribute).is_some()))
}

fn undefined(source: &Locale<'_>, names: &Names<'_>, code: &Code, lines: &Lines<'_>, id: &str) -> Option<Diagnostic> {
    if entry(source, id).is_some_and(|(_, sound)| sound) {
        return None;
    }
    let message = format!("the message `{id}` is asked for here and defined nowhere");
    let problem = Diagnostic::error(&code.path, "undefined-message", message).at(lines.place_of(id));
    Some(match names.near(id) {
        Some(near) => problem.help(format!("write `{near}`, or define it in locales/{}/", source.lang)),
        None => problem.help(format!("define it in locales/{}/", source.lang)),
    })
}

fn unpassed(source: &Locale<'_>, code: &Code, lines: &Lines<'_>, call: &Call<'_>) -> Option<Diagnostic> {
    let (entry, _) = entry(source, call.id)?;
    let attribute = call.id.split_once('.').map(|(_, attribute)| attribute);
    let lacking: Vec<_> =
        needed(source, entry, attribute).difference(&call.passed).map(|name| format!("`${name}`")).collect();
    if lacking.is_empty() {
        return None;
    }
    let message = format!("`{}` needs {}, which is not given to it here", call.id, lacking.join(" and "));
    let problem = Diagnostic::error(&code.path, "unpassed-variable", message).at(lines.place_of(call.id));
    let first = lacking.first().map_or("", |name| name.trim_matches(['`', '$']));
    Some(problem.help(format!("add `.with(\"{first}\", …)`")))
}

fn unused(source: &Locale<'_>, asked: &[&Asked<'_>], out: &mut Vec<Diagnostic>) {
    let mut used: FxHashSet<Key<'_>> = FxHashSet::default();
    for (_, pattern) in source.entries.iter().flat_map(|entry| entry.patterns()) {
        used.extend(nodes(pattern).iter().filter_map(|node| match node {
            Node::Message(name, _) => Some(Key::Message(name)),
            Node::Term(name, ..) => Some(Key::Term(name)),
            _ => None,
        }));
    }
    let named: BTreeSet<&str> = asked.iter().flat_map(|asked| &asked.names).copied().collect();
    let named_messages: BTreeSet<&str> = named.iter().filter_map(|name| name.split('.').next()).collect();
    let patterns: Vec<&str> = asked.iter().flat_map(|asked| &asked.patterns).map(|(pattern, _)| *pattern).collect();
    for entry in source.own() {
        let by_pattern = || {
            let mut names = entry.patterns().map(|(name, _)| entry.shown(name));
            names.any(|name| patterns.iter().any(|pattern| can_be(pattern, &name)))
        };
        let is_asked_for = matches!(entry.key, Key::Message(name) if named_messages.contains(name)) || by_pattern();
        if !is_asked_for && !used.contains(&entry.key) && !entry.allows("unused-message") {
            let message = format!("`{}` is defined and asked for nowhere", entry.key);
            let problem = entry.ftl.warning("unused-message", entry.head(None), message);
            out.push(problem.help("delete it in every language, or ask for it in a template"));
        }
    }
}
