//! An archive and a bucket in memory, and a reader that starts now.

use std::{collections::BTreeMap, fs, io::Read, path::Path, sync::Arc, time::Duration};

use object_store::memory::InMemory;
use tempfile::TempDir;

use crate::{
    model::slug::ArticleId,
    source::{
        Folder,
        bucket::{
            ArticleEntry, ContentDigest, Contents, FileEntry, FileList, LARGEST_PART, Pack, SNAPSHOT, Segment,
            SnapshotPointer, Store, Texts, media_key,
            publisher::{PublishError, PublishOptions, PublishReport, Publisher, Scope, lock::LeaseTimes},
            segment_key,
            testing::FailingStore,
        },
    },
};

const SITE: &str = "name = \"A\"\nbase_url = \"https://example.org\"\ndefault = \"uk\"\nsource = \"uk\"\n\
                    [[language]]\ntag = \"uk\"\nlabel = \"UA\"\nfallback = []\n[[language]]\ntag = \"en\"\nlabel = \"EN\"\nfallback = [\"uk\"]\n";
/// A picture of one pixel.
pub(super) const PIXEL: &[u8] = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;";

/// An archive, a bucket and what the publisher remembers.
pub(super) struct World {
    pub(super) archive: TempDir,
    pub(super) state: TempDir,
    pub(super) inner: Arc<InMemory>,
}

/// The files of a reader of the bucket, by path.
pub(super) type Files = BTreeMap<String, Vec<u8>>;

impl World {
    pub(super) fn new() -> World {
        let world = World {
            archive: tempfile::tempdir().unwrap(),
            state: tempfile::tempdir().unwrap(),
            inner: Arc::new(InMemory::new()),
        };
        world.write("site.toml", SITE.as_bytes());
        world.write("locales/uk/base.ftl", b"home-count = x\n");
        world.write("static/logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>");
        world
    }

    pub(super) fn write(&self, path: &str, bytes: &[u8]) {
        let full = self.archive.path().join(path);
        fs::create_dir_all(full.parent().unwrap()).unwrap();
        crate::source::write_atomically(&full, bytes).unwrap();
    }

    pub(super) fn remove(&self, path: &str) {
        let full = self.archive.path().join(path);
        if full.is_dir() { fs::remove_dir_all(full).unwrap() } else { fs::remove_file(full).unwrap() }
    }

    pub(super) fn article(&self, id: &str, text: &str) {
        self.write(&format!("articles/{id}/article.toml"), b"published = 2025-06-29\nsource = \"uk\"\n");
        self.version(id, "uk", "", text);
        self.write(&format!("articles/{id}/img/{}.gif", id.replace('/', "-")), &[PIXEL, id.as_bytes()].concat());
    }

    pub(super) fn version(&self, id: &str, lang: &str, front: &str, text: &str) {
        let text = format!("+++\ntitle = \"Т {id}\"\n{front}+++\n{text}\n");
        self.write(&format!("articles/{id}/{lang}.md"), text.as_bytes());
    }

    pub(super) fn store(&self) -> Store {
        over(FailingStore::over(&self.inner))
    }

    pub(super) fn open(&self, store: Store, options: PublishOptions) -> Result<Publisher, PublishError> {
        let folder = Folder::open(self.archive.path()).unwrap();
        Publisher::open(store, folder, &self.state.path().join("publish.sqlite"), options)
    }

    pub(super) fn publish(&self) -> PublishReport {
        self.publish_with(PublishOptions::default())
    }

    pub(super) fn publish_with(&self, options: PublishOptions) -> PublishReport {
        self.open(self.store(), options).unwrap().publish(&Scope::All).unwrap()
    }

    pub(super) fn forget(&self) {
        fs::remove_file(self.state.path().join("publish.sqlite")).unwrap();
    }

    /// All files of the archive.
    pub(super) fn files(&self) -> Files {
        let mut found = Files::new();
        collect(self.archive.path(), self.archive.path(), &mut found);
        found
    }

    pub(super) fn keys(&self, folder: &str) -> Vec<String> {
        self.store().list(folder).unwrap().into_iter().map(|object| object.key).collect()
    }
}

pub(super) fn over(store: FailingStore) -> Store {
    Store::with_object_store(Arc::new(store)).unwrap().with_patience(Duration::ZERO)
}

pub(super) fn quick() -> PublishOptions {
    let ms = Duration::from_millis;
    PublishOptions {
        lease: LeaseTimes { dead_after: ms(400), renewed: ms(50), settles: ms(100) },
        ..PublishOptions::default()
    }
}

fn collect(root: &Path, folder: &Path, found: &mut Files) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, found);
        } else {
            let mut bytes = Vec::new();
            fs::File::open(&path).unwrap().read_to_end(&mut bytes).unwrap();
            found.insert(path.strip_prefix(root).unwrap().to_str().unwrap().to_owned(), bytes);
        }
    }
}

/// A reader that starts now: the snapshot, then the log.
pub(super) fn read(store: &Store) -> Files {
    let mut reader = Reader::default();
    let (mut sequence, mut log) = (0, None);
    if let Some(bytes) = store.get(SNAPSHOT, SnapshotPointer::LARGEST).unwrap() {
        let pointer = SnapshotPointer::decode(&bytes).unwrap();
        (sequence, log) = (pointer.sequence, Some(pointer.log));
        pointer.packs.iter().for_each(|pack| reader.pack(store, &pack.key, pack.digest));
    }
    while let Some(bytes) = store.get(&segment_key(sequence + 1), LARGEST_PART).unwrap() {
        let segment = Segment::decode(&bytes).unwrap();
        segment.check_follows(sequence, log).unwrap();
        (sequence, log) = (sequence + 1, Some(ContentDigest::of(&bytes)));
        segment.header.removed.iter().for_each(|id| _ = reader.articles.remove(id));
        segment.header.packs.iter().for_each(|pack| reader.pack(store, &pack.key, pack.digest));
        reader.apply(segment.header.contents, segment.texts);
    }
    reader.files(store)
}

#[derive(Default)]
struct Reader {
    articles: BTreeMap<ArticleId, ArticleEntry>,
    site: FileList,
    texts: Texts,
}

impl Reader {
    fn pack(&mut self, store: &Store, key: &str, digest: ContentDigest) {
        let bytes = store.get(key, LARGEST_PART).unwrap().unwrap_or_else(|| panic!("`{key}` is missing"));
        assert_eq!(ContentDigest::of(&bytes), digest);
        let pack = Pack::decode(&bytes).unwrap();
        self.apply(pack.contents, pack.texts);
    }

    fn apply(&mut self, contents: Contents, texts: Texts) {
        self.articles.extend(contents.articles);
        self.site = contents.site.unwrap_or(std::mem::take(&mut self.site));
        self.texts.extend(texts);
    }

    fn files(&self, store: &Store) -> Files {
        let lists = self.articles.values().map(|article| &article.files).chain([&self.site]);
        let file = |(path, entry): (&String, &FileEntry)| {
            let bytes = match entry.media {
                true => store.get(&media_key(&entry.digest), entry.size).unwrap().unwrap_or_else(|| panic!("{path}")),
                false => self.texts[path].clone(),
            };
            assert_eq!((bytes.len() as u64, ContentDigest::of(&bytes)), (entry.size, entry.digest), "{path}");
            (path.clone(), bytes)
        };
        lists.flatten().map(file).collect()
    }
}
