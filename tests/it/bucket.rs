//! Readers of a bucket: what a store does to them, and that they end at the same content whichever way they took.

use std::{
    fs,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    sync::{Arc, atomic::Ordering},
    thread,
    time::{Duration, Instant},
};

use litopys::{
    model::slug::ArticleId,
    source::{
        Health, Source, SourceError,
        bucket::{Bucket, ReaderOptions, Store, segment_key},
    },
    worker::{Indexer, NoObserver},
};
use object_store::{ObjectStore, ObjectStoreExt, memory::InMemory};
use tempfile::TempDir;

use crate::{
    by_hand::HandBucket,
    failing_store::FailingStore,
    harness::{SITE, Served, eventually, served},
};

const OPTIONS: ReaderOptions = ReaderOptions { media: 64 << 20, checkpoint: None };
const META: &str = "published = 2025-06-29\nsource = \"uk\"\ntags = [\"kyiv\"]\n";

fn version(title: &str) -> String {
    format!("+++\ntitle = \"{title}\"\nsummary = \"{title}.\"\n+++\n\nText of {title}.\n")
}

fn write_article(bucket: &HandBucket, name: &str, title: &str) {
    bucket.write(&format!("articles/2025/{name}/article.toml"), META);
    bucket.write(&format!("articles/2025/{name}/uk.md"), version(title));
}

/// A bucket with a site and articles `a0`, `a1`, …, published in one segment.
fn published(articles: usize) -> HandBucket {
    let bucket = HandBucket::new();
    bucket.write("site.toml", SITE);
    (0..articles).for_each(|n| write_article(&bucket, &format!("a{n}"), &format!("first {n}")));
    bucket.publish();
    bucket
}

fn reader(bucket: &HandBucket, state: &TempDir) -> Bucket {
    Bucket::open(bucket.store(), state.path(), &OPTIONS, &|_, _| {}).unwrap()
}

fn fresh(bucket: &HandBucket) -> (Bucket, TempDir) {
    let state = tempfile::tempdir().unwrap();
    (reader(bucket, &state), state)
}

fn id(name: &str) -> ArticleId {
    format!("2025/{name}").parse().unwrap()
}

fn text(reader: &Bucket, name: &str) -> Option<String> {
    let folder = reader.fetch(&id(name)).unwrap()?;
    let file = folder.files.iter().find(|file| file.path.ends_with("uk.md")).unwrap();
    Some(String::from_utf8(file.bytes.clone().unwrap()).unwrap())
}

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
fn an_empty_bucket_is_named_with_what_to_do() {
    let bucket = HandBucket::new();
    let state = tempfile::tempdir().unwrap();
    let error = Bucket::open(bucket.store(), state.path(), &OPTIONS, &|_, _| {}).err().unwrap().to_string();
    assert!(error.contains("nothing is published") && error.contains("litopys publish file://"), "{error}");
}

#[test]
fn a_store_that_is_away_costs_news_and_uncached_files_alone() {
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
    let begun = Instant::now();
    let refused = (0..50).map(|_| again.site_files("articles/2025/a0/two.pdf").unwrap_err());
    assert!(refused.into_iter().all(|error| matches!(error, SourceError::Away { .. })));
    assert!(begun.elapsed() < Duration::from_secs(5), "no request waits for a store that is known to be away");
    again.follow(&Health::default(), Duration::from_millis(20)).unwrap();
    thread::sleep(Duration::from_millis(300));
    assert!(again.lag().unwrap() >= Duration::from_millis(250));
    write_article(&bucket, "a1", "meanwhile");
    bucket.publish();
    copy(&bucket, &store);
    store.is_away.store(false, Ordering::Relaxed);
    eventually(Duration::from_secs(10), "it catches up", || text(&again, "a1").unwrap() == version("meanwhile"));
    eventually(Duration::from_secs(10), "and says so", || again.lag().unwrap() < Duration::from_millis(200));
    eventually(Duration::from_secs(10), "nothing refused is remembered", || {
        again.stored("articles/2025/a0/two.pdf").is_some()
    });
}

/// The damages that an object can take.
fn damages(bytes: &[u8]) -> Vec<(String, Option<Vec<u8>>)> {
    let flipped = (0..bytes.len()).step_by((bytes.len() / 24).max(1)).map(|at| {
        let mut damaged = bytes.to_vec();
        damaged[at] ^= 0x10;
        (format!("flipped at {at}"), Some(damaged))
    });
    let cut = [0, 1, bytes.len() / 2, bytes.len() - 1].map(|at| (format!("cut at {at}"), Some(bytes[..at].to_vec())));
    let longer = ("longer".to_owned(), Some([bytes, b"more"].concat()));
    flipped.chain(cut).chain([longer, ("missing".to_owned(), None)]).collect()
}

#[test]
fn a_damaged_segment_is_never_half_applied_and_a_sound_one_in_its_place_is() {
    let bucket = published(3);
    let (reader, _state) = fresh(&bucket);
    let before = reader.contents().unwrap();
    write_article(&bucket, "a0", "second");
    write_article(&bucket, "new", "new");
    bucket.remove("articles/2025/a1");
    let key = segment_key(bucket.publish());
    let sound = fs::read(bucket.path(&key)).unwrap();
    for (what, damaged) in damages(&sound) {
        match &damaged {
            Some(bytes) => fs::write(bucket.path(&key), bytes).unwrap(),
            None => fs::remove_file(bucket.path(&key)).unwrap(),
        }
        assert_eq!(reader.update().is_ok(), damaged.is_none(), "{what}");
        assert_eq!(reader.contents().unwrap(), before, "{what}");
        assert_eq!(text(&reader, "a1").unwrap(), version("first 1"), "{what}");
    }
    fs::write(bucket.path(&key), sound).unwrap();
    reader.update().unwrap();
    assert_eq!(text(&reader, "a0").unwrap(), version("second"));
    assert_eq!((text(&reader, "a1"), reader.contents().unwrap() == before), (None, false));
}

#[test]
fn a_damaged_pack_holds_up_the_whole_publish_and_no_more() {
    let bucket = published(2);
    let (reader, _state) = fresh(&bucket);
    let before = reader.contents().unwrap();
    (0..8).for_each(|n| write_article(&bucket, &format!("b{n}"), "packed"));
    bucket.publish_in(2);
    let key = bucket.keys("packs").into_iter().next_back().unwrap();
    let sound = fs::read(bucket.path(&key)).unwrap();
    for (what, damaged) in damages(&sound) {
        match &damaged {
            Some(bytes) => fs::write(bucket.path(&key), bytes).unwrap(),
            None => fs::remove_file(bucket.path(&key)).unwrap(),
        }
        assert!(reader.update().is_err(), "{what}");
        assert_eq!(reader.contents().unwrap(), before, "{what}");
        let state = tempfile::tempdir().unwrap();
        assert!(Bucket::open(bucket.store(), state.path(), &OPTIONS, &|_, _| {}).is_err(), "{what}");
    }
    fs::write(bucket.path(&key), sound).unwrap();
    reader.update().unwrap();
    assert_eq!(text(&reader, "b7").unwrap(), version("packed"));
}

#[test]
fn a_segment_that_stays_damaged_is_left_behind_with_the_next_snapshot() {
    let bucket = published(2);
    let (reader, _state) = fresh(&bucket);
    let reader = Arc::new(reader);
    write_article(&bucket, "a0", "second");
    let key = segment_key(bucket.publish());
    fs::write(bucket.path(&key), b"no segment").unwrap();
    reader.follow(&Health::default(), Duration::from_millis(5)).unwrap();
    thread::sleep(Duration::from_millis(100));
    assert_eq!(text(&reader, "a0").unwrap(), version("first 0"));
    bucket.snapshot(None);
    eventually(Duration::from_secs(40), "the snapshot is taken", || text(&reader, "a0").unwrap() == version("second"));
}

#[test]
fn a_gap_in_the_log_leads_to_the_snapshot() {
    let bucket = published(4);
    let (reader, _state) = fresh(&bucket);
    bucket.remove("articles/2025/a3");
    for n in 0..5 {
        write_article(&bucket, "a0", &format!("edit {n}"));
        bucket.publish();
    }
    bucket.snapshot(None);
    bucket.trim(5);
    write_article(&bucket, "a1", "behind the snapshot");
    bucket.publish();
    let cursor = reader.snapshot(&mut |_| {}).unwrap().cursor;
    reader.update().unwrap();
    assert_eq!(reader.sequence().unwrap(), 7);
    assert_eq!(text(&reader, "a0").unwrap(), version("edit 4"));
    assert_eq!(text(&reader, "a1").unwrap(), version("behind the snapshot"));
    assert_eq!(text(&reader, "a3"), None);
    let litopys::source::SourceChanges::Known(delta) = reader.changes(&cursor) else { panic!("the cursor is known") };
    let named: Vec<_> = delta.articles.iter().map(ToString::to_string).collect();
    assert_eq!(named, ["2025/a0", "2025/a1", "2025/a3"], "what is the same is not read again");
    assert_eq!(reader.contents().unwrap(), fresh(&bucket).0.contents().unwrap());
}

#[test]
fn a_fork_leads_every_reader_to_the_same_content() {
    let bucket = published(2);
    let (first, _one) = fresh(&bucket);
    bucket.snapshot(None);
    let before = bucket.state();
    write_article(&bucket, "a0", "of one publisher");
    write_article(&bucket, "lost", "of one publisher");
    bucket.publish();
    first.update().unwrap();
    // The other one did not see it, and the store let it overwrite the segment.
    bucket.set_state(before);
    write_article(&bucket, "a1", "of the other");
    bucket.publish();
    let (second, _two) = fresh(&bucket);
    assert_ne!(first.contents().unwrap(), second.contents().unwrap());
    write_article(&bucket, "a1", "of the other, later");
    bucket.publish();
    for reader in [&first, &second] {
        reader.update().unwrap();
        assert_eq!(text(reader, "a1").unwrap(), version("of the other, later"));
        assert_eq!((text(reader, "a0").unwrap(), text(reader, "lost")), (version("first 0"), None));
    }
    assert_eq!(first.contents().unwrap(), second.contents().unwrap());
}

#[test]
fn a_bucket_that_was_put_back_is_followed_and_an_emptied_one_costs_nothing() {
    let bucket = published(2);
    bucket.snapshot(None);
    let before = bucket.state();
    write_article(&bucket, "a0", "lost with the store");
    let key = segment_key(bucket.publish());
    let (reader, _state) = fresh(&bucket);
    fs::remove_file(bucket.path(&key)).unwrap();
    bucket.set_state(before);
    reader.update().unwrap();
    assert_eq!(text(&reader, "a0").unwrap(), version("first 0"));
    for folder in ["log", "packs"] {
        fs::remove_dir_all(bucket.path(folder)).unwrap();
    }
    fs::remove_file(bucket.path("snapshot.json")).unwrap();
    assert!(reader.update().is_err());
    assert_eq!(text(&reader, "a0").unwrap(), version("first 0"));
}

#[test]
fn a_missing_or_damaged_picture_costs_that_picture_alone_and_is_had_when_it_is_there() {
    let bucket = published(1);
    bucket.write("articles/2025/a0/map.png", b"not quite a picture".to_vec());
    bucket.publish();
    let key = bucket.keys("media").into_iter().next().unwrap();
    let sound = fs::read(bucket.path(&key)).unwrap();
    for (what, damaged) in damages(&sound) {
        match &damaged {
            Some(bytes) => fs::write(bucket.path(&key), bytes).unwrap(),
            None => fs::remove_file(bucket.path(&key)).unwrap(),
        }
        let (reader, state) = fresh(&bucket);
        let listed = |reader: &Bucket| {
            let mut digest = None;
            reader.snapshot(&mut |item| digest = Some(item.metadata_digest)).unwrap();
            digest.unwrap()
        };
        let folder = reader.fetch(&id("a0")).unwrap().unwrap();
        let bytes = |path: &str| folder.files.iter().find(|file| file.path.ends_with(path)).unwrap().bytes.clone();
        assert!(bytes("map.png").is_err() && bytes("uk.md").is_ok(), "{what}");
        assert_ne!(folder.metadata_digest, listed(&reader), "{what}: it will be read again");
        drop(reader);
        fs::write(bucket.path(&key), &sound).unwrap();
        let again = Bucket::open(bucket.store(), state.path(), &OPTIONS, &|_, _| {}).unwrap();
        let whole = again.fetch(&id("a0")).unwrap().unwrap();
        assert_eq!(whole.metadata_digest, listed(&again), "{what}");
        assert!(whole.files.iter().all(|file| file.bytes.is_ok()), "{what}");
    }
}

#[test]
fn a_long_file_is_indexed_by_its_head_and_fetched_once_when_it_is_asked_for() {
    let bucket = published(1);
    let film: Vec<u8> = (0..3_000_000_u32).map(|n| (n % 251) as u8).collect();
    bucket.write("articles/2025/a0/film.mp4", film.clone());
    bucket.publish();
    let store = in_memory(&bucket);
    let state = tempfile::tempdir().unwrap();
    let reader = Bucket::open(over(&store), state.path(), &OPTIONS, &|_, _| {}).unwrap();
    let folder = reader.fetch(&id("a0")).unwrap().unwrap();
    assert_eq!((folder.large[0].size, folder.large[0].head.len()), (3_000_000, 4096));
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
fn media_on_a_readers_disk_stay_within_their_bound() {
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

#[test]
fn a_damaged_local_copy_is_fetched_again() {
    let bucket = published(200);
    let (whole, state) = fresh(&bucket);
    let contents = whole.contents().unwrap();
    drop(whole);
    let path = state.path().join("source.sqlite");
    let sound = fs::read(&path).unwrap();
    for part in 0..24 {
        let mut damaged = sound.clone();
        let from = damaged.len() * part / 24;
        damaged[from..from + 64].fill(0xA5);
        fs::write(&path, damaged).unwrap();
        let Ok(reader) = Bucket::open(bucket.store(), state.path(), &OPTIONS, &|_, _| {}) else {
            panic!("part {part}: a reader whose copy is damaged does not start")
        };
        for n in 0..200 {
            // Damage shows as an error, never as other words.
            if let Ok(folder) = reader.fetch(&id(&format!("a{n}"))) {
                let text = folder.and_then(|folder| folder.files.into_iter().find(|file| file.path.ends_with("uk.md")));
                let right = text.is_none_or(|file| file.bytes.unwrap() == version(&format!("first {n}")).into_bytes());
                assert!(right, "part {part}, article {n}");
            }
        }
        _ = reader.update();
        drop(reader);
    }
    fs::remove_file(&path).unwrap();
    assert_eq!(reader(&bucket, &state).contents().unwrap(), contents);
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
    // A history: articles come, wish for the slug of another, go and come again.
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

/// A running `litopys serve --from`.
struct Running {
    child: Child,
    address: String,
}

impl Running {
    fn start(bucket: &HandBucket, state: &Path) -> Running {
        Running::run(Command::new(env!("CARGO_BIN_EXE_litopys")), bucket, state)
    }

    /// The same, on a disk that has no room for files of more than so many kilobytes.
    fn start_cramped(bucket: &HandBucket, state: &Path, kilobytes: u32) -> Running {
        let mut command = Command::new("sh");
        let script = format!("trap '' XFSZ; ulimit -f {}; exec \"$0\" \"$@\"", 2 * kilobytes);
        command.args(["-c", &script, env!("CARGO_BIN_EXE_litopys")]);
        Running::run(command, bucket, state)
    }

    fn run(mut command: Command, bucket: &HandBucket, state: &Path) -> Running {
        command.args(["serve", "--listen", "127.0.0.1:0", "--admin", "off", "--interval", "0.05"]);
        command.args(["--from", &bucket.address(), "--state", state.to_str().unwrap()]);
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let mut said = Vec::new();
        let address = loop {
            let line = lines.next().unwrap_or_else(|| panic!("it ended: {said:?}")).unwrap();
            if let Some(at) = line.find("http://") {
                break line[at..].trim().trim_end_matches('/').to_owned();
            }
            said.push(line);
        };
        thread::spawn(move || lines.for_each(drop));
        Running { child, address }
    }

    fn get(&self, path: &str) -> Option<(u16, String)> {
        let host = self.address.trim_start_matches("http://");
        let mut stream = std::net::TcpStream::connect(host).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        std::io::Write::write_all(&mut stream, request.as_bytes()).ok()?;
        let mut answer = String::new();
        std::io::Read::read_to_string(&mut stream, &mut answer).ok()?;
        Some((answer.split(' ').nth(1)?.parse().ok()?, answer))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // SIGKILL.
        _ = self.child.kill();
        _ = self.child.wait();
    }
}

#[test]
fn a_reader_killed_in_the_middle_of_applying_is_whole_and_catches_up() {
    let bucket = published(30);
    let state = tempfile::tempdir().unwrap();
    let mut generator = 42_u64;
    println!("seed {generator}");
    for round in 0..8 {
        let running = Running::start(&bucket, state.path());
        for n in 0..30 {
            write_article(&bucket, &format!("a{n}"), &format!("round {round}"));
        }
        bucket.publish();
        generator = generator.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        thread::sleep(Duration::from_millis(generator >> 56));
        drop(running);
        // All of one round, or all of another.
        let local = Bucket::open(bucket.store(), &state.path().join("cache"), &OPTIONS, &|_, _| {}).unwrap();
        let first = text(&local, "a0").unwrap();
        let sequence = local.sequence().unwrap();
        assert!((0..30).all(|n| sequence == 1 || text(&local, &format!("a{n}")).unwrap() == first), "round {round}");
    }
    let running = Running::start(&bucket, state.path());
    eventually(Duration::from_secs(30), "the last round is served", || {
        running.get("/uk/2025/a7").is_some_and(|(status, page)| status == 200 && page.contains("round 7"))
    });
    drop(running);
    let local = Bucket::open(bucket.store(), &state.path().join("cache"), &OPTIONS, &|_, _| {}).unwrap();
    assert_eq!(local.contents().unwrap(), fresh(&bucket).0.contents().unwrap());
}

#[test]
fn a_full_disk_stops_news_and_no_page_and_ends_with_the_room() {
    let bucket = published(3);
    let state = tempfile::tempdir().unwrap();
    drop(Running::start(&bucket, state.path()));
    let running = Running::start_cramped(&bucket, state.path(), 600);
    let shows = |running: &Running, path: &str, text: &str| {
        running.get(path).is_some_and(|(status, page)| status == 200 && page.contains(text))
    };
    eventually(Duration::from_secs(30), "it serves", || shows(&running, "/uk/2025/a1", "first 1"));
    // Text that cannot be compressed, more of it than there is room for.
    let mut seed = 7_u64;
    let mut word = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        format!("{:x}", seed >> 8)
    };
    let long: String = (0..150_000).map(|_| word() + " ").collect();
    bucket.write("articles/2025/a1/uk.md", version("second 1") + &long);
    write_article(&bucket, "a2", "second 2");
    bucket.publish();
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(2) {
        assert!(shows(&running, "/uk/2025/a1", "first 1") && shows(&running, "/uk/2025/a2", "first 2"));
    }
    drop(running);
    let running = Running::start(&bucket, state.path());
    eventually(Duration::from_secs(30), "there is room", || {
        shows(&running, "/uk/2025/a1", "second 1") && shows(&running, "/uk/2025/a2", "second 2")
    });
}

#[test]
fn the_command_serves_what_it_has_without_its_bucket_and_asks_to_come_again_for_the_rest() {
    let bucket = published(3);
    bucket.write("articles/2025/a0/plan.pdf", b"%PDF-1.4 plan".to_vec());
    bucket.write("articles/2025/a0/uk.md", version("first 0") + "\n[Plan](plan.pdf)\n");
    bucket.publish();
    let state = tempfile::tempdir().unwrap();
    let running = Running::start(&bucket, state.path());
    eventually(Duration::from_secs(30), "an article", || {
        running.get("/uk/2025/a0").is_some_and(|(status, _)| status == 200)
    });
    let page = running.get("/uk/2025/a0").unwrap().1;
    let at = page.find("/media/2025/a0/plan").unwrap();
    let address = page[at..].split('"').next().unwrap().to_owned();
    drop(running);
    fs::remove_dir_all(state.path().join("cache/media")).unwrap();
    // The folder as a whole, as where it is a disk that is not mounted.
    let aside = bucket.folder.path().with_extension("away");
    fs::rename(bucket.folder.path(), &aside).unwrap();
    let running = Running::start(&bucket, state.path());
    eventually(Duration::from_secs(30), "an article", || {
        running.get("/uk/2025/a0").is_some_and(|(status, _)| status == 200)
    });
    let (status, answer) = running.get(&address).unwrap();
    assert!(matches!(status, 404 | 503), "{status}");
    assert!(!answer.contains("immutable"), "a failed fetch is never cached: {answer}");
    fs::rename(&aside, bucket.folder.path()).unwrap();
    bucket.write("articles/2025/a0/uk.md", version("second 0"));
    bucket.publish();
    eventually(Duration::from_secs(60), "the next segment", || {
        running.get("/uk/2025/a0").is_some_and(|(_, page)| page.contains("second 0"))
    });
}
