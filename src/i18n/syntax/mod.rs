//! The Fluent parser, with limits around it, and its errors as problems.

pub(super) mod depth;
pub(super) mod explain;
pub(super) mod misread;
pub(super) mod parse;
