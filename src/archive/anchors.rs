//! The anchors of an article's blocks, the same in every version as far as the versions correspond: a translation takes
//! those of its source.

use super::Article;
use crate::content::{
    align::{Passage, align},
    markdown::{Piece, anchors},
};

/// Gives the blocks of every version their anchors.
pub(super) fn set(article: &mut Article) {
    let source = article.versions.iter().position(|version| version.lang == article.meta.source).unwrap_or(0);
    let Some(original) = article.versions.get(source) else { return };
    let html = original.rendered.html.clone();
    let pieces = html.pieces();
    let own = anchors(&pieces);
    let passages = passages(&pieces);
    for (at, version) in article.versions.iter_mut().enumerate() {
        let ids = if at == source {
            own.iter().map(|id| id.iter().cloned().collect()).collect()
        } else {
            let html = version.rendered.html.clone();
            carried(&own, &passages, &html.pieces())
        };
        version.rendered.set_anchors(&ids);
    }
}

fn passages(pieces: &[Piece<'_>]) -> Vec<Passage> {
    pieces.iter().map(Passage::of).collect()
}

/// The anchors of a translation: each block has those of the blocks it translates, the second half of one that was split
/// and what has no counterpart their own.
fn carried(source: &[Option<String>], passages: &[Passage], pieces: &[Piece<'_>]) -> Vec<Vec<String>> {
    let mut ids = vec![Vec::new(); pieces.len()];
    let translated: Vec<Passage> = self::passages(pieces);
    for bead in align(passages, &translated) {
        let given = source.get(bead.left).unwrap_or_default().iter().flatten().cloned();
        if let Some(first) = ids.get_mut(bead.right.start).filter(|_| !bead.right.is_empty()) {
            first.extend(given);
        }
    }
    for (ids, own) in ids.iter_mut().zip(anchors(pieces)) {
        let free = own.filter(|id| ids.is_empty() && !source.iter().flatten().any(|taken| taken == id));
        ids.extend(free);
    }
    ids
}
