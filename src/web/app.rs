//! The state that handlers use: cheap to clone, replaced as a whole when a file of the site changes.

use std::{
    collections::BTreeSet,
    io,
    net::IpAddr,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use arc_swap::ArcSwap;
use axum::{Router, http::Uri};
use quick_cache::sync::Cache;

pub use super::layout::site_state::SiteState;
use super::{
    cache::page_cache::{PageCache, StatsCache},
    feeds::entry_store::EntryStore,
    middleware::{access_log::AccessLog, host::ExpectedHosts, metrics::Metrics, render_limit::RenderLimit},
    preview::Preview,
    server::{response_body::Unsent, tls::Tls},
    surrogate_keys::{self, PurgeLog, SITE},
    urls::base_path::BasePath,
};
use crate::{
    catalog::{ArchiveStats, Catalog, CatalogError, ChangeSet},
    model::{Digest, FallbackCounts, date::Clock},
    search::Search,
    source::{Health, Source, StoredFile},
    worker::images::ImageWorker,
};

/// The state of the server. A clone is the same state.
#[derive(Clone)]
pub struct App {
    state: Arc<AppState>,
}

#[derive(Clone)]
struct AppState {
    catalog: Arc<Catalog>,
    source: Arc<dyn Source>,
    current: Arc<ArcSwap<Current>>,
    search: Option<Arc<Search>>,
    preview: Preview,
    demand: Arc<FallbackCounts>,
    cache: Arc<PageCache>,
    gate: Arc<RenderLimit>,
    search_gate: Arc<RenderLimit>,
    media_gate: Arc<RenderLimit>,
    unsent: Arc<Unsent>,
    metrics: Arc<Metrics>,
    ready: Arc<AtomicBool>,
    stopping: Arc<AtomicBool>,
    access_log: Option<Arc<AccessLog>>,
    counted: Arc<StatsCache>,
    image_worker: Option<Arc<ImageWorker>>,
    digests: Arc<Cache<StoredFile, Digest>>,
    tls: Option<Tls>,
    purges: Arc<PurgeLog>,
    next_publication: Arc<AtomicU64>,
    clock: Clock,
    listen: Arc<[String]>,
    share_key: Option<Arc<Path>>,
    health: Health,
    entry_store: Option<Arc<EntryStore>>,
}

/// Files sent piece by piece whose digests are remembered.
const MOST_DIGESTS: usize = 4096;

/// A site state and the routes that were built from it, which a request takes together.
#[derive(Clone)]
pub(super) struct Current {
    /// The site state.
    pub edition: Arc<SiteState>,
    /// Its routes.
    pub routes: Router,
}

impl App {
    /// The state of a site with these routes.
    pub(super) fn with_routes(
        catalog: Arc<Catalog>,
        source: Arc<dyn Source>,
        edition: SiteState,
        routes: Router,
    ) -> Self {
        let health = Health::default();
        let cache = Arc::new(PageCache::new(edition.site.cache().memory(), &health));
        let state = AppState {
            catalog,
            source,
            current: Arc::new(ArcSwap::from_pointee(Current { edition: Arc::new(edition), routes })),
            search: None,
            preview: Preview::Reader,
            demand: Arc::default(),
            cache,
            gate: Arc::new(RenderLimit::new()),
            search_gate: Arc::new(RenderLimit::for_searches()),
            media_gate: Arc::new(RenderLimit::for_media()),
            unsent: Arc::default(),
            metrics: Arc::default(),
            ready: Arc::default(),
            stopping: Arc::default(),
            access_log: None,
            counted: Arc::default(),
            image_worker: None,
            digests: Arc::new(Cache::new(MOST_DIGESTS)),
            tls: None,
            purges: Arc::default(),
            next_publication: Arc::new(AtomicU64::new(u64::MAX)),
            clock: Clock::default(),
            listen: Arc::default(),
            share_key: None,
            health,
            entry_store: None,
        };
        let app = App { state: Arc::new(state) };
        app.renew_menus();
        app.note_next_publication();
        app
    }

    /// The state with a search; without one, the search page says that it is being built.
    #[must_use]
    pub fn with_search(self, search: Arc<Search>) -> Self {
        self.with(|state| state.search = Some(search))
    }

    fn with(mut self, set: impl FnOnce(&mut AppState)) -> Self {
        set(Arc::make_mut(&mut self.state));
        self
    }

    /// The search.
    pub fn search(&self) -> Option<&Search> {
        self.state.search.as_deref()
    }

    /// This state, answering a translator or readers; a translator gets every page without a page cache.
    #[must_use]
    pub fn with_preview(self, preview: Preview) -> Self {
        self.with(|state| {
            state.preview = preview;
            if preview == Preview::Translator {
                state.cache = Arc::new(PageCache::new(0, &state.health));
            }
        })
    }

    /// This state, adding to these counts of missed translations.
    #[must_use]
    pub fn with_demand(self, demand: Arc<FallbackCounts>) -> Self {
        self.with(|state| state.demand = demand)
    }

    /// The counts of translations that readers have missed.
    pub fn demand(&self) -> &FallbackCounts {
        &self.state.demand
    }

    /// Whether it answers readers or a translator.
    pub fn preview(&self) -> Preview {
        self.state.preview
    }

    /// Whether readers reach it over https alone. A preview may be reached over http, for any address of the site.
    pub(super) fn is_https(&self) -> bool {
        self.state.preview == Preview::Reader && self.state.current.load().edition.site.is_https()
    }

    /// This state, with a log of every request.
    pub fn with_access_log(self, log: AccessLog) -> Self {
        self.with(|state| state.access_log = Some(Arc::new(log)))
    }

    /// This state, with the worker that makes smaller pictures; without one every picture goes out as it is.
    #[must_use]
    pub fn with_image_worker(self, image_worker: Arc<ImageWorker>) -> Self {
        self.with(|state| state.image_worker = Some(image_worker))
    }

    /// This state with a store for rendered feed entries, for an export: entries stay as the catalog has them now.
    #[must_use]
    pub fn with_entry_store(self, store: EntryStore) -> Self {
        self.with(|state| state.entry_store = Some(Arc::new(store)))
    }

    pub(super) fn entry_store(&self) -> Option<&EntryStore> {
        self.state.entry_store.as_deref()
    }

    /// This state, with TLS on every connection.
    #[must_use]
    pub fn with_tls(self, tls: Tls) -> Self {
        self.with(|state| state.tls = Some(tls))
    }

    /// This state, with the file that holds the key of signed links. It is read when a link is opened; without it none opens.
    #[must_use]
    pub fn with_share_key(self, path: &Path) -> Self {
        self.with(|state| state.share_key = Some(path.into()))
    }

    /// The file with the key of signed links.
    pub(super) fn share_key(&self) -> Option<&Path> {
        self.state.share_key.as_deref()
    }

    /// This state, with the listening addresses as they were typed: a preview answers to their hosts.
    #[must_use]
    pub fn with_listen(self, listen: &[String]) -> Self {
        self.with(|state| state.listen = listen.into())
    }

    /// The hosts that a preview answers to on a connection whose end here is `local`.
    pub(super) fn expected_hosts<'a>(&'a self, edition: &'a SiteState, local: Option<IpAddr>) -> ExpectedHosts<'a> {
        ExpectedHosts { listen: &self.state.listen, local, base_url: edition.site.base_url() }
    }

    pub(super) fn tls(&self) -> Option<&Tls> {
        self.state.tls.as_ref()
    }

    /// The worker that makes smaller pictures.
    pub fn image_worker(&self) -> Option<&Arc<ImageWorker>> {
        self.state.image_worker.as_ref()
    }

    /// The digest of a file that is sent piece by piece, computed once for each state of the file.
    pub(super) fn digest(&self, file: &StoredFile) -> io::Result<Digest> {
        self.state.digests.get_or_insert_with(file, || file.digest())
    }

    /// The catalog.
    pub fn catalog(&self) -> &Catalog {
        &self.state.catalog
    }

    /// The source of files.
    pub fn source(&self) -> &dyn Source {
        self.state.source.as_ref()
    }

    /// The archive in numbers, counted once for each state of the catalog.
    ///
    /// # Errors
    /// If the catalog cannot be read.
    pub fn numbers(&self) -> Result<Arc<ArchiveStats>, CatalogError> {
        self.state.counted.get(&self.state.catalog, &self.edition().site)
    }

    /// The present site state; a request takes it once and keeps it to its end.
    pub fn edition(&self) -> Arc<SiteState> {
        Arc::clone(&self.state.current.load().edition)
    }

    /// The address within the site that a request for `uri` means, where the site lives below a path of its host.
    pub(super) fn inside(&self, uri: &Uri) -> Option<Uri> {
        BasePath::for_site(&self.state.current.load().edition.site).inside(uri)
    }

    /// The present site state, with its routes.
    pub(super) fn current(&self) -> Arc<Current> {
        self.state.current.load_full()
    }

    /// Replaces the site state. No cached page is shown again before it is validated.
    pub(super) fn set_edition(&self, edition: SiteState, routes: Router) {
        if self.state.preview == Preview::Reader {
            self.state.cache.set_memory(edition.site.cache().memory());
        }
        self.state.current.store(Arc::new(Current { edition: Arc::new(edition), routes }));
        self.invalidate_all();
    }

    /// Notes that the catalog has changed: no cached page is shown again before it is validated.
    pub fn touched(&self, touched: &ChangeSet) {
        if touched.articles.is_empty() {
            return;
        }
        let menus_changed = self.renew_menus();
        self.state.cache.changed();
        self.note_next_publication();
        let edition = self.edition();
        if edition.site.cache().keys().is_some() {
            let keys = surrogate_keys::touched(&edition.site, &self.state.catalog, touched).ok();
            let keys = keys.filter(|_| !menus_changed);
            self.state.purges.note(keys.unwrap_or_else(|| [SITE.to_owned()].into()));
        }
    }

    /// Notes that anything may have changed.
    pub fn invalidate_all(&self) {
        self.renew_menus();
        self.state.cache.changed();
        self.note_next_publication();
        self.state.purges.note([SITE.to_owned()].into());
    }

    /// Updates the menus from the catalog before any page is validated. Returns whether they changed, because every page has them.
    fn renew_menus(&self) -> bool {
        let Current { edition, routes } = Current::clone(&self.current());
        let menus = edition.menus.renewed(&edition.site, &edition.names, &self.catalog().snapshot());
        if menus == edition.menus {
            return false;
        }
        let edition = Arc::new(SiteState { menus, ..SiteState::clone(&edition) });
        self.state.current.store(Arc::new(Current { edition, routes }));
        true
    }

    /// The second since 1970 at which something is published next; `u64::MAX` if nothing is.
    pub(super) fn next_publication(&self) -> u64 {
        self.state.next_publication.load(Ordering::Acquire)
    }

    fn note_next_publication(&self) {
        match self.state.catalog.snapshot().next_publication() {
            Ok(next) => {
                let second = next.map_or(u64::MAX, |next| u64::try_from(next.as_second()).unwrap_or_default());
                self.state.next_publication.store(second, Ordering::Release);
            }
            Err(error) => tracing::warn!(%error, "the next publication cannot be read; caches may show it late"),
        }
    }

    /// This moment.
    pub(super) fn now(&self) -> jiff::Timestamp {
        self.state.clock.now()
    }

    /// The same, with another clock than the system's.
    #[must_use]
    pub fn with_clock(self, clock: Clock) -> Self {
        self.with(|state| state.clock = clock)
    }

    /// The current point, and the surrogate keys of what has changed since `point`, which an earlier answer had.
    pub fn touched_after(&self, point: &str) -> (String, BTreeSet<String>) {
        self.state.purges.after(point)
    }

    /// Which background tasks have failed: the tasks record it here, `/readyz` reports it.
    pub fn health(&self) -> &Health {
        &self.state.health
    }

    /// Says whether the archive is read and the server wants requests: the answer of `/readyz`.
    pub fn set_ready(&self, ready: bool) {
        self.state.ready.store(ready, Ordering::Release);
    }

    /// From now on, every response on HTTP/1.1 closes its connection.
    pub(super) fn stop(&self) {
        self.state.stopping.store(true, Ordering::Release);
        self.set_ready(false);
    }

    pub(super) fn is_stopping(&self) -> bool {
        self.state.stopping.load(Ordering::Acquire)
    }

    pub(super) fn is_ready(&self) -> bool {
        self.state.ready.load(Ordering::Acquire)
    }

    pub(super) fn metrics(&self) -> &Metrics {
        &self.state.metrics
    }

    pub(super) fn access_log(&self) -> Option<&AccessLog> {
        self.state.access_log.as_deref()
    }

    pub(super) fn cache(&self) -> &PageCache {
        &self.state.cache
    }

    pub(super) fn gate(&self) -> &RenderLimit {
        &self.state.gate
    }

    pub(super) fn search_gate(&self) -> &RenderLimit {
        &self.state.search_gate
    }

    pub(super) fn media_gate(&self) -> &Arc<RenderLimit> {
        &self.state.media_gate
    }

    pub(super) fn unsent(&self) -> &Unsent {
        &self.state.unsent
    }
}
