//! Folders of files that can be made, or fetched, again.

mod disk_cache;
#[cfg(test)]
pub(crate) mod testing;

pub use disk_cache::{DiskCache, DiskCacheError};
