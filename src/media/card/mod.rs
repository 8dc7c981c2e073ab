//! The preview card of an article: its title, set in the font of the binary.

pub(super) mod draw;
pub(super) mod line_breaks;
