//! A panic in a handler is a 500 for that request only; one in the background shows in `/readyz`, and its task continues.

use std::{
    io::{Read, Write},
    net::TcpStream,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use crate::harness::Archive;
use axum::{
    Router,
    body::{Body, to_bytes},
    http::Request,
};
use litopys::{
    article::{ArticleFolder, File},
    catalog::Catalog,
    model::slug::ArticleId,
    source::{Cursor, Folder, ListedArticle, Source, SourceChanges, SourceError, SourceSnapshot, load_site},
    web::{App, Assets, Menus, SiteState, router, serve_admin},
    worker::{Control, Follow, Indexer, NoObserver},
};
use tower::ServiceExt;

/// A folder whose papers cannot be read without a panic; nor its articles, for as long as they are cursed.
struct Cursed(Folder, AtomicBool);

impl Source for Cursed {
    fn snapshot(&self, each: &mut dyn FnMut(ListedArticle)) -> Result<SourceSnapshot, SourceError> {
        self.0.snapshot(each)
    }

    fn changes(&self, since: &Cursor) -> SourceChanges {
        self.0.changes(since)
    }

    fn wait(&self, since: &Cursor, patience: Duration) {
        self.0.wait(since, patience);
    }

    fn fetch(&self, id: &ArticleId) -> Result<Option<ArticleFolder>, SourceError> {
        assert!(!self.1.load(Ordering::Acquire), "a parser gave way");
        self.0.fetch(id)
    }

    fn site_files(&self, folder: &str) -> Result<Vec<File>, SourceError> {
        assert!(!folder.ends_with(".pdf"), "a secret of the disk");
        self.0.site_files(folder)
    }
}

async fn get(router: &Router, path: &str) -> (u16, String, String) {
    let request =
        Request::get(path).header("host", "localhost").header("accept-language", "ru").body(Body::empty()).unwrap();
    let answer = router.clone().oneshot(request).await.unwrap();
    let header = |name| answer.headers().get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
    let (status, lang, place) = (answer.status().as_u16(), header("content-language"), header("location"));
    let body = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
    (status, if place.is_empty() { lang } else { place }, String::from_utf8(body.to_vec()).unwrap())
}

#[tokio::test]
async fn a_panic_is_a_500_for_its_own_request_and_all_others_go_on() {
    let archive = Archive::new().article("2025/dnipro", "uk", &["uk"]);
    std::fs::write(archive.path().join("articles/2025/dnipro/map.pdf"), b"a paper").unwrap();
    let source: Arc<dyn Source> = Arc::new(Cursed(Folder::open(archive.path()).unwrap(), AtomicBool::new(false)));
    let cache = tempfile::tempdir().unwrap();
    let texts = load_site(&*source).unwrap();
    let site = texts.site.unwrap();
    let catalog = Arc::new(Catalog::open(cache.path(), &site).unwrap());
    Indexer::new(Arc::clone(&source), Arc::clone(&catalog), Arc::new(NoObserver), site.clone(), Vec::new())
        .pass()
        .unwrap();
    let edition = SiteState {
        site,
        locales: texts.locales,
        names: texts.names,
        assets: Assets::from_files(texts.assets),
        menus: Menus::default(),
    };
    let router = router(App::new(catalog, source, edition));

    let (status, picture, _) = get(&router, "/media/2025/dnipro/map.pdf").await;
    assert_eq!(status, 302);
    for _ in 0..2 {
        let (status, lang, page) = get(&router, &picture).await;
        assert_eq!((status, lang.as_str()), (500, "ru"));
        assert!(page.contains("У нас что-то сломалось") && !page.contains("secret"));
        assert_eq!(get(&router, "/uk/2025/dnipro").await.0, 200);
    }
}

/// Waits until `good` holds.
fn until(what: &str, good: impl Fn() -> bool) {
    let begun = Instant::now();
    while !good() {
        assert!(begun.elapsed() < Duration::from_secs(300), "{what} never came");
        thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn a_panic_in_the_background_makes_the_server_unready_until_the_task_works_again() {
    let archive = Archive::new().article("2025/dnipro", "uk", &["uk"]);
    let source = Arc::new(Cursed(Folder::open(archive.path()).unwrap(), AtomicBool::new(true)));
    let cache = tempfile::tempdir().unwrap();
    let texts = load_site(&*source).unwrap();
    let site = texts.site.unwrap();
    let catalog = Arc::new(Catalog::open(cache.path(), &site).unwrap());
    let edition = SiteState {
        site: site.clone(),
        locales: texts.locales,
        names: texts.names,
        assets: Assets::from_files(texts.assets),
        menus: Menus::default(),
    };
    let app = App::new(Arc::clone(&catalog), Arc::clone(&source) as Arc<dyn Source>, edition);
    app.set_ready(true);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let admin = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    let address = admin.local_addr().unwrap();
    runtime.spawn(serve_admin(admin, app.clone(), String::new()));
    let readiness = || {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.write_all(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    };
    assert!(readiness().starts_with("HTTP/1.1 200"));

    let control = Arc::new(Control::default());
    let indexer = Indexer::new(Arc::clone(&source) as _, Arc::clone(&catalog), Arc::new(NoObserver), site, Vec::new());
    let (indexer, ordered) = (indexer.with_health(app.health().clone()), Arc::clone(&control));
    let following = thread::spawn(move || indexer.run(Follow::On, &ordered));
    until("the failure", || !app.health().failures().is_empty());
    let answer = readiness();
    assert!(answer.starts_with("HTTP/1.1 503") && answer.contains("failed: follower: "), "{answer}");

    source.1.store(false, Ordering::Release);
    until("the article", || catalog.was_whole().unwrap());
    until("health", || app.health().failures().is_empty());
    assert!(readiness().starts_with("HTTP/1.1 200"));
    control.stop();
    following.join().unwrap();
}
