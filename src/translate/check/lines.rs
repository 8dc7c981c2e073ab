//! Places in a text, found fast: a file with thousands of findings must not be counted from its start for each.

use std::iter::successors;

use crate::{problem::Place, scan};

/// A text with the offsets at which its lines begin.
#[derive(Debug)]
pub(super) struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let next = |start: &usize| scan::find(text.as_bytes(), *start, |b| b == b'\n').map(|end| end + 1);
        Lines { text, starts: successors(Some(0), next).collect() }
    }

    /// The place of the byte `offset`, as [`Place::of`] counts it.
    pub(super) fn place(&self, offset: usize) -> Place {
        let line = self.starts.partition_point(|start| *start <= offset).saturating_sub(1);
        let start = self.starts.get(line).copied().unwrap_or_default();
        let before = self.text.get(start..offset.min(self.text.len()));
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        match before {
            Some(before) => Place { line: count(line + 1), column: count(before.chars().count() + 1) },
            None => Place::of(self.text, offset),
        }
    }

    /// The offset of `part`, a slice of the text; 0 where it is none.
    pub(super) fn offset(&self, part: &str) -> usize {
        let offset = (part.as_ptr() as usize).checked_sub(self.text.as_ptr() as usize);
        offset.filter(|offset| *offset <= self.text.len()).unwrap_or_default()
    }

    /// The place of `part`, a slice of the text.
    pub(super) fn place_of(&self, part: &str) -> Place {
        self.place(self.offset(part))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

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
            prop_assert_eq!(Lines::new(&text).place(offset), Place::of(&text, offset));
        }
    }
}
