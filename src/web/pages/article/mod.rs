//! The page of an article: its versions, contents, notes on staleness, side-by-side view, citations, text.

pub(crate) mod page;
pub(crate) mod shared;
pub(crate) mod side_by_side;
pub(crate) mod stale_notice;
pub(crate) mod text;
pub(crate) mod versions;
