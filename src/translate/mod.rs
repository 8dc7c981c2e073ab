//! The translator's tools. They read what the other layers made of an archive, and never serve or change it unasked.

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
