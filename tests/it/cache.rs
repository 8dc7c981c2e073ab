//! The page cache: which pages it stores, in which codings, and that every change of the archive is noticed.

use std::sync::Arc;

use crate::harness::{Answer, Archive};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, header},
};
use jiff::Timestamp;
use litopys::{
    catalog::{Catalog, ChangeSet},
    model::date::Clock,
    source::{Folder, SiteTexts, Source, load_site},
    web::{App, Assets, Menus, SiteState, router},
    worker::{Indexer, Observer, PassReport},
};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tower::ServiceExt;

/// An archive that is served and followed, as `litopys serve --watch` does it.
pub(crate) struct Live {
    pub(crate) app: App,
    archive: Archive,
    router: Router,
    indexer: Indexer,
    runtime: Runtime,
    _cache: TempDir,
}

/// Passes on what the indexer tells, as `serve` does.
pub(crate) struct ToApp(pub(crate) App);

impl Observer for ToApp {
    fn site_changed(&self, texts: SiteTexts) {
        self.0.replace(edition(texts));
    }

    fn touched(&self, touched: &ChangeSet) {
        self.0.touched(touched);
    }

    fn invalidate_all(&self) {
        self.0.invalidate_all();
    }

    fn progress(&self, _: usize, _: usize) {}

    fn passed(&self, _: PassReport) {}
}

pub(crate) fn edition(texts: SiteTexts) -> SiteState {
    let SiteTexts { site, names, locales, assets, .. } = texts;
    SiteState { site: site.unwrap(), locales, names, assets: Assets::from_files(assets), menus: Menus::default() }
}

/// A clock by which an article of any year is published.
fn end_of_time() -> Clock {
    Clock::new(|| Timestamp::MAX)
}

impl Live {
    pub(crate) fn of(archive: Archive) -> Live {
        let source = Arc::new(Folder::open(archive.path()).unwrap());
        let mut live = Live::unread(archive, source);
        assert!(live.pass());
        live
    }

    /// The same before anything of it is read, from another source.
    pub(crate) fn unread(archive: Archive, source: Arc<dyn Source>) -> Live {
        let cache = tempfile::tempdir().unwrap();
        let texts = load_site(&*source).unwrap();
        let site = texts.site.clone().unwrap();
        let catalog = Arc::new(Catalog::open(cache.path(), &site).unwrap());
        let app = App::new(Arc::clone(&catalog), Arc::clone(&source), edition(texts)).with_clock(end_of_time());
        let indexer = Indexer::new(source, catalog, Arc::new(ToApp(app.clone())), site, Vec::new());
        let indexer = indexer.with_clock(end_of_time());
        Live { archive, router: router(app.clone()), app, indexer, runtime: Runtime::new().unwrap(), _cache: cache }
    }

    /// Reads what has changed; false if that fails.
    pub(crate) fn pass(&mut self) -> bool {
        self.indexer.pass().is_ok()
    }

    /// Changes files and lets the indexer see it.
    pub(crate) fn edit(self, change: impl FnOnce(Archive) -> Archive) -> Live {
        let Live { archive, mut indexer, .. } = self;
        let archive = change(archive);
        indexer.pass().unwrap();
        Live { archive, indexer, ..self }
    }

    /// Changes files, and rebuilds the catalog from them.
    pub(crate) fn edit_anew(self, change: impl FnOnce(Archive) -> Archive) -> Live {
        let Live { archive, mut indexer, .. } = self;
        let archive = change(archive);
        indexer.pass_anew().unwrap();
        Live { archive, indexer, ..self }
    }

    pub(crate) fn get(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.ask("GET", path, headers)
    }

    fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let request = headers
            .iter()
            .fold(Request::builder().method(method).uri(path).header("host", "localhost"), |request, (name, value)| {
                request.header(*name, *value)
            });
        self.runtime.block_on(async {
            let (head, body) =
                self.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap().into_parts();
            let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
            Answer { status: head.status.as_u16(), headers: head.headers, body }
        })
    }

    /// Asks until the best coding has taken the place of the fast one.
    fn best(&self, path: &str, coding: &str) -> Answer {
        for _ in 0..20_000 {
            let page = self.get(path, &[("accept-encoding", coding)]);
            if !page.header("etag").ends_with("-fast\"") {
                return page;
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        panic!("the best {coding} of {path} was never made");
    }
}

fn archive() -> Archive {
    Archive::new().article("2024/old", "uk", &["uk", "en"]).article("2025/new", "uk", &["uk", "en"])
}

fn titled(title: &str) -> String {
    format!("+++\ntitle = \"{title}\"\nsummary = \"s\"\n+++\n\nText.\n")
}

#[test]
fn every_page_that_shows_a_title_changes_with_it() {
    let site = Live::of(archive());
    let pages = ["/uk/2025/new", "/uk/2024/old", "/uk/"];
    for path in pages {
        for _ in 0..2 {
            assert!(site.get(path, &[]).text().contains("uk 2025/new"), "{path}");
        }
    }
    let untouched = site.get("/en/2024/old", &[]);
    let site = site.edit(|archive| archive.file("articles/2025/new/uk.md", &titled("Інакше")));
    for path in pages {
        let page = site.get(path, &[]);
        assert!(page.text().contains("Інакше") && !page.text().contains("uk 2025/new"), "{path}");
    }
    assert_eq!(site.get("/en/2024/old", &[]).header("etag"), untouched.header("etag"));
}

#[test]
fn a_page_that_goes_is_gone_and_one_that_comes_is_there() {
    let site = Live::of(archive());
    assert_eq!(site.get("/uk/2025/new", &[]).status, 200);
    assert_eq!(site.get("/uk/2026/next", &[]).status, 404);
    let site = site.edit(|archive| {
        std::fs::remove_dir_all(archive.path().join("articles/2025/new")).unwrap();
        archive.article("2026/next", "uk", &["uk"])
    });
    assert_eq!(site.get("/uk/2025/new", &[]).status, 404);
    assert_eq!(site.get("/uk/2026/next", &[]).status, 200);
}

#[test]
fn a_change_of_words_or_of_the_site_reaches_every_page() {
    let site = Live::of(archive());
    assert!(!site.get("/uk/", &[]).text().contains("Геть усе"));
    let site = site.edit(|archive| archive.file("locales/uk/own.ftl", "home-intro = Геть усе\n"));
    assert!(site.get("/uk/", &[]).text().contains("Геть усе"));
    let renamed = crate::harness::SITE.replace("\"Litopys\"", "\"Хроніка\"");
    let site = site.edit(|archive| archive.file("site.toml", &renamed));
    assert!(site.get("/uk/", &[]).text().contains("Хроніка"));
}

/// A change of the archive, and an address whose bytes change with it.
type Edit = (&'static str, &'static str, fn(Archive) -> Archive);

const EDITS: [Edit; 14] = [
    ("a new entry of an old date", "/uk/feed.atom", |archive| archive.article("2019/late", "uk", &["uk"])),
    ("a new entry of a future date", "/uk/feed.json", |archive| archive.article("2099/soon", "uk", &["uk"])),
    ("a corrected article without a new date", "/uk/2025/new", |archive| {
        archive.file("articles/2025/new/uk.md", &titled("Виправлено"))
    }),
    ("a translation", "/uk/2025/new", |archive| archive.version("2025/new", "ru", "")),
    ("a translation on the map", "/sitemap/2025-06.xml", |archive| archive.version("2025/new", "ru", "")),
    ("a removed article", "/uk/feed.atom", |archive| {
        std::fs::remove_dir_all(archive.path().join("articles/2025/new")).unwrap();
        archive
    }),
    ("words", "/uk/", |archive| archive.file("locales/uk/own.ftl", "home-intro = Інакше\n")),
    ("site.toml", "/uk/feed.atom", |archive| {
        archive.file("site.toml", &crate::harness::SITE.replace("\"Litopys\"", "\"Хроніка\""))
    }),
    ("a style sheet", "/uk/2025/new", |archive| archive.file("static/site.css", "body { color: red }")),
    ("an own style sheet", "/uk/2025/new", |archive| archive.file("static/own.css", "body { color: red }")),
    ("an accent", "/uk/2025/new", |archive| {
        archive.file("site.toml", &format!("{}[look]\naccent = \"#036\"\n", crate::harness::SITE))
    }),
    ("a logo", "/uk/2025/new", |archive| {
        let site = format!("{}[look]\nlogo = \"static/logo.svg\"\n", crate::harness::SITE);
        archive.file("static/logo.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>").file("site.toml", &site)
    }),
    ("a section on the home page", "/uk/", |archive| {
        archive
            .file("site.toml", &format!("{}[home]\nsections = [\"news\"]\n", crate::harness::SITE))
            .file("articles/2025/new/article.toml", "published = 2025-06-29\nsource = \"uk\"\nsection = \"news\"\n")
    }),
    ("a picture in a list", "/uk/2025/", |archive| {
        let text = "+++\ntitle = \"uk 2025/new\"\nsummary = \"summary\"\n+++\n\n![a](a.svg)\n";
        archive
            .file("articles/2025/new/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
            .file("articles/2025/new/uk.md", text)
    }),
];

#[test]
fn a_copy_from_before_a_change_is_never_said_to_be_current() {
    let later = "Fri, 31 Dec 2099 23:59:59 GMT";
    for (what, path, change) in EDITS {
        let site = Live::of(archive());
        let before = site.get(path, &[]);
        assert_eq!(site.get(path, &[("if-none-match", before.header("etag"))]).status, 304, "{what}: unchanged");
        let site = site.edit(change);
        for headers in [
            vec![("if-modified-since", later)],
            vec![("if-none-match", before.header("etag"))],
            vec![("if-none-match", before.header("etag")), ("if-modified-since", later)],
        ] {
            // From the handler and from the cache.
            for _ in 0..2 {
                let after = site.get(path, &headers);
                assert_eq!((after.status, after.header("last-modified")), (200, ""), "{what}: {headers:?}");
                assert!(after.body != before.body && after.header("etag") != before.header("etag"), "{what}");
            }
        }
    }
}

#[test]
fn the_best_coding_follows_the_fast_one_and_both_validators_hold() {
    let long = "слово за словом, рядок за рядком; ".repeat(300);
    let site = Live::of(archive().file("articles/2025/new/uk.md", &format!("{}\n{long}\n", titled("Довга"))));
    for coding in ["br", "gzip", "zstd"] {
        let fast = site.get("/uk/2025/new", &[("accept-encoding", coding)]);
        assert_eq!((fast.status, fast.header("content-encoding")), (200, coding));
        let best = site.best("/uk/2025/new", coding);
        assert!(best.body.len() <= fast.body.len(), "{coding}");
        assert_eq!(best.header("content-length"), best.body.len().to_string());
        for tag in [fast.header("etag"), best.header("etag"), "\"x\", *"] {
            let headers = [("accept-encoding", coding), ("if-none-match", tag)];
            let answer = site.get("/uk/2025/new", &headers);
            assert_eq!((answer.status, answer.body.len()), (304, 0), "{tag}");
            assert!(tag.contains('*') || answer.header("etag") == tag);
        }
        let other =
            site.get("/uk/2025/new", &[("accept-encoding", "identity"), ("if-none-match", best.header("etag"))]);
        assert_eq!(other.status, 200, "each coding has a validator of its own");
    }
}

#[test]
fn head_is_get_without_the_body() {
    let site = Live::of(archive());
    for path in ["/uk/", "/uk/2025/new", "/uk/2025/none", "/"] {
        for _ in 0..2 {
            let (mut get, mut head) = (site.get(path, &[]), site.ask("HEAD", path, &[]));
            // A second may begin between the two.
            assert_eq!(get.headers.remove("date").is_some(), head.headers.remove("date").is_some());
            assert_eq!((get.status, &get.headers), (head.status, &head.headers), "{path}");
            assert!(head.body.is_empty());
        }
    }
    assert_eq!(site.ask("POST", "/uk/", &[]).status, 405, "a page that is kept cannot be posted to");
}

#[test]
fn a_kept_page_says_what_a_rendered_one_says() {
    let without = crate::harness::SITE
        .replace("[[language]]\ntag = \"uk\"", "cache = { memory = \"0\" }\n[[language]]\ntag = \"uk\"");
    let (kept, fresh) = (Live::of(archive()), Live::of(archive().file("site.toml", &without)));
    for path in ["/uk/", "/en/2025/new", "/ru/2025/new"] {
        let [first, second, plain] = [&kept, &kept, &fresh].map(|site| {
            let mut answer = site.get(path, &[]);
            // A second may begin between two of them.
            assert!(answer.headers.remove("date").is_some());
            answer
        });
        for answer in [&second, &plain] {
            assert_eq!((&first.headers, first.text()), (&answer.headers, answer.text()), "{path}");
        }
    }
}

#[test]
fn no_query_makes_a_page_another_readers() {
    let site = Live::of(archive());
    assert_eq!(site.get("/uk/", &[]).status, 200);
    assert_eq!(site.get("/uk/?remember", &[]).status, 303);
    assert_eq!(site.get("/uk/?utm_source=x", &[]).headers[header::ETAG], site.get("/uk/", &[]).headers[header::ETAG]);
    assert_eq!(site.get("/uk/?before=0-a", &[]).status, 404);
}

#[test]
fn what_is_too_long_is_refused_in_the_readers_language() {
    let site = Live::of(archive());
    let long = format!("/uk/search?q={}", "a".repeat(9000));
    let cookies = "a=b; ".repeat(4000);
    for (path, headers, status) in [(long.as_str(), vec![], 414), ("/uk/none", vec![("cookie", cookies.as_str())], 431)]
    {
        for (lang, word) in [("uk", "За"), ("en", "too"), ("ru", "Слишком")] {
            let mut headers = headers.clone();
            headers.push(("accept-language", lang));
            let page = site.get(path, &headers);
            assert_eq!((page.status, page.header("content-language")), (status, lang));
            assert!(page.text().to_lowercase().contains(&word.to_lowercase()));
        }
    }
}
