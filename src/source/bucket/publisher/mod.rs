//! The one who writes into a bucket: compares a folder with what the bucket has, and adds one segment.

mod catch_up;
mod collect;
mod error;
mod lock;
mod objects;
mod open;
mod part;
mod publish;
mod reading;
mod select;
mod snapshots;
mod state;
#[cfg(test)]
mod tests;
mod upload;

pub use error::PublishError;
pub use open::{PublishOptions, PublishReport, Publisher, Scope, Step};
