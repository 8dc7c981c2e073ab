//! Surrogate keys: by which names a cache in front may drop a page, and which of them a change calls for. A page that shows
//! something which none of its keys stands for would be stale there until its time is up. And the log of the keys that such
//! caches have to drop, change by change, for the script that purges them.

use std::{
    borrow::Cow,
    collections::{BTreeSet, VecDeque},
    hash::{BuildHasher, RandomState},
    sync::{Mutex, MutexGuard, PoisonError},
};

use axum::http::{HeaderName, HeaderValue};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{
    policy::CachePolicy,
    reply::{Reply, TextReply},
    urls::url::{PagePath, Route, decode},
};
use crate::{
    article::markdown::SafeHtml,
    catalog::{ArticleView, Card, Catalog, CatalogError, ChangeSet, Scope},
    model::slug::{ArticleId, Collection},
    site::{KeyHeader, Site, Topic},
};

/// The key of every page that lists or counts articles, on any subject.
const ALL: &str = "all";
/// Articles changed at once, beyond which all pages are dropped rather than very many one by one.
const MANY: usize = 200;

/// Related articles of a changed one, on whose own pages it may stand now: all that are ever looked at, as a rule.
const RELATED: usize = 100;

/// Begins the key of an article's own pages only, not of pages that show it.
const OF: &str = "of/";

/// Characters that a header or a list of keys would take for a separator.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'/');

/// The keys of a page of an article: its own, and those of the articles that it links to or names.
pub(super) fn shown<'a>(
    site: &Site,
    view: &ArticleView,
    html: &SafeHtml,
    named: impl IntoIterator<Item = &'a Card>,
) -> BTreeSet<String> {
    let mut shown = BTreeSet::new();
    if site.cache().keys().is_some() {
        shown.insert(view.id.to_string());
        shown.insert(format!("{OF}{}", view.id));
        shown.extend(html.articles().map(str::to_owned));
        shown.extend(named.into_iter().map(|card| card.id.to_string()));
    }
    shown
}

/// Writes the keys of a page into its reply, where `site.toml` asks for them.
pub(super) fn write(site: &Site, path: &str, reply: &mut Reply) {
    let Some(header) = site.cache().keys() else { return };
    let Reply::Text(text) = reply else { return };
    if matches!(text.policy, CachePolicy::Page(_) | CachePolicy::Machine) {
        text.keys = written(header, path, text);
    }
}

fn written(header: &KeyHeader, path: &str, reply: &TextReply) -> Option<(HeaderName, HeaderValue)> {
    let shown = reply.shows.iter().map(|id| escaped(id));
    let keys: Vec<Cow<'_, str>> = [SITE.into()].into_iter().chain(listed(path)).chain(shown).collect();
    let name = HeaderName::from_bytes(header.name().as_bytes()).ok()?;
    Some((name, HeaderValue::from_str(&keys.join(header.separator())).ok()?))
}

/// The key of what a page lists or counts.
fn listed(path: &str) -> Option<Cow<'static, str>> {
    let path = decode(path)?;
    let page = match Route::parse(&path) {
        Route::Localised(_, rest) => PagePath::parse(rest)?,
        Route::Neutral(page) => page,
        Route::MapIndex | Route::Map(_) | Route::Oai => return Some(ALL.into()),
        _ => return None,
    };
    match page {
        PagePath::Home
        | PagePath::Year(_)
        | PagePath::Month(..)
        | PagePath::Topics(_)
        | PagePath::Numbers
        | PagePath::Feed(_, None) => Some(ALL.into()),
        PagePath::Topic(topic, id) | PagePath::Feed(_, Some((topic, id))) => Some(topic_key(topic, &id)),
        _ => None,
    }
}

/// The keys of all pages that a change may have touched.
///
/// # Errors
/// If the catalog cannot be read; then every page may be touched.
pub(super) fn touched(site: &Site, catalog: &Catalog, touched: &ChangeSet) -> Result<BTreeSet<String>, CatalogError> {
    if touched.articles.len() > MANY {
        return Ok([SITE.to_owned()].into());
    }
    let mut keys: BTreeSet<String> = touched.scopes.iter().map(|scope| scope_key(scope)).collect();
    for id in &touched.articles {
        keys.insert(escaped(&id.to_string()).into_owned());
        match id.collection() {
            Collection::Year(_) => {}
            // The map of undated pages.
            Collection::Pages => _ = keys.insert(ALL.to_owned()),
            // The page of the author, who may have had no text before, and the map, which names it.
            Collection::Authors => {
                keys.extend([ALL.to_owned(), topic_key(Topic::Author, id.name().as_str()).into_owned()]);
            }
        }
        keys.extend(beside(site, catalog, id)?.iter().map(|card| escaped(&format!("{OF}{}", card.id)).into_owned()));
    }
    Ok(keys)
}

/// The articles on whose pages this one may stand now, though it did not before: those next to it in time, and those
/// that are related to it.
fn beside(site: &Site, catalog: &Catalog, id: &ArticleId) -> Result<Vec<Card>, CatalogError> {
    let catalog = catalog.snapshot();
    let Some(view) = catalog.article(id, |_| None)?.filter(|view| view.id.year().is_some()) else {
        return Ok(Vec::new());
    };
    let mut cards = Vec::new();
    for language in site.languages().iter() {
        let (newer, older) = catalog.neighbours(&language.tag, view.key)?;
        cards.extend(newer.into_iter().chain(older));
        if let Some(series) = &view.meta.series {
            cards.extend(catalog.series(series, &language.tag)?.into_iter().map(|part| part.card));
        }
        cards.extend(catalog.related(&view, &language.tag, RELATED)?);
    }
    Ok(cards)
}

/// The key of a listing, as the catalog names its scope.
fn scope_key(scope: &str) -> String {
    if scope == Scope::All.to_string() { ALL.to_owned() } else { escaped(scope).into_owned() }
}

fn topic_key(topic: Topic, id: &str) -> Cow<'static, str> {
    scope_key(&Scope::Topic(topic, id.to_owned()).to_string()).into()
}

fn escaped(text: &str) -> Cow<'_, str> {
    utf8_percent_encode(text, ESCAPED).into()
}

/// The key of every page: a change of words, of `site.toml` or of the style touches them all.
pub(super) const SITE: &str = "site";

/// The number of changes that are remembered; a client that returns later has to purge everything.
const CHANGES: usize = 1_000;

/// The changes since this process began.
#[derive(Debug)]
pub(super) struct PurgeLog {
    /// Distinguishes this process from those before it.
    birth: u64,
    log: Mutex<PurgeEntries>,
}

#[derive(Debug, Default)]
struct PurgeEntries {
    /// Changes that are no longer remembered.
    forgotten: u64,
    changes: VecDeque<BTreeSet<String>>,
}

impl Default for PurgeLog {
    fn default() -> Self {
        PurgeLog { birth: RandomState::new().hash_one(std::process::id()), log: Mutex::default() }
    }
}

impl PurgeLog {
    /// Notes the keys of one change.
    pub(super) fn note(&self, keys: BTreeSet<String>) {
        let mut log = self.log();
        log.changes.push_back(keys);
        if log.changes.len() > CHANGES {
            log.changes.pop_front();
            log.forgotten += 1;
        }
    }

    /// The point of now, and the keys of every change after `point`, which this function returned earlier. After an unknown
    /// point, such as another process's, everything may have changed.
    pub(super) fn after(&self, point: &str) -> (String, BTreeSet<String>) {
        let log = self.log();
        let now = log.forgotten + log.changes.len() as u64;
        let skipped =
            self.number(point).filter(|number| *number <= now).and_then(|number| number.checked_sub(log.forgotten));
        let keys = match skipped.and_then(|skipped| usize::try_from(skipped).ok()) {
            Some(skipped) => log.changes.iter().skip(skipped).flatten().cloned().collect(),
            None => [SITE.to_owned()].into(),
        };
        (format!("{:x}-{now}", self.birth), keys)
    }

    fn number(&self, point: &str) -> Option<u64> {
        let (birth, number) = point.split_once('-')?;
        (u64::from_str_radix(birth, 16).ok()? == self.birth).then(|| number.parse().ok())?
    }

    fn log(&self) -> MutexGuard<'_, PurgeEntries> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_page_that_lists_has_the_key_of_its_listing() {
        for (path, expected) in [
            ("/uk/", Some("all")),
            ("/uk/2025/", Some("all")),
            ("/uk/2025/06/", Some("all")),
            ("/uk/tag/law", Some("tag/law")),
            ("/uk/tag/%D0%BC%D0%BE%D0%B2%D0%B0", Some("tag/%D0%BC%D0%BE%D0%B2%D0%B0")),
            ("/uk/tag/law/feed.atom", Some("tag/law")),
            ("/uk/feed.json", Some("all")),
            ("/feed.atom", Some("all")),
            ("/sitemap.xml", Some("all")),
            ("/uk/about/archive", Some("all")),
            ("/uk/2025/dnipro", None),
            ("/uk/opensearch.xml", None),
        ] {
            assert_eq!(listed(path).as_deref(), expected, "{path}");
        }
    }

    #[test]
    fn page_and_change_write_a_key_alike() {
        assert_eq!(scope_key(""), ALL);
        assert_eq!(scope_key("tag/мова, слово"), topic_key(Topic::Tag, "мова, слово"));
        assert!(scope_key("tag/мова, слово").is_ascii() && !scope_key("tag/a b,c").contains([' ', ',']));
    }

    fn keys(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn each_change_is_listed_once_and_an_unknown_point_lists_everything() {
        let purges = PurgeLog::default();
        let (start, first) = purges.after("");
        assert_eq!(first, keys(&[SITE]));
        purges.note(keys(&["all", "2025/a"]));
        purges.note(keys(&["all", "2025/b"]));
        let (now, changed) = purges.after(&start);
        assert_eq!(changed, keys(&["all", "2025/a", "2025/b"]));
        assert_eq!(purges.after(&now), (now.clone(), BTreeSet::new()));
        assert_eq!(PurgeLog::default().after(&now).1, keys(&[SITE]));
        for n in 0..CHANGES {
            purges.note(keys(&[&n.to_string()]));
        }
        assert_eq!(purges.after(&start).1, keys(&[SITE]));
        assert_eq!(purges.after(&now).1.len(), CHANGES);
    }

    proptest! {
        #[test]
        fn an_unknown_point_empties_every_cache(point in "([0-9a-f]{0,17}|-|\\PC){0,4}") {
            let (now, keys) = PurgeLog::default().after(&point);
            prop_assert!(point == now || keys == [SITE.to_owned()].into());
        }
    }
}
