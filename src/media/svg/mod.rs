//! SVG and its style sheets, reduced to what the allow-lists name.

pub(super) mod css;
pub(super) mod filter;
pub(super) mod names;
