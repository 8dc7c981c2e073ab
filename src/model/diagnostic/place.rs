//! Places in a text, by line and column.

use std::{iter::successors, sync::OnceLock};

use crate::model::byte_scan;

/// A place in a text file. Both numbers count from 1; the column counts Unicode scalar values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct Place {
    /// Line, from 1.
    pub line: u32,
    /// Column in Unicode scalar values, from 1.
    pub column: u32,
}

impl Place {
    /// The place of the byte `offset` in `text`; an offset past the end, or inside a character, is rounded down.
    pub fn from_offset(text: &str, offset: usize) -> Place {
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let before = text.get(..offset).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Place {
            line: count(before.matches('\n').count() + 1),
            column: count(before.get(line_start..).unwrap_or("").chars().count() + 1),
        }
    }
}

/// A text with the offsets at which its lines begin.
#[derive(Debug)]
pub(crate) struct Lines<'a> {
    text: &'a str,
    /// Found when the first place is asked for: most texts have no problem.
    starts: OnceLock<Vec<usize>>,
    /// The characters before each [`STEP`] bytes; counted where a line is longer than that.
    counts: OnceLock<Vec<usize>>,
}

/// Bytes that are counted for a column, at most twice.
const STEP: usize = 1_024;

impl<'a> Lines<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Lines { text, starts: OnceLock::new(), counts: OnceLock::new() }
    }

    /// The text.
    pub(crate) fn text(&self) -> &'a str {
        self.text
    }

    /// The place of the byte `offset`, as [`Place::from_offset`] counts it.
    pub(crate) fn place(&self, offset: usize) -> Place {
        let next = |start: &usize| byte_scan::find(self.text.as_bytes(), *start, |b| b == b'\n').map(|end| end + 1);
        let starts = self.starts.get_or_init(|| successors(Some(0), next).collect());
        let line = starts.partition_point(|start| *start <= offset).saturating_sub(1);
        let start = starts.get(line).copied().unwrap_or_default();
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        match self.text.get(start..offset.min(self.text.len())) {
            Some(before) => Place { line: count(line + 1), column: count(self.count(start, before) + 1) },
            None => Place::from_offset(self.text, offset),
        }
    }

    /// The characters of `part`, which begins at the byte `start`; many problems may stand in one long line.
    fn count(&self, start: usize, part: &str) -> usize {
        if part.len() <= STEP {
            return part.chars().count();
        }
        let counts = self.counts.get_or_init(|| {
            let steps = self.text.as_bytes().chunks(STEP);
            let sum = |sum: &mut usize, step: &[u8]| Some(std::mem::replace(sum, *sum + characters(step)));
            steps.scan(0, sum).collect()
        });
        let before = |offset: usize| {
            let nth = offset / STEP;
            let rest = self.text.as_bytes().get(nth * STEP..offset).unwrap_or_default();
            counts.get(nth).copied().unwrap_or_default() + characters(rest)
        };
        before(start + part.len()) - before(start)
    }

    /// The offset of `part`, a slice of the text; 0 where it is none.
    pub(crate) fn offset(&self, part: &str) -> usize {
        let offset = (part.as_ptr() as usize).checked_sub(self.text.as_ptr() as usize);
        offset.filter(|offset| *offset <= self.text.len()).unwrap_or_default()
    }

    /// The place of `part`, a slice of the text.
    pub(crate) fn place_of(&self, part: &str) -> Place {
        self.place(self.offset(part))
    }
}

/// The characters that begin in these bytes.
fn characters(utf8: &[u8]) -> usize {
    utf8.iter().filter(|byte| (**byte & 0xC0) != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_place_in_a_long_line_is_the_same_however_it_is_counted() {
        let text = format!("a\n{}\n{}\nb", "їжак ".repeat(1_000), "x水".repeat(3 * STEP));
        let lines = Lines::new(&text);
        for offset in (0..=text.len()).step_by(7).chain([text.len() + 9]) {
            assert_eq!(lines.place(offset), Place::from_offset(&text, offset), "{offset}");
        }
    }

    #[test]
    fn a_place_counts_characters_not_bytes() {
        let text = "назва = 1\nїжак";
        assert_eq!(Place::from_offset(text, 0), Place { line: 1, column: 1 });
        assert_eq!(Place::from_offset(text, text.find('=').unwrap()), Place { line: 1, column: 7 });
        assert_eq!(Place::from_offset(text, text.find("жак").unwrap()), Place { line: 2, column: 2 });
        assert_eq!(Place::from_offset(text, 1), Place { line: 1, column: 1 });
        assert_eq!(Place::from_offset(text, 999), Place { line: 2, column: 5 });
    }

    #[test]
    fn a_slice_knows_where_it_stands() {
        let text = "а = б\nв = { $г }";
        let lines = Lines::new(text);
        assert_eq!(lines.place_of(&text[text.find('$').unwrap()..]), Place { line: 2, column: 7 });
        assert_eq!(lines.offset("elsewhere").min(text.len()), lines.offset("elsewhere"));
    }

    proptest! {
        #[test]
        fn counts_as_places_do(text in "[aї\n]{0,40}", offset in 0_usize..60) {
            let offset = offset.min(text.len());
            prop_assert_eq!(Lines::new(&text).place(offset), Place::from_offset(&text, offset));
        }
    }
}
