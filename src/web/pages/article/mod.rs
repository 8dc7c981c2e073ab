//! The page of an article: its versions, contents, notes on staleness, side-by-side view, citations, text.

pub(super) mod behind;
pub(crate) mod beside;
pub(crate) mod contents;
pub(crate) mod page;
mod series;
pub(crate) mod share;
pub(crate) mod stale;
pub(crate) mod text;
pub(crate) mod versions;
pub(crate) mod withdrawn;
