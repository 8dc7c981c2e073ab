//! A server that answers before it has read the archive for the first time.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use crate::{
    cache::Live,
    harness::{Answer, Archive, Hooked},
};

const PAGE: &str = "public, max-age=60, stale-if-error=86400";
const NO_STORE: &str = "private, no-store";
/// The articles that are read together.
const BATCH: usize = 256;
/// Addresses of which the articles read so far say nothing.
const UNREAD: [&str; 9] = [
    "/uk/2024/late", "/uk/2024/late.md", "/uk/2024/late/with/en", "/2024/late", "/UK/2024/late/", "/uk/2024/",
    "/uk/tag/law", "/media/2024/late/map.jpg", "/elsewhere",
];

/// An archive of which the newest articles were read, and 2024/late was not; and what lets it be read.
fn starting() -> (Live, Arc<AtomicBool>) {
    let redirects = "[[redirect]]\nfrom = '/elsewhere'\nto = '/uk/2025/a000'\n";
    let meta = "published = 2024-06-29\nsource = 'uk'\ntags = ['law']\n";
    let archive = Archive::new().article("2024/late", "uk", &["uk", "en"]).file("redirects.toml", redirects);
    let archive = archive.file("articles/2024/late/article.toml", meta);
    let id = |number: usize| format!("2025/a{number:03}");
    let archive = (0..BATCH).fold(archive, |archive, number| archive.article(&id(number), "uk", &["uk"]));
    let archive = archive.version("2025/a000", "uk", "aliases = ['/old']\n");
    let is_held = Arc::new(AtomicBool::new(true));
    let held = Arc::clone(&is_held);
    let refuses = Box::new(move |path: &str| path == "2024/late" && held.load(Ordering::Acquire));
    let source = Hooked { refuses, ..Hooked::new(&archive) };
    let mut live = Live::unread(archive, Arc::new(source));
    assert!(!live.pass(), "the pass is interrupted");
    (live, is_held)
}

fn said(answer: &Answer) -> (u16, &str) {
    (answer.status, answer.header("cache-control"))
}

#[test]
fn an_address_that_an_unread_article_may_have_is_a_503_until_all_are_read() {
    let (mut live, is_held) = starting();
    for path in UNREAD.into_iter().chain(["/oai?verb=Identify"]) {
        let page = live.get(path, &[]);
        assert_eq!((said(&page), page.header("retry-after")), ((503, NO_STORE), "5"), "{path}");
    }
    for (lang, title) in [
        ("uk", "Сторінка поки що недоступна"),
        ("en", "This page is not available yet"),
        ("ru", "Страница пока недоступна"),
    ] {
        let page = live.get(&format!("/{lang}/2024/late"), &[]);
        assert_eq!(page.header("content-language"), lang);
        assert!(page.text().contains(title), "{}", page.text());
        let negotiated = live.get("/2024/late", &[("accept-language", lang)]);
        assert!(negotiated.text().contains(title), "{}", negotiated.text());
    }
    // No article decides on these.
    assert_eq!(live.get("/static/none.css", &[]).status, 404);
    assert_eq!(said(&live.get("/robots.txt", &[])), (200, "public, no-cache"));

    is_held.store(false, Ordering::Release);
    assert!(live.pass());
    for path in ["/uk/2024/late", "/uk/2024/late.md", "/uk/2024/late/with/en", "/uk/2024/", "/uk/tag/law"] {
        assert_eq!(said(&live.get(path, &[])), (200, PAGE), "{path}");
    }
    assert_eq!(live.get("/2024/late", &[]).redirect(), (302, "/uk/2024/late"));
    assert_eq!(live.get("/UK/2024/late/", &[]).redirect(), (308, "/uk/2024/late"));
    assert_eq!(live.get("/elsewhere", &[]).redirect(), (308, "/uk/2025/a000"));
    assert_eq!(live.get("/media/2024/late/map.jpg", &[]).status, 404);
    assert_eq!(said(&live.get("/uk/2024/none", &[])), (404, "public, max-age=10"));
    assert_eq!(said(&live.get("/oai?verb=Identify", &[])), (200, PAGE));
}

#[test]
fn what_is_read_is_served_meanwhile_and_no_cache_stores_it() {
    let (mut live, is_held) = starting();
    let pages =
        ["/uk/2025/a000", "/uk/2025/a000.md", "/uk/", "/uk/2025/", "/uk/feed.atom", "/feed.json", "/sitemap.xml"];
    // Each twice: the server's own cache stores none of them either.
    for path in pages.into_iter().chain(pages) {
        assert_eq!(said(&live.get(path, &[])), (200, NO_STORE), "{path}");
    }
    assert!(!live.get("/uk/", &[]).text().contains("\"/uk/2024/\""), "the year is not read yet");
    assert_eq!(said(&live.get("/uk/search?q=text", &[])), (503, NO_STORE));
    // Not for good: an article with this address comes before an old address.
    let old = live.get("/old", &[]);
    assert_eq!((old.redirect(), old.header("cache-control")), ((302, "/uk/2025/a000"), "public, no-cache"));

    is_held.store(false, Ordering::Release);
    assert!(live.pass());
    for path in pages {
        assert_eq!(said(&live.get(path, &[])), (200, PAGE), "{path}");
    }
    assert!(live.get("/uk/", &[]).text().contains("\"/uk/2024/\""));
    assert_eq!(live.get("/old", &[]).redirect(), (308, "/uk/2025/a000"));
}

#[test]
fn an_archive_without_articles_is_read_as_well() {
    let live = Live::of(Archive::new());
    assert_eq!(said(&live.get("/uk/2025/none", &[])), (404, "public, max-age=10"));
    assert_eq!(said(&live.get("/uk/", &[])), (200, PAGE));
}
