//! The messages that templates and Rust sources use.

pub(super) mod calls;
pub(super) mod usage;
