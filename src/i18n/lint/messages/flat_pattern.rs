//! A pattern's text in one string, for what is found letter by letter; each letter knows its place in the file.

use std::{borrow::Cow, cell::OnceCell};

use fluent_syntax::ast::{Expression, InlineExpression, PatternElement};

use super::locale::Pattern;
use crate::i18n::lint::{Ftl, language::look_alike::words};

/// What stands in the string for a placeable: no letter, no white space, no quotation mark.
pub(in crate::i18n::lint) const HOLE: char = '\u{FFFC}';
const HOLE_TEXT: &str = "\u{FFFC}";

/// The text of one pattern; its variants' patterns are holes here and texts of their own.
pub(in crate::i18n::lint) struct FlatPattern<'a> {
    pub(in crate::i18n::lint) text: Cow<'a, str>,
    ftl: &'a Ftl<'a>,
    pattern: &'a Pattern<'a>,
    /// Where its elements begin; known once a place is asked for.
    starts: OnceCell<Vec<ElementStart>>,
}

/// Where an element begins in the text.
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

/// What an element says, as it is or in quotes; `None` for what is filled in.
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
