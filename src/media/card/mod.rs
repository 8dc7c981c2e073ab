//! The preview card: a title set in the binary's one font.

pub(super) mod draw;
pub(super) mod letters;
pub(super) mod lines;
