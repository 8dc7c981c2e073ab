//! Derived data, kept in step with the source: the follower, which is the one writer of the catalog, and the image worker.

mod follower;
pub mod images;
mod observer;
mod orders;
mod repair;
mod sync;
mod unnamed;

pub use follower::{Follow, Follower};
pub use observer::{NoObserver, Observer};
pub use orders::Orders;
pub use sync::{Report, SyncError};
