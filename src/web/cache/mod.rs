//! Finished pages, kept in memory: rendered once, compressed once, answered without a look at the disk.
//!
//! Never stale: every page notes the revision of the archive it was seen to be right at, and is rendered again and
//! compared where the archive has moved on (docs/decisions/0030-pages-are-proved-again.md).

pub(super) mod asked;
pub(super) mod entry;
mod flight;
mod heads;
pub(super) mod kept;
pub(super) mod key;
mod packer;
pub(super) mod page_cache;
mod page_store;
mod variant;
