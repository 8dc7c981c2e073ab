//! What letters and words show of the language of a text.

pub(super) mod alphabet;
pub(crate) mod look_alike;
pub(crate) mod quotation;
pub(crate) mod vocabulary;

pub(crate) use quotation::quotations;
pub(crate) use vocabulary::{is_old, is_old_spelling};
