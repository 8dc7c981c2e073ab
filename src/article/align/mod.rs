//! Alignment: which block of one version says the same as which block of another, by structure, length, numbers, addresses and
//! names. Pure; it knows no language and reads no dictionary.

mod features;
#[cfg(test)]
mod properties;
mod score;

pub use features::BlockFeatures;
pub use score::{Bead, align};
