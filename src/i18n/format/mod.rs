//! Dates and numbers as CLDR writes them, and the Fluent functions that call on them.

pub(super) mod date;
pub(super) mod function;
pub(super) mod number;
