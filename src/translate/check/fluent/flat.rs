//! A pattern's text in one string, for what is found letter by letter; each letter knows its place in the file.

use std::borrow::Cow;

use fluent_syntax::ast::{Expression, InlineExpression, PatternElement};

use super::{Ftl, locale::Pattern};
use crate::apostrophe::is_apostrophe;

/// What stands in the string for a placeable: no letter, no white space, no quotation mark.
pub(super) const HOLE: char = '\u{FFFC}';
const HOLE_TEXT: &str = "\u{FFFC}";

/// The text of one pattern; its variants' patterns are holes here and texts of their own.
pub(super) struct Flat<'a> {
    pub(super) text: Cow<'a, str>,
    ftl: &'a Ftl<'a>,
    pattern: &'a Pattern<'a>,
}

impl<'a> Flat<'a> {
    pub(super) fn of(ftl: &'a Ftl<'a>, pattern: &'a Pattern<'a>) -> Self {
        let text = match pattern.elements.as_slice() {
            [PatternElement::TextElement { value }] => Cow::Borrowed(*value),
            elements => elements.iter().map(|element| written(element).unwrap_or(HOLE_TEXT)).collect(),
        };
        Flat { text, ftl, pattern }
    }

    /// The offset in the file of the byte `at` of the text.
    pub(super) fn in_file(&self, at: usize) -> usize {
        let (mut start, mut found) = (0, 0);
        for element in &self.pattern.elements {
            if start > at {
                break;
            }
            let part = written(element);
            found = part.map_or(found, |part| self.ftl.lines.offset(part) + at - start);
            start += part.unwrap_or(HOLE_TEXT).len();
        }
        found
    }

    /// The white space at the beginning, and whether it is written in quotes, hence meant.
    pub(super) fn before(&self) -> (&str, bool) {
        let rest = self.text.trim_start();
        (self.text.get(..self.text.len() - rest.len()).unwrap_or_default(), !is_bare(self.pattern.elements.first()))
    }

    /// The same at the end.
    pub(super) fn after(&self) -> (&str, bool) {
        (self.text.get(self.text.trim_end().len()..).unwrap_or_default(), !is_bare(self.pattern.elements.last()))
    }

    /// Runs of letters, each with its first byte; an apostrophe or a mark above belongs to its word.
    pub(super) fn words(&self) -> impl Iterator<Item = (usize, &str)> {
        let inner = |c: char| c.is_alphabetic() || is_apostrophe(c) || matches!(c, '\u{300}'..='\u{36F}');
        let text: &str = &self.text;
        text.split(move |c| !inner(c))
            .map(move |word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
            .filter(|(_, word)| word.contains(char::is_alphabetic))
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
    use crate::locale::LocaleFile;

    #[test]
    fn each_letter_knows_its_place_in_the_file() {
        let text = "a = { $x }аб{ \"в\" }г{ $y }\n".to_owned();
        let file = LocaleFile { lang: "uk".parse().unwrap(), path: String::new(), text };
        let ftl = Ftl::parse(&file, true);
        let flat = ftl.entries().next().and_then(|entry| entry.value).map(|value| Flat::of(&ftl, value)).unwrap();
        assert_eq!(flat.text, "\u{FFFC}абвг\u{FFFC}");
        for letter in ["а", "б", "в", "г"] {
            assert_eq!(file.text.get(flat.in_file(flat.text.find(letter).unwrap())..).unwrap().get(..2), Some(letter));
        }
    }
}
