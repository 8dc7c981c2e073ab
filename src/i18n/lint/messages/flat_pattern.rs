//! A pattern's text in one string, for what is found letter by letter; each letter knows its place in the file.

use std::{borrow::Cow, cell::OnceCell};

use fluent_syntax::ast::{CallArguments, Expression, InlineExpression, PatternElement, Variant};
use rustc_hash::FxHashSet;

use super::locale::{LocaleMessages, MessageEntry, MessageKey, Pattern};
use crate::i18n::lint::{Ftl, language::look_alike::words};

/// The placeholder for a placeable in a string: not a letter, white space or quotation mark.
pub(in crate::i18n::lint) const HOLE: char = '\u{FFFC}';
const HOLE_TEXT: &str = "\u{FFFC}";

/// The text of one pattern; its variants' patterns are holes here and texts of their own.
pub(in crate::i18n::lint) struct FlatPattern<'a> {
    pub(in crate::i18n::lint) text: Cow<'a, str>,
    ftl: &'a Ftl<'a>,
    pattern: &'a Pattern<'a>,
    /// The beginnings of its elements; known once a place is needed.
    starts: OnceCell<Vec<ElementStart>>,
}

/// The beginning of an element in the text.
struct ElementStart {
    at: usize,
    /// The last text up to here: where it begins in the text and in the file.
    text: Option<(usize, usize)>,
}

impl<'a> FlatPattern<'a> {
    pub(in crate::i18n::lint) fn new(ftl: &'a Ftl<'a>, pattern: &'a Pattern<'a>) -> Self {
        let text = match pattern.elements.as_slice() {
            [PatternElement::TextElement { value }] => Cow::Borrowed(*value),
            elements => elements.iter().map(|element| written(element).unwrap_or(HOLE_TEXT)).collect(),
        };
        FlatPattern { text, ftl, pattern, starts: OnceCell::new() }
    }

    /// The offset in the file of the byte `at` of the text.
    pub(in crate::i18n::lint) fn in_file(&self, at: usize) -> usize {
        let starts = self.starts.get_or_init(|| self.starts());
        let nth = starts.partition_point(|start| start.at <= at).checked_sub(1);
        let text = nth.and_then(|nth| starts.get(nth)?.text);
        text.map_or(0, |(start, in_file)| in_file + at - start)
    }

    fn starts(&self) -> Vec<ElementStart> {
        let (mut at, mut text) = (0, None);
        let start = |element| {
            let part = written(element);
            text = part.map(|part| (at, self.ftl.lines.offset(part))).or(text);
            let start = ElementStart { at, text };
            at += part.unwrap_or(HOLE_TEXT).len();
            start
        };
        self.pattern.elements.iter().map(start).collect()
    }

    /// The white space at the beginning, and whether it is written in quotes, hence meant.
    pub(in crate::i18n::lint) fn before(&self) -> (&str, bool) {
        let rest = self.text.trim_start();
        (self.text.get(..self.text.len() - rest.len()).unwrap_or_default(), !is_bare(self.pattern.elements.first()))
    }

    /// The same at the end.
    pub(in crate::i18n::lint) fn after(&self) -> (&str, bool) {
        (self.text.get(self.text.trim_end().len()..).unwrap_or_default(), !is_bare(self.pattern.elements.last()))
    }

    /// Its words, each with its first byte.
    pub(in crate::i18n::lint) fn words(&self) -> impl Iterator<Item = (usize, &str)> {
        words(&self.text)
    }
}

/// The text of an element, plain or in quotes; `None` for a variable part.
fn written<'a>(element: &PatternElement<&'a str>) -> Option<&'a str> {
    match element {
        PatternElement::TextElement { value }
        | PatternElement::Placeable { expression: Expression::Inline(InlineExpression::StringLiteral { value }) } => {
            Some(value)
        }
        PatternElement::Placeable { .. } => None,
    }
}

/// Whether it is written as it is, not in quotes.
fn is_bare(element: Option<&PatternElement<&str>>) -> bool {
    matches!(element, Some(PatternElement::TextElement { .. }))
}

/// An element of a pattern.
pub(in crate::i18n::lint) enum PatternNode<'a> {
    Variable(&'a str),
    Message(&'a str, Option<&'a str>),
    Term(&'a str, Option<&'a str>, Option<&'a CallArguments<&'a str>>),
    Function(&'a str, &'a CallArguments<&'a str>),
    Select(&'a InlineExpression<&'a str>, &'a [Variant<&'a str>]),
}

/// Shows every node of `pattern`, in the order of the file.
pub(in crate::i18n::lint) fn walk<'a>(pattern: &'a Pattern<'a>, each: &mut dyn FnMut(PatternNode<'a>)) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            walk_expression(expression, each);
        }
    }
}

/// All nodes of `pattern`.
pub(in crate::i18n::lint) fn nodes<'a>(pattern: &'a Pattern<'a>) -> Vec<PatternNode<'a>> {
    let mut nodes = Vec::new();
    walk(pattern, &mut |node| nodes.push(node));
    nodes
}

/// Shows `pattern` and the patterns of all variants in it.
pub(in crate::i18n::lint) fn each_pattern<'a>(pattern: &'a Pattern<'a>, each: &mut dyn FnMut(&'a Pattern<'a>)) {
    each(pattern);
    walk(pattern, &mut |node| {
        if let PatternNode::Select(_, variants) = node {
            variants.iter().for_each(|variant| each(&variant.value));
        }
    });
}

/// A text: of a message or a term, or of its attribute.
pub(in crate::i18n::lint) type TextId<'a> = (MessageKey<'a>, Option<&'a str>);

/// Whether `pattern` is more than a text. Most are not, and refer to nothing.
pub(in crate::i18n::lint) fn has_placeable(pattern: &Pattern<'_>) -> bool {
    pattern.elements.iter().any(|element| matches!(element, PatternElement::Placeable { .. }))
}

/// The texts that `pattern` refers to, each with the name in the file.
pub(in crate::i18n::lint) fn references<'a>(pattern: &'a Pattern<'a>) -> Vec<(TextId<'a>, &'a str)> {
    let of = |node: &PatternNode<'a>| match *node {
        PatternNode::Message(name, attribute) => Some(((MessageKey::Message(name), attribute), name)),
        PatternNode::Term(name, attribute, _) => Some(((MessageKey::Term(name), attribute), name)),
        _ => None,
    };
    nodes(pattern).iter().filter_map(of).collect()
}

/// The names that the language's own entries refer to.
pub(in crate::i18n::lint) fn referred<'a>(locale: &LocaleMessages<'a>) -> FxHashSet<MessageKey<'a>> {
    let mut found = FxHashSet::default();
    for (_, pattern) in locale.own().flat_map(MessageEntry::patterns) {
        found.extend(references(pattern).into_iter().map(|((key, _), _)| key));
    }
    found
}

fn walk_expression<'a>(expression: &'a Expression<&'a str>, each: &mut dyn FnMut(PatternNode<'a>)) {
    match expression {
        Expression::Inline(inline) => walk_inline(inline, each),
        Expression::Select { selector, variants } => {
            each(PatternNode::Select(selector, variants));
            walk_inline(selector, each);
            variants.iter().for_each(|variant| walk(&variant.value, each));
        }
    }
}

fn walk_inline<'a>(inline: &'a InlineExpression<&'a str>, each: &mut dyn FnMut(PatternNode<'a>)) {
    let name = |id: &'a Option<fluent_syntax::ast::Identifier<&'a str>>| id.as_ref().map(|id| id.name);
    match inline {
        InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
        InlineExpression::VariableReference { id } => each(PatternNode::Variable(id.name)),
        InlineExpression::MessageReference { id, attribute } => each(PatternNode::Message(id.name, name(attribute))),
        InlineExpression::TermReference { id, attribute, arguments } => {
            each(PatternNode::Term(id.name, name(attribute), arguments.as_ref()));
            arguments.iter().for_each(|arguments| walk_arguments(arguments, each));
        }
        InlineExpression::FunctionReference { id, arguments } => {
            each(PatternNode::Function(id.name, arguments));
            walk_arguments(arguments, each);
        }
        InlineExpression::Placeable { expression } => walk_expression(expression, each),
    }
}

fn walk_arguments<'a>(arguments: &'a CallArguments<&'a str>, each: &mut dyn FnMut(PatternNode<'a>)) {
    arguments.positional.iter().for_each(|argument| walk_inline(argument, each));
    arguments.named.iter().for_each(|argument| walk_inline(&argument.value, each));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::LocaleFile;

    #[test]
    fn each_letter_knows_its_place_in_the_file() {
        let text = "a = { $x }аб{ \"в\" }г{ $y }\n".to_owned();
        let file = LocaleFile { lang: "uk".parse().unwrap(), path: String::new(), text };
        let ftl = Ftl::parse(&file, true);
        let flat =
            ftl.entries().next().and_then(|entry| entry.value).map(|value| FlatPattern::new(&ftl, value)).unwrap();
        assert_eq!(flat.text, "\u{FFFC}абвг\u{FFFC}");
        for letter in ["а", "б", "в", "г"] {
            assert_eq!(file.text.get(flat.in_file(flat.text.find(letter).unwrap())..).unwrap().get(..2), Some(letter));
        }
    }
}
