//! The anchors of an article's blocks, the same in every version as far as the versions correspond: a translation takes
//! those of its source, by its record where it has one.

use std::{
    cell::OnceCell,
    collections::{BTreeSet, HashSet},
    ops::Range,
};

use crate::article::{
    Article, Freshness, Version,
    align::{Bead, BlockFeatures, align},
    markdown::{HtmlBlock, anchors},
};

/// How far the lengths of two blocks may be from the ratio of their versions, either way, to be each other's for sure.
const SPREAD: usize = 3;
/// Bytes of a block that say nothing about its length.
const SMALL: usize = 80;

/// Gives the blocks of every version their anchors.
pub(in crate::article) fn set(article: &mut Article) {
    let source = article.versions.iter().position(|version| version.lang == article.meta.source).unwrap_or(0);
    let Some(original) = (*article.versions).get(source) else { return };
    let original = SourceVersion::new(original.rendered.pieces());
    let translated = |version: &Version| {
        let recorded = version.freshness.as_ref().and_then(Freshness::translated);
        original.carried(&version.rendered.pieces(), recorded)
    };
    let of_original = || original.anchors.iter().map(|id| id.iter().cloned().collect()).collect();
    let each = article.versions.iter().enumerate();
    let ids: Vec<Vec<Vec<String>>> =
        each.map(|(at, version)| if at == source { of_original() } else { translated(version) }).collect();
    for (version, ids) in article.versions.iter_mut().zip(ids) {
        version.rendered.set_anchors(&ids);
    }
}

/// The source version, as translations are compared with it.
struct SourceVersion<'a> {
    pieces: Vec<HtmlBlock<'a>>,
    anchors: Vec<Option<String>>,
    /// Made when the first translation is not parallel, for all of them.
    passages: OnceCell<Vec<BlockFeatures>>,
}

impl<'a> SourceVersion<'a> {
    fn new(pieces: Vec<HtmlBlock<'a>>) -> Self {
        SourceVersion { anchors: anchors(&pieces), pieces, passages: OnceCell::new() }
    }

    fn beads(&self, pieces: &[HtmlBlock<'_>]) -> Vec<Bead> {
        align(self.passages.get_or_init(|| passages(&self.pieces)), &passages(pieces))
    }

    /// The anchors of a translation: each block has those of the blocks it translates, the second half of one that was
    /// split and what has no counterpart their own.
    fn carried(&self, pieces: &[HtmlBlock<'_>], recorded: Option<Vec<Option<usize>>>) -> Vec<Vec<String>> {
        let own = &self.anchors;
        let mut ids = vec![Vec::new(); pieces.len()];
        let mut give = |to: usize, from: Range<usize>| {
            if let Some(ids) = ids.get_mut(to) {
                ids.extend(own.get(from).unwrap_or_default().iter().flatten().cloned());
            }
        };
        if let Some(recorded) = recorded {
            let paired: BTreeSet<usize> = recorded.iter().flatten().copied().collect();
            let pairs = (0..).zip(recorded).filter_map(|(to, from)| Some((to, from?)));
            pairs.for_each(|(to, from)| give(to, from..from + 1));
            // Of blocks that became one, a record names the longest.
            let beads = if paired.len() < own.len() { self.beads(pieces) } else { Vec::new() };
            for bead in beads.into_iter().filter(|bead| bead.left.len() > 1 && !bead.right.is_empty()) {
                let others = bead.left.filter(|at| !paired.contains(at));
                others.for_each(|at| give(bead.right.start, at..at + 1));
            }
        } else if are_parallel(&self.pieces, pieces) {
            (0..pieces.len()).for_each(|at| give(at, at..at + 1));
        } else {
            let beads = self.beads(pieces).into_iter().filter(|bead| !bead.right.is_empty());
            beads.for_each(|bead| give(bead.right.start, bead.left));
        }
        let taken: HashSet<&String> = own.iter().flatten().collect();
        for (ids, free) in ids.iter_mut().zip(anchors(pieces)) {
            ids.extend(free.filter(|id| ids.is_empty() && !taken.contains(id)));
        }
        ids
    }
}

fn passages(pieces: &[HtmlBlock<'_>]) -> Vec<BlockFeatures> {
    pieces.iter().map(BlockFeatures::outline).collect()
}

/// Whether two versions have the same blocks one after the other, none much longer than it should be. Most have, and then
/// nothing needs to be compared: an index of a large archive feels that.
fn are_parallel(source: &[HtmlBlock<'_>], pieces: &[HtmlBlock<'_>]) -> bool {
    let total = |pieces: &[HtmlBlock<'_>]| pieces.iter().map(HtmlBlock::len).sum::<usize>().max(1);
    let (left, right) = (total(source), total(pieces));
    let fits = |(one, other): (&HtmlBlock<'_>, &HtmlBlock<'_>)| {
        let (expected, found) = (one.len() * right, other.len() * left);
        let small = one.len().max(other.len()) < SMALL;
        one.kind == other.kind && (small || (expected < found * SPREAD && found < expected * SPREAD))
    };
    source.len() == pieces.len() && source.iter().zip(pieces).all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::markdown::{RenderContext, Rendered, render};

    fn rendered(text: &str) -> Rendered {
        let article = "2025/x".parse().unwrap();
        render(
            text,
            0,
            &RenderContext {
                path: "",
                article: &article,
                images: &[],
                media: &|_| None,
                refused: &|_| false,
                languages: &[],
            },
        )
    }

    #[test]
    fn parallel_versions_share_every_anchor_and_others_what_corresponds() {
        let source =
            rendered("# Міст\n\nСтоїть.\n\nЙого відкрили 1953 року, коли річку Дніпро вже перекрили греблею.\n");
        let original = SourceVersion::new(source.pieces());
        let all = original.anchors.iter().flatten().cloned().collect::<Vec<_>>();
        let given = |text: &str| original.carried(&rendered(text).pieces(), None);
        let parallel =
            given("# Bridge\n\nIt stands.\n\nIt opened in 1953, when a dam already blocked the river Dnipro.\n");
        assert_eq!(parallel.concat(), all);
        let abridged = given("# Bridge\n\nIt opened in 1953, when a dam already blocked the river Dnipro.\n");
        assert_eq!(abridged.concat(), [all[0].clone(), all[2].clone()]);
        let [first, second] = ["It stands.", "Only we have this."].map(|text| format!("{text}\n\n"));
        let recorded = original.carried(&rendered(&(first + &second)).pieces(), Some(vec![Some(2), None]));
        assert_eq!(recorded.first(), Some(&vec![all[2].clone()]), "what is recorded is not guessed");
        assert!(recorded.last().is_some_and(|own| own.len() == 1 && !all.contains(&own[0])));
    }

    #[test]
    fn a_block_that_joins_two_has_the_anchors_of_both_though_a_record_names_one() {
        let both =
            ["Опору поставили 1953 року, а греблю нижче перекрили 1955.", "Міст відкрили 1957 року, і Київ святкував."];
        let both = both.map(|text| format!("{text} ").repeat(4));
        let source = rendered(&format!("# Міст\n\n{}\n\n{}\n", both[0], both[1]));
        let original = SourceVersion::new(source.pieces());
        let all = original.anchors.iter().flatten().cloned().collect::<Vec<_>>();
        let [one, two] =
            ["The pier stood in 1953, the dam below closed in 1955. ", "The bridge opened in 1957, and Kyiv feasted. "];
        let joined = format!("# Bridge\n\n{}{}\n", one.repeat(4), two.repeat(4));
        let given = |recorded| original.carried(&rendered(&joined).pieces(), recorded);
        assert_eq!(given(None).concat(), all);
        assert_eq!(given(Some(vec![Some(0), Some(1)])).concat(), all);
    }
}
