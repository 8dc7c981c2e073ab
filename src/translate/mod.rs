//! The translator's tools: what was translated from what, and what there is to do.

mod mark;

pub use mark::{Desk, MarkError, Structure};
