//! A pattern's text in one string, for what is found letter by letter; each letter knows its place in the file.

use fluent_syntax::ast::{Expression, InlineExpression, PatternElement};

use super::{Ftl, locale::Pattern};

/// What stands in the string for a placeable: no letter, no white space, no quotation mark.
pub(super) const HOLE: char = '\u{FFFC}';

/// The text of one pattern; its variants' patterns are holes here and texts of their own.
pub(super) struct Flat {
    pub(super) text: String,
    /// For each piece its first byte in the text and in the file, in order.
    pieces: Vec<(usize, usize)>,
    /// The range of the text that is written as it is, not in quotes: from the first such piece to the last.
    first_is_bare: bool,
    last_is_bare: bool,
}

impl Flat {
    pub(super) fn of<'a>(ftl: &Ftl<'a>, pattern: &'a Pattern<'a>) -> Self {
        let mut flat = Flat { text: String::new(), pieces: Vec::new(), first_is_bare: false, last_is_bare: false };
        for (n, element) in pattern.elements.iter().enumerate() {
            let bare = match element {
                PatternElement::TextElement { value } => {
                    flat.push(ftl, value);
                    true
                }
                PatternElement::Placeable {
                    expression: Expression::Inline(InlineExpression::StringLiteral { value }),
                } => {
                    flat.push(ftl, value);
                    false
                }
                PatternElement::Placeable { .. } => {
                    flat.text.push(HOLE);
                    false
                }
            };
            flat.first_is_bare = if n == 0 { bare } else { flat.first_is_bare };
            flat.last_is_bare = bare;
        }
        flat
    }

    fn push(&mut self, ftl: &Ftl<'_>, part: &str) {
        self.pieces.push((self.text.len(), ftl.lines.offset(part)));
        self.text.push_str(part);
    }

    /// The offset in the file of the byte `at` of the text.
    pub(super) fn in_file(&self, at: usize) -> usize {
        let piece = self.pieces.partition_point(|(start, _)| *start <= at).checked_sub(1);
        piece.and_then(|piece| self.pieces.get(piece)).map_or(0, |(start, offset)| offset + at.saturating_sub(*start))
    }

    /// The white space at the beginning, and whether it is written in quotes, hence meant.
    pub(super) fn before(&self) -> (&str, bool) {
        let rest = self.text.trim_start();
        (self.text.get(..self.text.len() - rest.len()).unwrap_or_default(), !self.first_is_bare)
    }

    /// The same at the end.
    pub(super) fn after(&self) -> (&str, bool) {
        (self.text.get(self.text.trim_end().len()..).unwrap_or_default(), !self.last_is_bare)
    }

    /// Runs of letters, each with its first byte; an apostrophe or a mark above belongs to its word.
    pub(super) fn words(&self) -> impl Iterator<Item = (usize, &str)> {
        let inner = |c: char| c.is_alphabetic() || matches!(c, '\'' | '’' | 'ʼ' | '\u{300}'..='\u{36F}');
        let text = self.text.as_str();
        text.split(move |c| !inner(c))
            .map(move |word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
            .filter(|(_, word)| word.contains(char::is_alphabetic))
    }
}
