//! What is hidden never goes into a bucket, and leaves it.

use std::time::Duration;

use super::world::{PIXEL, World, read};
use crate::{
    article::{ArticleFolder, File, FileError, LargeFile},
    model::Digest,
    site::parse_site,
    source::{
        bucket::{
            LARGEST_PART, LOG, MEDIA, PACKS,
            publisher::{PublishOptions, select::select},
        },
        file_reader::LONGEST_HELD,
    },
};

/// A file that is too long to be held in memory, which begins with `text`.
fn long(text: &str) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    bytes.resize(usize::try_from(LONGEST_HELD).unwrap() + 1, 0);
    bytes
}

/// The objects that have this word in a text, in a file, or in the name of one.
fn holding(world: &World, word: &str) -> Vec<String> {
    let mut found: Vec<String> = [LOG, PACKS, MEDIA].iter().flat_map(|folder| world.keys(folder)).collect();
    found.retain(|object| {
        let bytes = world.store().get(object, LARGEST_PART).unwrap().unwrap();
        let unpacked = zstd::decode_all(bytes.as_slice()).unwrap_or(bytes);
        unpacked.windows(word.len()).any(|part| part == word.as_bytes())
    });
    found
}

#[test]
fn drafts_and_withdrawn_texts_stay_at_home() {
    let world = World::new();
    world.article("2025/open", "Видно.\n\n![a](img/seen.gif)");
    world.write("articles/2025/open/img/seen.gif", &[PIXEL, b"SEEN"].concat());
    world.write("articles/2025/open/img/draft.gif", &[PIXEL, b"SECRET picture"].concat());
    world.version("2025/open", "en", "draft = true\n", "SECRET text\n\n![a](img/draft.gif)");
    world.write("articles/2025/open/en.from.toml", b"# SECRET record\n");
    world.article("2025/draft", "SECRET article");
    world.write("articles/2025/draft/article.toml", b"published = 2025-06-29\nsource = \"uk\"\ndraft = true\n");
    world.article("2025/all", "SECRET too");
    world.version("2025/all", "uk", "draft = true\n", "SECRET too");
    world.article("2025/source", "x");
    world.version("2025/source", "uk", "draft = true\n", "SECRET source");
    world.version("2025/source", "en", "", "Translated before its source is public.");
    world.write("articles/2025/source/en.from.toml", b"# SECRET quotation\n");
    world.article("2025/gone", "SECRET withdrawn");
    let toml = "published = 2025-06-29\nsource = \"uk\"\nwithdrawn = true\n";
    world.write("articles/2025/gone/article.toml", toml.as_bytes());
    world.write("articles/2025/gone/img/gone.gif", &[PIXEL, b"SECRET photo"].concat());
    world.article("2025/later", "Вийде згодом.");
    world.write("articles/2025/later/article.toml", b"published = 2999-01-01\nsource = \"uk\"\n");
    world.write("articles/2025/open/.secret.md", b"SECRET");
    world.write("articles/2025/open/uk.md~", b"SECRET");
    world.write("articles/2025/open/notes/plan.md", b"SECRET");
    let report = world.publish();
    assert!(report.held.is_empty(), "{:?}", report.held);
    let files = read(&world.store());
    for (path, bytes) in &files {
        assert!(!String::from_utf8_lossy(bytes).contains("SECRET"), "{path}");
    }
    assert_eq!(holding(&world, "SECRET"), [""; 0]);
    for path in [
        "articles/2025/open/uk.md",
        "articles/2025/open/img/seen.gif",
        "articles/2025/source/en.md",
        "articles/2025/later/uk.md",
        "articles/2025/gone/article.toml",
        "articles/2025/gone/uk.md",
    ] {
        assert!(files.contains_key(path), "{path}");
    }
    assert!(!files.keys().any(|path| path.contains("2025/draft") || path.contains("2025/all")));
    // A version that becomes public is published; one that becomes a draft is removed.
    world.version("2025/open", "en", "", "Public now\n\n![a](img/draft.gif)");
    world.version("2025/source", "en", "draft = true\n", "SECRET now");
    let report = world.publish();
    assert_eq!((report.changed.len(), report.removed.len(), report.media), (1, 1, 1));
    let files = read(&world.store());
    assert!(files.contains_key("articles/2025/open/img/draft.gif"));
    assert!(!files.keys().any(|path| path.contains("2025/source")));
}

/// A record quotes the text that a version was translated from, whichever version is the source by now.
#[test]
fn a_record_that_quotes_a_hidden_version_stays_at_home() {
    let world = World::new();
    let record = |from: &str| format!("from = \"{from}\"\nblocks = []\n# SECRET quotation\n").into_bytes();
    // The record of its own draft, of a draft that is not the source, and of a version that may be a draft.
    for (id, title, of, from) in
        [("2025/own", "\"T\"", "en", "uk"), ("2025/other", "\"T\"", "uk", "en"), ("2025/unread", "\"T", "uk", "en")]
    {
        world.article(id, "Видно.");
        let version = format!("+++\ntitle = {title}\ndraft = true\n+++\nSECRET\n");
        world.write(&format!("articles/{id}/en.md"), version.as_bytes());
        world.write(&format!("articles/{id}/{of}.from.toml"), &record(from));
    }
    world.article("2025/gone", "SECRET");
    world.version("2025/gone", "en", "", "SECRET");
    world.write("articles/2025/gone/en.from.toml", &record("uk"));
    world.write("articles/2025/gone/article.toml", b"published = 2025-06-29\nsource = \"uk\"\nwithdrawn = true\n");
    world.version("2025/none", "uk", "draft = true\n", "SECRET");
    world.version("2025/none", "en", "", "Open.");
    world.write("articles/2025/none/article.toml", b"published = 2025-06-29\nsource = \"en\"\n");
    world.write("articles/2025/none/en.from.toml", b"# SECRET quotation, of what is not said\n");
    world.write("pages/about/uk.md", "+++\ntitle = \"Про\"\n+++\nВидно.\n".as_bytes());
    world.write("pages/about/en.md", b"+++\ntitle = \"About\"\ndraft = true\n+++\nSECRET\n");
    world.write("pages/about/uk.from.toml", &record("en"));
    // One that quotes what readers see is published beside a draft.
    world.article("2025/open", "Видно.");
    world.version("2025/open", "en", "draft = true\n", "SECRET");
    world.version("2025/open", "ru", "", "Видно.");
    world.write("articles/2025/open/ru.from.toml", b"from = \"uk\"\nblocks = []\n# quotation\n");
    world.publish();
    assert_eq!(holding(&world, "SECRET"), [""; 0]);
    let files = read(&world.store());
    let records: Vec<&String> = files.keys().filter(|path| path.ends_with(".from.toml")).collect();
    assert_eq!(records, ["articles/2025/open/ru.from.toml"]);
}

/// A long file is read where it lies, and takes another way than a short one.
#[test]
fn a_long_file_of_a_hidden_text_stays_at_home() {
    let world = World::new();
    let file = |path: &str, text: &str| world.write(&format!("articles/2025/{path}.mp4"), &long(text));
    world.article("2025/open", "Видно.\n\n[a](seen.mp4)");
    world.version("2025/open", "en", "draft = true\n", "[a](SECRET.mp4)");
    world.article("2025/unread", "Видно.");
    world.write("articles/2025/unread/en.md", b"+++\ntitle = \"T\ndraft = true\n+++\n[a](SECRET.mp4)\n");
    world.article("2025/draft", "[a](SECRET.mp4)");
    world.write("articles/2025/draft/article.toml", b"published = 2025-06-29\nsource = \"uk\"\ndraft = true\n");
    world.article("2025/all", "x");
    world.version("2025/all", "uk", "draft = true\n", "[a](SECRET.mp4)");
    world.article("2025/gone", "[a](SECRET.mp4)");
    world.write("articles/2025/gone/article.toml", b"published = 2025-06-29\nsource = \"uk\"\nwithdrawn = true\n");
    file("open/seen", "SEEN film");
    for id in ["open", "unread", "draft", "all", "gone"] {
        file(&format!("{id}/SECRET"), &format!("SECRET film of {id}"));
    }
    let snapshot = || PublishOptions { snapshot: true, grace: Duration::ZERO, ..PublishOptions::default() };
    for forgets in [false, true] {
        if forgets {
            world.forget();
        }
        world.publish();
        world.publish_with(snapshot());
        assert_eq!(holding(&world, "SECRET"), [""; 0]);
        assert!(read(&world.store()).contains_key("articles/2025/open/seen.mp4"));
    }
    assert_eq!(holding(&world, "SEEN film").len(), 1);
    // What becomes public is published, and what is hidden again leaves the bucket.
    world.version("2025/open", "en", "", "[a](SECRET.mp4)");
    world.publish();
    assert_eq!(holding(&world, "SECRET film").len(), 1);
    for (path, text) in [
        ("en.md", "+++\ntitle = \"T\"\ndraft = true\n+++\n[a](SECRET.mp4)\n"),
        ("article.toml", "published = 2025-06-29\nsource = \"uk\"\nwithdrawn = true\n"),
    ] {
        world.write(&format!("articles/2025/open/{path}"), text.as_bytes());
        world.publish();
        world.publish_with(snapshot());
        assert_eq!(holding(&world, "SECRET"), [""; 0], "{path}");
        assert_eq!(read(&world.store()).contains_key("articles/2025/open/seen.mp4"), path == "en.md");
    }
    assert_eq!(holding(&world, "SEEN film"), [""; 0]);
}

/// A file that is never at rest must not keep what is published beside it, or in its place, from readers.
#[test]
fn a_file_that_stays_at_home_holds_nothing_back() {
    let site = "name = 'x'\nbase_url = 'https://a.org'\n[[language]]\ntag = 'uk'\n[[language]]\ntag = 'en'\n";
    let (site, _) = parse_site("site.toml", site);
    let path = |name: &str| format!("articles/2025/a/{name}");
    let text = |name: &str, text: String| File { path: path(name), bytes: Ok(text.into_bytes()) };
    let version = |draft: &str, text: &str| format!("+++\ntitle = \"T\"\n{draft}+++\n{text}\n");
    for (withdrawn, uk, en, is_published) in [
        ("", "", "draft = true\n", true),
        ("withdrawn = true\n", "", "", true),
        ("", "draft = true\n", "draft = true\n", false),
    ] {
        let mut files = vec![
            text("article.toml", format!("published = 2025-06-29\nsource = \"uk\"\n{withdrawn}")),
            text("en.md", version(en, "[a](film.mp4)")),
            text("uk.md", version(uk, "Text.")),
        ];
        if !is_published {
            files.push(File { path: path("map.gif"), bytes: Err(FileError::Changing) });
        }
        let film = LargeFile {
            path: path("film.mp4"),
            size: 9_000_000,
            digest: Digest::hash(b""),
            head: Vec::new(),
            state: String::new(),
        };
        let id = "2025/a".parse().unwrap();
        let folder = ArticleFolder { id, metadata_digest: Digest::hash(b""), files, large: vec![film] };
        // The film could not be read.
        let selection = select(&folder, Vec::new(), site.as_ref());
        let found = (selection.is_broken(), selection.article.is_some());
        assert_eq!(found, (false, is_published), "{withdrawn}{uk}{en}: {:?}", selection.broken);
    }
}

#[test]
fn a_broken_file_does_not_keep_what_is_hidden_now() {
    let draft = "+++\ntitle = \"Т\"\ndraft = true\n+++\nSECRET\n";
    for (file, text, broken) in [
        ("article.toml", "published = 2025-06-29\nsource = \"uk\"\nwithdrawn = true\n", "en.md"),
        ("uk.md", draft, "en.md"),
        ("uk.md", draft, "article.toml"),
    ] {
        let world = World::new();
        world.article("2025/a", "SECRET");
        world.version("2025/a", "en", "", "Open.");
        // More than half of all articles are not removed.
        world.article("2025/b", "Open.");
        world.article("2025/c", "Open.");
        world.publish();
        world.write(&format!("articles/2025/a/{file}"), text.as_bytes());
        world.write(&format!("articles/2025/a/{broken}"), b"broken");
        let report = world.publish();
        assert!(!report.held.is_empty(), "{file}");
        for (path, bytes) in &read(&world.store()) {
            assert!(!String::from_utf8_lossy(bytes).contains("SECRET"), "{file}, {broken}: {path}");
        }
    }
}

#[test]
fn a_version_that_cannot_be_read_publishes_no_picture() {
    let world = World::new();
    world.article("2025/a", "Видно.\n\n![a](img/seen.gif)");
    world.write("articles/2025/a/img/seen.gif", &[PIXEL, b"SEEN"].concat());
    world.write("articles/2025/a/img/draft.gif", &[PIXEL, b"SECRET"].concat());
    world.write("articles/2025/a/en.md", b"+++\ntitle = \"T\ndraft = true\n+++\n![a](img/draft.gif)\n");
    let has = |picture: &str| read(&world.store()).contains_key(&format!("articles/2025/a/img/{picture}.gif"));
    assert!(!world.publish().held.is_empty());
    assert_eq!((has("seen"), has("draft")), (true, false));
    world.version("2025/a", "en", "", "![a](img/draft.gif)");
    world.publish();
    assert_eq!((has("seen"), has("draft")), (true, true));
}

#[test]
fn a_draft_in_a_language_that_the_site_does_not_have_publishes_no_picture() {
    let world = World::new();
    world.article("2025/a", "Видно.\n\n![a](img/seen.gif)");
    world.write("articles/2025/a/img/seen.gif", &[PIXEL, b"SEEN"].concat());
    world.write("articles/2025/a/img/draft.gif", &[PIXEL, b"SECRET"].concat());
    world.version("2025/a", "de", "draft = true\n", "![a](img/draft.gif)");
    let has = |picture: &str| read(&world.store()).contains_key(&format!("articles/2025/a/img/{picture}.gif"));
    world.publish();
    assert_eq!((has("seen"), has("draft"), has("2025-a")), (true, false, false));
    // With the language, the files of the draft are known.
    let german = "[[language]]\ntag = \"de\"\nlabel = \"DE\"\nfallback = [\"uk\"]\n";
    world.write("site.toml", &[world.files()["site.toml"].as_slice(), german.as_bytes()].concat());
    world.publish();
    assert_eq!((has("seen"), has("draft"), has("2025-a")), (true, false, true));
}

#[test]
fn a_damaged_picture_beside_a_version_that_cannot_be_read_stays_at_home() {
    let world = World::new();
    world.article("2025/a", "Видно.");
    world.write("articles/2025/a/img/draft.png", b"SECRET");
    world.version("2025/a", "en", "draft = yes\n", "![a](img/draft.png)");
    assert!(!world.publish().held.is_empty());
    assert!(!read(&world.store()).contains_key("articles/2025/a/img/draft.png"));
}

#[test]
fn a_broken_file_does_not_keep_what_was_put_off() {
    let meta = "published = 2999-01-01\nsource = \"uk\"\n";
    let version = "+++\ntitle = \"Т\"\npublished = 2999-01-01\n+++\nLater.\n";
    for (file, text, broken) in
        [("article.toml", meta, "en.md"), ("uk.md", version, "en.md"), ("uk.md", version, "article.toml")]
    {
        let world = World::new();
        world.article("2025/a", "Open.");
        world.version("2025/a", "en", "", "Open.");
        world.article("2025/b", "Open.");
        world.article("2025/c", "Open.");
        world.publish();
        world.write(&format!("articles/2025/a/{file}"), text.as_bytes());
        world.write(&format!("articles/2025/a/{broken}"), b"broken");
        assert!(!world.publish().held.is_empty(), "{file}, {broken}");
        let files = read(&world.store());
        let found = files.get(&format!("articles/2025/a/{file}")).map(Vec::as_slice);
        // Without its `article.toml` the article goes as a whole.
        assert_eq!(found, (broken != "article.toml").then_some(text.as_bytes()), "{file}, {broken}");
    }
}

#[test]
fn an_article_toml_that_hides_does_so_without_a_date_or_a_source() {
    for (toml, is_left, is_reported) in [
        ("source = \"uk\"\n", true, true),
        ("source = \"uk\"\ndraft = true\n", false, false),
        ("published = 2025-06-29\nwithdrawn = true\n", false, true),
        ("published = 2999-01-01\n", false, true),
    ] {
        let world = World::new();
        ["2025/a", "2025/b", "2025/c"].iter().for_each(|id| world.article(id, "Open."));
        world.publish();
        world.write("articles/2025/a/article.toml", toml.as_bytes());
        let report = world.publish();
        assert_eq!(read(&world.store()).contains_key("articles/2025/a/uk.md"), is_left, "{toml}");
        assert_eq!(!report.held.is_empty(), is_reported, "{toml}");
    }
}

#[test]
fn a_broken_file_leaves_what_was_published_beside_a_text_that_nobody_has_seen() {
    let world = World::new();
    world.article("2025/a", "Перший.");
    world.version("2025/a", "en", "published = 2999-01-01\n", "Later.");
    world.publish();
    let before = read(&world.store());
    world.write("articles/2025/a/uk.md", b"broken");
    world.version("2025/a", "en", "published = 2998-01-01\n", "Later, and longer.");
    assert!(!world.publish().held.is_empty());
    assert_eq!(read(&world.store()), before);
}
