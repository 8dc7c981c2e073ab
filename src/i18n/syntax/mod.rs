//! The Fluent parser, guarded, and its errors in words.

pub(super) mod brace;
pub(super) mod depth;
pub(super) mod junk;
pub(super) mod misread;
pub(super) mod parse;
