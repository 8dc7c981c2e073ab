//! The page around an article or a listing.

pub(super) mod body;
pub(super) mod marked;
pub(super) mod page;
pub(super) mod selector;
