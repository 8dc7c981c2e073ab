//! The contents of a long text: its headings, each a link to its place.

use crate::{
    article::markdown::{BlockKind, SafeHtml},
    catalog::VersionSummary,
};

/// One heading.
pub(in crate::web) struct ContentsEntry {
    /// The id in the text.
    pub(in crate::web) id: String,
    /// Its words.
    pub(in crate::web) text: String,
    /// Whether it lies below the second level.
    pub(in crate::web) is_below: bool,
}

/// A text that is read in less time is scrolled through sooner than looked up.
const WORDS: u32 = 1200;
/// So many headings make contents.
const HEADINGS: usize = 4;

/// The contents; empty for a text that needs none.
pub(in crate::web) fn contents(version: &VersionSummary, body: &SafeHtml) -> Vec<ContentsEntry> {
    if version.details.words < WORDS {
        return Vec::new();
    }
    let pieces = body.pieces();
    let heading = |piece: &crate::article::markdown::HtmlBlock<'_>| match piece.kind {
        BlockKind::Heading(level @ ..=3) => {
            Some(ContentsEntry { id: piece.id()?.to_owned(), text: piece.text(), is_below: level > 2 })
        }
        _ => None,
    };
    let entries: Vec<_> = pieces.iter().filter_map(heading).collect();
    if entries.len() < HEADINGS { Vec::new() } else { entries }
}
