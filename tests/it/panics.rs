//! A panic in a handler: a 500 for that request alone, in the reader's language, and not a word of the cause.

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::Request,
};
use litopys::{
    archive::{ArticleFolder, File},
    catalog::Catalog,
    follow::{Follower, Nobody, load_site},
    slug::ArticleId,
    source::{Changes, Cursor, Folder, Item, Snapshot, Source, SourceError},
    web::{App, Assets, Edition, router},
};
use tower::ServiceExt;

use crate::harness::Archive;

/// A folder whose papers cannot be read without a panic.
struct Cursed(Folder);

impl Source for Cursed {
    fn snapshot(&self, each: &mut dyn FnMut(Item)) -> Result<Snapshot, SourceError> {
        self.0.snapshot(each)
    }

    fn changes(&self, since: &Cursor) -> Changes {
        self.0.changes(since)
    }

    fn wait(&self, since: &Cursor, patience: Duration) {
        self.0.wait(since, patience);
    }

    fn fetch(&self, id: &ArticleId) -> Result<Option<ArticleFolder>, SourceError> {
        self.0.fetch(id)
    }

    fn site_files(&self, folder: &str) -> Result<Vec<File>, SourceError> {
        assert!(!folder.ends_with(".pdf"), "a secret of the disk");
        self.0.site_files(folder)
    }
}

async fn get(router: &Router, path: &str) -> (u16, String, String) {
    let request = Request::get(path).header("accept-language", "ru").body(Body::empty()).unwrap();
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
    let source: Arc<dyn Source> = Arc::new(Cursed(Folder::open(archive.path()).unwrap()));
    let cache = tempfile::tempdir().unwrap();
    let texts = load_site(&*source).unwrap();
    let site = texts.site.unwrap();
    let catalog = Arc::new(Catalog::open(cache.path(), &site).unwrap());
    let told = (site.clone(), Vec::new());
    Follower::new(Arc::clone(&source), Arc::clone(&catalog), Arc::new(Nobody), told).pass().unwrap();
    let edition = Edition { site, locales: texts.locales, names: texts.names, assets: Assets::of(texts.assets) };
    let router = router(App::new(catalog, source, edition));

    let (status, picture, _) = get(&router, "/media/2025/dnipro/map.pdf").await;
    assert_eq!(status, 302);
    for _ in 0..2 {
        let (status, lang, page) = get(&router, &picture).await;
        assert_eq!((status, lang.as_str()), (500, "ru"));
        assert!(page.contains("Что-то сломалось у нас") && !page.contains("secret"));
        assert_eq!(get(&router, "/uk/2025/dnipro").await.0, 200);
    }
}
