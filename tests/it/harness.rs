//! An archive in a temporary folder, served without a socket.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request},
};
use litopys::{
    article::{ArticleFolder, File},
    catalog::{Catalog, DiagnosticCursor},
    model::{diagnostic::Diagnostic, slug::ArticleId},
    search::Search,
    source::{
        Cursor, Folder, ListedArticle, Source, SourceChanges, SourceError, SourceSnapshot, StoredFile, load_site,
    },
    web::{App, Assets, Menus, Preview, SiteState, router},
    worker::{
        Indexer, NoObserver,
        images::{DiskCache, ImageWorker},
    },
};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tower::ServiceExt;

/// The `site.toml` of most tests.
pub(crate) const SITE: &str = r#"name = "Litopys"
base_url = "https://example.org"
default = "uk"
source = "en"
page_size = 3
time_zone = "Europe/Kyiv"

[[language]]
tag = "uk"
label = "UA"
aliases = ["ua"]
fallback = ["en"]

[[language]]
tag = "en"
label = "EN"
fallback = ["uk", "ru"]

[[language]]
tag = "ru"
label = "RU"
fallback = ["uk", "en"]
"#;

/// An archive that is being written.
pub(crate) struct Archive {
    folder: TempDir,
}

/// An archive that is served.
pub(crate) struct Served {
    pub app: App,
    catalog: Arc<Catalog>,
    router: Router,
    runtime: Runtime,
    pub problems: Vec<Diagnostic>,
    _cache: TempDir,
    _folder: Option<TempDir>,
}

/// A response.
pub(crate) struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Archive {
    /// An archive with [`SITE`] and no article.
    pub(crate) fn new() -> Self {
        let archive = Archive { folder: tempfile::tempdir().unwrap() };
        archive.file("site.toml", SITE)
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file.
    pub(crate) fn file(self, path: &str, text: &str) -> Self {
        self.bytes(path, text.as_bytes())
    }

    /// Writes a file that is no text.
    pub(crate) fn bytes(self, path: &str, text: &[u8]) -> Self {
        let full = self.folder.path().join(path);
        fs::create_dir_all(full.parent().unwrap()).unwrap();
        fs::write(full, text).unwrap();
        self
    }

    /// Writes an article with a version in each of `langs`, titled `<lang> <id>`.
    pub(crate) fn article(self, id: &str, source: &str, langs: &[&str]) -> Self {
        let year = &id[..4];
        let mut archive = self.file(
            &format!("articles/{id}/article.toml"),
            &format!("published = {year}-06-29\nsource = \"{source}\"\n"),
        );
        for lang in langs {
            archive = archive.version(id, lang, "");
        }
        archive
    }

    /// Writes one version with more front matter.
    pub(crate) fn version(self, id: &str, lang: &str, front: &str) -> Self {
        let text = format!("+++\ntitle = \"{lang} {id}\"\nsummary = \"summary\"\n{front}+++\n\nText in {lang}.\n");
        self.file(&format!("articles/{id}/{lang}.md"), &text)
    }

    /// Loads and serves it.
    pub(crate) fn serve(self) -> Served {
        let path = self.folder.path().to_owned();
        Served { _folder: Some(self.folder), ..serve(&path) }
    }
}

/// Serves the archive at `path`, with its catalog elsewhere.
pub(crate) fn serve(path: &Path) -> Served {
    served(Arc::new(Folder::open(path).unwrap()))
}

/// Serves the archive of a source.
pub(crate) fn served(source: Arc<dyn Source>) -> Served {
    let cache = tempfile::tempdir().unwrap();
    let texts = load_site(&*source).unwrap();
    let site = texts.site.expect("the archive has a site");
    let catalog = Arc::new(Catalog::open(cache.path(), &site).unwrap());
    Indexer::new(Arc::clone(&source), Arc::clone(&catalog), Arc::new(NoObserver), site.clone(), texts.problems)
        .pass()
        .unwrap();
    let problems = problems(&catalog);
    let search = Arc::new(Search::new(&cache.path().join("search")));
    search.catch_up(&catalog, &site, &|_| {}).unwrap();
    let edition = SiteState {
        site,
        locales: texts.locales,
        names: texts.names,
        assets: Assets::from_files(texts.assets),
        menus: Menus::default(),
    };
    let shelf = DiskCache::open(&cache.path().join("pictures"), 1 << 30).unwrap();
    let originals = DiskCache::open(&cache.path().join("originals"), 1 << 30).unwrap();
    let image_worker = ImageWorker::new(shelf, originals, Arc::clone(&catalog), Arc::clone(&source));
    let app =
        App::new(Arc::clone(&catalog), source, edition).with_search(search).with_image_worker(Arc::new(image_worker));
    Served {
        router: router(app.clone()),
        app,
        runtime: Runtime::new().unwrap(),
        catalog,
        problems,
        _cache: cache,
        _folder: None,
    }
}

/// All that the catalog says is wrong.
pub(crate) fn problems(catalog: &Catalog) -> Vec<Diagnostic> {
    catalog.snapshot().diagnostics_after(&DiagnosticCursor::default(), usize::MAX).unwrap().first
}

impl Served {
    pub(crate) fn catalog(&self) -> Arc<Catalog> {
        Arc::clone(&self.catalog)
    }

    /// The same, as `serve --watch` has it.
    pub(crate) fn in_preview(self) -> Self {
        let app = self.app.clone().with_preview(Preview::Translator);
        Served { router: router(app.clone()), app, ..self }
    }

    /// The same, before there is an index.
    pub(crate) fn without_index(self) -> Self {
        let search = Search::new(&self._cache.path().join("none"));
        let app = self.app.clone().with_search(Arc::new(search));
        Served { router: router(app.clone()), app, ..self }
    }

    /// The messages that fell back, or were found nowhere, on the pages asked for so far.
    pub(crate) fn missing_words(&self) -> Vec<String> {
        self.app.edition().locales.missing().iter().map(|(lang, id)| format!("{lang}: {id}")).collect()
    }

    /// The translations that readers have missed so far, with how often.
    pub(crate) fn counted(&self) -> Vec<String> {
        self.app.demand().counts().iter().map(|((id, lang), count)| format!("{id} {lang} {count}")).collect()
    }

    /// Makes all pictures smaller; until then, none is.
    pub(crate) fn make_pictures(&self) {
        self.app.image_worker().unwrap().make_all();
    }

    /// Starts the worker that makes pictures smaller.
    pub(crate) fn start_pictures(&self) {
        self.app.image_worker().unwrap().start(self.app.health());
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[])
    }

    pub(crate) fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.ask("GET", path, headers)
    }

    /// Sends a body.
    pub(crate) fn post(&self, path: &str, content_type: &str, body: &[u8]) -> Answer {
        let request = Request::post(path).header("host", "localhost").header("content-type", content_type);
        self.answer(request.body(Body::from(body.to_vec())).unwrap())
    }

    pub(crate) fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
            request = request.header("host", "localhost");
        }
        self.answer(request.body(Body::empty()).unwrap())
    }

    fn answer(&self, request: Request<Body>) -> Answer {
        self.runtime.block_on(async {
            let response = self.router.clone().oneshot(request).await.unwrap();
            let (head, body) = response.into_parts();
            let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
            Answer { status: head.status.as_u16(), headers: head.headers, body }
        })
    }
}

impl Answer {
    /// A header's value; empty where it is absent.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// Its headers except `Date`, which changes every second.
    pub(crate) fn lasting_headers(&self) -> HeaderMap {
        let mut headers = self.headers.clone();
        headers.remove("date");
        headers
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    /// Status and `Location`.
    pub(crate) fn redirect(&self) -> (u16, &str) {
        (self.status, self.header("location"))
    }
}

/// Waits until `wanted` holds: at most `within`, which a busy machine may need and an idle one never does.
pub(crate) fn eventually(within: Duration, what: &str, wanted: impl Fn() -> bool) {
    let (begun, mut pause) = (Instant::now(), Duration::from_millis(5));
    while !wanted() {
        assert!(begun.elapsed() < within, "not within {within:?}: {what}");
        thread::sleep(pause);
        // What takes long is asked for less often: most questions are pages to render.
        pause = (pause * 3 / 2).min(Duration::from_millis(100));
    }
}

/// The root of this repository.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A folder that does something just before an article or a file is read.
pub(crate) struct Hooked {
    pub(crate) folder: Folder,
    pub(crate) before_article: Box<dyn Fn(&ArticleId) + Send + Sync>,
    pub(crate) before_file: Box<dyn Fn(&str) + Send + Sync>,
    /// The file at a path, to be read piece by piece.
    pub(crate) stored: fn(&Folder, &str) -> Option<StoredFile>,
    /// Whether the article, or the file or folder of the site, cannot be read this time.
    pub(crate) refuses: Box<dyn Fn(&str) -> bool + Send + Sync>,
    /// Whether the file at a path belongs to an article that was read without it, as a bucket says it.
    pub(crate) missing: fn(&str) -> bool,
    /// When an article was last published, as a bucket says it.
    pub(crate) published: Box<dyn Fn() -> Option<i64> + Send + Sync>,
}

impl Hooked {
    /// The folder of `archive`, with nothing done yet.
    pub(crate) fn new(archive: &Archive) -> Self {
        let folder = Folder::open(archive.path()).unwrap();
        Hooked {
            folder,
            before_article: Box::new(|_| ()),
            before_file: Box::new(|_| ()),
            stored: |_, _| None,
            refuses: Box::new(|_| false),
            missing: |_| false,
            published: Box::new(|| None),
        }
    }

    fn admit(&self, path: &str) -> Result<(), SourceError> {
        match (self.refuses)(path) {
            true => Err(SourceError::Io { path: path.to_owned(), source: io::Error::other("away") }),
            false => Ok(()),
        }
    }
}

impl Source for Hooked {
    fn snapshot(&self, each: &mut dyn FnMut(ListedArticle)) -> Result<SourceSnapshot, SourceError> {
        self.folder.snapshot(each)
    }

    fn changes(&self, since: &Cursor) -> SourceChanges {
        self.folder.changes(since)
    }

    fn wait(&self, since: &Cursor, patience: Duration) {
        self.folder.wait(since, patience);
    }

    fn fetch(&self, id: &ArticleId) -> Result<Option<ArticleFolder>, SourceError> {
        (self.before_article)(id);
        self.admit(&id.to_string())?;
        self.folder.fetch(id)
    }

    fn site_files(&self, folder: &str) -> Result<Vec<File>, SourceError> {
        (self.before_file)(folder);
        self.admit(folder)?;
        self.folder.site_files(folder)
    }

    fn stored(&self, path: &str) -> Option<StoredFile> {
        (self.stored)(&self.folder, path)
    }

    fn is_missing(&self, path: &str) -> bool {
        (self.missing)(path)
    }

    fn published(&self, _: &ArticleId) -> Result<Option<i64>, SourceError> {
        Ok((self.published)())
    }
}

/// How many files lie below a folder that another process writes, or removes, meanwhile. They are not read: the export would be over.
pub(crate) fn files_below(folder: &Path) -> usize {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries.map(|path| if path.is_dir() { files_below(&path) } else { 1 }).sum()
}

/// Every file below a folder, by its path in it.
pub(crate) fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let (mut found, mut folders) = (BTreeMap::new(), vec![root.to_owned()]);
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}
