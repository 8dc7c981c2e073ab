//! Drafts and scheduled texts: no address shows them before their time, and every address shows them afterwards.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    ops::ControlFlow,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{Duration, Instant},
};

use axum::{Router, body::Body, http::Request};
use http_body_util::BodyExt;
use jiff::Timestamp;
use litopys::{
    article::Drafts,
    catalog::{CATALOG_FILE, Catalog, Scope},
    model::{date::Clock, lang::Lang},
    search::Search,
    source::{Folder, Source, load_site},
    translate::check::{CheckOptions, CheckPart, check as check_archive},
    web::{App, Preview, SiteState, router},
    worker::Indexer,
};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tower::ServiceExt;

use crate::{
    cache::{ToApp, edition},
    command::{get, start_with},
    harness::{Answer, Archive, Hooked, SITE, eventually},
    leaks::leaked_word,
    random::{below, cases},
    rows::rows,
};

pub(crate) const LANGS: [&str; 3] = ["uk", "en", "ru"];
/// 1 January 2030, from which the clock goes on.
pub(crate) const BEGIN: i64 = 1_893_456_000;

/// An archive that is served with a page cache and a search, under a clock that the test moves.
pub(crate) struct Site {
    pub(crate) archive: Archive,
    app: App,
    router: Router,
    indexer: Indexer,
    pub(crate) catalog: Arc<Catalog>,
    search: Arc<Search>,
    clock: Arc<AtomicI64>,
    runtime: Runtime,
    cache: TempDir,
}

impl Site {
    pub(crate) fn new(archive: Archive, now: i64, drafts: Drafts) -> Site {
        let source = Arc::new(Folder::open(archive.path()).unwrap());
        Site::over(archive, source, now, drafts)
    }

    /// The same, read from another source.
    pub(crate) fn over(archive: Archive, source: Arc<dyn Source>, now: i64, drafts: Drafts) -> Site {
        let cache = tempfile::tempdir().unwrap();
        let texts = load_site(&*source).unwrap();
        let site = texts.site.clone().unwrap();
        let catalog = Arc::new(Catalog::open(cache.path(), &site).unwrap());
        let search = Arc::new(Search::new(&cache.path().join("search")));
        let moved = Arc::new(AtomicI64::new(now));
        let read = Arc::clone(&moved);
        let clock = Clock::new(move || Timestamp::from_second(read.load(Ordering::Acquire)).unwrap());
        let app = App::new(Arc::clone(&catalog), Arc::clone(&source), edition(texts)).with_search(Arc::clone(&search));
        let app = app.with_clock(clock.clone());
        let app = if drafts == Drafts::Shown { app.with_preview(Preview::Translator) } else { app };
        let indexer = Indexer::new(source, Arc::clone(&catalog), Arc::new(ToApp(app.clone())), site, Vec::new());
        let indexer = indexer.with_clock(clock).with_drafts(drafts);
        let (router, runtime) = (router(app.clone()), Runtime::new().unwrap());
        let mut site = Site { archive, app, router, indexer, catalog, search, clock: moved, runtime, cache };
        site.pass();
        site
    }

    fn pass(&mut self) {
        self.indexer.pass().unwrap();
        self.search.catch_up(&self.catalog, &self.app.edition().site, &|_| {}).unwrap();
    }

    pub(crate) fn at(&mut self, now: i64) {
        self.clock.store(now, Ordering::Release);
        self.pass();
    }

    fn write(&self, path: &str, text: &str) {
        fs::write(self.archive.path().join(path), text).unwrap();
    }

    /// Another indexer of its catalog, which goes by a clock that stands at `now`, and which search does not follow.
    pub(crate) fn indexer(&self, now: i64) -> Indexer {
        let source = Arc::new(Folder::open(self.root()).unwrap());
        let (site, observer) = (self.app.edition().site.clone(), Arc::new(ToApp(self.app.clone())));
        let clock = Clock::new(move || Timestamp::from_second(now).unwrap());
        Indexer::new(source, Arc::clone(&self.catalog), observer, site, Vec::new()).with_clock(clock)
    }

    /// The same, with the key of signed links.
    pub(crate) fn with_share_key(self, path: &Path) -> Site {
        let app = self.app.clone().with_share_key(path);
        Site { router: router(app.clone()), app, ..self }
    }

    pub(crate) fn root(&self) -> &Path {
        self.archive.path()
    }

    /// The rows of its catalog.
    pub(crate) fn rows(&self) -> BTreeSet<String> {
        rows(&self.cache.path().join(CATALOG_FILE))
    }

    /// Its `site.toml`, as it is served.
    pub(crate) fn settings(&self) -> Arc<SiteState> {
        self.app.edition()
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        let request = Request::builder().uri(path).header("host", "localhost").body(Body::empty()).unwrap();
        self.runtime.block_on(async {
            let (head, mut pieces) = self.router.clone().oneshot(request).await.unwrap().into_parts();
            // A long file gives its next piece when one of those before was let go.
            let mut body = Vec::new();
            while let Some(piece) = pieces.frame().await {
                body.extend_from_slice(&piece.unwrap().into_data().unwrap());
            }
            Answer { status: head.status.as_u16(), headers: head.headers, body }
        })
    }

    /// The languages in which readers of each language of the site find an article that has `langs`.
    pub(crate) fn shown(&self, langs: &BTreeSet<&str>) -> Vec<(&'static str, String)> {
        let site = &self.app.edition().site;
        let has = |lang: &Lang| langs.contains(lang.as_str());
        let shown = |lang: &'static str| Some((lang, site.languages().shown(&lang.parse().unwrap(), has)?.to_string()));
        LANGS.into_iter().filter_map(shown).collect()
    }
}

/// When a text is public: a draft, or from a second on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct When {
    pub(crate) draft: bool,
    pub(crate) from: Option<i64>,
}

impl When {
    /// A draft now and then, published before or after the second `begin`.
    pub(crate) fn random(begin: i64) -> When {
        let from = [None, Some(begin - 86_400), Some(begin + 60), Some(begin + 120), Some(begin + 7_200)];
        When { draft: below(5) == 0, from: from[below(5)] }
    }

    pub(crate) fn is_public(self, now: i64) -> bool {
        !self.draft && self.from.is_none_or(|from| from <= now)
    }

    pub(crate) fn front(self) -> String {
        let from = self.from.map(|from| format!("published = {}\n", Timestamp::from_second(from).unwrap()));
        format!("{}{}", from.unwrap_or_default(), if self.draft { "draft = true\n" } else { "" })
    }
}

/// An article whose words stand nowhere else.
#[derive(Debug)]
struct Made {
    n: usize,
    when: When,
    versions: Vec<(&'static str, When)>,
}

impl Made {
    fn random(n: usize) -> Made {
        let mut when = When::random(BEGIN);
        when.from = when.from.or(Some(BEGIN - 172_800));
        let mut versions: Vec<_> =
            LANGS.into_iter().filter(|_| below(3) > 0).map(|lang| (lang, When::random(BEGIN))).collect();
        if versions.is_empty() {
            versions.push(("en", When::random(BEGIN)));
        }
        Made { n, when, versions }
    }

    /// The languages that readers may see at `now`.
    fn public(&self, now: i64) -> BTreeSet<&'static str> {
        let of_version = |(lang, when): &(&'static str, When)| when.is_public(now).then_some(*lang);
        if self.when.is_public(now) { self.versions.iter().filter_map(of_version).collect() } else { BTreeSet::new() }
    }

    fn id(&self) -> String {
        format!("2029/zqid{}x", self.n)
    }

    /// Words that stand in one version alone: title, summary, text, file, slug.
    fn secrets(&self, lang: &str) -> [String; 5] {
        ["title", "summary", "text", "file", "slug"].map(|what| format!("zq{what}{}{lang}x", self.n))
    }

    fn write(&self, site: &impl Fn(&str, &str)) {
        let (id, n) = (self.id(), self.n);
        let source = self.versions[0].0;
        let meta = format!(
            "{}source = \"{source}\"\ntags = [\"shared\", \"zqtag{n}x\"]\nauthors = [\"zqauthor{n}x\"]\naliases = [\"/old/zqid{n}x\"]\n",
            self.when.front(),
        );
        site(&format!("articles/{id}/article.toml"), &meta);
        for (lang, when) in &self.versions {
            let [title, summary, text, file, slug] = self.secrets(lang);
            let front = format!(
                "title = \"Common {title}\"\nsummary = \"{summary}\"\nslug = \"{slug}\"\naliases = [\"/old/{slug}\"]\n{}",
                when.front()
            );
            site(
                &format!("articles/{id}/{lang}.md"),
                &format!("+++\n{front}+++\n\nWords {text}. [File]({file}.txt)\n"),
            );
            site(&format!("articles/{id}/{file}.txt"), &text);
        }
    }
}

/// Each address at which something of these articles may show, once.
fn addresses(site: &Site, articles: &[Made]) -> Vec<String> {
    let mut found = ["/feed.atom", "/feed.json", "/sitemap.xml", "/robots.txt", "/sitemap/listings.xml"]
        .map(str::to_owned)
        .to_vec();
    let map = site.get("/sitemap.xml").text().to_owned();
    found.extend(map.split("<loc>").skip(1).filter_map(|rest| {
        let address = rest.split('<').next()?;
        Some(format!("/{}", address.splitn(4, '/').nth(3)?))
    }));
    for lang in LANGS {
        for page in [
            "", "feed.atom", "feed.json", "about/archive", "2029", "2030", "2029/12", "2030/01", "search?q=common",
            "tag/shared",
        ] {
            found.push(format!("/{lang}/{page}"));
        }
        for made in articles {
            let (id, n) = (made.id(), made.n);
            found.extend([
                format!("/{lang}/{id}"),
                format!("/{lang}/tag/zqtag{n}x"),
                format!("/{lang}/author/zqauthor{n}x"),
            ]);
            found.extend([format!("/{lang}/tag/zqtag{n}x/feed.atom"), format!("/{id}"), format!("/old/zqid{n}x")]);
            for (own, _) in &made.versions {
                let [.., text, file, slug] = made.secrets(own);
                found.extend([".md", ".json", ""].map(|form| format!("/{lang}/2029/{slug}{form}")));
                found.extend(LANGS.map(|other| format!("/{lang}/2029/{slug}/with/{other}")));
                found.extend([
                    format!("/media/{id}/{file}.txt"),
                    format!("/old/{slug}"),
                    format!("/{lang}/search?q={text}"),
                ]);
                found.push(format!("/{lang}/search?format=json&q={text}"));
            }
        }
    }
    found.sort();
    found.dedup();
    found
}

/// Nothing that is hidden at `now` shows at any address, and what is public does.
fn check(site: &Site, articles: &[Made], now: i64) {
    let mut hidden: Vec<String> = Vec::new();
    for made in articles {
        let public = made.public(now);
        let of_hidden = made.versions.iter().filter(|(lang, _)| !public.contains(lang));
        hidden.extend(of_hidden.flat_map(|(lang, _)| made.secrets(lang)));
        if public.is_empty() {
            hidden.extend(["id", "tag", "author"].map(|what| format!("zq{what}{}x", made.n)));
        }
    }
    let mut redirects = Vec::new();
    for address in addresses(site, articles) {
        let answer = site.get(&address);
        if (300..400).contains(&answer.status) {
            // An old path, or a file, which leads to the address of its bytes.
            let is_own = ["/old/", "/media/"].iter().any(|start| address.starts_with(start));
            let is_hidden = is_own && hidden.iter().any(|word| address.contains(word));
            assert!(!is_hidden, "at {now}, {address} leads to {}: {articles:#?}", answer.redirect().1);
            redirects.push((address, answer.redirect().1.to_owned()));
            continue;
        }
        // A 404 repeats the words of its address, and a search those that were sought.
        let asked: String = address.chars().filter(|c| c.is_alphanumeric()).collect();
        assert_eq!(
            leaked_word(&hidden, answer.text(), &asked),
            None,
            "at {now}, {address} ({}) shows what is hidden: {articles:#?}\n{}",
            answer.status,
            answer.text()
        );
        if answer.status == 200 && !address.contains("search") {
            let own = hidden.iter().find(|word| address.contains(*word));
            assert_eq!(own, None, "at {now}, {address} is there: {articles:#?}");
        }
    }
    for (from, to) in redirects {
        let own = hidden.iter().find(|word| to.contains(*word) && !from.contains(*word));
        assert_eq!(own, None, "at {now}, {from} leads to {to}: {articles:#?}");
    }
    let snapshot = site.catalog.snapshot();
    for lang in LANGS {
        let shown =
            articles.iter().filter(|made| site.shown(&made.public(now)).iter().any(|(wanted, _)| *wanted == lang));
        let count = snapshot.count(&Scope::All, &lang.parse().unwrap()).unwrap();
        assert_eq!(count, shown.count() as u64, "articles in {lang} at {now}: {articles:#?}");
    }
    let numbers = snapshot.numbers(&site.app.edition().site).unwrap();
    let versions: usize = articles.iter().map(|made| made.public(now).len()).sum();
    let listed = articles.iter().filter(|made| !made.public(now).is_empty()).count();
    assert_eq!((numbers.articles, numbers.versions), (listed as u64, versions as u64), "{articles:#?}");
    for made in articles {
        let public = made.public(now);
        for (lang, have) in site.shown(&public) {
            let [title, _, text, file, _] = made.secrets(&have);
            let own = made.versions.iter().find(|(own, _)| *own == lang && public.contains(own)).map(|(own, _)| *own);
            let slug = own.map_or(format!("zqid{}x", made.n), |own| made.secrets(own)[4].clone());
            let page = site.get(&format!("/{lang}/2029/{slug}"));
            assert!(page.text().contains(&text), "at {now}, {lang} {made:?}: {}", page.text());
            assert!(site.get(&format!("/{lang}/feed.json")).text().contains(&title), "at {now}, {lang} {made:?}");
            assert!(site.get(&format!("/{lang}/search?q={title}")).text().contains(&slug), "at {now}, {lang} {made:?}");
            assert!(site.get(&format!("/media/{}/{file}.txt", made.id())).status < 400, "{made:?}");
        }
    }
}

#[test]
fn nothing_hidden_reaches_a_reader_whatever_the_clock_says() {
    // After this long the random archives end; at least one is checked, at each of its moments.
    let (begun, budget) = (Instant::now(), Duration::from_secs(cases(5).into()));
    loop {
        let mut articles: Vec<Made> = (0..5).map(Made::random).collect();
        let archive = Archive::new().file("site.toml", &SITE.replace("page_size = 3", "page_size = 20"));
        for made in &articles {
            fs::create_dir_all(archive.path().join("articles").join(made.id())).unwrap();
            made.write(&|path, text| fs::write(archive.path().join(path), text).unwrap());
        }
        let mut site = Site::new(archive, BEGIN, Drafts::Hidden);
        let mut now = BEGIN;
        for step in [0, 59, 1, 60, 7_079, 1, 86_400] {
            now += step;
            // The change of an editor between two moments.
            let at = below(articles.len());
            let made = &mut articles[at];
            match below(4) {
                0 => made.when.draft = !made.when.draft,
                1 => made.versions[0].1.draft = !made.versions[0].1.draft,
                2 => made.when.from = Some(BEGIN + 7_200),
                _ => {}
            }
            made.write(&|path, text| site.write(path, text));
            site.at(now);
            check(&site, &articles, now);
        }
        // A catalog that followed the clock is the one that a start now would make.
        let fresh = Site::new(site.archive, now, Drafts::Hidden);
        let site = Site { archive: Archive::new(), ..site };
        for address in addresses(&fresh, &articles).into_iter().filter(|address| !address.contains("search")) {
            let (one, other) = (fresh.get(&address), site.get(&address));
            assert_eq!((one.status, one.text()), (other.status, other.text()), "{address}");
        }
        if begun.elapsed() > budget {
            return;
        }
    }
}

/// The addresses of a version tell of it, with a text or without.
#[test]
fn a_version_without_a_text_has_no_address_before_its_time() {
    for (more, before, after) in [
        ("", 308, 308),
        ("published = 2029-06-02\n", 308, 308),
        ("published = 2030-01-02\n", 404, 308),
        ("draft = true\n", 404, 404),
    ] {
        let empty = |slug: &str| {
            format!("+++\ntitle = \"Future\"\nslug = \"{slug}\"\naliases = [\"/old-{slug}\"]\n{more}+++\n\nTODO\n")
        };
        let archive = Archive::new()
            .file("articles/2029/dnipro/article.toml", "published = 2029-06-01\nsource = \"uk\"\n")
            .version("2029/dnipro", "uk", "")
            .file("articles/2029/dnipro/en.md", &empty("river"))
            .file("pages/about/uk.md", "+++\ntitle = \"Про нас\"\n+++\n\nТекст про нас.\n")
            .file("pages/about/en.md", &empty("us"));
        let mut site = Site::new(archive, BEGIN, Drafts::Hidden);
        for (now, expected) in [(BEGIN, before), (BEGIN + 2 * 86_400, after)] {
            site.at(now);
            for path in ["/en/2029/river", "/old-river", "/en/us", "/old-us"] {
                assert_eq!(site.get(path).status, expected, "{path} at {now}: {more}");
            }
        }
    }
}

/// A picture that a bucket does not have yet is a 503, for it may come; of a hidden article it is nothing at all.
#[test]
fn a_file_that_is_still_to_come_tells_of_no_hidden_article() {
    let archive = Archive::new()
        .article("2029/open", "uk", &["uk"])
        .file("articles/2029/draft/article.toml", "published = 2029-06-01\nsource = \"uk\"\ndraft = true\n")
        .version("2029/draft", "uk", "")
        .file("articles/2030/later/article.toml", "published = 2030-01-02T00:00:00Z\nsource = \"uk\"\n")
        .version("2030/later", "uk", "");
    let source = Arc::new(Hooked { missing: |path| path.ends_with("/map.png"), ..Hooked::new(&archive) });
    let mut site = Site::over(archive, source, BEGIN, Drafts::Hidden);
    let statuses = |site: &Site, file: &str| {
        ["2029/open", "2029/draft", "2030/later"].map(|id| site.get(&format!("/media/{id}/{file}")).status)
    };
    for file in ["map.png", "map.0123456789ab.png", "map.png.0123456789ab.400.webp"] {
        assert_eq!(statuses(&site, file), [503, 404, 404], "{file}");
    }
    assert_eq!(statuses(&site, "other.png"), [404, 404, 404]);
    site.at(BEGIN + 86_400);
    assert_eq!(statuses(&site, "map.png"), [503, 404, 503]);
}

/// Nobody knows when it is to be published, or that it is to be at all.
#[test]
fn what_cannot_be_read_publishes_nothing() {
    let image = "[[image]]\nfile = \"a.png\"\n";
    for (meta, version, status) in [
        ("", "published = \"31.12.2031\"\n", 404),
        ("", "published = 2031-12-31T12:00:00\n", 404),
        ("", "published = 2031\n", 404),
        ("", &format!("{image}published = 2031-12-31\n"), 404),
        ("", "draft = 1\n", 404),
        ("", &format!("{image}draft = true\n"), 404),
        ("draft = \"no\"\n", "", 404),
        (&format!("{image}draft = true\n"), "", 404),
        (&format!("{image}withdrawn = \"A mistake\"\n"), "", 410),
        ("", "", 200),
        ("", "updated = \"soon\"\n", 200),
        ("languages = \"uk\"\n", "", 200),
    ] {
        let archive = Archive::new()
            .file("articles/2029/dnipro/article.toml", &format!("published = 2029-06-01\nsource = \"uk\"\n{meta}"))
            .file("articles/2029/dnipro/uk.md", &format!("+++\ntitle = \"Title\"\n{version}+++\n\nThe text.\n"));
        let site = Site::new(archive, BEGIN, Drafts::Hidden);
        for path in ["/uk/2029/dnipro", "/uk/2029/dnipro.md"] {
            let answer = site.get(path);
            let shown = (answer.status, answer.text().contains("The text."));
            assert_eq!(shown, (status, status == 200), "{path}: {meta}{version}");
        }
    }
}

/// Whether readers still see the texts of a public article in Ukrainian and in English, after `files` of it were written.
fn still_shows(files: &[(&str, &str)]) -> (bool, bool) {
    let archive = Archive::new()
        .file("articles/2029/dnipro/article.toml", "published = 2029-06-01\nsource = \"uk\"\n")
        .version("2029/dnipro", "uk", "")
        .version("2029/dnipro", "en", "");
    let mut site = Site::new(archive, BEGIN, Drafts::Hidden);
    files.iter().for_each(|(file, text)| site.write(&format!("articles/2029/dnipro/{file}"), text));
    site.pass();
    let shows = |lang: &str| site.get(&format!("/{lang}/2029/dnipro")).text().contains(&format!("Text in {lang}."));
    (shows("uk"), shows("en"))
}

#[test]
fn a_text_that_was_public_stays_when_its_date_cannot_be_read() {
    for (file, text) in [
        ("en.md", "+++\ntitle = \"Changed\"\npublished = \"02.01.2030\"\n+++\n\nChanged.\n"),
        ("article.toml", "published = \"01.06.2031\"\nsource = \"uk\"\n"),
    ] {
        assert_eq!(still_shows(&[(file, text)]), (true, true), "{text}");
    }
}

#[test]
fn an_article_toml_that_hides_does_so_without_a_date_or_a_source() {
    for (text, stays) in [
        ("source = \"uk\"\n", true),
        ("source = \"uk\"\ndraft = true\n", false),
        ("published = 2029-06-01\ndraft = true\n", false),
        ("published = 2029-06-01\nwithdrawn = \"A mistake\"\n", false),
        ("published = \"soon\"\nsource = \"uk\"\nwithdrawn = \"A mistake\"\n", false),
        ("published = 2030-01-02\nsource = 7\n", false),
        ("published = 2029-12-31\nsource = 7\n", true),
    ] {
        assert_eq!(still_shows(&[("article.toml", text)]), (stays, stays), "{text}");
    }
}

#[test]
fn a_version_that_was_put_off_is_hidden_beside_a_broken_article_toml() {
    for (day, body, stays) in [
        ("2029-12-31", "Changed.", true),
        ("2029-12-31", "TODO", true),
        ("2030-01-02", "Changed.", false),
        ("2030-01-02", "TODO", false),
    ] {
        let text = format!("+++\ntitle = \"Changed\"\npublished = {day}\n+++\n\n{body}\n");
        let shown = still_shows(&[("article.toml", "published = \n"), ("en.md", &text)]);
        assert_eq!(shown, (stays, stays), "{text}");
    }
}

/// A broken file keeps its last good text, but not beyond the moment at which the article is hidden.
#[test]
fn a_broken_file_keeps_no_text_that_is_hidden() {
    let meta = |more: &str| format!("published = 2029-06-01\nsource = \"uk\"\n{more}");
    let version = |title: &str, more: &str| format!("+++\ntitle = \"{title}\"\n{more}+++\n\nText of {title}.\n");
    let broken = "+++\ntitle = \"open\n+++\n\nText.\n";
    let gone = || meta("withdrawn = \"A mistake\"\n");
    for (case, files, uk, en) in [
        (
            "a draft with a broken version",
            &[("article.toml", meta("draft = true\n")), ("en.md", broken.to_owned())][..],
            false,
            false,
        ),
        (
            "a draft with broken versions",
            &[("article.toml", meta("draft = true\n")), ("en.md", broken.into()), ("uk.md", broken.into())],
            false,
            false,
        ),
        (
            "a version that is a draft beside a broken one",
            &[("uk.md", version("Changed", "draft = true\n")), ("en.md", broken.into())],
            false,
            true,
        ),
        ("only a version that is a draft", &[("uk.md", version("Changed", "draft = true\n"))], false, true),
        ("a draft that is neither true nor false", &[("uk.md", version("Changed", "draft = \"no\"\n"))], false, true),
        ("a version of tomorrow", &[("en.md", version("Changed", "published = 2030-01-02\n"))], true, false),
        ("broken versions", &[("en.md", broken.into()), ("uk.md", broken.into())], true, true),
        ("what cannot be read at all", &[("article.toml", "published = \n".into())], true, true),
        (
            "a version that is a draft beside a broken article.toml",
            &[("article.toml", "published = \n".into()), ("uk.md", version("Changed", "draft = true\n"))],
            false,
            false,
        ),
        (
            "a version of tomorrow beside a broken article.toml",
            &[("article.toml", "published = \n".into()), ("uk.md", version("Changed", "published = 2030-01-02\n"))],
            false,
            false,
        ),
        ("taken down, a version broken", &[("article.toml", gone()), ("en.md", broken.into())], false, false),
        (
            "taken down, every version broken",
            &[("article.toml", gone()), ("en.md", broken.into()), ("uk.md", String::new())],
            false,
            false,
        ),
    ] {
        let archive = Archive::new()
            .file("articles/2029/dnipro/article.toml", &meta(""))
            .file("articles/2029/dnipro/uk.md", &version("First", ""))
            .file("articles/2029/dnipro/en.md", &version("Second", ""));
        let mut site = Site::new(archive, BEGIN, Drafts::Hidden);
        for (file, text) in files {
            site.write(&format!("articles/2029/dnipro/{file}"), text);
        }
        site.pass();
        assert_shown(&site, case, [uk, en]);
    }
}

/// Which of its two good texts are shown, and that the catalog holds no other: not what no page shows, either.
fn assert_shown(site: &Site, case: &str, expected: [bool; 2]) {
    let shows = |lang: &str, title: &str| {
        site.get(&format!("/{lang}/2029/dnipro")).text().contains(&format!("Text of {title}"))
    };
    assert_eq!([shows("uk", "First"), shows("en", "Second")], expected, "{case}");
    assert!(!shows("uk", "Changed") && !shows("en", "Changed"), "{case}");
    let holds = |lang: &str| {
        let body = site.catalog.snapshot().body(&"2029/dnipro".parse().unwrap(), &lang.parse().unwrap()).unwrap();
        body.is_some_and(|body| body.as_str().contains("Text of"))
    };
    assert_eq!([holds("uk"), holds("en")], expected, "{case}");
}

/// The files of a draft stay hidden while it cannot be read; those of a public version whose file breaks stay where they are.
#[test]
fn a_broken_version_makes_no_file_public() {
    let version = |lang: &str, more: &str| format!("+++\ntitle = \"{lang}\"\n{more}+++\n\n[File]({lang}.txt)\n");
    for (front, is_public) in [("", true), ("draft = true\n", false), ("published = 2030-01-02\n", false)] {
        let archive = Archive::new()
            .file("articles/2029/dnipro/article.toml", "published = 2029-06-01\nsource = \"uk\"\n")
            .file("articles/2029/dnipro/uk.md", &version("uk", ""))
            .file("articles/2029/dnipro/en.md", &version("en", front))
            .file("articles/2029/dnipro/uk.txt", "uk")
            .file("articles/2029/dnipro/en.txt", "en");
        let mut site = Site::new(archive, BEGIN, Drafts::Hidden);
        let broken = version("en", front).replace("\"en\"", "\"en");
        for (text, expected) in [(None, is_public), (Some(broken), is_public), (Some(version("en", "")), true)] {
            text.iter().for_each(|text| site.write("articles/2029/dnipro/en.md", text));
            site.pass();
            let served = ["uk", "en"].map(|lang| site.get(&format!("/media/2029/dnipro/{lang}.txt")).status < 400);
            assert_eq!(served, [true, expected], "{front}, then {text:?}");
            site.catalog.scrub(|_| ControlFlow::Continue(())).unwrap();
        }
    }
}

/// A text in a language that the site does not have may be hidden, too, and nothing says which files it shows.
#[test]
fn a_hidden_version_in_an_unknown_language_makes_no_file_public() {
    let version = |front: &str| format!("+++\ntitle = \"T\"\n{front}+++\n\n[File](de.txt)\n");
    let broken = "+++\ntitle = \"T\n+++\n".to_owned();
    let [open, draft, later] = ["", "draft = true\n", "published = 2030-01-02\n"].map(version);
    for (text, is_public) in [(open, true), (draft, false), (later, false), (broken, false)] {
        let archive = Archive::new()
            .file("articles/2029/dnipro/article.toml", "published = 2029-06-01\nsource = \"uk\"\n")
            .file("articles/2029/dnipro/uk.md", "+++\ntitle = \"T\"\n+++\n\n[File](uk.txt)\n")
            .file("articles/2029/dnipro/de.md", &text)
            .file("articles/2029/dnipro/uk.txt", "uk")
            .file("articles/2029/dnipro/de.txt", "de");
        let mut site = Site::new(archive, BEGIN, Drafts::Hidden);
        site.pass();
        let served = ["uk", "de"].map(|file| site.get(&format!("/media/2029/dnipro/{file}.txt")).status < 400);
        assert_eq!(served, [true, is_public], "{text}");
    }
}

/// The text of a `.md` comes from its file, which an editor may have changed since it was indexed.
#[test]
fn a_text_as_markdown_is_hidden_as_soon_as_its_files_say_so() {
    let meta = |more: &str| format!("published = 2029-06-01\nsource = \"uk\"\n{more}");
    let version = |more: &str| format!("+++\ntitle = \"Title\"\n{more}+++\n\nThe text.\n");
    for (file, text, is_shown) in [
        ("article.toml", meta(""), true),
        ("article.toml", meta("draft = true\n"), false),
        ("article.toml", "source = \"uk\"\ndraft = true\n".to_owned(), false),
        ("article.toml", "source = \"uk\"\n".to_owned(), true),
        ("article.toml", meta("").replace("2029", "2031"), false),
        ("article.toml", meta("withdrawn = \"A mistake\"\n"), false),
        ("uk.md", version("published = 2029-07-01\n"), true),
        ("uk.md", version("published = 2031-06-01\n"), false),
        ("uk.md", version("draft = true\n"), false),
    ] {
        let archive = Archive::new()
            .file("articles/2029/dnipro/article.toml", &meta(""))
            .file("articles/2029/dnipro/uk.md", &version(""));
        let site = Site::new(archive, BEGIN, Drafts::Hidden);
        site.write(&format!("articles/2029/dnipro/{file}"), &text);
        let answer = site.get("/uk/2029/dnipro.md");
        let shown = (answer.status == 200, answer.text().contains("The text."));
        assert_eq!(shown, (is_shown, is_shown), "{text}");
    }
}

#[test]
fn a_preview_shows_drafts_and_marks_them_until_they_are_published() {
    let archive = Archive::new()
        .article("2029/open", "uk", &["uk"])
        .file("articles/2029/draft/article.toml", "published = 2029-06-01\nsource = \"en\"\ndraft = true\n")
        .version("2029/draft", "en", "")
        .file("articles/2029/later/article.toml", "published = 2030-01-01T02:30:00+02:00\nsource = \"en\"\n")
        .version("2029/later", "en", "");
    let mut site = Site::new(archive, BEGIN, Drafts::Shown);
    let mark =
        |site: &Site, id: &str| site.get(&format!("/en/2029/{id}")).text().contains("Readers do not see this version.");
    assert_eq!(["open", "draft", "later"].map(|id| mark(&site, id)), [false, true, true]);
    let home = site.get("/en").redirect().1.to_owned();
    let text = site.get(&home).text().to_owned();
    assert!(text.contains("en 2029/draft") && text.contains(">Draft<"), "{text}");
    assert!(text.contains("en 2029/later") && text.contains("Scheduled for 1 January 2030, 02:30"), "{text}");
    site.at(BEGIN + 1_800);
    assert_eq!(["draft", "later"].map(|id| mark(&site, id)), [true, false]);
}

#[test]
fn a_preview_names_harvesters_no_section_of_drafts_alone() {
    let meta = |section: &str, day: &str, more: &str| {
        format!("published = {day}\nsource = \"uk\"\nsection = \"{section}\"\n{more}")
    };
    let archive = Archive::new()
        .file("articles/2029/open/article.toml", &meta("open", "2029-06-01", ""))
        .version("2029/open", "uk", "")
        .file("articles/2029/other/article.toml", &meta("open", "2029-06-01", "draft = true\n"))
        .version("2029/other", "uk", "")
        .file("articles/2029/draft/article.toml", &meta("draft", "2029-06-01", "draft = true\n"))
        .version("2029/draft", "uk", "")
        .file("articles/2029/half/article.toml", &meta("half", "2029-06-01", ""))
        .version("2029/half", "uk", "draft = true\n")
        .file("articles/2029/later/article.toml", &meta("later", "2030-01-02", ""))
        .version("2029/later", "uk", "");
    let mut site = Site::new(archive, BEGIN, Drafts::Shown);
    let sets = |site: &Site| {
        let text = site.get("/oai?verb=ListSets").text().to_owned();
        ["open", "draft", "half", "later"]
            .map(|section| text.contains(&format!("<setSpec>section-{section}</setSpec>")))
    };
    assert_eq!(sets(&site), [true, false, false, false]);
    site.at(BEGIN + 2 * 86_400);
    assert_eq!(sets(&site), [true, false, false, true]);
}

/// Harvesters copy what they are sent, so not even a preview names a draft, or a deleted one.
#[test]
fn a_preview_shows_harvesters_no_draft() {
    let archive = Archive::new()
        .article("2029/open", "uk", &["uk"])
        .version("2029/open", "en", "draft = true\nslug = \"zqhalf\"\n")
        .file("articles/2029/zqdraft/article.toml", "published = 2029-06-01\nsource = \"uk\"\ndraft = true\n")
        .version("2029/zqdraft", "uk", "");
    let mut site = Site::new(archive, BEGIN, Drafts::Shown);
    let lists = ["ListRecords", "ListIdentifiers"].map(|verb| format!("/oai?verb={verb}&metadataPrefix=oai_dc"));
    let assert_silent = |site: &Site| {
        for list in lists.iter().flat_map(|list| [list.clone(), format!("{list}&set=lang-en")]) {
            let text = site.get(&list).text().to_owned();
            assert_eq!(text.contains("2029/open/uk"), !list.ends_with("lang-en"), "{list}: {text}");
            assert!(!["2029/open/en", "zqhalf", "zqdraft"].iter().any(|part| text.contains(part)), "{list}: {text}");
        }
    };
    assert!(site.get("/en/2029/zqhalf").status == 200 && site.get("/uk/2029/zqdraft").status == 200);
    assert_silent(&site);
    fs::remove_file(site.root().join("articles/2029/open/en.md")).unwrap();
    fs::remove_dir_all(site.root().join("articles/2029/zqdraft")).unwrap();
    site.pass();
    assert_silent(&site);
}

/// A harvester that was sent a version learns that it is gone, although the catalog of a preview still has it.
#[test]
fn a_preview_tells_harvesters_which_version_became_a_draft() {
    let archive = Archive::new().article("2029/open", "uk", &["uk", "en"]).version("2029/open", "ru", "draft = true\n");
    let mut site = Site::new(archive, BEGIN, Drafts::Shown);
    let record = |site: &Site, lang: &str| {
        let query = format!("verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:example.org:2029/open/{lang}");
        let text = site.get(&format!("/oai?{query}")).text().to_owned();
        ["<metadata>", "status=\"deleted\"", "idDoesNotExist"].map(|part| text.contains(part))
    };
    let (there, deleted, unknown) = ([true, false, false], [false, true, false], [false, false, true]);
    for (front, expected) in
        [("", there), ("draft = true\n", deleted), ("published = 2030-06-01\n", deleted), ("", there)]
    {
        site.write("articles/2029/open/en.md", &format!("+++\ntitle = \"Open\"\n{front}+++\n\nText.\n"));
        site.pass();
        let found = ["uk", "en", "ru"].map(|lang| record(&site, lang));
        assert_eq!(found, [there, expected, unknown], "{front}");
    }
}

/// The records that a harvester gets: whether each is deleted, and when it changed.
fn records(site: &Site) -> BTreeMap<String, (bool, String)> {
    let answer = site.get("/oai?verb=ListIdentifiers&metadataPrefix=oai_dc");
    let text =
        |head: &str, tag: &str| head.split(&format!("<{tag}>")).nth(1).unwrap().split('<').next().unwrap().to_owned();
    let record = |head: &str| {
        let id = text(head, "identifier").replace("oai:example.org:2029/", "");
        (id, (head.starts_with(" status=\"deleted\""), text(head, "datestamp")))
    };
    answer.text().split("<header").skip(1).map(record).collect()
}

/// The datestamp of a record would tell of a moment to come; and harvesters that ask for what changed since must find what
/// appeared, or was hidden, since. By a source that says when each article was published.
#[test]
fn a_datestamp_is_when_that_happened_which_harvesters_see() {
    let (day, later) = (86_400, "published = 2030-01-02T00:00:00Z\n");
    for drafts in [Drafts::Hidden, Drafts::Shown] {
        let archive = Archive::new()
            .article("2029/half", "uk", &["uk"])
            .version("2029/half", "en", later)
            .file("articles/2029/whole/article.toml", &format!("{later}source = \"uk\"\n"))
            .version("2029/whole", "uk", "");
        let second = Arc::new(AtomicI64::new(BEGIN - 1_000));
        let read = Arc::clone(&second);
        let published = Box::new(move || Some(read.load(Ordering::Acquire)));
        let source = Arc::new(Hooked { published, ..Hooked::new(&archive) });
        let mut site = Site::over(archive, source, BEGIN, drafts);
        let assert_has = |site: &Site, expected: &[(&str, bool, i64)]| {
            let expected = expected.iter().map(|(id, is_deleted, at)| {
                ((*id).to_owned(), (*is_deleted, Timestamp::from_second(*at).unwrap().to_string()))
            });
            assert_eq!(records(site), expected.collect::<BTreeMap<_, _>>(), "{drafts:?}");
        };
        assert_has(&site, &[("half/uk", false, BEGIN - 1_000)]);
        // Both appear by themselves.
        site.at(BEGIN + day);
        let due = BEGIN + day;
        assert_has(&site, &[("half/uk", false, due), ("half/en", false, due), ("whole/uk", false, due)]);
        // A publish hides the one and removes the other.
        second.store(due + 500, Ordering::Release);
        site.write("articles/2029/half/en.md", "+++\ntitle = \"Half\"\ndraft = true\n+++\n\nText.\n");
        site.at(due + 600);
        let hidden = due + 500;
        assert_has(&site, &[("half/uk", false, hidden), ("half/en", true, hidden), ("whole/uk", false, due)]);
        second.store(due + 700, Ordering::Release);
        fs::remove_dir_all(site.root().join("articles/2029/whole")).unwrap();
        site.at(due + 800);
        assert_has(&site, &[("half/uk", false, hidden), ("half/en", true, hidden), ("whole/uk", true, due + 700)]);
        second.store(due + 900, Ordering::Release);
        site.write("articles/2029/half/en.md", "+++\ntitle = \"Half\"\n+++\n\nText.\n");
        site.at(due + 1_000);
        let back = due + 900;
        assert_has(&site, &[("half/uk", false, back), ("half/en", false, back), ("whole/uk", true, due + 700)]);
    }
}

/// What is public is listed, however many drafts changed before it.
#[test]
fn harvesters_of_a_preview_pass_over_drafts() {
    // Of the newest year, so they are read first, and more than a part of the list has.
    let drafts = (0..60).map(|n| format!("2029/draft-{n}"));
    let archive = drafts.fold(Archive::new().article("2020/open", "uk", &["uk"]), |archive, id| {
        let meta = "published = 2029-06-01\nsource = \"uk\"\ndraft = true\n";
        archive.file(&format!("articles/{id}/article.toml"), meta).version(&id, "uk", "")
    });
    let site = Site::new(archive, BEGIN, Drafts::Shown);
    for verb in ["ListRecords", "ListIdentifiers"] {
        for set in ["", "&set=lang-uk"] {
            let list = site.get(&format!("/oai?verb={verb}&metadataPrefix=oai_dc{set}"));
            assert!(list.text().contains("2020/open/uk") && !list.text().contains("draft-"), "{}", list.text());
        }
    }
}

/// For how many seconds caches may keep an answer.
pub(crate) fn max_age(answer: &Answer) -> i64 {
    let age = answer.header("cache-control").split("max-age=").nth(1).unwrap();
    age.split(|c: char| !c.is_ascii_digit()).next().unwrap().parse().unwrap()
}

/// Of an article that nobody is shown yet, caches are told when it will be.
#[test]
fn no_page_is_cached_beyond_the_moment_of_an_article_that_is_scheduled_now() {
    let now = Timestamp::now().as_second();
    let mut site = Site::new(Archive::new().article("2020/open", "uk", &["uk"]), now, Drafts::Hidden);
    let max_age = |site: &Site| max_age(&site.get("/uk/"));
    assert_eq!(max_age(&site), 60);
    let moment = Timestamp::from_second(now + 40).unwrap();
    fs::create_dir(site.root().join("articles/2020/later")).unwrap();
    site.write("articles/2020/later/article.toml", &format!("published = {moment}\nsource = \"uk\"\n"));
    site.write("articles/2020/later/uk.md", "+++\ntitle = \"Later\"\n+++\n\nText.\n");
    site.at(now);
    assert!(max_age(&site) <= 40, "{}", max_age(&site));
}

/// The server that readers use, without a signal: an article appears at its second, and no cache holds the page from before.
#[test]
fn an_article_appears_by_itself_at_its_time() {
    let at = Timestamp::now().as_second() + 6;
    let moment = Timestamp::from_second(at).unwrap();
    let year = moment.to_string()[..4].to_owned();
    let id = format!("{year}/soon");
    let archive = Archive::new()
        .article("2024/old", "uk", &["uk"])
        .file(&format!("articles/{id}/article.toml"), &format!("published = {moment}\nsource = \"uk\"\n"))
        .version(&id, "uk", "");
    let (_server, address, _) = start_with(&archive, &[]);
    let page = |path: &str| get(&address, path);
    let max_age = |answer: &str| -> Option<i64> {
        let line = answer.lines().find(|line| line.to_lowercase().starts_with("cache-control:"))?;
        line.split("max-age=").nth(1)?.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
    };
    let (home, own) = ("/uk/".to_owned(), format!("/uk/{id}"));
    loop {
        let before = Timestamp::now().as_second();
        let answers = [page(&home), page(&own)];
        let after = Timestamp::now().as_second();
        let shows = |answer: &String| answer.contains(&format!("uk {id}"));
        for answer in answers.iter().filter(|answer| !shows(answer)) {
            let age = max_age(answer).unwrap();
            assert!(age <= (at - before).max(0), "{age} seconds, {} before its time: {answer}", at - before);
        }
        assert!(after >= at || !answers.iter().any(shows), "{} seconds too soon", at - after);
        if answers.iter().all(shows) {
            break;
        }
        assert!(after < at + 300, "it never appears");
        std::thread::sleep(Duration::from_millis(50));
    }
    eventually(Duration::from_secs(300), "its own page", || page(&own).contains(&format!("uk {id}")));
    assert_eq!(max_age(&page(&own)), Some(60));
}

const HIDDEN: [(&str, &str, &str, &str); 4] = [
    // article, article.toml, uk.md, en.md
    ("2029/draft", "published = 2029-06-01\nsource = \"uk\"\ndraft = true\n", "", ""),
    ("2029/later", "published = 2999-12-31T23:30:00+02:00\nsource = \"uk\"\n", "", ""),
    ("2020/half", "published = 2020-06-01\nsource = \"uk\"\n", "draft = true\n", ""),
    ("2020/open", "published = 2020-06-01\nsource = \"uk\"\n", "", ""),
];

/// Two articles that are hidden, one with a version that is, one that is public and links to a hidden one.
fn hidden() -> Archive {
    let mut archive = Archive::new();
    for (id, meta, uk, en) in HIDDEN {
        archive =
            archive.file(&format!("articles/{id}/article.toml"), meta).version(id, "uk", uk).version(id, "en", en);
    }
    let links = "[Draft](../../2029/draft/), [half](../half/), [address](/en/2029/later)";
    archive.file("articles/2020/open/ru.md", &format!("+++\ntitle = \"ru\"\n+++\n\nText. {links}\n"))
}

#[test]
fn check_lists_what_is_waiting_and_warns_of_links_to_it() {
    let archive = hidden();
    let options = |complete: Option<&str>| CheckOptions {
        now: Some(Timestamp::from_second(BEGIN).unwrap()),
        complete: complete.map(|lang| lang.parse().unwrap()),
        only: Some(CheckPart::Articles),
        ..CheckOptions::default()
    };
    let report = check_archive(&Folder::open(archive.path()).unwrap(), &options(None)).unwrap();
    let waiting = report.waiting.iter().map(|one| {
        let lang = one.lang.as_ref().map_or("all", Lang::as_str);
        format!("{} {lang} {}", one.article, one.state)
    });
    let waiting: Vec<String> = waiting.collect();
    assert_eq!(waiting, ["2020/half uk draft", "2029/draft all draft", "2029/later all 2999-12-31T21:30:00Z"]);
    let links = report.findings.iter().filter(|found| found.code == "unpublished-link");
    let links: Vec<String> = links.map(ToString::to_string).collect();
    let of = |id: &str| links.iter().any(|link| link.starts_with("articles/2020/open/ru.md:") && link.contains(id));
    assert!(links.len() == 2 && of("`2029/draft`") && of("`2029/later`"), "{links:#?}");
    let missing = |lang: &str| {
        let report = check_archive(&Folder::open(archive.path()).unwrap(), &options(Some(lang))).unwrap();
        let found = report.findings.into_iter().filter(|found| found.code == "version-missing");
        found.map(|found| found.path).collect::<Vec<_>>()
    };
    assert_eq!(missing("uk"), ["articles/2020/half/uk.md"], "readers get another language");
    assert_eq!(missing("en"), [""; 0], "what nobody sees need not be complete");
}

#[test]
fn commands_list_what_is_waiting_without_calling_it_wrong() {
    let archive = Archive::new()
        .file(
            "articles/2020/half/article.toml",
            "published = 2020-06-01\nsource = \"uk\"\nlanguages = [\"uk\", \"en\"]\n",
        )
        .version("2020/half", "uk", "")
        .file("articles/2020/half/en.md", "+++\ntitle = \"Half\"\npublished = 2999-06-01\n+++\n\nOne text.\n");
    let run = |arguments: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_litopys"));
        let output = command.args(arguments).arg("--archive").arg(archive.path()).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        (output.status.code(), text(output.stdout), text(output.stderr))
    };
    let (code, out, err) = run(&["check", "--only", "site"]);
    assert_eq!(code, Some(0), "{out}{err}");
    let (_, _, err) = run(&["check", "--only", "articles"]);
    assert!(err.contains("not yet visible to readers:\n  2020/half en: appears on 2999-06-01 at 00:00\n"), "{err}");
    let (_, out, _) = run(&["status"]);
    assert!(out.contains("2020/half  en        appears on 2999-06-01 at 00:00"), "{out}");
    let (_, out, _) = run(&["status", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    let expected = serde_json::json!([{ "article": "2020/half", "lang": "en", "state": "2999-05-31T21:00:00Z" }]);
    assert_eq!(json["waiting"], expected);
}

/// Readers and a preview on one archive: each has a catalog of its own.
#[test]
fn a_preview_beside_the_server_of_readers_shows_readers_nothing() {
    let archive = hidden();
    let (_readers, readers, _) = start_with(&archive, &[]);
    let (_preview, preview, _) = start_with(&archive, &["--watch"]);
    let draft = "/en/2029/draft";
    eventually(Duration::from_secs(300), "the preview", || get(&preview, draft).contains("en 2029/draft"));
    assert!(get(&readers, draft).starts_with("HTTP/1.1 404"), "{}", get(&readers, draft));
    assert!(get(&readers, "/en/2020/open").contains("en 2020/open"));
    assert!(!get(&readers, "/en/").contains("2029/"), "{}", get(&readers, "/en/"));
}
