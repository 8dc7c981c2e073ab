//! The store over memory and folders, with endpoints that fail.

use std::{io::Read, sync::Arc, sync::atomic::Ordering, time::Duration};

use object_store::memory::InMemory;

use super::{
    ContentDigest, Created, Store, StoreError, StoreOptions,
    store::Endpoint,
    testing::{FailingStore, Fault},
};
use crate::source::StoredFile;

fn over(store: FailingStore) -> Store {
    Store::with_object_store(Arc::new(store)).unwrap().with_patience(Duration::from_secs(2))
}

#[test]
fn objects_are_written_read_listed_and_deleted() {
    let folder = tempfile::tempdir().unwrap();
    let address = format!("file://{}", folder.path().display());
    for store in [over(FailingStore::default()), Store::open(&address, &StoreOptions::default()).unwrap()] {
        assert_eq!(store.get("log/1", 10).unwrap(), None);
        assert!(store.list("log").unwrap().is_empty() && store.stat("log/1").unwrap().is_none());
        store.put("log/1", b"one".to_vec()).unwrap();
        store.put("log/1", b"three".to_vec()).unwrap();
        store.put("media/a", b"a".to_vec()).unwrap();
        assert_eq!(store.get("log/1", 5).unwrap().unwrap(), b"three");
        assert!(matches!(store.get("log/1", 4), Err(StoreError::TooLarge { size: 5, limit: 4, .. })));
        let listed: Vec<_> = store.list("log").unwrap().into_iter().map(|object| (object.key, object.size)).collect();
        assert_eq!(listed, [("log/1".to_owned(), 5)]);
        assert_eq!(store.stat("log/1").unwrap().unwrap().size, 5);
        let mut file = tempfile::tempfile().unwrap();
        assert_eq!(store.get_file("log/1", 5, &file).unwrap().unwrap(), (ContentDigest::of(b"three"), 5));
        let mut text = String::new();
        std::io::Seek::rewind(&mut file).unwrap();
        file.read_to_string(&mut text).unwrap();
        assert_eq!(text, "three");
        assert_eq!(store.get_file("log/2", 5, &file).unwrap(), None);
        store.delete("log/1").unwrap();
        store.delete("log/1").unwrap();
        assert_eq!(store.get("log/1", 10).unwrap(), None);
    }
}

#[test]
fn an_object_is_created_once() {
    let folder = tempfile::tempdir().unwrap();
    let address = format!("file://{}", folder.path().display());
    for store in [over(FailingStore::default()), Store::open(&address, &StoreOptions::default()).unwrap()] {
        assert_eq!(store.create("a", b"1").unwrap(), Created::New);
        assert_eq!(store.create("a", b"2").unwrap(), Created::Exists);
        assert_eq!(store.create("a", b"longer").unwrap(), Created::Exists);
        assert_eq!(store.get("a", 10).unwrap().unwrap(), b"1");
        // The same bytes are the same object: an earlier try came through.
        assert_eq!(store.create("a", b"1").unwrap(), Created::New);
    }
    let ignoring = FailingStore::default();
    ignoring.ignores_conditions.store(true, Ordering::Relaxed);
    let ignoring = over(ignoring);
    assert_eq!(ignoring.create("a", b"1").unwrap(), Created::New);
    assert_eq!(ignoring.create("a", b"2").unwrap(), Created::New, "as Garage does");
}

#[test]
fn an_answer_that_is_lost_is_found_out_before_anything_is_written_again() {
    for fault in [Fault::Before, Fault::After] {
        let failing = Arc::new(FailingStore::default().fails_at(0, fault));
        let store = Store::with_object_store(failing.clone()).unwrap();
        assert_eq!(store.create("a", b"1").unwrap(), Created::New, "{fault:?}");
        assert_eq!(store.get("a", 10).unwrap().unwrap(), b"1");
        let writes = if fault == Fault::Before { 2 } else { 1 };
        assert_eq!(failing.writes(), writes, "{fault:?}: it is read back, and not written again where it is there");
    }
    // An earlier request for it is under way, and comes to nothing.
    let store = Store::with_object_store(Arc::new(FailingStore::default().fails_at(0, Fault::Busy))).unwrap();
    assert_eq!(store.create("a", b"1").unwrap(), Created::New);
    // Another has written it before the lost request came in.
    let inner = Arc::new(InMemory::new());
    over(FailingStore::over(&inner)).put("a", b"other".to_vec()).unwrap();
    let store = over(FailingStore::over(&inner).fails_at(0, Fault::Before));
    assert_eq!(store.create("a", b"1").unwrap(), Created::Exists);
}

#[test]
fn another_endpoint_answers_for_one_that_is_away() {
    let inner = Arc::new(InMemory::new());
    let nodes: Vec<_> = (0..3).map(|_| Arc::new(FailingStore::over(&inner))).collect();
    let endpoints = nodes
        .iter()
        .enumerate()
        .map(|(n, store)| Endpoint { name: format!("node {n}"), store: store.clone() })
        .collect();
    let store = Store::new(endpoints, object_store::path::Path::default(), "nodes".to_owned()).unwrap();
    let store = store.with_patience(Duration::ZERO);
    store.put("a", b"1".to_vec()).unwrap();
    for (away, node) in nodes.iter().enumerate() {
        node.is_away.store(true, Ordering::Relaxed);
        if away < 2 {
            assert_eq!(store.get("a", 10).unwrap().unwrap(), b"1");
            assert_eq!(store.create(&format!("b{away}"), b"2").unwrap(), Created::New);
        }
    }
    let error = store.get("a", 10).unwrap_err();
    assert!(matches!(&error, StoreError::Away { key, .. } if key == "a"), "{error}");
    for n in 0..3 {
        assert!(error.to_string().contains(&format!("node {n}")), "{error}");
    }
    nodes[1].is_away.store(false, Ordering::Relaxed);
    assert_eq!(store.get("a", 10).unwrap().unwrap(), b"1");
    let before = nodes.iter().map(|node| node.reads()).sum::<usize>();
    store.get("a", 10).unwrap();
    assert_eq!(
        nodes.iter().map(|node| node.reads()).sum::<usize>(),
        before + 1,
        "the one that answered is asked first"
    );
}

#[test]
fn a_request_that_took_longer_than_patience_is_tried_again() {
    for (patience, writes) in [(Duration::ZERO, 1), (Duration::from_millis(1), 2)] {
        let failing = Arc::new(FailingStore::default().fails_at(0, Fault::Before));
        let store = Store::with_object_store(failing.clone()).unwrap().with_patience(patience);
        assert_eq!((store.put("a", b"1".to_vec()).is_ok(), failing.writes()), (writes > 1, writes));
    }
}

#[test]
fn a_long_file_goes_up_in_parts() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("film.mp4");
    let bytes: Vec<u8> = (0..(20u32 << 20)).map(|n| n.to_le_bytes()[2] ^ n.to_le_bytes()[0]).collect();
    crate::source::write_atomically(&path, &bytes).unwrap();
    let store = over(FailingStore::default());
    store.put_file("media/film", &StoredFile::at(&path).unwrap()).unwrap();
    let found = store.get("media/film", 30 << 20).unwrap().unwrap();
    assert_eq!(ContentDigest::of(&found), ContentDigest::of(&bytes));
    let stored = StoredFile::at(&path).unwrap();
    crate::source::write_atomically(&path, b"short").unwrap();
    assert!(matches!(store.put_file("media/other", &stored), Err(StoreError::Local { .. })));
}

#[test]
fn an_address_names_a_bucket_and_no_secret() {
    let open = |address: &str, variables: &[(&str, &str)]| {
        let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Store::open(address, &StoreOptions { variables, ..StoreOptions::default() })
    };
    let s3 = [("AWS_ACCESS_KEY_ID", "GKexample"), ("AWS_SECRET_ACCESS_KEY", "hunter2secret"), ("AWS_REGION", "garage")];
    let store = open("s3://news/archive", &s3).unwrap();
    assert_eq!((store.describe(), store.endpoints.len()), ("s3://news/archive", 1));
    assert_eq!(store.prefix.as_ref(), "archive");
    let nodes = [s3.as_slice(), &[("AWS_ENDPOINT", "http://127.0.0.1:1, http://127.0.0.1:2,")]].concat();
    assert_eq!(open("s3://news", &nodes).unwrap().endpoints.len(), 2);
    assert!(open("gs://news/a", &[("GOOGLE_SKIP_SIGNATURE", "true")]).is_ok());
    assert!(open("az://news/a", &[("AZURE_STORAGE_ACCOUNT_NAME", "a"), ("AZURE_SKIP_SIGNATURE", "true")]).is_ok());
    for wrong in [
        "",
        "news",
        "/srv/bucket",
        "http://127.0.0.1:3900/news",
        "ftp://news",
        "s3://KEY:hunter2secret@news",
        "s3://hunter2secret@news",
        "s3://news?secret=hunter2secret",
        "s3://news#hunter2secret",
        "file:///no/such/folder",
        "file://relative/folder",
        "memory:///",
    ] {
        let error = open(wrong, &s3).err().unwrap_or_else(|| panic!("{wrong} is an address"));
        let text = crate::model::error_chain(&error);
        assert!(!text.contains("hunter2secret") && matches!(error, StoreError::Address { .. }), "{wrong}: {text}");
    }
    for endpoint in [
        "localhost:3900",
        "https://key:hunter2secret@localhost",
        "https://hunter2secret@localhost",
        "https://a?hunter2secret",
        "https://a/#hunter2secret",
    ] {
        let error = open("s3://news", &[("AWS_ENDPOINT", endpoint)]).err().unwrap();
        let text = crate::model::error_chain(&error);
        assert!(matches!(error, StoreError::Settings { .. }) && !text.contains("hunter2secret"), "{text}");
    }
}

#[test]
fn a_secret_comes_from_a_file_and_stands_in_no_error() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("secret");
    crate::source::write_atomically(&file, b"hunter2secret\n").unwrap();
    let variables = |file: &str| {
        let pairs = [
            ("AWS_ACCESS_KEY_ID", "GKexample"),
            ("AWS_SECRET_ACCESS_KEY_FILE", file),
            ("AWS_ENDPOINT", "http://127.0.0.1:9"),
        ];
        pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec()
    };
    let options = StoreOptions { variables: variables(file.to_str().unwrap()), ..StoreOptions::default() };
    let store = Store::open("s3://news", &options).unwrap().with_patience(Duration::ZERO);
    assert!(store.secrets.contains(&"hunter2secret".to_owned()));
    let error = store.put("a", b"1".to_vec()).unwrap_err();
    let text = crate::model::error_chain(&error);
    assert!(matches!(error, StoreError::Away { .. }) && !text.contains("hunter2secret"), "{text}");
    let missing = StoreOptions { variables: variables("/no/such/file"), ..StoreOptions::default() };
    let error = Store::open("s3://news", &missing).err().unwrap();
    assert!(error.to_string().contains("AWS_SECRET_ACCESS_KEY_FILE"), "{error}");
}

#[test]
fn a_folder_that_is_not_there_is_a_store_that_is_away_and_is_not_created() {
    let parent = tempfile::tempdir().unwrap();
    // Letters that the names of objects would have encoded.
    let folder = parent.path().join("а~b #1");
    let address = url::Url::from_file_path(&folder).unwrap().to_string();
    let options = StoreOptions { patience: Some(Duration::ZERO), ..StoreOptions::default() };
    assert!(matches!(Store::open(&address, &options), Err(StoreError::Address { .. })));
    let store = Store::open(&address, &StoreOptions { may_be_away: true, ..options.clone() }).unwrap();
    let is_away = |error: StoreError| matches!(error, StoreError::Away { .. });
    assert!(is_away(store.get("log/1", 10).unwrap_err()) && is_away(store.list("log").unwrap_err()));
    assert!(is_away(store.put("log/1", b"1".to_vec()).unwrap_err()) && !folder.exists());
    std::fs::create_dir(&folder).unwrap();
    assert_eq!(store.get("log/1", 10).unwrap(), None);
    store.put("log/1", b"1".to_vec()).unwrap();
    assert!(folder.join("log/1").is_file());
    assert_eq!(Store::open(&address, &options).unwrap().list("log").unwrap()[0].key, "log/1");
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the times of files are those of the system's clock")]
fn files_that_a_killed_writer_left_in_a_folder_go_after_a_while() {
    let folder = tempfile::tempdir().unwrap();
    let address = format!("file://{}", folder.path().display());
    let store = Store::open(&address, &StoreOptions::default()).unwrap();
    store.put("media/a", b"a".to_vec()).unwrap();
    for (name, age) in [("media/b#1", 7200), ("snapshot.json#12", 7200), ("media/c#1", 60)] {
        let file = std::fs::File::create(folder.path().join(name)).unwrap();
        file.set_modified(std::time::SystemTime::now() - Duration::from_secs(age)).unwrap();
    }
    assert_eq!(store.list("media").unwrap().len(), 1, "no listing shows them");
    assert_eq!(store.remove_unfinished(Duration::from_secs(3600)).unwrap(), 2);
    assert!(folder.path().join("media/c#1").exists() && folder.path().join("media/a").exists());
    assert_eq!(store.remove_unfinished(Duration::ZERO).unwrap(), 1);
    // Writers finish theirs meanwhile.
    for n in 0..2_000 {
        std::fs::File::create(folder.path().join(format!("media/d#{n}"))).unwrap();
    }
    let removed: u64 = std::thread::scope(|scope| {
        let all = [(); 4].map(|()| scope.spawn(|| store.remove_unfinished(Duration::ZERO).unwrap()));
        all.into_iter().map(|one| one.join().unwrap()).sum()
    });
    assert_eq!(removed, 2_000);
}
