//! The line that a finding is about, cut to what fits, with its place underlined.

use crate::model::{diagnostic::Place, escape, look_alike::is_apostrophe};

/// Characters shown of a line: a paragraph may be one line.
const WIDTH: usize = 96;
/// Characters kept before the place where a line is cut.
const BEFORE: usize = 40;

/// A line and what lies below its place.
pub(super) struct Excerpt {
    /// The line, cut, with a space for each tab and each character that acts on a terminal.
    pub(super) line: String,
    /// Spaces, then the marks under the place.
    pub(super) marks: String,
}

/// The excerpt of a text around `place`; `None` where it has no such line, or the line is blank.
pub(super) fn excerpt(lines: &[&str], place: Place) -> Option<Excerpt> {
    let line = lines.get(place.line.checked_sub(1)? as usize)?;
    let chars: Vec<char> = line.trim_end().chars().collect();
    if chars.is_empty() {
        return None;
    }
    let column = (place.column.saturating_sub(1) as usize).min(chars.len());
    let start = if chars.len() > WIDTH { column.saturating_sub(BEFORE) } else { 0 };
    let end = chars.len().min(start + WIDTH);
    let shown: String =
        chars.get(start..end)?.iter().map(|c| if *c == '\t' || escape::acts(*c) { ' ' } else { *c }).collect();
    let before = if start > 0 { "… " } else { "" };
    let after = if end < chars.len() { " …" } else { "" };
    let spaces = before.chars().count() + column - start;
    let length = extent(chars.get(column..end).unwrap_or_default());
    Some(Excerpt {
        line: format!("{before}{shown}{after}"),
        marks: format!("{}{}", " ".repeat(spaces), "^".repeat(length)),
    })
}

/// How many characters from the place on belong to it: the rest of its word.
fn extent(rest: &[char]) -> usize {
    let sigil = usize::from(matches!(rest.first(), Some('$' | '-' | '.')));
    let inner = |c: &&char| c.is_alphanumeric() || matches!(c, '-' | '_') || is_apostrophe(**c);
    let word = rest.get(sigil..).unwrap_or_default().iter().take_while(inner).count();
    (sigil + word).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(text: &str, line: u32, column: u32) -> String {
        excerpt(&text.split('\n').collect::<Vec<_>>(), Place { line, column })
            .map_or(String::new(), |e| format!("{}\n{}", e.line, e.marks))
    }

    #[test]
    fn the_word_at_the_place_is_underlined() {
        assert_eq!(of("a = b\nв = { $cuont } ї", 2, 7), "в = { $cuont } ї\n      ^^^^^^");
        assert_eq!(of("a = { $x", 1, 9), "a = { $x\n        ^");
        assert_eq!(of("\n", 1, 1), "");
    }

    #[test]
    fn a_paragraph_is_cut_around_the_place() {
        let text = format!("{}слово{}", "а ".repeat(100), " б".repeat(100));
        let shown = of(&text, 1, 201);
        let marked: String = shown.lines().nth(1).unwrap().chars().filter(|c| *c == '^').collect();
        assert_eq!(marked, "^^^^^");
        assert!(shown.lines().next().unwrap().chars().count() <= WIDTH + 4);
        assert!(shown.starts_with("… ") && shown.contains("слово"));
    }

    proptest! {
        #[test]
        fn an_excerpt_of_any_place_fits_a_terminal(text in "\\PC{0,200}", line in 0_u32..4, column in 0_u32..300) {
            prop_assert!(of(&text, line, column).lines().all(|line| line.chars().count() <= 2 * WIDTH));
        }
    }
}
