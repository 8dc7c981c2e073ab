//! The contract of every source. It is tested with a folder, and with a source in memory, which stands for the kinds
//! to come: a bucket in an object store must pass the same test, and nothing after the seam knows which one it follows.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
    sync::{Arc, Condvar, Mutex},
    time::{Duration, Instant},
};

use crate::harness::{Archive, SITE};
use litopys::{
    article::{ArticleFolder, File},
    catalog::Catalog,
    model::{Digest, slug::ArticleId},
    source::{
        Cursor, Delta, Folder, ListedArticle, SiteFiles, Source, SourceChanges, SourceError, SourceSnapshot, load_site,
    },
    worker::{Indexer, NoObserver},
};

/// A hand that writes into a source from outside.
trait Editor {
    fn write(&self, path: &str, text: &str);
    fn remove(&self, path: &str);
}

/// A source whose files lie in memory.
#[derive(Default)]
struct Shelf {
    state: Mutex<Files>,
    changed: Condvar,
}

#[derive(Default)]
struct Files {
    texts: BTreeMap<String, String>,
    /// Every path that was ever written or removed, in order: the cursor is a place in it.
    log: Vec<String>,
}

impl Shelf {
    fn below(&self, folder: &str) -> Vec<File> {
        let inside = |path: &str| path == folder || path.starts_with(&format!("{folder}/"));
        let state = self.state.lock().unwrap();
        let found = state.texts.iter().filter(|(path, _)| inside(path));
        found.map(|(path, text)| File { path: path.clone(), bytes: Ok(text.clone().into_bytes()) }).collect()
    }

    fn note(&self, path: &str, change: impl FnOnce(&mut Files)) {
        let mut state = self.state.lock().unwrap();
        change(&mut state);
        state.log.push(path.to_owned());
        self.changed.notify_all();
    }
}

fn article_of(path: &str) -> Option<ArticleId> {
    let mut parts = path.strip_prefix("articles/")?.split('/');
    format!("{}/{}", parts.next()?, parts.next()?).parse().ok()
}

fn metadata_digest(files: &[File]) -> Digest {
    Digest::hash(format!("{files:?}").as_bytes())
}

impl Source for Shelf {
    fn snapshot(&self, each: &mut dyn FnMut(ListedArticle)) -> Result<SourceSnapshot, SourceError> {
        let (cursor, ids) = {
            let state = self.state.lock().unwrap();
            let ids: BTreeSet<ArticleId> = state.texts.keys().filter_map(|path| article_of(path)).collect();
            (Cursor::new(state.log.len().to_string()), ids)
        };
        for id in ids {
            let metadata_digest = metadata_digest(&self.below(&format!("articles/{id}")));
            each(ListedArticle { id, metadata_digest });
        }
        Ok(SourceSnapshot { cursor, problems: Vec::new(), unread: Vec::new() })
    }

    fn changes(&self, since: &Cursor) -> SourceChanges {
        let state = self.state.lock().unwrap();
        let Some(news) = since.as_str().parse().ok().and_then(|at: usize| state.log.get(at..)) else {
            return SourceChanges::Unknown;
        };
        let site = news.iter().any(|path| article_of(path).is_none());
        SourceChanges::Known(Delta {
            cursor: Cursor::new(state.log.len().to_string()),
            articles: news.iter().filter_map(|path| article_of(path)).collect(),
            site: if site { SiteFiles::Changed } else { SiteFiles::Same },
        })
    }

    fn wait(&self, since: &Cursor, patience: Duration) {
        let state = self.state.lock().unwrap();
        let same = |state: &mut Files| since.as_str().parse() == Ok(state.log.len());
        drop(self.changed.wait_timeout_while(state, patience, same).unwrap());
    }

    fn fetch(&self, id: &ArticleId) -> Result<Option<ArticleFolder>, SourceError> {
        let files = self.below(&format!("articles/{id}"));
        let folder = |files: Vec<File>| {
            let metadata_digest = metadata_digest(&files);
            ArticleFolder { id: id.clone(), metadata_digest, files, large: Vec::new() }
        };
        Ok(Some(files).filter(|files| !files.is_empty()).map(folder))
    }

    fn site_files(&self, folder: &str) -> Result<Vec<File>, SourceError> {
        Ok(self.below(folder))
    }
}

impl Editor for Shelf {
    fn write(&self, path: &str, text: &str) {
        self.note(path, |files| _ = files.texts.insert(path.to_owned(), text.to_owned()));
    }

    fn remove(&self, path: &str) {
        let inside = format!("{path}/");
        self.note(path, |files| files.texts.retain(|other, _| other != path && !other.starts_with(&inside)));
    }
}

impl Editor for PathBuf {
    fn write(&self, path: &str, text: &str) {
        let full = self.join(path);
        fs::create_dir_all(full.parent().unwrap()).unwrap();
        fs::write(full, text).unwrap();
    }

    fn remove(&self, path: &str) {
        let full = self.join(path);
        if full.is_dir() { fs::remove_dir_all(full).unwrap() } else { fs::remove_file(full).unwrap() }
    }
}

const META: &str = "published = 2025-06-29\nsource = \"uk\"\n";

fn version(title: &str) -> String {
    format!("+++\ntitle = \"{title}\"\n+++\n\nText.\n")
}

fn snapshot(source: &dyn Source) -> (Cursor, BTreeMap<String, Digest>) {
    let mut items = BTreeMap::new();
    let taken = source.snapshot(&mut |item| _ = items.insert(item.id.to_string(), item.metadata_digest)).unwrap();
    (taken.cursor, items)
}

/// Waits until the source reports changes after `since`: the ids of the articles, and whether files of the site changed.
fn changed(source: &dyn Source, since: &Cursor) -> (Option<BTreeSet<String>>, SiteFiles) {
    let begun = Instant::now();
    loop {
        source.wait(since, Duration::from_millis(100));
        match source.changes(since) {
            SourceChanges::Known(delta) if delta.is_empty() => {}
            SourceChanges::Known(delta) => {
                return (Some(delta.articles.iter().map(ToString::to_string).collect()), delta.site);
            }
            SourceChanges::Unknown => return (None, SiteFiles::Changed),
        }
        assert!(begun.elapsed() < Duration::from_secs(300), "the source reports no change");
    }
}

/// Waits until the source reports files of the site; what it reports of articles before that is passed over.
fn site_changed(source: &dyn Source, mut since: Cursor) {
    let begun = Instant::now();
    while let SourceChanges::Known(delta) = source.changes(&since)
        && delta.site == SiteFiles::Same
    {
        assert!(begun.elapsed() < Duration::from_secs(300), "the source reports no change of the site");
        since = delta.cursor;
        source.wait(&since, Duration::from_millis(100));
    }
}

/// What every source owes; it may name too much, never too little.
fn contract(source: &dyn Source, editor: &dyn Editor) {
    // A snapshot names every article once, with a stamp that changes with its files.
    let (cursor, before) = snapshot(source);
    assert_eq!(before.keys().collect::<Vec<_>>(), ["2025/one", "2025/two"]);
    assert!(
        matches!(source.changes(&cursor), SourceChanges::Known(delta) if delta.is_empty()),
        "nothing has changed yet"
    );
    assert_eq!(source.changes(&Cursor::new("of another life")), SourceChanges::Unknown);

    // A change is reported, and what is fetched then is the new text.
    editor.write("articles/2025/one/uk.md", &version("Changed"));
    let (ids, site) = changed(source, &cursor);
    assert!(ids.is_none_or(|ids| ids.contains("2025/one")));
    let folder = source.fetch(&"2025/one".parse().unwrap()).unwrap().unwrap();
    let text = folder.files.iter().find(|file| file.path == "articles/2025/one/uk.md").unwrap();
    assert_eq!(text.bytes.as_deref(), Ok(version("Changed").as_bytes()));
    let (later, after) = snapshot(source);
    assert_eq!(site, SiteFiles::Same);
    assert_ne!(before["2025/one"], after["2025/one"]);
    assert_eq!(before["2025/two"], after["2025/two"]);
    assert_eq!(folder.metadata_digest, after["2025/one"], "what is fetched has the stamp that is listed");

    // What is new, and what is gone.
    editor.write("articles/2025/three/article.toml", META);
    editor.write("articles/2025/three/uk.md", &version("Three"));
    editor.remove("articles/2025/two");
    let mut named = BTreeSet::new();
    let mut from = later;
    while !named.is_superset(&["2025/three".to_owned(), "2025/two".to_owned()].into()) {
        match changed(source, &from).0 {
            Some(ids) => named.extend(ids),
            None => break,
        }
        if let SourceChanges::Known(delta) = source.changes(&from) {
            named.extend(delta.articles.iter().map(ToString::to_string));
            from = delta.cursor;
        }
    }
    assert_eq!(source.fetch(&"2025/two".parse().unwrap()).unwrap().map(|folder| folder.files.len()), None);
    let (cursor, items) = snapshot(source);
    assert_eq!(items.keys().collect::<Vec<_>>(), ["2025/one", "2025/three"]);

    // Files of the site are distinguished from articles, and found again, one by one and by the folder.
    editor.write("locales/uk/own.ftl", "home-intro = Інше\n");
    site_changed(source, cursor);
    assert_eq!(source.site_files("locales").unwrap()[0].path, "locales/uk/own.ftl");
    assert_eq!(source.site_files("site.toml").unwrap()[0].bytes.as_deref(), Ok(SITE.as_bytes()));
    assert_eq!(source.site_files("nowhere").unwrap().len(), 0);
}

fn prepare(editor: &dyn Editor) {
    editor.write("site.toml", SITE);
    for name in ["one", "two"] {
        editor.write(&format!("articles/2025/{name}/article.toml"), META);
        editor.write(&format!("articles/2025/{name}/uk.md"), &version(name));
    }
}

#[test]
fn a_folder_keeps_the_contract_of_a_source() {
    let archive = Archive::new();
    let path = archive.path().canonicalize().unwrap();
    prepare(&path);
    contract(&Folder::open(&path).unwrap().watched().unwrap(), &path);
}

#[test]
fn a_shelf_keeps_the_contract_of_a_source() {
    let shelf = Shelf::default();
    prepare(&shelf);
    contract(&shelf, &shelf);
}

#[cfg(feature = "bucket")]
mod bucket {
    use litopys::source::{
        Health,
        bucket::{Bucket, ReaderOptions},
    };

    use super::{Editor, contract, prepare};
    use crate::by_hand::HandBucket;

    /// Publishes each edit.
    impl Editor for HandBucket {
        fn write(&self, path: &str, text: &str) {
            HandBucket::write(self, path, text);
            self.publish();
        }

        fn remove(&self, path: &str) {
            HandBucket::remove(self, path);
            self.publish();
        }
    }

    #[test]
    fn a_bucket_keeps_the_contract_of_a_source() {
        let bucket = HandBucket::new();
        prepare(&bucket);
        let state = tempfile::tempdir().unwrap();
        let options = ReaderOptions { media: 1 << 20, checkpoint: None };
        let reader = std::sync::Arc::new(Bucket::open(bucket.store(), state.path(), &options, &|_, _| {}).unwrap());
        reader.follow(&Health::default(), std::time::Duration::from_millis(10)).unwrap();
        contract(&*reader, &bucket);
    }
}

#[test]
fn the_follower_does_not_know_what_it_follows() {
    let shelf = Arc::new(Shelf::default());
    prepare(&*shelf);
    let texts = load_site(&*shelf).unwrap();
    let site = texts.site.unwrap();
    let cache = tempfile::tempdir().unwrap();
    let catalog = Arc::new(Catalog::open(cache.path(), &site).unwrap());
    let source: Arc<dyn Source> = shelf.clone();
    let mut indexer = Indexer::new(source, Arc::clone(&catalog), Arc::new(NoObserver), site, texts.problems);
    assert_eq!(indexer.pass().unwrap().changed, 2);
    assert_eq!(indexer.pass().unwrap().changed, 0);
    shelf.remove("articles/2025/two");
    shelf.write("articles/2025/one/en.md", &version("One"));
    assert_eq!(indexer.pass().unwrap().changed, 2);
    let langs = catalog.snapshot().languages_of(&"2025/one".parse().unwrap()).unwrap();
    assert_eq!(langs.iter().map(ToString::to_string).collect::<Vec<_>>(), ["en", "uk"]);
    assert_eq!(catalog.snapshot().languages_of(&"2025/two".parse().unwrap()).unwrap(), []);
}
