//! The translator's tools. They read what the other layers made of an archive, and never serve or change it unasked.

pub mod check;
mod difference;
mod mark;
mod overlooked;
mod status;
mod table;

pub use mark::{Desk, MarkError, Marked, Structure};
pub use status::{Coverage, Demand, Order, Part, Status, Work, WorkState};
