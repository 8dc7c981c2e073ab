//! Calls of functions and terms: names and arguments that have no effect.

use std::{
    cell::LazyCell,
    collections::{BTreeMap, BTreeSet},
};

use fluent_syntax::ast::{CallArguments, InlineExpression, NamedArgument, VariantKey};

use super::{
    LocaleMessages, MessageEntry, MessageKey,
    messages::{
        flat_pattern::{PatternNode, nodes},
        locale::Pattern,
    },
    variable::passed,
};
use crate::{
    i18n::{FUNCTIONS, Function, Takes},
    model::{
        diagnostic::{Diagnostic, nearest},
        sentence::{Argument, say},
    },
};

/// The wrong names, and the arguments without effect, in `entry`. `original` is the source with its entry.
pub(super) fn check<'a>(
    locale: &LocaleMessages<'a>,
    entry: MessageEntry<'a>,
    original: Option<(&LocaleMessages<'a>, MessageEntry<'a>)>,
    out: &mut Vec<Diagnostic>,
) {
    // The program passes what the source's message uses, though this one may use less.
    let all_passed = LazyCell::new(|| {
        let mut all = passed(locale, entry);
        all.extend(original.iter().flat_map(|(source, entry)| passed(source, *entry)));
        all
    });
    let of_message = |variable: &str| all_passed.contains(variable);
    for (_, pattern) in entry.patterns() {
        for node in nodes(pattern) {
            match node {
                PatternNode::Function(name, arguments) => function(entry, name, arguments, out),
                PatternNode::Term(name, attribute, arguments) => {
                    if let Some(arguments) = arguments {
                        term(locale, entry, name, arguments, out);
                    }
                    let term = locale.get(MessageKey::Term(name)).and_then(|term| term.pattern(attribute));
                    unseen(entry, name, term, arguments, &of_message, out);
                }
                _ => {}
            }
        }
    }
}

/// Variables that a term reads and that are not given to it: it does not see those of the message that it stands in.
fn unseen(
    entry: MessageEntry<'_>,
    name: &str,
    term: Option<&Pattern<'_>>,
    arguments: Option<&CallArguments<&str>>,
    of_message: &dyn Fn(&str) -> bool,
    out: &mut Vec<Diagnostic>,
) {
    let Some(pattern) = term else { return };
    let given = |variable: &str| {
        arguments.is_some_and(|arguments| arguments.named.iter().any(|argument| argument.name.name == variable))
    };
    let read = read(pattern);
    for (variable, use_of) in read.into_iter().filter(|(variable, _)| !given(variable)) {
        let message = say(match use_of {
            Use::Shown => "unseen-variable-shown",
            Use::Counts if of_message(variable) => "unseen-variable-counts",
            // A term has a form for where none is asked for.
            Use::Chooses if of_message(variable) => "unseen-variable-chooses",
            Use::Counts | Use::Chooses => continue,
        });
        let message = message.with("term", format!("-{name}")).with("variable", format!("${variable}"));
        let message = message.with("key", entry.key.to_string());
        let problem = entry.ftl.error("unseen-variable", entry.ftl.with_sigil(name), message);
        out.push(problem.help(say("help-term-to-message").with("name", name)));
    }
}

/// How a text uses a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Use {
    /// It stands in the text.
    Shown,
    /// It chooses by a plural category.
    Counts,
    /// It chooses by name.
    Chooses,
}

/// The variables that `pattern` itself reads, each with its most telling use.
fn read<'a>(pattern: &'a Pattern<'a>) -> BTreeMap<&'a str, Use> {
    let mut uses: BTreeMap<&str, Use> = BTreeMap::new();
    let mut choosing: Vec<&str> = Vec::new();
    for node in nodes(pattern) {
        let (name, use_of) = match node {
            PatternNode::Select(selector, variants) => {
                let counts = variants.iter().any(|variant| is_category(&variant.key));
                let by = if counts { Use::Counts } else { Use::Chooses };
                match selector {
                    InlineExpression::VariableReference { id } => (id.name, by),
                    InlineExpression::FunctionReference { arguments, .. } => match arguments.positional.first() {
                        Some(InlineExpression::VariableReference { id }) => (id.name, Use::Counts),
                        _ => continue,
                    },
                    _ => continue,
                }
            }
            // The selector's own variable comes next, and has been noted.
            PatternNode::Variable(name) => match choosing.iter().position(|chosen| *chosen == name) {
                Some(at) => {
                    choosing.swap_remove(at);
                    continue;
                }
                None => (name, Use::Shown),
            },
            _ => continue,
        };
        if use_of != Use::Shown {
            choosing.push(name);
        }
        let known = uses.entry(name).or_insert(use_of);
        *known = (*known).min(use_of);
    }
    uses
}

/// Whether a variant is for numbers.
fn is_category(key: &VariantKey<&str>) -> bool {
    match key {
        VariantKey::Identifier { name } => matches!(*name, "zero" | "one" | "two" | "few" | "many"),
        VariantKey::NumberLiteral { .. } => true,
    }
}

fn function(entry: MessageEntry<'_>, name: &str, arguments: &CallArguments<&str>, out: &mut Vec<Diagnostic>) {
    let Some(function) = FUNCTIONS.iter().find(|function| function.name == name) else {
        let problem = entry.ftl.error("unknown-function", name, say("unknown-function").with("name", name));
        let known = FUNCTIONS.iter().map(|function| function.name);
        let near = nearest(name, known.clone());
        let known = either(known.map(|name| format!("`{name}`")), "both");
        let help = match near {
            Some(near) => say("help-write").with("name", near),
            None => say("help-functions").with("names", known),
        };
        return out.push(problem.help(help));
    };
    if arguments.positional.len() != 1 {
        let message = say("bad-argument-count").with("name", name).with("count", arguments.positional.len());
        out.push(entry.ftl.error("bad-argument", name, message).help(say("help-one-value").with("name", name)));
    }
    let has = |name: &str| arguments.named.iter().any(|argument| argument.name.name == name);
    for argument in &arguments.named {
        let name = argument.name.name;
        named(entry, function, argument, out);
        let beside = IDLE.iter().find(|(idle, stronger)| *idle == name && has(stronger));
        if let Some((_, stronger)) = beside {
            let message = say("bad-argument-idle").with("name", name).with("stronger", *stronger);
            out.push(entry.ftl.error("bad-argument", name, message).help(say("help-delete-one")));
        }
    }
}

/// All of `texts`, the last joined to the others by the message `id`: `"a" or "b"`.
fn either(texts: impl Iterator<Item = String>, id: &'static str) -> Argument {
    let mut texts: Vec<_> = texts.collect();
    match texts.pop() {
        Some(last) if !texts.is_empty() => say(id).with("first", texts).with("second", last).into(),
        last => last.unwrap_or_default().into(),
    }
}

/// Arguments that do nothing next to others.
const IDLE: [(&str, &str); 7] = [
    ("year", "dateStyle"),
    ("month", "dateStyle"),
    ("day", "dateStyle"),
    ("minimumFractionDigits", "minimumSignificantDigits"),
    ("maximumFractionDigits", "minimumSignificantDigits"),
    ("minimumFractionDigits", "maximumSignificantDigits"),
    ("maximumFractionDigits", "maximumSignificantDigits"),
];

fn named(entry: MessageEntry<'_>, function: &Function, argument: &NamedArgument<&str>, out: &mut Vec<Diagnostic>) {
    let name = argument.name.name;
    let Some((_, takes)) = function.arguments.iter().find(|(known, _)| *known == name) else {
        let message = say("unknown-argument").with("function", function.name).with("name", name);
        let near = nearest(name, function.arguments.iter().map(|(known, _)| *known));
        let known = || function.arguments.iter().map(|(known, _)| format!("`{known}`")).collect::<Vec<_>>();
        let help = match near {
            Some(near) => say("help-write").with("name", near),
            None => say("help-has").with("names", known()),
        };
        return out.push(entry.ftl.error("unknown-argument", name, message).help(help));
    };
    let (found, is_valid) = match (&argument.value, takes) {
        (InlineExpression::StringLiteral { value }, Takes::Text(texts)) => (value, texts.contains(value)),
        (InlineExpression::NumberLiteral { value }, Takes::Number(least, most)) => {
            (value, value.parse::<usize>().is_ok_and(|number| (*least..=*most).contains(&number)))
        }
        (InlineExpression::StringLiteral { value } | InlineExpression::NumberLiteral { value }, _) => (value, false),
        _ => return,
    };
    if !is_valid {
        let message = say("bad-argument").with("name", name).with("function", function.name).with("found", *found);
        out.push(entry.ftl.error("bad-argument", found, message).help(match (name, *found, takes) {
            ("style", "percent", _) => say("help-percent"),
            ("style", "currency", _) => say("help-currency"),
            (_, _, Takes::Text(texts)) => {
                let texts = either(texts.iter().map(|text| format!("\"{text}\"")), "either");
                say("help-one-of").with("texts", texts)
            }
            (_, _, Takes::Number(least, most)) => say("help-number-range").with("least", *least).with("most", *most),
        }));
    }
}

fn term(
    locale: &LocaleMessages<'_>,
    entry: MessageEntry<'_>,
    name: &str,
    arguments: &CallArguments<&str>,
    out: &mut Vec<Diagnostic>,
) {
    let Some(term) = locale.get(MessageKey::Term(name)) else { return };
    let mut used = BTreeSet::new();
    for (_, pattern) in term.patterns() {
        used.extend(nodes(pattern).iter().filter_map(|node| match node {
            PatternNode::Variable(name) => Some(*name),
            _ => None,
        }));
    }
    if !arguments.positional.is_empty() {
        let term = format!("-{name}");
        let message = say("unknown-argument-positional").with("term", &term);
        let help = say("help-named").with("term", term);
        out.push(entry.ftl.error("unknown-argument", entry.ftl.with_sigil(name), message).help(help));
    }
    for argument in arguments.named.iter().filter(|argument| !used.contains(argument.name.name)) {
        let found = argument.name.name;
        let term = format!("-{name}");
        let message = say("unknown-argument-term").with("term", &term).with("name", found);
        let help = match nearest(found, used.iter().copied()) {
            Some(near) => say("help-write").with("name", near),
            None => say("help-term-would-use").with("term", term).with("variable", format!("${found}")),
        };
        out.push(entry.ftl.error("unknown-argument", found, message).help(help));
    }
}
