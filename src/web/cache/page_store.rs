//! Which requests may be answered from the cache, and under which key: the address, written in its one way. And the pages under these
//! keys, bounded in bytes.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use axum::http::Method;
use quick_cache::{OptionsBuilder, Weighter, sync::Cache};

use super::cached_page::CachedPage;
use crate::{
    catalog::ListingKey,
    model::lang::Lang,
    web::{
        request_head::RequestHead,
        urls::{
            path::query_value,
            url::{PagePath, Route, decode},
        },
    },
};

/// Pages by their keys. Pages that are read again survive a flood of addresses that are requested once (S3-FIFO).
#[derive(Debug)]
pub(super) struct PageStore {
    pages: Cache<Arc<str>, StoredPage, Bytes>,
    /// Whether the capacity is 0. The cache itself then keeps its earlier capacity: at 0 it would lose for good the list of
    /// evicted keys, by which it recognises pages that are read again.
    is_off: AtomicBool,
}

/// A page with its weight at the time when it was stored: the cache requires that a weight does not change by itself.
#[derive(Debug, Clone)]
struct StoredPage {
    entry: Arc<CachedPage>,
    bytes: u64,
}

#[derive(Debug, Clone)]
struct Bytes;

impl Weighter<Arc<str>, StoredPage> for Bytes {
    fn weight(&self, _key: &Arc<str>, page: &StoredPage) -> u64 {
        page.bytes
    }
}

/// Each part of the store has its own lock and its part of the bytes, so a page takes at most an eighth of them.
const PARTS: usize = 8;

/// The number of pages that the store makes room for at first.
const PAGES: usize = 1024;

impl PageStore {
    /// A store of at most `capacity` bytes.
    pub(super) fn new(capacity: u64) -> Self {
        let options = OptionsBuilder::new()
            .shards(PARTS)
            .estimated_items_capacity(PAGES)
            .weight_capacity(capacity)
            .build()
            .expect("the two options without a default are set");
        let pages = Cache::with_options(options, Bytes, Default::default(), Default::default());
        PageStore { pages, is_off: AtomicBool::new(capacity == 0) }
    }

    /// The page at `key`.
    pub(super) fn get(&self, key: &str) -> Option<Arc<CachedPage>> {
        self.pages.get(key).map(|page| page.entry).filter(|_| !self.is_off())
    }

    /// Stores a page, unless it is larger than a part of the store. The earlier page at `key` is removed.
    pub(super) fn insert(&self, key: &Arc<str>, entry: Arc<CachedPage>) {
        let page = StoredPage::new(key, entry);
        if page.bytes > self.pages.shard_capacity() || self.is_off() {
            return self.remove(key);
        }
        self.pages.insert(Arc::clone(key), page);
    }

    /// Removes the page at `key`.
    pub(super) fn remove(&self, key: &str) {
        self.pages.remove(key);
    }

    /// Weighs a page again that has grown by a coding, if it is still stored.
    pub(super) fn weigh(&self, key: &Arc<str>, entry: &Arc<CachedPage>) {
        if self.holds(key, entry) {
            // Another page may come to this key in between. It is then rendered once more.
            self.insert(key, Arc::clone(entry));
        }
    }

    /// Whether this very page is stored at `key`. Does not count as reading it.
    pub(super) fn holds(&self, key: &str, entry: &Arc<CachedPage>) -> bool {
        self.pages.peek(key).is_some_and(|page| Arc::ptr_eq(&page.entry, entry))
    }

    /// Changes the capacity in bytes; pages beyond it are removed at once.
    pub(super) fn set_capacity(&self, bytes: u64) {
        self.is_off.store(bytes == 0, Ordering::Release);
        match bytes {
            0 => self.pages.clear(),
            bytes => self.pages.set_capacity(bytes),
        }
    }

    /// The capacity in bytes.
    pub(super) fn capacity(&self) -> u64 {
        if self.is_off() { 0 } else { self.pages.capacity() }
    }

    fn is_off(&self) -> bool {
        self.is_off.load(Ordering::Acquire)
    }

    /// The number of pages, and their bytes.
    pub(super) fn filled(&self) -> (usize, u64) {
        (self.pages.len(), self.pages.weight())
    }
}

impl StoredPage {
    fn new(key: &str, entry: Arc<CachedPage>) -> Self {
        let bytes = (entry.weight() + key.len()) as u64;
        StoredPage { entry, bytes }
    }
}

/// Parameters that other sites add to links, and that no page reads.
const TRACKING: [&str; 7] = ["fbclid", "gclid", "yclid", "msclkid", "igshid", "mc_cid", "mc_eid"];

/// The key of the page that `ask` requests; `None` if it is never cached. A path in another form than the canonical one, or
/// an unknown parameter, has no key: the page is rendered for each request and takes no room.
pub(in crate::web) fn key(ask: &RequestHead<'_>) -> Option<Arc<str>> {
    if !matches!(*ask.method, Method::GET | Method::HEAD) {
        return None;
    }
    let path = decode(ask.path)?;
    let mut pairs = ask.query.split('&').filter(|pair| !pair.is_empty() && !is_tracking(pair));
    let query = pairs.next();
    if pairs.next().is_some() {
        return None;
    }
    match (Route::parse(&path), query) {
        (Route::Static(_), None) => (path == ask.path).then(|| path.into()),
        (Route::Localised(first, rest), query) => {
            let lang: Lang = first.parse().ok()?;
            let page = PagePath::parse(rest).filter(depends_on_its_address_alone)?;
            let address = page.in_lang(&lang);
            if address.to_string() != ask.path {
                return None;
            }
            match query {
                None => Some(ask.path.into()),
                Some(query) => {
                    let part = |name| query_value(query, name)?.parse::<ListingKey>().ok();
                    let before = part("before").map(|key| address.before(key));
                    let written = before.or_else(|| part("after").map(|key| address.after(key)))?;
                    (written.split_once('?')?.1 == query).then(|| written.into())
                }
            }
        }
        _ => None,
    }
}

/// A search depends on its reader; the page about languages shows the reader's own request.
fn depends_on_its_address_alone(page: &PagePath) -> bool {
    !matches!(page, PagePath::Search | PagePath::Language)
}

fn is_tracking(pair: &str) -> bool {
    let name = pair.split('=').next().unwrap_or_default();
    name.starts_with("utm_") || TRACKING.contains(&name)
}

#[cfg(test)]
mod tests {
    use axum::{
        body::Bytes,
        http::{HeaderMap, Uri},
    };
    use proptest::prelude::*;

    use super::*;
    use crate::web::cache::cached_page::CacheableReply;

    fn page(bytes: usize) -> Arc<CachedPage> {
        let kept = CacheableReply { head: HeaderMap::new(), body: Bytes::from(vec![b'a'; bytes]) };
        Arc::new(CachedPage::new(kept, 0, Default::default(), Arc::default()))
    }

    #[test]
    fn never_holds_more_than_its_capacity() {
        let store = PageStore::new(1_000_000);
        for n in 0..100 {
            store.insert(&format!("/{n}").into(), page(20_000));
            assert!(store.filled().1 <= 1_000_000);
        }
        assert!(store.filled().0 > 10);
        store.set_capacity(0);
        assert_eq!(store.filled(), (0, 0));
        store.insert(&"/late".into(), page(1));
        assert_eq!(store.filled(), (0, 0));
    }

    #[test]
    fn a_page_that_is_read_outlives_a_flood_of_pages_that_are_not() {
        let store = PageStore::new(1_000_000);
        store.insert(&"/read".into(), page(20_000));
        for n in 0..1000 {
            assert!(store.get("/read").is_some(), "gone after {n} other pages");
            store.insert(&format!("/{n}").into(), page(20_000));
        }
    }

    #[test]
    fn what_was_evicted_is_recognised_also_after_the_store_was_off() {
        let store = PageStore::new(1_000_000);
        store.set_capacity(0);
        store.set_capacity(1_000_000);
        let flood = |name: &str| (0..100).for_each(|n| store.insert(&format!("/{name}{n}").into(), page(20_000)));
        flood("first");
        store.insert(&"/read".into(), page(20_000));
        flood("second");
        assert!(store.get("/read").is_none());
        store.insert(&"/read".into(), page(20_000));
        flood("third");
        assert!(store.get("/read").is_some());
    }

    #[test]
    fn a_page_stored_again_is_counted_once_and_a_giant_is_not_stored() {
        let store = PageStore::new(1_000_000);
        for _ in 0..100 {
            store.insert(&"/a".into(), page(50_000));
        }
        assert_eq!(store.filled().0, 1);
        assert!(store.filled().1 < 60_000);
        store.insert(&"/a".into(), page(500_000));
        assert_eq!(store.filled(), (0, 0));
    }

    #[test]
    fn a_page_that_grew_is_weighed_again_only_while_it_is_stored() {
        let store = PageStore::new(1_000_000);
        let (key, old, new) = (Arc::from("/a"), page(10_000), page(20_000));
        store.insert(&key, Arc::clone(&old));
        store.insert(&key, Arc::clone(&new));
        store.weigh(&key, &old);
        assert!(store.holds(&key, &new));
        store.remove(&key);
        store.weigh(&key, &new);
        assert_eq!(store.filled(), (0, 0));
    }

    fn key_of(target: &str) -> Option<String> {
        let uri: Uri = target.parse().ok()?;
        key(&RequestHead::new(&Method::GET, &uri, &HeaderMap::new())).map(|key| key.to_string())
    }

    #[test]
    fn a_page_has_one_key() {
        for (target, expected) in [
            ("/uk/", Some("/uk/")),
            ("/uk/2025/dnipro", Some("/uk/2025/dnipro")),
            ("/uk/2025/dnipro?utm_source=x&fbclid=y", Some("/uk/2025/dnipro")),
            ("/uk/2025/dnipro?anything=else", None),
            ("/uk/2025/%64nipro", None),
            ("/uk/2025/%D0%BA", Some("/uk/2025/%D0%BA")),
            ("/uk/2025/%d0%ba", None),
            ("/uk/?before=5-00000000000a", Some("/uk/?before=5-00000000000a")),
            ("/uk/?before=5-00000000000a&utm_medium=x", Some("/uk/?before=5-00000000000a")),
            ("/uk/?before=05-00000000000a", None),
            ("/uk/?before=5-00000000000a&after=5-00000000000a", None),
            ("/uk/?remember", None),
            ("/uk/search?q=a", None),
            ("/uk/language", None),
            ("/2025/dnipro", None),
            ("/", None),
            ("/static/site.0123456789ab.css", Some("/static/site.0123456789ab.css")),
            ("/static/site.css?1", None),
        ] {
            assert_eq!(key_of(target).as_deref(), expected, "{target}");
        }
    }

    proptest! {
        #[test]
        fn a_key_is_its_own_key(target in "(/|uk|\\?|before=|2025|&|=|-|5|a|%[0-9A-F]{2}){0,12}") {
            if let Some(key) = key_of(&target) {
                prop_assert_eq!(key_of(&key), Some(key));
            }
        }
    }
}
