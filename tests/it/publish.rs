//! `litopys publish`: the real binary writes an archive into a bucket in a folder; a reader that starts now compares.

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    process::{Child, Stdio},
    thread,
    time::Duration,
};

use crate::{
    authoring::run_in,
    command::litopys,
    harness::{self, Archive, eventually},
    random::below,
};
use litopys::source::bucket::{
    ContentDigest, Contents, LARGEST_PART, Pack, SNAPSHOT, Segment, SnapshotPointer, Store, StoreOptions, Texts,
    media_key, segment_key,
};
use tempfile::TempDir;

const WITHIN: Duration = Duration::from_secs(300);

/// A process that is killed at the end of its test.
struct Killed(Child);

impl Drop for Killed {
    fn drop(&mut self) {
        // It may have ended already.
        _ = self.0.kill();
        _ = self.0.wait();
    }
}

fn bucket() -> (TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let address = format!("file://{}", folder.path().display());
    (folder, address)
}

fn archive() -> Archive {
    Archive::new().article("2025/dnipro", "uk", &["uk", "en"]).article("2025/sula", "uk", &["uk"])
}

/// The published files of an archive without drafts: all of them.
fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = harness::files(root);
    found.retain(|name, _| !name.starts_with('.'));
    found
}

/// What a reader that starts now has; every object is checked against its digest, and the log against its chain.
fn read(address: &str) -> BTreeMap<String, Vec<u8>> {
    let store = Store::open(address, &StoreOptions::default()).unwrap();
    let mut all = Contents::default();
    let mut texts = Texts::new();
    let mut apply = |contents: Contents, more: Texts| {
        all.articles.extend(contents.articles);
        all.site = contents.site.or(all.site.take());
        texts.extend(more);
    };
    let get = |key: &str| store.get(key, LARGEST_PART).unwrap();
    let pack = |key: &str, digest: ContentDigest| {
        let bytes = get(key).unwrap_or_else(|| panic!("`{key}` is missing"));
        assert_eq!(ContentDigest::of(&bytes), digest, "{key}");
        let Pack { contents, texts } = Pack::decode(&bytes).unwrap();
        (contents, texts)
    };
    let (mut sequence, mut log) = (0, None);
    let mut removed = Vec::new();
    if let Some(bytes) = get(SNAPSHOT) {
        let pointer = SnapshotPointer::decode(&bytes).unwrap();
        (sequence, log) = (pointer.sequence, Some(pointer.log));
        for object in pointer.packs {
            let (contents, texts) = pack(&object.key, object.digest);
            apply(contents, texts);
        }
    }
    while let Some(bytes) = get(&segment_key(sequence + 1)) {
        let segment = Segment::decode(&bytes).unwrap();
        segment.check_follows(sequence, log).unwrap();
        (sequence, log) = (sequence + 1, Some(ContentDigest::of(&bytes)));
        for object in &segment.header.packs {
            let (contents, texts) = pack(&object.key, object.digest);
            apply(contents, texts);
        }
        removed.retain(|id| !segment.header.contents.articles.contains_key(id));
        removed.extend(segment.header.removed);
        apply(segment.header.contents, segment.texts);
    }
    removed.iter().for_each(|id| _ = all.articles.remove(id));
    let read = |(path, entry): (&str, &litopys::source::bucket::FileEntry)| {
        let media = || get(&media_key(&entry.digest)).unwrap_or_else(|| panic!("media of `{path}` are missing"));
        let bytes = if entry.media { media() } else { texts[path].clone() };
        assert_eq!(ContentDigest::of(&bytes), entry.digest, "{path}");
        (path.to_owned(), bytes)
    };
    all.files().map(read).collect()
}

#[test]
fn an_archive_is_published_and_then_what_changed() {
    let archive = archive().bytes("articles/2025/dnipro/map.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>");
    let (folder, address) = bucket();
    let (code, out, err) = run_in(archive.path(), &["publish", &address, "--dry-run"]);
    assert_eq!((code, out.lines().count()), (0, 3), "{out}{err}");
    assert!(out.contains("write articles/2025/dnipro") && err.contains("nothing was written"), "{out}{err}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "a dry run writes nothing");
    let (code, out, err) = run_in(archive.path(), &["publish", &address]);
    assert_eq!((code, out.as_str()), (0, ""), "{err}");
    assert!(err.contains("published segment 1: 2 articles new or changed, the files of the site"), "{err}");
    assert!(err.contains("1 file of media") && err.contains("made a snapshot of segment 1"), "{err}");
    assert_eq!(read(&address), files(archive.path()));
    let (_, _, err) = run_in(archive.path(), &["publish", &address]);
    assert!(err.contains("nothing to publish; the bucket is at segment 1"), "{err}");
    fs::remove_dir_all(archive.path().join("articles/2025/sula")).unwrap();
    let (_, _, err) = run_in(archive.path(), &["publish", &address]);
    assert!(err.contains("published segment 2: 1 article removed"), "{err}");
    assert_eq!(read(&address), files(archive.path()));
    // The publisher's state can be deleted: the bucket has the same.
    fs::remove_dir_all(archive.path().join(".litopys")).unwrap();
    let (_, _, err) = run_in(archive.path(), &["publish", &address]);
    assert!(err.contains("nothing to publish; the bucket is at segment 2"), "{err}");
    let archive = archive.file("articles/2025/dnipro/uk.md", "no front matter");
    let (code, _, err) = run_in(archive.path(), &["publish", &address]);
    assert_eq!(code, 1, "{err}");
    assert!(err.contains("articles/2025/dnipro/uk.md:1") && err.contains("stay as they were last published"), "{err}");
}

#[test]
fn an_invalid_address_is_an_error_with_the_expected_form() {
    let archive = archive();
    for (address, said) in [
        ("news", "expected `s3://BUCKET/PREFIX`"),
        ("file:///no/such/folder", "mkdir -p /no/such/folder"),
        ("s3://KEY:hunter2secret@news", "credentials do not belong into an address"),
    ] {
        let (code, _, err) = run_in(archive.path(), &["publish", address]);
        assert!(code == 2 && err.contains(said) && !err.contains("hunter2secret"), "{address}: {code} {err}");
    }
}

/// A publisher that is killed leaves the last whole state, whenever that happens, and the next one finishes.
#[test]
fn a_publisher_killed_at_random_leaves_a_whole_state() {
    let mut archive = Archive::new();
    for n in 0..40 {
        archive = archive.article(&format!("2025/a{n}"), "uk", &["uk", "en"]);
    }
    let (_folder, address) = bucket();
    let mut states = vec![BTreeMap::new()];
    let mut killed = 0;
    for round in 0..25 {
        for n in 0..20 {
            let media: Vec<u8> = (0..20_000_u32).map(|at| (at.wrapping_mul(n + 7 * round) >> 3) as u8).collect();
            let id = format!("articles/2025/a{}", below(40));
            archive = archive.bytes(&format!("{id}/scan{n}.bin"), &media);
            archive = archive.file(&format!("{id}/uk.md"), &format!("+++\ntitle = \"Т\"\n+++\nРаз {round}, {n}.\n"));
        }
        states.push(files(archive.path()));
        let mut command = litopys();
        command.args(["publish", &address, "--snapshot", "--grace", "0s"]).current_dir(archive.path());
        let mut child = Killed(command.stderr(Stdio::null()).spawn().unwrap());
        thread::sleep(Duration::from_millis(below(150) as u64));
        // It may have ended already.
        _ = child.0.kill();
        killed += usize::from(!child.0.wait().unwrap().success());
        let found = read(&address);
        let at = states.iter().rposition(|state| *state == found);
        // From then on no older state comes back.
        let at = at.unwrap_or_else(|| panic!("round {round}: neither an old state nor the new one"));
        states.drain(..at);
    }
    assert!(killed > 0, "none was killed");
    let (code, _, err) = run_in(archive.path(), &["publish", &address]);
    assert_eq!(code, 0, "{err}");
    assert_eq!(read(&address), files(archive.path()));
}

#[test]
fn a_watched_archive_is_published_as_it_is_saved() {
    let archive = archive();
    let (_folder, address) = bucket();
    let mut command = litopys();
    command.args(["publish", &address, "--watch"]).current_dir(archive.path()).stderr(Stdio::null());
    let _publisher = Killed(command.spawn().unwrap());
    eventually(WITHIN, "the first publish", || read(&address) == files(archive.path()));
    let archive = archive.file("articles/2025/sula/en.md", "+++\ntitle = \"Sula\"\n+++\nA river.\n");
    eventually(WITHIN, "a version that was added", || read(&address) == files(archive.path()));
    fs::remove_dir_all(archive.path().join("articles/2025/dnipro")).unwrap();
    eventually(WITHIN, "an article that was removed", || read(&address) == files(archive.path()));
    let archive = archive.file("locales/uk/own.ftl", "site-note = Так\n");
    eventually(WITHIN, "a file of the site", || read(&address) == files(archive.path()));
}

#[test]
fn a_publisher_that_watches_waits_for_an_archive_whose_disk_is_away() {
    let archive = archive();
    let (_folder, address) = bucket();
    let aside = tempfile::tempdir().unwrap();
    let log = aside.path().join("log");
    let mut command = litopys();
    command.args(["publish", &address, "--watch"]).current_dir(archive.path()).stderr(fs::File::create(&log).unwrap());
    let mut publisher = Killed(command.spawn().unwrap());
    eventually(WITHIN, "the first publish", || read(&address) == files(archive.path()));
    let parts = ["site.toml", "articles"];
    for part in parts {
        fs::rename(archive.path().join(part), aside.path().join(part)).unwrap();
    }
    eventually(WITHIN, "a failure", || fs::read_to_string(&log).unwrap().contains("publishing failed"));
    for part in parts {
        fs::rename(aside.path().join(part), archive.path().join(part)).unwrap();
    }
    let archive = archive.file("articles/2025/sula/en.md", "+++\ntitle = \"Sula\"\n+++\nA river.\n");
    eventually(WITHIN, "what changed then", || read(&address) == files(archive.path()));
    assert!(publisher.0.try_wait().unwrap().is_none(), "it goes on");
}
