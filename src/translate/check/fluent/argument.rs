//! Calls of functions and terms: names and arguments that have no effect.

use std::collections::BTreeSet;

use fluent_syntax::ast::{CallArguments, InlineExpression, NamedArgument};

use super::{
    Entry, Key, Locale,
    walk::{Node, nodes},
};
use crate::{
    locale::{FUNCTIONS, Function},
    problem::{Problem, nearest},
};

/// What `entry` calls by a wrong name, or with an argument that does nothing.
pub(super) fn check(locale: &Locale<'_>, entry: Entry<'_>, out: &mut Vec<Problem>) {
    for (_, pattern) in entry.patterns() {
        for node in nodes(pattern) {
            match node {
                Node::Function(name, arguments) => function(entry, name, arguments, out),
                Node::Term(name, _, Some(arguments)) => term(locale, entry, name, arguments, out),
                _ => {}
            }
        }
    }
}

fn function(entry: Entry<'_>, name: &str, arguments: &CallArguments<&str>, out: &mut Vec<Problem>) {
    let Some(function) = FUNCTIONS.iter().find(|function| function.name == name) else {
        let problem = entry.ftl.error("unknown-function", name, format!("there is no function `{name}`"));
        let known = FUNCTIONS.iter().map(|function| function.name);
        let near = nearest(name, known.clone());
        let known = known.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" and ");
        let help = near.map_or_else(|| format!("there are {known}"), |near| format!("write `{near}`"));
        return out.push(problem.help(help));
    };
    if arguments.positional.len() != 1 {
        let message = format!("`{name}` takes one value, found {}", arguments.positional.len());
        out.push(entry.ftl.error("bad-argument", name, message).help(format!("write `{name}($variable)`")));
    }
    for argument in &arguments.named {
        named(entry, function, argument, out);
    }
}

fn named(entry: Entry<'_>, function: &Function, argument: &NamedArgument<&str>, out: &mut Vec<Problem>) {
    let name = argument.name.name;
    let Some((_, texts)) = function.arguments.iter().find(|(known, _)| *known == name) else {
        let message = format!("`{}` has no argument `{name}`", function.name);
        let near = nearest(name, function.arguments.iter().map(|(known, _)| *known));
        let known = || function.arguments.iter().map(|(known, _)| format!("`{known}`")).collect::<Vec<_>>().join(", ");
        let help = near.map_or_else(|| format!("it has {}", known()), |near| format!("write `{near}`"));
        return out.push(entry.ftl.error("unknown-argument", name, message).help(help));
    };
    let found = match argument.value {
        InlineExpression::StringLiteral { value } | InlineExpression::NumberLiteral { value } => value,
        _ => return,
    };
    let is_text = matches!(argument.value, InlineExpression::StringLiteral { .. });
    let sound = texts.is_empty() || (is_text && texts.contains(&found));
    if !sound {
        let known = texts.iter().map(|text| format!("\"{text}\"")).collect::<Vec<_>>().join(" or ");
        let message = format!("`{name}` of `{}` cannot be `{found}`", function.name);
        out.push(entry.ftl.error("bad-argument", found, message).help(format!("write {known}")));
    }
}

fn term(locale: &Locale<'_>, entry: Entry<'_>, name: &str, arguments: &CallArguments<&str>, out: &mut Vec<Problem>) {
    let Some(term) = locale.get(Key::Term(name)) else { return };
    let mut heeded = BTreeSet::new();
    for (_, pattern) in term.patterns() {
        heeded.extend(nodes(pattern).iter().filter_map(|node| match node {
            Node::Variable(name) => Some(*name),
            _ => None,
        }));
    }
    if !arguments.positional.is_empty() {
        let message = format!("the term `-{name}` heeds named arguments only");
        let help = format!("write `-{name}(case: \"…\")`");
        out.push(entry.ftl.error("unknown-argument", entry.ftl.with_sigil(name), message).help(help));
    }
    for argument in arguments.named.iter().filter(|argument| !heeded.contains(argument.name.name)) {
        let found = argument.name.name;
        let message = format!("the term `-{name}` heeds no argument `{found}`");
        let near = nearest(found, heeded.iter().copied());
        let help =
            near.map_or_else(|| format!("`-{name}` would have to use `${found}`"), |near| format!("write `{near}`"));
        out.push(entry.ftl.error("unknown-argument", found, message).help(help));
    }
}
