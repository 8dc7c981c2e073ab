//! The page of an article: its versions, contents, notes on staleness, side-by-side view, citations, text.

pub(crate) mod corrections;
pub(crate) mod licence;
pub(crate) mod page;
mod series;
pub(crate) mod share;
pub(crate) mod shared;
pub(crate) mod side_by_side;
pub(crate) mod stale_notice;
pub(super) mod staleness_marks;
pub(crate) mod text;
pub(crate) mod versions;
pub(crate) mod withdrawn;
