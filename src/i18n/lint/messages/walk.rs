//! The walk over a pattern and all it holds. It recurses; `syntax::parse` keeps no message that nests deep.

use fluent_syntax::ast::{CallArguments, Expression, InlineExpression, PatternElement, Variant};

use rustc_hash::FxHashSet;

use super::locale::{LocaleMessages, MessageEntry, MessageKey, Pattern};

/// What stands in a pattern.
pub(in crate::i18n::lint) enum Node<'a> {
    Variable(&'a str),
    Message(&'a str, Option<&'a str>),
    Term(&'a str, Option<&'a str>, Option<&'a CallArguments<&'a str>>),
    Function(&'a str, &'a CallArguments<&'a str>),
    Select(&'a InlineExpression<&'a str>, &'a [Variant<&'a str>]),
}

/// Shows every node of `pattern`, in the order of the file.
pub(in crate::i18n::lint) fn walk<'a>(pattern: &'a Pattern<'a>, each: &mut dyn FnMut(Node<'a>)) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            walk_expression(expression, each);
        }
    }
}

/// All nodes of `pattern`.
pub(in crate::i18n::lint) fn nodes<'a>(pattern: &'a Pattern<'a>) -> Vec<Node<'a>> {
    let mut nodes = Vec::new();
    walk(pattern, &mut |node| nodes.push(node));
    nodes
}

/// Shows `pattern` and the patterns of all variants in it.
pub(in crate::i18n::lint) fn each_pattern<'a>(pattern: &'a Pattern<'a>, each: &mut dyn FnMut(&'a Pattern<'a>)) {
    each(pattern);
    walk(pattern, &mut |node| {
        if let Node::Select(_, variants) = node {
            variants.iter().for_each(|variant| each(&variant.value));
        }
    });
}

/// What the language's own entries refer to.
pub(in crate::i18n::lint) fn referred<'a>(locale: &LocaleMessages<'a>) -> FxHashSet<MessageKey<'a>> {
    let mut found = FxHashSet::default();
    for (_, pattern) in locale.own().flat_map(MessageEntry::patterns) {
        found.extend(nodes(pattern).iter().filter_map(|node| match node {
            Node::Message(name, _) => Some(MessageKey::Message(name)),
            Node::Term(name, ..) => Some(MessageKey::Term(name)),
            _ => None,
        }));
    }
    found
}

fn walk_expression<'a>(expression: &'a Expression<&'a str>, each: &mut dyn FnMut(Node<'a>)) {
    match expression {
        Expression::Inline(inline) => walk_inline(inline, each),
        Expression::Select { selector, variants } => {
            each(Node::Select(selector, variants));
            walk_inline(selector, each);
            variants.iter().for_each(|variant| walk(&variant.value, each));
        }
    }
}

fn walk_inline<'a>(inline: &'a InlineExpression<&'a str>, each: &mut dyn FnMut(Node<'a>)) {
    let name = |id: &'a Option<fluent_syntax::ast::Identifier<&'a str>>| id.as_ref().map(|id| id.name);
    match inline {
        InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
        InlineExpression::VariableReference { id } => each(Node::Variable(id.name)),
        InlineExpression::MessageReference { id, attribute } => each(Node::Message(id.name, name(attribute))),
        InlineExpression::TermReference { id, attribute, arguments } => {
            each(Node::Term(id.name, name(attribute), arguments.as_ref()));
            arguments.iter().for_each(|arguments| walk_arguments(arguments, each));
        }
        InlineExpression::FunctionReference { id, arguments } => {
            each(Node::Function(id.name, arguments));
            walk_arguments(arguments, each);
        }
        InlineExpression::Placeable { expression } => walk_expression(expression, each),
    }
}

fn walk_arguments<'a>(arguments: &'a CallArguments<&'a str>, each: &mut dyn FnMut(Node<'a>)) {
    arguments.positional.iter().for_each(|argument| walk_inline(argument, each));
    arguments.named.iter().for_each(|argument| walk_inline(&argument.value, each));
}
