//! Readers of a bucket: failures of the store, and that all readers end with the same content.

use std::{
    fs,
    path::Path,
    sync::{Arc, atomic::Ordering},
    thread,
    time::Duration,
};

use litopys::{
    source::{
        Health, Source, SourceError,
        bucket::{Bucket, ReaderOptions, Store},
    },
    worker::{Indexer, NoObserver},
};
use object_store::{ObjectStore, ObjectStoreExt, memory::InMemory};

use crate::{
    by_hand::{HandBucket, OPTIONS, fresh, id, published, text, version, write_article},
    failing_store::FailingStore,
    harness::{SITE, Served, eventually, served},
};

/// Copies all objects of a bucket into memory, behind a store that can be away.
fn in_memory(bucket: &HandBucket) -> Arc<FailingStore> {
    let store = Arc::new(FailingStore::over(&Arc::new(InMemory::new())));
    copy(bucket, &store);
    store
}

fn copy(bucket: &HandBucket, store: &FailingStore) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    for folder in ["log", "packs", "media", "."] {
        for key in bucket.keys(folder).into_iter().filter(|key| bucket.path(key).is_file()) {
            let bytes = fs::read(bucket.path(&key)).unwrap();
            let path = object_store::path::Path::from(key.trim_start_matches("./"));
            runtime.block_on(store.inner.put(&path, bytes.into())).unwrap();
        }
    }
}

fn over(store: &Arc<FailingStore>) -> Arc<Store> {
    let store: Arc<dyn ObjectStore> = Arc::clone(store) as Arc<dyn ObjectStore>;
    Arc::new(Store::with_object_store(store).unwrap().with_patience(Duration::ZERO))
}

#[test]
fn a_reader_follows_every_form_of_a_publish() {
    let bucket = published(3);
    let (following, _state) = fresh(&bucket);
    write_article(&bucket, "a1", "second");
    bucket.write("articles/2025/a1/map.png", [1, 2, 3]);
    bucket.remove("articles/2025/a2");
    bucket.publish();
    (0..9).for_each(|n| write_article(&bucket, &format!("b{n}"), "packed"));
    bucket.publish_in(4);
    bucket.write("locales/uk/own.ftl", "home-intro = Інше\n");
    bucket.write("static/logo.png", [7, 7]);
    bucket.publish();
    following.update().unwrap();
    assert_eq!(following.sequence().unwrap(), 4);
    assert_eq!(text(&following, "a1").unwrap(), version("second"));
    assert_eq!(text(&following, "a2"), None);
    let map = following.site_files("articles/2025/a1/map.png").unwrap();
    assert_eq!(map[0].bytes.as_deref(), Ok(&[1, 2, 3][..]));
    assert_eq!(following.stored("articles/2025/a1/map.png").unwrap().size(), 3);
    let logo = following.site_files("static").unwrap();
    assert_eq!((logo[0].path.as_str(), logo[0].bytes.as_deref()), ("static/logo.png", Ok(&[7, 7][..])));
    let (late, _other) = fresh(&bucket);
    assert_eq!(following.contents().unwrap(), late.contents().unwrap());
    bucket.snapshot(None);
    bucket.trim(4);
    let (latest, _third) = fresh(&bucket);
    assert_eq!(following.contents().unwrap(), latest.contents().unwrap());
}

#[test]
fn an_empty_bucket_is_an_error_with_advice() {
    let bucket = HandBucket::new();
    let state = tempfile::tempdir().unwrap();
    let error = Bucket::open(bucket.store(), state.path(), &OPTIONS, &|_, _| {}).err().unwrap().to_string();
    assert!(error.contains("nothing is published") && error.contains("litopys publish file://"), "{error}");
}

#[test]
fn while_the_store_is_down_only_updates_and_uncached_files_are_missing() {
    let bucket = published(2);
    bucket.write("articles/2025/a0/one.pdf", b"%PDF one".to_vec());
    bucket.write("articles/2025/a0/two.pdf", b"%PDF two".to_vec());
    bucket.publish();
    let store = in_memory(&bucket);
    let state = tempfile::tempdir().unwrap();
    let open = || Arc::new(Bucket::open(over(&store), state.path(), &OPTIONS, &|_, _| {}).unwrap());
    let first = open();
    assert!(first.stored("articles/2025/a0/one.pdf").is_some());
    store.is_away.store(true, Ordering::Relaxed);
    drop(first);
    // A start without the store.
    let again = open();
    assert_eq!(text(&again, "a1").unwrap(), version("first 1"));
    assert_eq!(again.site_files("site.toml").unwrap()[0].bytes.as_deref(), Ok(SITE.as_bytes()));
    assert!(again.stored("articles/2025/a0/one.pdf").is_some(), "it was fetched before");
    assert!(again.stored("articles/2025/a0/two.pdf").is_none());
    let reads = store.reads();
    let refused = (0..50).map(|_| again.site_files("articles/2025/a0/two.pdf").unwrap_err());
    assert!(refused.into_iter().all(|error| matches!(error, SourceError::Away { .. })));
    let reads = store.reads() - reads;
    assert!(reads < 50, "{reads} requests went to a store that is known to be away");
    again.follow(&Health::default(), Duration::from_millis(20)).unwrap();
    thread::sleep(Duration::from_millis(300));
    assert!(again.lag().unwrap() >= Duration::from_millis(250));
    write_article(&bucket, "a1", "meanwhile");
    bucket.publish();
    copy(&bucket, &store);
    store.is_away.store(false, Ordering::Relaxed);
    eventually(Duration::from_secs(300), "it catches up", || text(&again, "a1").unwrap() == version("meanwhile"));
    eventually(Duration::from_secs(300), "and says so", || again.lag().unwrap() < Duration::from_millis(200));
    eventually(Duration::from_secs(300), "nothing refused is remembered", || {
        again.stored("articles/2025/a0/two.pdf").is_some()
    });
}

#[test]
fn a_long_file_is_indexed_by_its_head_and_fetched_once_when_it_is_asked_for() {
    let bucket = published(1);
    let film: Vec<u8> = (0..3_000_000_u32).map(|n| (n % 251) as u8).collect();
    bucket.write("articles/2025/a0/film.mp4", film.clone());
    bucket.write("articles/2025/a0/long.mp4", vec![7; 33 << 20]);
    bucket.publish();
    let store = in_memory(&bucket);
    let state = tempfile::tempdir().unwrap();
    let reader = Bucket::open(over(&store), state.path(), &OPTIONS, &|_, _| {}).unwrap();
    let folder = reader.fetch(&id("a0")).unwrap().unwrap();
    assert_eq!((folder.large.len(), folder.large[0].size, folder.large[0].head.len()), (2, 3_000_000, 4096));
    let media: u64 = walk(&state.path().join("media"));
    assert_eq!(media, 0, "nothing of it is fetched yet");
    let reads = store.reads();
    let reader = Arc::new(reader);
    let asked: Vec<_> = (0..8)
        .map(|_| {
            let reader = Arc::clone(&reader);
            thread::spawn(move || reader.stored("articles/2025/a0/film.mp4").unwrap().size())
        })
        .collect();
    assert!(asked.into_iter().all(|one| one.join().unwrap() == 3_000_000));
    assert_eq!(store.reads(), reads + 1, "eight readers, one request");
    let stored = reader.stored("articles/2025/a0/film.mp4").unwrap();
    assert_eq!(stored.read(0, 3_000_000).unwrap(), film);
    // Without the store it is a film that cannot be had now, however long it is.
    fs::remove_dir_all(state.path().join("media")).unwrap();
    store.is_away.store(true, Ordering::Relaxed);
    for path in ["articles/2025/a0/film.mp4", "articles/2025/a0/long.mp4"] {
        assert!(reader.stored(path).is_none());
        let error = reader.site_files(path).unwrap_err();
        assert!(matches!(error, SourceError::Away { .. }), "{error}");
    }
}

/// The publisher takes the files of what is hidden out of the list of an article; their bytes stay on readers' disks.
#[test]
fn a_long_file_that_left_its_article_is_served_no_more() {
    const FILM: &str = "articles/2025/a0/film.mp4";
    let bucket = published(2);
    let film = |reader: &Bucket| {
        let long = reader.fetch(&id("a0")).unwrap().is_some_and(|article| !article.large.is_empty());
        (long, reader.stored(FILM).is_some(), !reader.site_files(FILM).unwrap().is_empty())
    };
    // Alone, and with the whole article.
    for removed in [FILM, "articles/2025/a0"] {
        write_article(&bucket, "a0", removed);
        bucket.write(FILM, vec![7; 3_000_000]);
        bucket.publish();
        let (reader, state) = fresh(&bucket);
        assert_eq!(film(&reader), (true, true, true));
        bucket.remove(removed);
        bucket.publish();
        reader.update().unwrap();
        assert_eq!((film(&reader), walk(&state.path().join("media")) >= 3_000_000), ((false, false, false), true));
        assert!(!bucket.keys("media").is_empty(), "its object is still there");
    }
}

/// Bytes of all files below a folder.
fn walk(folder: &Path) -> u64 {
    let mut bytes = 0;
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        bytes += if path.is_dir() { walk(&path) } else { path.metadata().unwrap().len() };
    }
    bytes
}

#[test]
fn media_on_a_readers_disk_stay_within_their_limit() {
    let bucket = published(1);
    for n in 0..40_u8 {
        bucket.write(&format!("articles/2025/a0/f{n:02}.pdf"), vec![n; 100_000]);
    }
    bucket.publish();
    let state = tempfile::tempdir().unwrap();
    let options = ReaderOptions { media: 1_000_000, checkpoint: None };
    let reader = Bucket::open(bucket.store(), state.path(), &options, &|_, _| {}).unwrap();
    for n in 0..40_u8 {
        let path = format!("articles/2025/a0/f{n:02}.pdf");
        assert_eq!(reader.stored(&path).unwrap().read(0, 100_000).unwrap(), vec![n; 100_000]);
        assert!(walk(&state.path().join("media")) <= 1_000_000, "after {n}");
    }
}

/// The answer to every address of a small archive: its status, entity tag and bytes.
fn pages(site: &Served) -> Vec<(String, u16, String, Vec<u8>)> {
    let mut addresses = vec!["/uk/feed.xml".to_owned(), "/uk/feed.json".to_owned(), "/sitemap.xml".to_owned()];
    for lang in ["uk", "en", "ru"] {
        for page in ["", "/articles", "/2025", "/tags/kyiv", "/search?q=first", "/about/archive"] {
            addresses.push(format!("/{lang}{page}"));
        }
        addresses.extend((0..12).map(|n| format!("/{lang}/2025/a{n}")));
        addresses.extend((0..2).map(|n| format!("/{lang}/2025/shared-{n}")));
    }
    let ask = |path: String| {
        site.get(&path);
        let answer = site.get(&path);
        (path, answer.status, answer.header("etag").to_owned(), answer.body)
    };
    addresses.into_iter().map(ask).collect()
}

#[test]
fn readers_that_took_different_ways_answer_with_the_same_bytes_and_tags() {
    let bucket = published(12);
    bucket.write("articles/names.toml", "[tags.kyiv]\nuk = \"Київ\"\nen = \"Kyiv\"\nru = \"Киев\"\n");
    bucket.publish();
    let (following, _state) = fresh(&bucket);
    let following = Arc::new(following);
    let source = || Arc::clone(&following) as Arc<dyn Source>;
    let followed = served(source());
    let site = followed.app.edition().site.clone();
    let publish = || {
        bucket.publish();
        following.update().unwrap();
        let problems = Vec::new();
        Indexer::new(source(), followed.catalog(), Arc::new(NoObserver), site.clone(), problems).pass().unwrap();
        followed.app.search().unwrap().catch_up(&followed.catalog(), &site, &|_| {}).unwrap();
        followed.app.invalidate_all();
    };
    // A random history: articles appear, claim another's slug, disappear and return.
    for n in 0..6 {
        write_article(&bucket, &format!("a{n}"), &format!("edit {n}"));
        let front = format!("title = \"English {n}\"\nsummary = \"Of {n}.\"\nslug = \"shared-{}\"\n", n % 2);
        bucket.write(&format!("articles/2025/a{n}/en.md"), format!("+++\n{front}+++\n\nText.\n"));
        bucket.remove(&format!("articles/2025/a{}", 11 - n));
        publish();
    }
    for n in (6..12).rev() {
        write_article(&bucket, &format!("a{n}"), "again");
        publish();
    }
    let (started, _one) = fresh(&bucket);
    bucket.snapshot(None);
    bucket.trim(8);
    let (from_packs, _two) = fresh(&bucket);
    let expected = pages(&followed);
    assert!(expected.iter().filter(|page| page.1 == 200 && !page.2.is_empty()).count() > 20);
    for (way, reader) in [("all segments", started), ("packs", from_packs)] {
        let other = served(Arc::new(reader));
        for (page, same) in pages(&other).into_iter().zip(&expected) {
            let text = |page: &[u8]| String::from_utf8_lossy(page).into_owned();
            assert_eq!((&page.0, page.1, &page.2, text(&page.3)), (&same.0, same.1, &same.2, text(&same.3)), "{way}");
        }
    }
}
