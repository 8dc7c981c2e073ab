//! The cache as the service sees it: a page that is right is answered at once, any other is rendered once for all.

use std::{
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use super::{
    cacheable::CacheableReply,
    cached_page::{CachedPage, CachedResponse},
    compressor::Compressor,
    conditional_headers::ConditionalHeaders,
    flight::Flights,
    page_store::PageStore,
    shared_heads::SharedHeads,
};
use crate::{source::Health, web::middleware::metrics::HitCounters};

/// Finished pages, in memory.
#[derive(Debug)]
pub(in crate::web) struct PageCache {
    pages: Arc<PageStore>,
    /// Raised after every change of anything that a page may show.
    revision: AtomicU64,
    flights: Flights,
    heads: Arc<SharedHeads>,
    packer: Compressor,
}

impl PageCache {
    /// A cache that may take so many bytes; with 0 it keeps nothing.
    pub(in crate::web) fn new(bytes: u64, health: &Health) -> Self {
        let pages = Arc::new(PageStore::new(bytes));
        let packer = Compressor::start(&pages, health);
        PageCache { pages, revision: AtomicU64::new(0), flights: Flights::default(), heads: Arc::default(), packer }
    }

    /// The answer to a `GET` or `HEAD` for this target, where the page is here and right.
    pub(in crate::web) fn hit(&self, target: &str, asked: ConditionalHeaders<'_>) -> Option<CachedResponse> {
        let revision = self.revision();
        let entry = self.get(target, revision)?;
        let answer = entry.answer(asked)?;
        if let Some(encoding) = answer.pack {
            self.packer.pack(&target.into(), &entry, encoding);
        }
        entry.count(&answer);
        Some(answer)
    }

    /// The page at `key`, where it is here and right at `revision`.
    pub(in crate::web) fn get(&self, key: &str, revision: u64) -> Option<Arc<CachedPage>> {
        self.pages.get(key).filter(|entry| entry.is_right_at(revision))
    }

    /// The page at `key`, which was rendered as `kept` from what the archive was at `revision` or later. `None` where
    /// it is not to be kept: what was kept before goes. Answers out of it are counted by `counters`.
    pub(in crate::web) fn put(
        &self,
        key: &Arc<str>,
        kept: Option<CacheableReply>,
        revision: u64,
        counters: impl FnOnce() -> HitCounters,
    ) -> Option<Arc<CachedPage>> {
        let Some(kept) = kept.filter(|_| self.keeps()) else {
            self.pages.remove(key);
            return None;
        };
        let proved = self.pages.get(key).filter(|entry| entry.prove(&kept, revision));
        proved.or_else(|| {
            let entry = Arc::new(CachedPage::new(kept, revision, counters(), Arc::clone(&self.heads)));
            self.pages.insert(key, Arc::clone(&entry));
            Some(entry)
        })
    }

    /// The answer out of a page that is here, with the coding made if need be. Takes its time: not for async threads.
    pub(in crate::web) fn answer_now(
        &self,
        key: &Arc<str>,
        entry: &Arc<CachedPage>,
        asked: ConditionalHeaders<'_>,
    ) -> Option<CachedResponse> {
        let answer = entry.answer_now(asked)?;
        self.pages.weigh(key, entry);
        if let Some(encoding) = answer.pack {
            self.packer.pack(key, entry, encoding);
        }
        Some(answer)
    }

    /// What `render` brings, or what another's brings that began first at the same revision.
    pub(in crate::web) async fn join(
        &self,
        key: &Arc<str>,
        revision: u64,
        render: impl Future<Output = Option<Arc<CachedPage>>>,
    ) -> Option<Arc<CachedPage>> {
        self.flights.join(key, revision, render).await
    }

    /// Something that pages may show has changed, and every reader sees it already: pages kept before are proved
    /// again before they are shown again.
    pub(in crate::web) fn changed(&self) {
        self.revision.fetch_add(1, Ordering::AcqRel);
    }

    /// The revision of all that pages show. Taken before a page is rendered, so that a change meanwhile is noticed.
    pub(in crate::web) fn revision(&self) -> u64 {
        self.revision.load(Ordering::Acquire)
    }

    /// How many bytes it may take from now on.
    pub(in crate::web) fn set_memory(&self, bytes: u64) {
        self.pages.set_capacity(bytes);
    }

    /// Whether it keeps anything at all.
    pub(in crate::web) fn keeps(&self) -> bool {
        self.pages.capacity() > 0
    }

    /// Pages kept, and the bytes they take.
    pub(in crate::web) fn filled(&self) -> (usize, u64) {
        self.pages.filled()
    }
}
