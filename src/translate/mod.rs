//! Tools for translators: `check`, `mark`, `status`. They read an archive through the other layers and never serve it.

pub mod check;
mod difference;
mod mark;
mod mark_error;
mod overlooked;
mod status;
mod table;

pub use mark::{Desk, Marked, Structure};
pub use mark_error::MarkError;
pub use status::{Coverage, Demand, Order, Part, Status, Work, WorkState};
