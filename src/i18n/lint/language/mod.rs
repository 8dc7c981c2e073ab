//! The language of a text, judged by its letters and words; used by the lint of messages and by `check` of articles.

pub(super) mod alphabet;
pub(crate) mod look_alike;
pub(crate) mod quotation;
pub(crate) mod vocabulary;

pub(crate) use alphabet::foreign_letters;
pub(crate) use quotation::quotations;
pub(crate) use vocabulary::{is_old, is_old_spelling};
