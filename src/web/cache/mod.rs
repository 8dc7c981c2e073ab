//! The page cache: finished pages in memory, rendered once and compressed once, served without a look at the disk. And the numbers of
//! the archive, counted once.
//!
//! No page is stale: each notes the revision of the archive at which it was valid, and is rendered again and compared after the
//! archive has changed (docs/decisions/0030-pages-are-proved-again.md).

pub(super) mod cached_page;
pub(super) mod page_cache;
pub(super) mod page_store;
mod variant;
