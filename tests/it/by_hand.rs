//! A bucket whose objects a test writes one by one: whole, damaged, forked or missing.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
    sync::{Arc, Mutex},
    time::Duration,
};

use litopys::{
    model::slug::ArticleId,
    source::{
        Source,
        bucket::{
            ArticleEntry, BUCKET_VERSION, Bucket, Checkpoint, ContentDigest, Contents, FileEntry, FileList, ObjectRef,
            Pack, ReaderOptions, SNAPSHOT, Segment, SegmentHeader, SnapshotPointer, Store, StoreOptions, Texts,
            is_inline, media_key, pack_key, segment_key,
        },
    },
};
use tempfile::TempDir;

use crate::harness::SITE;

/// A bucket in a folder, and the archive that is published there.
pub(crate) struct HandBucket {
    pub(crate) folder: TempDir,
    state: Mutex<Published>,
}

/// The written files, and the published ones.
#[derive(Default, Clone)]
pub(crate) struct Published {
    files: BTreeMap<String, Vec<u8>>,
    articles: BTreeMap<ArticleId, ArticleEntry>,
    site: Option<FileList>,
    pub(crate) sequence: u64,
    pub(crate) log: Option<ContentDigest>,
}

fn article_of(path: &str) -> Option<ArticleId> {
    let is_of_article = ["articles/", "pages/", "authors/"].iter().any(|top| path.starts_with(top));
    ArticleId::of_path(path).filter(|_| is_of_article && path != "articles/names.toml")
}

impl HandBucket {
    pub(crate) fn new() -> HandBucket {
        HandBucket { folder: tempfile::tempdir().unwrap(), state: Mutex::default() }
    }

    /// Its address.
    pub(crate) fn address(&self) -> String {
        format!("file://{}", self.folder.path().display())
    }

    /// Its store, as a reader opens it.
    pub(crate) fn store(&self) -> Arc<Store> {
        let options = StoreOptions { patience: Some(Duration::ZERO), ..StoreOptions::default() };
        Arc::new(Store::open(&self.address(), &options).unwrap())
    }

    pub(crate) fn path(&self, key: &str) -> PathBuf {
        self.folder.path().join(key)
    }

    /// Writes a file of the archive; nothing is published yet.
    pub(crate) fn write(&self, path: &str, bytes: impl Into<Vec<u8>>) {
        self.state.lock().unwrap().files.insert(path.to_owned(), bytes.into());
    }

    /// Removes a file of the archive, or a folder.
    pub(crate) fn remove(&self, path: &str) {
        let inside = format!("{path}/");
        self.state.lock().unwrap().files.retain(|other, _| other != path && !other.starts_with(&inside));
    }

    /// Its position; a test that forks the log returns to it.
    pub(crate) fn state(&self) -> Published {
        self.state.lock().unwrap().clone()
    }

    pub(crate) fn set_state(&self, state: Published) {
        *self.state.lock().unwrap() = state;
    }

    fn put(&self, key: &str, bytes: &[u8]) {
        let path = self.path(key);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        let aside = path.with_extension("aside");
        fs::write(&aside, bytes).unwrap();
        fs::rename(aside, path).unwrap();
    }

    /// All articles and files of the site, as the archive has them now.
    fn contents(state: &Published) -> Contents {
        let mut lists: BTreeMap<ArticleId, FileList> = BTreeMap::new();
        let mut site = FileList::new();
        for (path, bytes) in &state.files {
            let list = match article_of(path) {
                Some(id) => lists.entry(id).or_default(),
                None => &mut site,
            };
            list.insert(path.clone(), FileEntry::of(path, bytes));
        }
        let articles = lists.into_iter().map(|(id, files)| (id, ArticleEntry::new(files))).collect();
        Contents { articles, site: Some(site) }
    }

    fn texts(&self, state: &Published, contents: &Contents) -> Texts {
        let mut texts = Texts::new();
        for (path, entry) in contents.files() {
            let bytes = &state.files[path];
            if is_inline(path) {
                texts.insert(path.to_owned(), bytes.clone());
            } else {
                self.put(&media_key(&entry.digest), bytes);
            }
        }
        texts
    }

    /// Publishes what changed as one segment; returns its number.
    pub(crate) fn publish(&self) -> u64 {
        self.publish_in(0)
    }

    /// The same, with so many packs that hold all but the site.
    pub(crate) fn publish_in(&self, packs: usize) -> u64 {
        let mut state = self.state.lock().unwrap();
        let now = HandBucket::contents(&state);
        let removed = state.articles.keys().filter(|id| !now.articles.contains_key(id)).cloned().collect();
        let mut contents = Contents {
            articles: now
                .articles
                .iter()
                .filter(|(id, entry)| state.articles.get(id) != Some(entry))
                .map(|(id, entry)| (id.clone(), entry.clone()))
                .collect(),
            site: now.site.clone().filter(|site| state.site.as_ref() != Some(site)),
        };
        let packs =
            if packs == 0 { Vec::new() } else { self.packs(&state, std::mem::take(&mut contents.articles), packs) };
        let header = SegmentHeader {
            version: BUCKET_VERSION,
            sequence: state.sequence + 1,
            previous: state.log,
            published: "2026-01-02T03:04:05Z".parse().unwrap(),
            publisher: format!("{:?}", std::time::Instant::now()),
            removed,
            packs,
            contents: contents.clone(),
        };
        let texts = self.texts(&state, &contents);
        let bytes = Segment { header, texts }.encode().unwrap();
        state.sequence += 1;
        state.log = Some(ContentDigest::of(&bytes));
        (state.articles, state.site) = (now.articles, now.site);
        self.put(&segment_key(state.sequence), &bytes);
        state.sequence
    }

    fn packs(&self, state: &Published, articles: BTreeMap<ArticleId, ArticleEntry>, count: usize) -> Vec<ObjectRef> {
        let all: Vec<_> = articles.into_iter().collect();
        let chunks = all.chunks(all.len().div_ceil(count).max(1));
        chunks
            .map(|chunk| self.pack(state, Contents { articles: chunk.iter().cloned().collect(), site: None }))
            .collect()
    }

    fn pack(&self, state: &Published, contents: Contents) -> ObjectRef {
        let texts = self.texts(state, &contents);
        let bytes = Pack { contents, texts }.encode().unwrap();
        let digest = ContentDigest::of(&bytes);
        let key = pack_key(&digest);
        self.put(&key, &bytes);
        ObjectRef { key, size: bytes.len() as u64, digest }
    }

    /// Makes a snapshot of what is published, in two packs.
    pub(crate) fn snapshot(&self, checkpoint: Option<Checkpoint>) {
        let state = self.state();
        let mut packs = self.packs(&state, state.articles.clone(), 2);
        packs.push(self.pack(&state, Contents { articles: BTreeMap::new(), site: state.site.clone() }));
        let pointer = SnapshotPointer {
            version: BUCKET_VERSION,
            sequence: state.sequence,
            log: state.log.unwrap(),
            made: "2026-01-02T03:04:05Z".parse().unwrap(),
            packs,
            checkpoint,
        };
        self.put(SNAPSHOT, &pointer.encode().unwrap());
    }

    /// Removes the segments up to `sequence`.
    pub(crate) fn trim(&self, sequence: u64) {
        (1..=sequence).for_each(|sequence| fs::remove_file(self.path(&segment_key(sequence))).unwrap());
    }

    /// The keys of all objects below `folder`.
    pub(crate) fn keys(&self, folder: &str) -> BTreeSet<String> {
        let Ok(entries) = fs::read_dir(self.path(folder)) else { return BTreeSet::new() };
        entries.map(|entry| format!("{folder}/{}", entry.unwrap().file_name().to_str().unwrap())).collect()
    }
}

/// How most readers of tests read.
pub(crate) const OPTIONS: ReaderOptions = ReaderOptions { media: 64 << 20, checkpoint: None };
const META: &str = "published = 2025-06-29\nsource = \"uk\"\ntags = [\"kyiv\"]\n";

/// The text of a version.
pub(crate) fn version(title: &str) -> String {
    format!("+++\ntitle = \"{title}\"\nsummary = \"{title}.\"\n+++\n\nText of {title}.\n")
}

pub(crate) fn write_article(bucket: &HandBucket, name: &str, title: &str) {
    bucket.write(&format!("articles/2025/{name}/article.toml"), META);
    bucket.write(&format!("articles/2025/{name}/uk.md"), version(title));
}

/// A bucket with a site and articles `a0`, `a1`, …, published in one segment.
pub(crate) fn published(articles: usize) -> HandBucket {
    let bucket = HandBucket::new();
    bucket.write("site.toml", SITE);
    (0..articles).for_each(|n| write_article(&bucket, &format!("a{n}"), &format!("first {n}")));
    bucket.publish();
    bucket
}

pub(crate) fn reader(bucket: &HandBucket, state: &TempDir) -> Bucket {
    Bucket::open(bucket.store(), state.path(), &OPTIONS, &|_, _| {}).unwrap()
}

pub(crate) fn fresh(bucket: &HandBucket) -> (Bucket, TempDir) {
    let state = tempfile::tempdir().unwrap();
    (reader(bucket, &state), state)
}

pub(crate) fn id(name: &str) -> ArticleId {
    format!("2025/{name}").parse().unwrap()
}

pub(crate) fn text(reader: &Bucket, name: &str) -> Option<String> {
    let folder = reader.fetch(&id(name)).unwrap()?;
    let file = folder.files.iter().find(|file| file.path.ends_with("uk.md")).unwrap();
    Some(String::from_utf8(file.bytes.clone().unwrap()).unwrap())
}
