//! Messages that hold more than the writer fills in, with all that they refer to. It stops at a hundred placeables, so that no
//! ten messages can make a billion words.

use std::collections::{HashMap, hash_map::Entry};

use fluent_syntax::ast::{CallArguments, Expression, InlineExpression, PatternElement};

use super::{
    LocaleMessages, MessageKey,
    messages::{
        flat_pattern::{TextId, has_placeable, references},
        locale::Pattern,
    },
};
use crate::model::{diagnostic::Diagnostic, sentence::say};

/// `MAX_PLACEABLES` of fluent-bundle.
const MOST: usize = 100;

/// How many placeables each text holds at most, whichever variants are chosen. One whose references are being followed has
/// none yet: a circle is a finding by itself.
struct Sizes<'l, 'a> {
    locale: &'l LocaleMessages<'a>,
    known: HashMap<TextId<'a>, usize>,
}

/// Own messages that hold too much. No built-in one refers to another, so none holds more than it was built with.
pub(super) fn check(locale: &LocaleMessages<'_>, out: &mut Vec<Diagnostic>) {
    let mut sizes = Sizes { locale, known: HashMap::new() };
    for entry in locale.own().filter(|entry| matches!(entry.key, MessageKey::Message(_))) {
        if entry.patterns().any(|(attribute, _)| sizes.placeables((entry.key, attribute)) > MOST) {
            let message = say("unwritable-message").with("name", entry.key.to_string());
            out.push(entry.ftl.error("unwritable-message", entry.head(None), message).help(say("help-unwritable")));
        }
    }
}

impl<'a> Sizes<'_, 'a> {
    fn pattern(&self, text: TextId<'a>) -> Option<&'a Pattern<'a>> {
        self.locale.get(text.0)?.pattern(text.1)
    }

    /// Most texts are without placeables. References are followed one by one: a chain of messages may be longer than the stack.
    fn placeables(&mut self, text: TextId<'a>) -> usize {
        if !self.pattern(text).is_some_and(has_placeable) {
            return 0;
        }
        let mut open = vec![(text, false)];
        while let Some((text, is_followed)) = open.pop() {
            if is_followed {
                let size = self.pattern(text).map_or(0, |pattern| self.in_pattern(pattern));
                self.known.insert(text, size);
            } else if let Entry::Vacant(unknown) = self.known.entry(text) {
                unknown.insert(0);
                open.push((text, true));
                open.extend(self.pattern(text).into_iter().flat_map(references).map(|(next, _)| (next, false)));
            }
        }
        self.known.get(&text).copied().unwrap_or_default()
    }

    fn in_pattern(&self, pattern: &Pattern<'a>) -> usize {
        let placeables = |element: &PatternElement<&'a str>| match element {
            PatternElement::TextElement { .. } => 0,
            PatternElement::Placeable { expression } => self.in_expression(expression).saturating_add(1),
        };
        pattern.elements.iter().map(placeables).fold(0, usize::saturating_add)
    }

    fn in_expression(&self, expression: &Expression<&'a str>) -> usize {
        match expression {
            Expression::Inline(inline) => self.in_inline(inline),
            Expression::Select { selector, variants } => {
                let largest = variants.iter().map(|variant| self.in_pattern(&variant.value)).max();
                self.in_inline(selector).saturating_add(largest.unwrap_or_default())
            }
        }
    }

    fn in_inline(&self, inline: &InlineExpression<&'a str>) -> usize {
        let text = |text: TextId<'_>| self.known.get(&text).copied().unwrap_or_default();
        match inline {
            InlineExpression::MessageReference { id, attribute } => {
                text((MessageKey::Message(id.name), attribute.as_ref().map(|attribute| attribute.name)))
            }
            InlineExpression::TermReference { id, attribute, arguments } => {
                let own = text((MessageKey::Term(id.name), attribute.as_ref().map(|attribute| attribute.name)));
                own.saturating_add(arguments.as_ref().map_or(0, |arguments| self.in_arguments(arguments)))
            }
            InlineExpression::FunctionReference { arguments, .. } => self.in_arguments(arguments),
            InlineExpression::Placeable { expression } => self.in_expression(expression),
            _ => 0,
        }
    }

    fn in_arguments(&self, arguments: &CallArguments<&'a str>) -> usize {
        let named = arguments.named.iter().map(|argument| &argument.value);
        arguments.positional.iter().chain(named).map(|inline| self.in_inline(inline)).fold(0, usize::saturating_add)
    }
}
