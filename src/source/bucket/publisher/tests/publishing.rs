//! The files that go into a bucket, and those that leave it.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
    time::Duration,
};

use super::world::{PIXEL, World, read};
use crate::{
    article::{ArticleFolder, File, FileError, LargeFile},
    model::{Digest, slug::ArticleId},
    source::{
        Cursor, Folder, ListedArticle, SITE_FILES, Source, SourceChanges, SourceError, SourceSnapshot,
        bucket::{
            ContentDigest, FileEntry, LARGEST_PART, LOG, MEDIA, PACKS, SNAPSHOT, Segment, Store,
            publisher::{
                PublishError, PublishOptions, Scope,
                select::{LongFile, select},
            },
            segment_key,
            testing::FailingStore,
        },
        load_site,
    },
};

#[test]
fn what_changed_is_published_and_nothing_else() {
    let world = World::new();
    world.article("2025/a", "Перший.");
    world.article("2025/b", "Другий.");
    let report = world.publish();
    assert_eq!((report.sequence, report.changed.len(), report.site, report.media), (Some(1), 2, true, 3));
    assert_eq!((report.snapshot, read(&world.store())), (Some(1), world.files()));
    assert!(world.publish().sequence.is_none());
    world.version("2025/a", "en", "", "First.");
    world.remove("articles/2025/b");
    world.write("pages/about/uk.md", "+++\ntitle = \"Про\"\n+++\nТак.\n".as_bytes());
    let report = world.publish();
    assert_eq!((report.sequence, report.changed.len(), report.removed.len()), (Some(2), 2, 1));
    assert_eq!((report.site, report.media, read(&world.store())), (false, 0, world.files()));
    world.write("static/logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><g/></svg>");
    let report = world.publish();
    assert_eq!((report.sequence, report.site, report.media, report.changed.len()), (Some(3), true, 1, 0));
    assert_eq!(read(&world.store()), world.files());
}

/// An archive that notes which files of the site are read.
struct NotingSource {
    folder: Folder,
    read: Mutex<BTreeSet<String>>,
}

impl Source for NotingSource {
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
        self.folder.fetch(id)
    }

    fn site_files(&self, folder: &str) -> Result<Vec<File>, SourceError> {
        self.read.lock().unwrap().insert(folder.to_owned());
        self.folder.site_files(folder)
    }
}

#[test]
fn every_file_of_the_site_that_a_server_reads_is_published() {
    let world = World::new();
    world.write("redirects.toml", b"[[redirect]]\nfrom = '/old'\nto = '/uk/tags'\n");
    world.write("articles/names.toml", "[tags.kyiv]\nuk = \"Київ\"\n".as_bytes());
    world.publish();
    assert_eq!(read(&world.store()), world.files());
    let folder = Folder::open(world.archive.path()).unwrap();
    let source = NotingSource { folder, read: Mutex::default() };
    load_site(&source).unwrap();
    let published: BTreeSet<String> = SITE_FILES.map(str::to_owned).into_iter().collect();
    assert_eq!(source.read.into_inner().unwrap(), published);
}

#[test]
fn a_dry_run_writes_nothing() {
    let world = World::new();
    world.article("2025/a", "Перший.");
    let store = Arc::new(FailingStore::over(&world.inner));
    let options = PublishOptions { is_dry: true, ..PublishOptions::default() };
    let mut publisher = world.open(Store::with_object_store(store.clone()).unwrap(), options).unwrap();
    let report = publisher.publish(&Scope::All).unwrap();
    assert_eq!((report.sequence, report.changed.len(), report.media), (None, 1, 2));
    assert_eq!(store.writes(), 0);
    drop(publisher);
    assert_eq!(world.publish().changed.len(), 1, "it was only looked at");
}

#[test]
fn a_broken_file_leaves_what_was_published() {
    let world = World::new();
    world.article("2025/a", "Перший.");
    world.article("2025/b", "Другий.");
    world.publish();
    let before = read(&world.store());
    for (path, broken) in [
        ("articles/2025/a/article.toml", "published = \n"),
        ("articles/2025/a/uk.md", "no front matter"),
        ("articles/2025/a/uk.md", "<<<<<<< HEAD\n+++\n"),
        ("site.toml", "name = [\n"),
        ("articles/names.toml", "[author\n"),
        ("redirects.toml", "[[redirect\n"),
    ] {
        let old = world.files().get(path).cloned();
        world.write(path, broken.as_bytes());
        let report = world.publish();
        assert!(report.sequence.is_none() && !report.held.is_empty(), "{path}");
        assert_eq!(read(&world.store()), before, "{path}");
        match old {
            Some(old) => world.write(path, &old),
            None => world.remove(path),
        }
    }
    assert!(world.publish().is_empty());
    // A new article is published without the version that cannot be read.
    world.article("2025/c", "Третій.");
    world.write("articles/2025/c/en.md", b"broken");
    let report = world.publish();
    assert_eq!((report.changed.len(), report.held.len()), (1, 1));
    let files = read(&world.store());
    assert!(files.contains_key("articles/2025/c/uk.md") && !files.contains_key("articles/2025/c/en.md"));
    let none = World::new();
    none.write("site.toml", b"name = [\n");
    let error = none.open(none.store(), PublishOptions::default()).unwrap().publish(&Scope::All).unwrap_err();
    assert!(matches!(error, PublishError::NoSite));
}

#[test]
fn a_first_publish_has_its_site_although_a_file_of_it_is_broken() {
    for (path, broken) in [("articles/names.toml", "[author\n"), ("redirects.toml", "[[redirect\n")] {
        let world = World::new();
        world.article("2025/a", "Перший.");
        world.write(path, broken.as_bytes());
        let report = world.publish();
        assert_eq!((report.sequence, report.site, report.held.is_empty()), (Some(1), true, false), "{path}");
        assert!(read(&world.store()).contains_key("site.toml"), "{path}");
    }
}

#[test]
fn a_broken_site_file_removes_no_article_with_a_draft_and_publishes_nothing_of_the_draft() {
    let world = World::new();
    (0..4).for_each(|n| world.article(&format!("2025/a{n}"), "Видно."));
    world.version("2025/a0", "en", "draft = true\n", "SECRET\n\n![a](img/draft.gif)");
    world.write("articles/2025/a0/img/draft.gif", &[PIXEL, b"SECRET"].concat());
    world.publish();
    let before = read(&world.store());
    let site = String::from_utf8(world.files()["site.toml"].clone()).unwrap();
    let second = site.rfind("[[language]]").unwrap();
    // Without any language, and without that of the draft.
    for broken in ["name = [\n".to_owned(), format!("{}[[language]\n", &site[..second])] {
        world.write("site.toml", broken.as_bytes());
        for forgets in [false, true] {
            if forgets {
                world.forget();
            }
            world.version("2025/a0", "uk", "", "Виправлено.");
            let report = world.publish();
            assert!(report.is_empty() && !report.held.is_empty(), "{broken}: {:?}", report.removed);
            assert_eq!(read(&world.store()), before, "{broken}");
        }
    }
    world.write("site.toml", site.as_bytes());
    assert_eq!(world.publish().changed.len(), 1);
    let files = read(&world.store());
    assert!(String::from_utf8_lossy(&files["articles/2025/a0/uk.md"]).contains("Виправлено."));
    assert!(!files.values().any(|bytes| bytes.windows(6).any(|part| part == b"SECRET")));
}

#[test]
fn old_data_is_collected_and_what_is_needed_stays() {
    let world = World::new();
    let forced = || PublishOptions { snapshot: true, grace: Duration::ZERO, ..PublishOptions::default() };
    for n in 0..6 {
        world.article("2025/a", &format!("Текст {n}."));
        world.write("articles/2025/a/img/changing.gif", &[PIXEL, n.to_string().as_bytes()].concat());
        world.publish();
    }
    assert_eq!((world.keys(LOG).len(), world.keys(MEDIA).len()), (6, 8));
    let report = world.publish_with(forced());
    assert_eq!((report.snapshot, report.deleted > 0), (Some(6), true));
    assert_eq!((world.keys(LOG), world.keys(MEDIA).len()), (vec![segment_key(6)], 3));
    assert_eq!(read(&world.store()), world.files());
    // A picture that comes back is written again.
    world.write("articles/2025/a/img/changing.gif", &[PIXEL, b"0"].concat());
    assert_eq!(world.publish_with(forced()).media, 1);
    assert_eq!(read(&world.store()), world.files());
    // Within the grace period everything stays.
    world.write("articles/2025/a/img/changing.gif", &[PIXEL, b"1"].concat());
    let report = world.publish_with(PublishOptions { snapshot: true, ..PublishOptions::default() });
    assert_eq!((report.deleted, world.keys(LOG).len(), world.keys(MEDIA).len()), (0, 2, 4));
    world.forget();
    assert!(world.publish().is_empty());
}

#[test]
fn a_large_publish_is_one_segment_with_packs_which_the_snapshot_shares() {
    let world = World::new();
    let text = "Слово за словом. ".repeat(60_000);
    for n in 0..30 {
        world.article(&format!("2025/a{n:02}"), &format!("{n} {text}"));
    }
    let report = world.publish();
    assert_eq!((report.sequence, report.snapshot), (Some(1), Some(1)));
    let segment = Segment::decode(&world.store().get(&segment_key(1), LARGEST_PART).unwrap().unwrap()).unwrap();
    assert!(segment.header.packs.len() > 1, "{}", segment.header.packs.len());
    assert_eq!(read(&world.store()), world.files());
    let before = world.keys(PACKS).len();
    assert!(before <= segment.header.packs.len() + 2, "{before}");
    world.article("2025/a07", "Коротко.");
    let report = world.publish_with(PublishOptions { snapshot: true, ..PublishOptions::default() });
    assert!(report.bytes < 10_000, "{}", report.bytes);
    let added = world.keys(PACKS).len() - before;
    assert!(added <= 2, "{added} of {before} packs were written again");
    assert_eq!(read(&world.store()), world.files());
    world.store().delete(SNAPSHOT).unwrap();
    assert_eq!(read(&world.store()), world.files(), "the log alone says the same");
}

#[test]
fn more_than_half_of_the_articles_go_only_where_so_many_are_allowed() {
    let world = World::new();
    (0..4).for_each(|n| world.article(&format!("2025/a{n}"), "Текст."));
    world.publish();
    let before = read(&world.store());
    (1..4).for_each(|n| world.remove(&format!("articles/2025/a{n}")));
    for allowed_removals in [0, 2] {
        let options = PublishOptions { allowed_removals, ..PublishOptions::default() };
        let error = world.open(world.store(), options).unwrap().publish(&Scope::All).unwrap_err();
        assert!(error.to_string().contains("3 of the 4") && error.to_string().contains("--allow-removal 3"), "{error}");
        assert_eq!(read(&world.store()), before);
    }
    // An article that becomes a draft is removed as well.
    world.article("2025/a1", "Текст.");
    world.article("2025/a2", "Текст.");
    let draft = b"published = 2025-06-29\nsource = \"uk\"\ndraft = true\n";
    world.write("articles/2025/a1/article.toml", draft);
    world.write("articles/2025/a0/article.toml", draft);
    let error = world.open(world.store(), PublishOptions::default()).unwrap().publish(&Scope::All).unwrap_err();
    assert!(matches!(error, PublishError::Removals { removed: 3, published: 4 }), "{error}");
    let report = world.publish_with(PublishOptions { allowed_removals: 3, ..PublishOptions::default() });
    assert_eq!(report.removed.len(), 3);
    assert_eq!(world.publish_with(PublishOptions { is_dry: true, ..PublishOptions::default() }).removed.len(), 0);
}

#[test]
fn a_damaged_object_is_found_by_its_digest_and_written_again() {
    let world = World::new();
    world.article("2025/a", "Перший.");
    world.publish();
    let damaged: Vec<_> = [world.keys(MEDIA), world.keys(PACKS)].concat();
    assert!(damaged.len() >= 4, "{damaged:?}");
    for key in &damaged {
        let mut bytes = world.store().get(key, LARGEST_PART).unwrap().unwrap();
        bytes[0] ^= 1;
        world.store().put(key, bytes).unwrap();
    }
    let options = || PublishOptions { snapshot: true, ..PublishOptions::default() };
    world.publish_with(options());
    let is_whole = |key: &String| {
        let digest = key.rsplit('/').next().unwrap().split('.').next().unwrap().parse().unwrap();
        world.store().has(key, &digest).unwrap()
    };
    assert!(!damaged.iter().any(is_whole), "by its name alone none of them is missing");
    world.publish_with(PublishOptions { verify: true, ..options() });
    assert!(damaged.iter().all(is_whole));
    assert_eq!(read(&world.store()), world.files());
}

#[test]
fn an_article_with_a_file_that_cannot_be_read_now_is_not_published_without_it() {
    let text =
        |name: &str, text: &str| File { path: format!("articles/2025/a/{name}"), bytes: Ok(text.as_bytes().to_vec()) };
    let files = |picture| {
        let toml = text("article.toml", "published = 2025-06-29\nsource = \"uk\"\n");
        vec![toml, text("uk.md", "+++\ntitle = \"Т\"\n+++\nТекст.\n"), picture]
    };
    let folder = |files, large| ArticleFolder {
        id: "2025/a".parse().unwrap(),
        metadata_digest: Digest::hash(b""),
        files,
        large,
    };
    for fault in [FileError::Changing, FileError::Unreadable("permission denied".to_owned())] {
        let picture = File { path: "articles/2025/a/map.gif".to_owned(), bytes: Err(fault) };
        assert_eq!(select(&folder(files(picture), Vec::new()), Vec::new(), None).broken.len(), 1);
    }
    let film = LargeFile {
        path: "articles/2025/a/film.mp4".to_owned(),
        size: 9_000_000,
        digest: Digest::hash(b""),
        head: Vec::new(),
        state: String::new(),
    };
    let files = files(text("map.gif", "GIF89a"));
    assert_eq!(select(&folder(files.clone(), vec![film.clone()]), Vec::new(), None).broken.len(), 1);
    let entry = FileEntry { size: film.size, digest: ContentDigest::of(b""), media: true };
    let long = vec![LongFile { path: film.path.clone(), entry }];
    assert!(select(&folder(files, vec![film]), long, None).broken.is_empty());
}
