//! Which block of one version says what which block of another says: by structure, length, numbers, addresses and names.
//! Pure; it knows no language and reads no dictionary.

mod passage;
mod path;
mod score;
mod sound;

pub use passage::Passage;
pub use path::{Bead, align};

#[cfg(test)]
mod properties;
