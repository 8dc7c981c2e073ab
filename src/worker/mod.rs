//! Derived data, kept in step with the source: the indexer, which is the one writer of the catalog, and the image worker.

mod control;
pub mod images;
mod indexer;
mod repair;
mod sync;
mod targets;
mod unnamed;

pub use control::{Control, Follow, NoObserver, Observer, PassReport};
pub use indexer::Indexer;
pub use sync::SyncError;
