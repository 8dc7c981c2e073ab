//! The page cache: finished pages in memory, rendered once and compressed once, served without a look at the disk. And the numbers of
//! the archive, counted once.
//!
//! No page is stale: each notes the revision of the archive at which it was valid, and is rendered again and compared after the
//! archive has changed (docs/decisions/0030-pages-are-proved-again.md).

pub(super) mod cached_page;
mod flight;
pub(super) mod hits;
pub(super) mod key;
pub(super) mod page_cache;
mod page_store;
mod shared_heads;
pub(super) mod stats_cache;
mod variant;
