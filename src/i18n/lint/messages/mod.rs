//! The messages of a language in the form that the lint reads: parsed, merged over the built-in ones, with their places.

pub(super) mod file;
pub(super) mod flat_pattern;
pub(super) mod locale;
pub(super) mod text;
