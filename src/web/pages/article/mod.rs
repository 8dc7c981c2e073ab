//! The page of an article and what belongs to it.

pub(super) mod behind;
pub(crate) mod beside;
pub(crate) mod contents;
pub(crate) mod page;
pub(crate) mod share;
pub(crate) mod stale;
pub(crate) mod text;
pub(crate) mod versions;
