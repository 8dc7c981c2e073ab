//! Which messages templates and Rust sources ask for.

pub(super) mod calls;
pub(super) mod usage;
