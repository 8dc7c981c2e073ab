//! Checkpoints: a catalog and a search index, built once, so that readers need not index the archive themselves.

use std::{collections::HashSet, fs, io, path::Path, sync::Arc};

use anyhow::{Context, anyhow};

use super::pictures::make_pictures;
use crate::{
    catalog::{CATALOG_FILE, CATALOG_VERSION},
    cli::{
        archive::{INDEX, open_catalog},
        terminal,
    },
    search::{INDEX_VERSION, Search},
    source::{
        Source,
        bucket::{Bucket, Checkpoint, CheckpointForm, LOCAL_COPY_VERSION, ReaderOptions, Store},
        load_site, make_folder,
    },
    worker::{Indexer, NoObserver},
};

/// Bytes of media that are cached while a checkpoint is made, because indexing reads pictures.
const MEDIA: u64 = 1 << 30;
/// The folder for copies of the databases while they are packed, in the state folder.
const SCRATCH: &str = "packing";

/// The paths of a checkpoint's databases in the state folder of a reader, and their schema.
pub(in crate::cli) fn checkpoint_form(state: &Path) -> CheckpointForm {
    CheckpointForm {
        schema: format!("source {LOCAL_COPY_VERSION}, catalog {CATALOG_VERSION}, index {INDEX_VERSION}"),
        catalog: state.join(CATALOG_FILE),
        index: state.join(INDEX),
    }
}

/// A checkpoint that was put into a bucket.
pub(in crate::cli) struct MadeCheckpoint {
    /// The checkpoint for the pointer.
    pub(in crate::cli) checkpoint: Checkpoint,
    /// The names of all smaller pictures, if they were made.
    pub(in crate::cli) pictures: Option<HashSet<String>>,
}

/// Makes a checkpoint of the newest state of the bucket and puts it there, with the smaller pictures if they are wanted; the
/// caller writes the pointer to it. The databases stay in the folder `state`, so that the next checkpoint only adds the changes.
pub(in crate::cli) fn make_checkpoint(
    store: &Arc<Store>,
    state: &Path,
    with_pictures: bool,
) -> anyhow::Result<MadeCheckpoint> {
    make_folder(state)?;
    let options = ReaderOptions { media: MEDIA, checkpoint: Some(checkpoint_form(state)) };
    let bucket = Arc::new(Bucket::open(Arc::clone(store), state, &options, &|_, _| {})?);
    bucket.update()?;
    let texts = load_site(&*bucket)?;
    let site = texts.site.ok_or_else(|| anyhow!("`site.toml` names no language, so there is nothing to index"))?;
    let catalog = Arc::new(open_catalog(state, &site)?);
    if !catalog.is_writer() {
        return Err(anyhow!(
            "another process is making a checkpoint in `{}`; wait until it has finished",
            state.display()
        ));
    }
    let source: Arc<dyn Source> = Arc::clone(&bucket) as Arc<dyn Source>;
    let indexer =
        Indexer::new(Arc::clone(&source), Arc::clone(&catalog), Arc::new(NoObserver), site.clone(), texts.problems);
    indexer.with_texts(texts.names, texts.locales).pass().context("the articles cannot be indexed")?;
    let search = Search::new(&state.join(INDEX));
    let progress = |done| terminal::show_progress(&format!("indexing articles: {done}"));
    search.catch_up(&catalog, &site, &progress).context("the search index cannot be built")?;
    terminal::show_progress("");
    search.finish()?;
    // A process that was killed may have left copies there, and nothing else would remove them.
    remove_folder(&state.join(SCRATCH))?;
    let scratch = tempfile::Builder::new().prefix(SCRATCH).rand_bytes(0).tempdir_in(state)?;
    let copy = scratch.path().join(CATALOG_FILE);
    catalog.save(&copy)?;
    let form = CheckpointForm { catalog: copy, ..checkpoint_form(state) };
    let pictures = with_pictures.then(|| make_pictures(store, state, &catalog, source)).transpose()?;
    let checkpoint = bucket.put_checkpoint(&form, scratch.path()).context("the checkpoint cannot be written")?;
    scratch.close()?;
    Ok(MadeCheckpoint { checkpoint, pictures })
}

fn remove_folder(folder: &Path) -> io::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, sync::atomic::Ordering};

    use object_store::memory::InMemory;

    use super::*;
    use crate::source::bucket::{
        ArticleEntry, BUCKET_VERSION, ContentDigest, Contents, FileEntry, ObjectRef, Pack, SNAPSHOT, Segment,
        SegmentHeader, SnapshotPointer, Texts, pack_key, segment_key, testing::FailingStore,
    };

    const SITE: &str = "name = \"T\"\nbase_url = \"https://example.org\"\ndefault = \"uk\"\nsource = \"uk\"\n\n[[language]]\ntag = \"uk\"\n";

    /// A bucket with a snapshot of some articles after segment 1.
    fn bucket() -> (Arc<Store>, SnapshotPointer) {
        bucket_in(&Arc::new(InMemory::new()))
    }

    fn bucket_in(objects: &Arc<InMemory>) -> (Arc<Store>, SnapshotPointer) {
        let store = Arc::new(Store::with_object_store(objects.clone()).unwrap());
        let mut texts = Texts::from([("site.toml".to_owned(), SITE.as_bytes().to_vec())]);
        let site = BTreeMap::from([("site.toml".to_owned(), FileEntry::of("site.toml", SITE.as_bytes()))]);
        let mut contents = Contents { articles: BTreeMap::new(), site: Some(site) };
        for n in 0..5 {
            let folder = format!("articles/2025/a{n}");
            let text = format!("+++\ntitle = \"Дніпро {n}\"\n+++\n\nТекст.\n");
            let files = [("article.toml", "published = 2025-01-01\nsource = \"uk\"\n".to_owned()), ("uk.md", text)];
            let files = files.map(|(name, text)| (format!("{folder}/{name}"), text.into_bytes()));
            texts.extend(files.clone());
            let list = files.iter().map(|(path, bytes)| (path.clone(), FileEntry::of(path, bytes))).collect();
            contents.articles.insert(format!("2025/a{n}").parse().unwrap(), ArticleEntry::new(list));
        }
        let bytes = Pack { contents: contents.clone(), texts: texts.clone() }.encode().unwrap();
        let digest = ContentDigest::of(&bytes);
        let pack = ObjectRef { key: pack_key(&digest), size: bytes.len() as u64, digest };
        store.put(&pack.key, bytes).unwrap();
        let header = SegmentHeader {
            version: BUCKET_VERSION,
            sequence: 1,
            previous: None,
            published: jiff::Timestamp::UNIX_EPOCH,
            publisher: "test".to_owned(),
            removed: Vec::new(),
            packs: Vec::new(),
            contents,
        };
        let bytes = Segment { header, texts }.encode().unwrap();
        let log = ContentDigest::of(&bytes);
        store.put(&segment_key(1), bytes).unwrap();
        let made = jiff::Timestamp::UNIX_EPOCH;
        let pointer =
            SnapshotPointer { version: BUCKET_VERSION, sequence: 1, log, made, packs: vec![pack], checkpoint: None };
        (store, pointer)
    }

    /// Starts a reader in an empty folder; how many articles it had to index, and how many a search finds.
    fn start(store: &Arc<Store>) -> (usize, usize) {
        start_in(store, tempfile::tempdir().unwrap().path())
    }

    /// The same, in this folder.
    fn start_in(store: &Arc<Store>, state: &Path) -> (usize, usize) {
        let options = ReaderOptions { media: 1 << 20, checkpoint: Some(checkpoint_form(state)) };
        let bucket = Arc::new(Bucket::open(Arc::clone(store), state, &options, &|_, _| {}).unwrap());
        let texts = load_site(&*bucket).unwrap();
        let site = texts.site.unwrap();
        let catalog = Arc::new(open_catalog(state, &site).unwrap());
        let source: Arc<dyn Source> = bucket;
        let mut indexer =
            Indexer::new(source, Arc::clone(&catalog), Arc::new(NoObserver), site.clone(), texts.problems);
        let changed = indexer.pass().unwrap().changed;
        let search = Search::new(&state.join(INDEX));
        let built = std::cell::Cell::new(0);
        search.catch_up(&catalog, &site, &|done| built.set(done)).unwrap();
        assert_eq!(built.get(), changed, "the index agrees with the catalog");
        let articles = catalog.snapshot().changed_after(0, 100).unwrap().len();
        (changed, articles)
    }

    #[test]
    fn a_reader_takes_a_usable_checkpoint_and_otherwise_indexes() {
        let (store, mut pointer) = bucket();
        store.put(SNAPSHOT, pointer.encode().unwrap()).unwrap();
        assert_eq!(start(&store), (5, 5));
        let state = tempfile::tempdir().unwrap();
        let checkpoint = make_checkpoint(&store, state.path(), false).unwrap().checkpoint;
        pointer.checkpoint = Some(checkpoint.clone());
        store.put(SNAPSHOT, pointer.encode().unwrap()).unwrap();
        assert_eq!(start(&store), (0, 5));
        let again = make_checkpoint(&store, state.path(), false).unwrap().checkpoint;
        assert_eq!((again.sequence, again.log), (1, pointer.log));
        // Damaged or missing objects of it.
        for object in [&checkpoint.source, &checkpoint.catalog, &checkpoint.index] {
            let sound = store.get(&object.key, 1 << 30).unwrap().unwrap();
            for at in [0, sound.len() / 2, sound.len() - 1] {
                let mut damaged = sound.clone();
                damaged[at] ^= 1;
                store.put(&object.key, damaged).unwrap();
                assert_eq!(start(&store), (5, 5), "{} at {at}", object.key);
            }
            store.delete(&object.key).unwrap();
            assert_eq!(start(&store), (5, 5), "{} is missing", object.key);
            store.put(&object.key, sound).unwrap();
        }
        assert_eq!(start(&store), (0, 5));
        // One of another program.
        pointer.checkpoint.as_mut().unwrap().schema = "of another program".to_owned();
        store.put(SNAPSHOT, pointer.encode().unwrap()).unwrap();
        assert_eq!(start(&store), (5, 5));
    }

    #[test]
    fn a_reader_that_could_not_start_takes_the_checkpoint_the_next_time() {
        let (store, mut pointer) = bucket();
        store.put(SNAPSHOT, pointer.encode().unwrap()).unwrap();
        let state = tempfile::tempdir().unwrap();
        pointer.checkpoint = Some(make_checkpoint(&store, state.path(), false).unwrap().checkpoint);
        store.put(SNAPSHOT, pointer.encode().unwrap()).unwrap();
        let state = tempfile::tempdir().unwrap();
        let options = ReaderOptions { media: 1 << 20, checkpoint: Some(checkpoint_form(state.path())) };
        let empty = Arc::new(Store::with_object_store(Arc::new(InMemory::new())).unwrap());
        assert!(Bucket::open(empty, state.path(), &options, &|_, _| {}).is_err(), "nothing is published there");
        assert_eq!(start_in(&store, state.path()), (0, 5));
    }

    #[test]
    fn a_checkpoint_that_cannot_be_written_leaves_no_copies() {
        let objects = Arc::new(InMemory::new());
        let (store, pointer) = bucket_in(&objects);
        store.put(SNAPSHOT, pointer.encode().unwrap()).unwrap();
        let failing = FailingStore::over(&objects);
        failing.refuses_writes.store(true, Ordering::Relaxed);
        let store = Arc::new(Store::with_object_store(Arc::new(failing)).unwrap());
        let state = tempfile::tempdir().unwrap();
        let Err(error) = make_checkpoint(&store, state.path(), false) else { panic!("nothing may be written") };
        assert!(format!("{error:#}").contains("needs credentials that may write"), "{error:#}");
        assert!(!state.path().join(SCRATCH).exists());
    }

    #[test]
    fn copies_that_a_killed_process_left_are_removed() {
        let (store, pointer) = bucket();
        store.put(SNAPSHOT, pointer.encode().unwrap()).unwrap();
        let state = tempfile::tempdir().unwrap();
        let scratch = state.path().join(SCRATCH);
        fs::create_dir(&scratch).unwrap();
        fs::File::create(scratch.join(CATALOG_FILE)).unwrap();
        make_checkpoint(&store, state.path(), false).unwrap();
        assert!(!scratch.exists());
    }
}
