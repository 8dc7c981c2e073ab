//! Alignment: which block of one version says the same as which block of another, by structure, length, numbers, addresses and
//! names. Pure; it knows no language and reads no dictionary.

mod best_path;
mod consonants;
mod features;
#[cfg(test)]
mod properties;
mod score;

pub use best_path::{Bead, align};
pub use features::BlockFeatures;
