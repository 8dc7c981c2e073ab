//! Which rows of two versions side by side are behind the source, and in which words that is said. Values in, values out.

use std::ops::Range;

use crate::article::{Difference, DifferenceKind, align::Bead, markdown::HtmlBlock};

/// For each row the bytes of a version's HTML that stand in it, in their order; empty where the row has none of it.
pub(in crate::web::pages) fn spans(
    pieces: &[HtmlBlock<'_>],
    rows: impl Iterator<Item = Range<usize>>,
) -> Vec<Range<usize>> {
    let mut end = 0;
    let mut span = |row: Range<usize>| {
        let start = end;
        end += pieces.get(row).unwrap_or_default().iter().map(HtmlBlock::len).sum::<usize>();
        start..end
    };
    rows.map(&mut span).collect()
}

/// The spans of both versions.
pub(in crate::web::pages) fn both(
    beads: &[Bead],
    left: &[HtmlBlock<'_>],
    right: &[HtmlBlock<'_>],
) -> [Vec<Range<usize>>; 2] {
    let of_left = spans(left, beads.iter().map(|bead| bead.left.clone()));
    [of_left, spans(right, beads.iter().map(|bead| bead.right.clone()))]
}

/// The messages at each row of a version with these differences to its source. `source` is where the source stands in the
/// rows, if it is the other version.
pub(in crate::web::pages) fn marks(
    differences: &[Difference],
    own: &[Range<usize>],
    source: Option<&[Range<usize>]>,
) -> Vec<Vec<&'static str>> {
    let mut marks = vec![Vec::new(); own.len()];
    for difference in differences {
        // A difference stands at the end of the block that it is about; what is new, before the block that it would precede.
        let ends = || ending_at(own, difference.at);
        let begins = || row_of(own, difference.at).or_else(ends);
        let (row, message) = match (difference.kind, source) {
            (DifferenceKind::Changed, _) => (ends(), "beside-changed"),
            (DifferenceKind::Gone, _) => (ends(), "beside-gone"),
            (DifferenceKind::New, Some(source)) => (row_of(source, difference.html.start), "beside-untranslated"),
            (DifferenceKind::New, None) => (begins(), "beside-added"),
            // Above the rows, where a column says that it is behind.
            (DifferenceKind::Title | DifferenceKind::Summary, _) => continue,
        };
        let Some(marks) = row.and_then(|row| marks.get_mut(row)) else { continue };
        if !marks.contains(&message) {
            marks.push(message);
        }
    }
    marks
}

/// The row that has the byte `at`. Rows follow one another without a gap.
fn row_of(rows: &[Range<usize>], at: usize) -> Option<usize> {
    let nth = rows.partition_point(|row| row.end <= at);
    rows.get(nth).filter(|row| row.contains(&at)).map(|_| nth)
}

/// The row that has the byte before `at`.
fn ending_at(rows: &[Range<usize>], at: usize) -> Option<usize> {
    row_of(rows, at.checked_sub(1)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn difference(kind: DifferenceKind, at: usize, html: Range<usize>) -> Difference {
        Difference { kind, at, html }
    }

    #[test]
    fn each_difference_is_said_at_the_row_that_it_is_about() {
        // Four rows: the source has no second block of ours, we have no third of the source's.
        let (own, source) = ([0..10, 10..20, 20..20, 20..30], [0..8, 8..8, 8..16, 16..24]);
        let found = [
            difference(DifferenceKind::Changed, 10, 0..8),
            difference(DifferenceKind::Gone, 20, 0..0),
            difference(DifferenceKind::New, 20, 8..16),
        ];
        let beside_source = marks(&found, &own, Some(&source));
        assert_eq!(beside_source, [vec!["beside-changed"], vec!["beside-gone"], vec!["beside-untranslated"], vec![]]);
        let beside_another = marks(&found, &own, None);
        assert_eq!(beside_another, [vec!["beside-changed"], vec!["beside-gone"], vec![], vec!["beside-added"]]);
    }

    #[test]
    fn what_is_new_at_the_end_is_said_at_the_last_row_and_once() {
        let new = difference(DifferenceKind::New, 30, 90..99);
        assert_eq!(marks(&[new.clone(), new], &[0..20, 20..30, 30..30], None)[1], ["beside-added"]);
    }

    proptest! {
        #[test]
        fn a_row_is_found_as_by_looking_at_each(lengths in prop::collection::vec(0_usize..4, 0..9), at in 0_usize..30) {
            let mut end = 0;
            let rows: Vec<_> = lengths.iter().map(|length| { let start = end; end += length; start..end }).collect();
            prop_assert_eq!(row_of(&rows, at), rows.iter().position(|row| row.contains(&at)));
            let ends = |row: &Range<usize>| row.start < at && at <= row.end;
            prop_assert_eq!(ending_at(&rows, at), rows.iter().position(ends));
        }


        #[test]
        fn rows_keep_their_number_and_nothing_panics(
            lengths in prop::collection::vec(0_usize..9, 0..9),
            places in prop::collection::vec((0_usize..3, 0_usize..99, 0_usize..99), 0..9),
        ) {
            let mut end = 0;
            let rows: Vec<_> = lengths.iter().map(|length| { let start = end; end += length; start..end }).collect();
            let kinds = [DifferenceKind::Changed, DifferenceKind::New, DifferenceKind::Gone];
            let all: Vec<_> = places.iter().map(|(kind, at, html)| difference(kinds[*kind], *at, *html..*html)).collect();
            for source in [None, Some(rows.as_slice())] {
                prop_assert_eq!(marks(&all, &rows, source).len(), rows.len());
            }
        }
    }
}
