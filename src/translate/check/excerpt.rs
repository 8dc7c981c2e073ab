//! The line that a finding is about, as annotate-snippets shows it: cut to the width of a terminal, with its place underlined.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Snippet};

use crate::model::{diagnostic::Place, escape, look_alike::is_apostrophe};

/// Characters on either side of the place that the library is given: a paragraph may be one line, and it looks at all of it.
const AROUND: usize = 400;

/// A line, or the part of it around a place.
pub(super) struct Excerpt {
    /// With a space for each character that acts on a terminal.
    text: String,
    /// The bytes of the word at the place.
    word: Range<usize>,
    number: usize,
}

impl Excerpt {
    /// The excerpt of a text around `place`; `None` where it has no such line, or the line is blank.
    pub(super) fn new(lines: &[&str], place: Place) -> Option<Self> {
        let line = lines.get(place.line.checked_sub(1)? as usize)?.trim_end();
        if line.is_empty() {
            return None;
        }
        let column = place.column.saturating_sub(1) as usize;
        let at = line.char_indices().nth(column).map_or(line.len(), |(at, _)| at);
        let (before, after) = line.split_at_checked(at)?;
        let start = before.char_indices().rev().take(AROUND).last().map_or(at, |(start, _)| start);
        let end = after.char_indices().nth(AROUND).map_or(line.len(), |(end, _)| at + end);
        let clean = |part: &str| -> String {
            part.chars().map(|c| if c != '\t' && escape::acts(c) { ' ' } else { c }).collect()
        };
        let before = clean(line.get(start..at)?);
        let word = before.len()..before.len() + extent(after);
        Some(Excerpt { text: before + &clean(line.get(at..end)?), word, number: place.line as usize })
    }

    pub(super) fn snippet(&self) -> Snippet<'_, Annotation<'_>> {
        let place = AnnotationKind::Primary.span(self.word.clone());
        Snippet::source(self.text.as_str()).line_start(self.number).annotation(place)
    }
}

/// How many bytes of `rest` belong to what stands at its beginning: the rest of a word.
fn extent(rest: &str) -> usize {
    let sigil = usize::from(rest.starts_with(['$', '-', '.']));
    let inner = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_') || is_apostrophe(c);
    let word = rest.get(sigil..).unwrap_or_default();
    let end = sigil + word.find(|c| !inner(c)).unwrap_or(word.len());
    // A single sign is shown too, whatever it is.
    if end > 0 { end } else { rest.chars().next().map_or(0, char::len_utf8) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use annotate_snippets::{Group, Level, Renderer, renderer::DecorStyle};
    use proptest::prelude::*;

    /// The line and the marks below it.
    fn of(text: &str, line: u32, column: u32) -> (String, String) {
        let lines: Vec<_> = text.split('\n').collect();
        let Some(excerpt) = Excerpt::new(&lines, Place { line, column }) else { return Default::default() };
        let group = Group::with_level(Level::ERROR).element(excerpt.snippet());
        let shown = Renderer::plain().decor_style(DecorStyle::Ascii).render(&[group]);
        let part = |n: usize| {
            shown.lines().nth(n).and_then(|line| line.split_once("| ")).map_or("", |(_, part)| part).to_owned()
        };
        (part(1), part(2))
    }

    #[test]
    fn the_word_at_the_place_is_underlined() {
        for (text, line, column, shown, marks) in [
            ("a = b\nв = { $cuont } ї", 2, 7, "в = { $cuont } ї", "      ^^^^^^"),
            ("a = { $x", 1, 9, "a = { $x", "        ^"),
            ("水水 = { $x }", 1, 8, "水水 = { $x }", "         ^^"),
            ("п’ять яблук", 1, 1, "п’ять яблук", "^^^^^"),
            ("a\tb = {", 1, 7, "a    b = {", "         ^"),
            ("a\u{1b}\u{9b}\u{202e}b = {", 1, 8, "a   b = {", "       ^"),
            ("\n", 1, 1, "", ""),
            ("a", 2, 1, "", ""),
        ] {
            assert_eq!(of(text, line, column), (shown.to_owned(), marks.to_owned()), "{text:?}");
        }
    }

    #[test]
    fn a_paragraph_is_cut_around_the_place() {
        let text = format!("{}слово{}", "а ".repeat(50_000), " б".repeat(50_000));
        let (shown, marks) = of(&text, 1, 100_001);
        assert_eq!(marks.trim(), "^^^^^");
        assert!(shown.starts_with("...") && shown.ends_with("...") && shown.contains("слово"), "{shown}");
        assert!(shown.chars().count() < 150, "{shown}");
    }

    proptest! {
        #[test]
        fn an_excerpt_of_any_place_fits_a_terminal(text in "\\PC{0,900}", line in 0_u32..4, column in 0_u32..1_000) {
            let (shown, marks) = of(&text, line, column);
            prop_assert!(shown.chars().count() <= 300 && marks.chars().count() <= 300);
        }
    }
}
