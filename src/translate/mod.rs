//! The translator's tools: what was translated from what, and what there is to do.

mod mark;
mod status;
mod table;

pub use mark::{Desk, MarkError, Structure};
pub use status::{Coverage, Demand, Order, Part, Status, Work, WorkState};
