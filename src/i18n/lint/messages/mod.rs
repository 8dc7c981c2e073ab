//! The messages of a language as the lint looks at them: parsed, merged over the built-in ones, with places.

pub(super) mod file;
pub(super) mod flat;
pub(super) mod locale;
pub(super) mod text;
pub(super) mod walk;
