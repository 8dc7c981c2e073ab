//! How deep a parsed message nests: each level is one call of a walk over it, its drop or its writing.

use fluent_syntax::ast::{CallArguments, Entry, Expression, InlineExpression, Pattern, PatternElement};

/// The deepest nesting of placeables, arguments and variants in these entries.
pub(in crate::i18n) fn depth<'a, 'b: 'a>(entries: impl Iterator<Item = &'a Entry<&'b str>>) -> usize {
    let of = |entry: &Entry<&str>| match entry {
        Entry::Message(message) => {
            let attributes = message.attributes.iter().map(|attribute| pattern(&attribute.value));
            message.value.iter().map(pattern).chain(attributes).max()
        }
        Entry::Term(term) => {
            let attributes = term.attributes.iter().map(|attribute| pattern(&attribute.value));
            attributes.chain([pattern(&term.value)]).max()
        }
        _ => None,
    };
    entries.filter_map(of).max().unwrap_or_default()
}

fn pattern(pattern: &Pattern<&str>) -> usize {
    let of = |element: &PatternElement<&str>| match element {
        PatternElement::TextElement { .. } => 0,
        PatternElement::Placeable { expression: inner } => 1 + expression(inner),
    };
    pattern.elements.iter().map(of).max().unwrap_or_default()
}

fn expression(expression: &Expression<&str>) -> usize {
    match expression {
        Expression::Inline(inner) => inline(inner),
        Expression::Select { selector, variants } => {
            variants.iter().map(|variant| pattern(&variant.value)).chain([inline(selector)]).max().unwrap_or_default()
        }
    }
}

fn inline(inline: &InlineExpression<&str>) -> usize {
    match inline {
        InlineExpression::Placeable { expression: inner } => 1 + expression(inner),
        InlineExpression::FunctionReference { arguments: inner, .. }
        | InlineExpression::TermReference { arguments: Some(inner), .. } => 1 + arguments(inner),
        _ => 0,
    }
}

fn arguments(arguments: &CallArguments<&str>) -> usize {
    let named = arguments.named.iter().map(|argument| inline(&argument.value));
    arguments.positional.iter().map(inline).chain(named).max().unwrap_or_default()
}
