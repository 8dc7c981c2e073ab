//! The follower: the one writer of the catalog. It brings what a source has into the catalog, reading only what changed.

mod follower;
pub mod images;
mod observer;
mod orders;
mod proofreader;
mod repair;
mod sync;
mod unnamed;

pub use follower::{Follow, Follower};
pub use observer::{NoObserver, Observer};
pub use orders::Orders;
pub use proofreader::Proofreader;
pub use sync::{Report, SyncError};
