//! The page cache: a valid page is answered at once, any other is rendered once for all who ask for it (single flight). And the numbers of
//! the archive, counted once for each state of the catalog.

use std::{
    collections::HashMap,
    future::Future,
    io,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
        mpsc::{Receiver, SyncSender, sync_channel},
    },
};

use tokio::sync::OnceCell;

use super::{
    cached_page::{CacheableReply, CachedPage, CachedResponse, ConditionalHeaders},
    page_store::PageStore,
    variant::SharedHeads,
};
use crate::{
    catalog::{ArchiveStats, Catalog, CatalogError, Revision},
    i18n::negotiate::Encoding,
    site::Site,
    source::{Health, lower_priority},
    web::middleware::metrics::HitCounters,
};

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
    /// A cache of at most so many bytes; with 0 it is off.
    pub(in crate::web) fn new(bytes: u64, health: &Health) -> Self {
        let pages = Arc::new(PageStore::new(bytes));
        let packer = Compressor::start(&pages, health);
        PageCache { pages, revision: AtomicU64::new(0), flights: Flights::default(), heads: Arc::default(), packer }
    }

    /// The response to a `GET` or `HEAD` for this target, if the page is cached and valid.
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

    /// The page at `key`, if it is cached and valid at `revision`.
    pub(in crate::web) fn get(&self, key: &str, revision: u64) -> Option<Arc<CachedPage>> {
        self.pages.get(key).filter(|entry| entry.is_right_at(revision))
    }

    /// The page at `key`, which was rendered as `kept` from the archive at `revision` or later. `None` if it may
    /// not be cached: an earlier one is then removed. Its hits are counted by `counters`.
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

    /// The response from a cached page, making its coding if needed. Slow: not for async threads.
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

    /// The result of `render`, or that of another one that began first at the same revision.
    pub(in crate::web) async fn join(
        &self,
        key: &Arc<str>,
        revision: u64,
        render: impl Future<Output = Option<Arc<CachedPage>>>,
    ) -> Option<Arc<CachedPage>> {
        self.flights.join(key, revision, render).await
    }

    /// Notes a change of something that pages show, which every reader can see by now: cached pages are validated before they
    /// are shown again.
    pub(in crate::web) fn changed(&self) {
        self.revision.fetch_add(1, Ordering::AcqRel);
    }

    /// The revision of all that pages show. Taken before a page is rendered, so that a change meanwhile is noticed.
    pub(in crate::web) fn revision(&self) -> u64 {
        self.revision.load(Ordering::Acquire)
    }

    /// Sets its capacity in bytes.
    pub(in crate::web) fn set_memory(&self, bytes: u64) {
        self.pages.set_capacity(bytes);
    }

    /// Whether it is on.
    pub(in crate::web) fn keeps(&self) -> bool {
        self.pages.capacity() > 0
    }

    /// The number of cached pages, and their bytes.
    pub(in crate::web) fn filled(&self) -> (usize, u64) {
        self.pages.filled()
    }
}

/// The maximum number of waiting codings. Beyond it, a page keeps its fast coding until the next request for it.
const WAITING: usize = 1024;

/// The sending end of the queue; the thread ends when it is dropped.
#[derive(Debug)]
pub(super) struct Compressor(Option<SyncSender<CompressionJob>>);

/// A coding of a page to be made.
#[derive(Debug)]
struct CompressionJob {
    key: Arc<str>,
    entry: Arc<CachedPage>,
    encoding: Encoding,
}

impl Compressor {
    /// Starts the thread. If the system cannot start one, pages keep their fast codings.
    pub(super) fn start(store: &Arc<PageStore>, health: &Health) -> Self {
        let (send, receive) = sync_channel(WAITING);
        let store = Arc::clone(store);
        let own = health.clone();
        let started = health.spawn("packer", move || work(&receive, &store, &own));
        if let Err(error) = &started {
            warn(error);
        }
        Compressor(started.ok().map(|_| send))
    }

    /// Asks for the best form of a coding.
    pub(super) fn pack(&self, key: &Arc<str>, entry: &Arc<CachedPage>, encoding: Encoding) {
        let job = CompressionJob { key: Arc::clone(key), entry: Arc::clone(entry), encoding };
        if self.0.as_ref().is_none_or(|queue| queue.try_send(job).is_err()) {
            entry.not_packed(encoding);
        }
    }
}

fn work(queue: &Receiver<CompressionJob>, store: &PageStore, health: &Health) {
    lower_priority();
    for CompressionJob { key, entry, encoding } in queue {
        // A page that was evicted in the meantime is not worth the work.
        if store.holds(&key, &entry) {
            health.run("packer", || entry.pack(encoding));
            store.weigh(&key, &entry);
        }
    }
}

fn warn(error: &io::Error) {
    tracing::warn!(%error, "no thread for the best codings; pages keep their fast ones");
}

/// A page that is being rendered, at a revision of the archive. A request after a change never joins a rendering that
/// began before it.
type Flight = (Arc<str>, u64);

/// The result of a flight: `None` if the reply is not to be cached, so that each request must render its own.
type Landing = Arc<OnceCell<Option<Arc<CachedPage>>>>;

/// Every page that is being rendered.
#[derive(Debug, Default)]
pub(super) struct Flights(Mutex<HashMap<Flight, Landing>>);

/// A request that waits for a flight. The last one removes it, even if all gave up waiting.
struct FlightWaiter<'a> {
    flights: &'a Flights,
    flight: Flight,
    landing: Landing,
}

impl Flights {
    /// The result of `render`, or that of another `render` of the same page that began first.
    pub(super) async fn join(
        &self,
        key: &Arc<str>,
        revision: u64,
        render: impl Future<Output = Option<Arc<CachedPage>>>,
    ) -> Option<Arc<CachedPage>> {
        let flight = (Arc::clone(key), revision);
        let landing = Arc::clone(self.lock().entry(flight.clone()).or_default());
        let waiting = FlightWaiter { flights: self, flight, landing };
        waiting.landing.get_or_init(|| render).await.clone()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<Flight, Landing>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for FlightWaiter<'_> {
    fn drop(&mut self) {
        let mut flights = self.flights.lock();
        // One count is the map's, one is ours.
        if self.landing.initialized() || Arc::strong_count(&self.landing) <= 2 {
            flights.remove(&self.flight);
        }
    }
}

/// The numbers at a point in the catalog's life.
#[derive(Default)]
pub(in crate::web) struct StatsCache(Mutex<Option<(Revision, Arc<ArchiveStats>)>>);

impl StatsCache {
    /// The numbers now.
    pub(in crate::web) fn get(&self, catalog: &Catalog, site: &Site) -> Result<Arc<ArchiveStats>, CatalogError> {
        // One counts, and those that wait for it hold no state of the catalog.
        let mut counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let catalog = catalog.snapshot();
        let point = catalog.point()?;
        if let Some((_, numbers)) = counted.as_ref().filter(|(at, _)| *at == point) {
            return Ok(Arc::clone(numbers));
        }
        let numbers = Arc::new(catalog.numbers(site)?);
        *counted = Some((point, Arc::clone(&numbers)));
        Ok(numbers)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicU32;

    use axum::{body::Bytes, http::HeaderMap};
    use futures_util::FutureExt;
    use tokio::runtime::Runtime;

    use super::*;

    fn reply(body: &'static [u8]) -> CacheableReply {
        CacheableReply { head: HeaderMap::new(), body: Bytes::from_static(body) }
    }

    fn page() -> Arc<CachedPage> {
        Arc::new(CachedPage::new(reply(b"a"), 0, Default::default(), Arc::default()))
    }

    #[test]
    fn a_page_from_before_a_change_is_not_shown_after_it() {
        let cache = PageCache::new(1_000_000, &Health::default());
        let (key, asked): (Arc<str>, _) = ("/uk/".into(), ConditionalHeaders::default());
        let put = |body, revision| cache.put(&key, Some(reply(body)), revision, HitCounters::default);
        let before = cache.revision();
        cache.changed();
        let after = cache.revision();
        // It was begun before the change and is finished after it.
        assert!(put(b"a", before).is_some() && cache.get(&key, before).is_some());
        assert!(cache.get(&key, after).is_none());
        let valid = put(b"a", after).unwrap();
        assert!(cache.answer_now(&key, &valid, asked).is_some() && cache.hit(&key, asked).is_some());
        // A slower one with the same bytes takes nothing from it; with others it is not valid.
        put(b"a", before);
        assert!(cache.hit(&key, asked).is_some());
        put(b"b", before);
        assert!(cache.get(&key, after).is_none());
        let valid = put(b"a", after).unwrap();
        assert!(cache.answer_now(&key, &valid, asked).is_some() && cache.hit(&key, asked).is_some());
        cache.changed();
        assert!(cache.hit(&key, asked).is_none() && cache.get(&key, cache.revision()).is_none());
        // Nor is a page kept in the place of which there is nothing to keep now.
        put(b"a", cache.revision());
        assert!(cache.put(&key, None, cache.revision(), HitCounters::default).is_none());
        assert!(cache.get(&key, cache.revision()).is_none());
    }

    #[test]
    fn a_request_after_a_change_joins_no_rendering_from_before_it() {
        let (flights, key) = (Flights::default(), Arc::from("/uk/"));
        let mut before = Box::pin(flights.join(&key, 1, std::future::pending()));
        assert!((&mut before).now_or_never().is_none());
        let at = |revision| flights.join(&key, revision, async { Some(page()) }).now_or_never();
        assert!(at(1).is_none(), "it waits for the one that began");
        assert!(at(2).is_some_and(|page| page.is_some()));
    }

    #[test]
    fn a_thousand_readers_are_one_rendering() {
        let (flights, renderings) = (Arc::new(Flights::default()), Arc::new(AtomicU32::new(0)));
        let come = Arc::new(AtomicU32::new(0));
        Runtime::new().unwrap().block_on(async {
            let mut readers = Vec::new();
            for _ in 0..1000 {
                let (flights, renderings, come) = (Arc::clone(&flights), Arc::clone(&renderings), Arc::clone(&come));
                readers.push(tokio::spawn(async move {
                    come.fetch_add(1, Ordering::Relaxed);
                    let render = async {
                        renderings.fetch_add(1, Ordering::Relaxed);
                        // Until the last reader has come, and a moment for it to join the others.
                        while come.load(Ordering::Relaxed) < 1000 {
                            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
                        }
                        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
                        Some(page())
                    };
                    flights.join(&"/uk/".into(), 1, render).await.is_some()
                }));
            }
            for reader in readers {
                assert!(reader.await.unwrap());
            }
        });
        assert_eq!(renderings.load(Ordering::Relaxed), 1);
        assert!(flights.lock().is_empty());
    }

    #[test]
    fn where_the_first_reader_goes_away_the_next_one_renders() {
        let flights = Arc::new(Flights::default());
        Runtime::new().unwrap().block_on(async {
            let first = Arc::clone(&flights);
            let gone = tokio::spawn(async move { first.join(&"/uk/".into(), 1, std::future::pending()).await });
            tokio::task::yield_now().await;
            gone.abort();
            assert!(gone.await.is_err());
            assert!(flights.lock().is_empty());
            assert!(flights.join(&"/uk/".into(), 1, async { Some(page()) }).await.is_some());
        });
    }
}
