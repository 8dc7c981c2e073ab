//! Alignment: which block of one version says the same as which block of another, by structure, length, numbers, addresses and
//! names. Pure; it knows no language and reads no dictionary.

mod passage;
mod path;
#[cfg(test)]
mod properties;
mod score;
mod sound;

pub use passage::Passage;
pub use path::{Bead, align};
