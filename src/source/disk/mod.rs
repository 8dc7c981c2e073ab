//! Folders of files that can be made, or fetched, again.

mod disk_cache;

pub use disk_cache::{DiskCache, DiskCacheError};
