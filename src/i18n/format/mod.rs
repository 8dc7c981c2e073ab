//! Dates and numbers in the form of CLDR, and the Fluent functions that write them.

pub(super) mod alphabet;
pub(super) mod date;
pub(super) mod number;
