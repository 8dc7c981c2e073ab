//! Drawings: SVG and its style sheets, through allow-lists.

pub(super) mod css;
pub(super) mod filter;
pub(super) mod names;
