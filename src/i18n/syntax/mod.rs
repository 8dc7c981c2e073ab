//! The Fluent parser, with limits around it, and its errors as problems.

pub(super) mod brace;
pub(super) mod depth;
pub(super) mod junk;
pub(super) mod misread;
pub(super) mod parse;
