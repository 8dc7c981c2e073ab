//! Files and folders that are not what they should be: pipes, loops, leftovers, what cannot be read. Each is a problem of
//! its own, and takes nothing else with it.

use std::{fs, os::unix::fs::symlink, path::Path, sync::Arc};

use crate::{
    cache::Live,
    harness::{Archive, Hooked, Served, serve, served},
};
use litopys::{model::slug::ArticleId, source::Source};
use proptest::prelude::*;
use rustix::fs::{CWD, FileType, Mode, mknodat};

fn pipe(path: &Path) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    mknodat(CWD, path, FileType::Fifo, Mode::from_raw_mode(0o644), 0).unwrap();
}

/// The codes of the problems at paths that contain `part`.
fn codes(site: &Served, part: &str) -> Vec<String> {
    let at = |problem: &&litopys::model::diagnostic::Diagnostic| problem.path.contains(part);
    site.problems.iter().filter(at).map(|problem| problem.code.to_string()).collect()
}

fn archive() -> Archive {
    Archive::new().article("2025/good", "uk", &["uk", "en"]).article("2025/other", "uk", &["uk", "en"])
}

#[test]
fn a_pipe_is_named_and_never_waited_for() {
    for place in [
        "articles/2025/other/uk.md",
        "articles/2025/other/article.toml",
        "articles/2025/other/uk.from.toml",
        "articles/2025/other/map.png",
        "articles/2025/other/img/map.svg",
        "articles/2025/pipe",
        "articles/2024",
        "locales/uk/own.ftl",
        "locales/pipe",
        "static/site.css",
    ] {
        let archive = archive();
        _ = fs::remove_file(archive.path().join(place));
        pipe(&archive.path().join(place));
        let site = archive.serve();
        assert_eq!(site.get("/uk/2025/good").status, 200, "{place}");
        let found = codes(&site, place);
        assert!(found.iter().any(|code| code == "not-a-file" || code == "stray-file"), "{place}: {found:?}");
    }
    let archive = archive();
    pipe(&archive.path().join("articles/names.toml"));
    let site = archive.serve();
    assert_eq!((site.get("/uk/2025/good").status, codes(&site, "names.toml")), (200, vec!["not-a-file".to_owned()]));
}

#[test]
fn a_folder_in_the_place_of_a_text_is_named_and_not_published() {
    let site = archive().file("articles/2025/good/ru.md/inner.txt", "secret").serve();
    assert_eq!(codes(&site, "ru.md"), ["not-a-file"]);
    assert_eq!(site.get("/uk/2025/good").status, 200);
}

#[test]
fn links_to_a_folder_that_holds_them_are_followed_once() {
    let archive = archive().file("articles/2025/other/img/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>");
    let other = archive.path().join("articles/2025/other");
    for name in ["a", "b", "c", "d"] {
        symlink(".", other.join(name)).unwrap();
        symlink("..", other.join("img").join(name)).unwrap();
        symlink("../../..", other.join(format!("up-{name}"))).unwrap();
    }
    symlink("..", archive.path().join("articles/2025/loop")).unwrap();
    symlink("img", other.join("first")).unwrap();
    symlink("img", other.join("second")).unwrap();
    let site = archive.serve();
    let found = codes(&site, "2025/other");
    assert_eq!(found.iter().filter(|code| *code == "link-repeated").count(), found.len(), "{found:?}");
    assert!(found.len() >= 13, "{found:?}");
    assert_eq!(codes(&site, "2025/loop"), ["link-repeated"]);
    assert_eq!((site.get("/uk/2025/good").status, site.get("/uk/2025/other").status), (200, 200));
}

#[test]
fn the_files_of_an_article_are_bounded() {
    let archive = archive();
    let folder = archive.path().join("articles/2025/other/many");
    fs::create_dir(&folder).unwrap();
    for number in 0..10_050 {
        fs::File::create(folder.join(format!("{number}.txt"))).unwrap();
    }
    let site = archive.serve();
    assert_eq!(codes(&site, "2025/other"), ["too-many-files"]);
    assert_eq!(site.get("/uk/2025/good").status, 200);
}

#[test]
fn a_link_never_publishes_what_is_hidden() {
    let archive = archive()
        .file(".git/config", "[core]")
        .file(".env", "KEY=1")
        .file("articles/2025/good/uk.md.orig", "old")
        .file("articles/2025/good/uk.md.1", "older")
        .file("drafts/.keys/id", "key");
    let good = archive.path().join("articles/2025/good");
    for (name, target) in [
        ("git.txt", "../../../.git/config"),
        ("env.txt", "../../../.env"),
        ("site.txt", "../../../site.toml"),
        ("text.txt", "../other/uk.md"),
        ("backup.txt", "uk.md.orig"),
        ("copy.txt", "uk.md.1"),
        ("deep", "../../../drafts/.keys"),
        ("hop.txt", "git.txt"),
    ] {
        symlink(target, good.join(name)).unwrap();
    }
    let site = archive.serve();
    let served = site.catalog();
    let id: ArticleId = "2025/good".parse().unwrap();
    for name in ["git.txt", "env.txt", "site.txt", "text.txt", "backup.txt", "copy.txt", "deep/id", "hop.txt"] {
        assert_eq!(served.snapshot().media_digest(&id, name).unwrap(), None, "{name}");
    }
    let found = codes(&site, "2025/good");
    assert_eq!((found.len(), found.iter().all(|code| code == "link-to-hidden")), (8, true), "{found:?}");
}

#[test]
fn leftovers_are_neither_published_nor_reported() {
    let archive = archive()
        .file("articles/2025/good/Thumbs.db", "x")
        .file("articles/2025/good/desktop.ini", "x")
        .file("articles/2025/good/uk.md.orig", "x")
        .file("articles/2025/good/uk.md.bak", "x")
        .file("articles/2025/good/uk.md.txt", "x")
        .file("articles/2025/good/uk.md (copy)", "x")
        .file("articles/2025/good/article.toml.1", "x")
        .file("articles/2025/good/README.md", "x")
        .file("articles/2025/README.md", "x")
        .file("articles/README.md", "x")
        .file("articles/__MACOSX/2025/x/uk.md", "x")
        .file("articles/2025/__MACOSX/uk.md", "x")
        .file("articles/2025/planned/.gitkeep", "")
        .file("articles/2024/.gitkeep", "");
    fs::create_dir(archive.path().join("articles/2025/empty")).unwrap();
    let site = archive.serve();
    assert!(site.problems.is_empty(), "{:?}", site.problems);
    let id: ArticleId = "2025/good".parse().unwrap();
    for name in [
        "Thumbs.db", "desktop.ini", "uk.md.orig", "uk.md.bak", "README.md", "uk.md.txt", "uk.md (copy)",
        "article.toml.1",
    ] {
        assert_eq!(site.catalog().snapshot().media_digest(&id, name).unwrap(), None, "{name}");
    }
}

#[test]
fn an_old_text_in_a_folder_is_reported_and_not_published() {
    let site = archive().file("articles/2025/good/old/uk.md", "+++\ntitle = \"x\"\n+++\n").serve();
    assert_eq!(codes(&site, "2025/good"), ["stray-text"]);
    let id: ArticleId = "2025/good".parse().unwrap();
    assert_eq!(site.catalog().snapshot().media_digest(&id, "old/uk.md").unwrap(), None);
}

/// A loop of links cannot be read by anybody, not even by root, whom permissions do not stop.
fn make_unreadable(path: &Path, aside: &Path) {
    fs::rename(path, aside).unwrap();
    symlink(path.file_name().unwrap(), path).unwrap();
}

#[test]
fn an_unreadable_folder_keeps_its_articles_and_stops_no_other() {
    let aside = tempfile::tempdir().unwrap();
    let archive = archive().article("2024/kept", "uk", &["uk"]);
    let year = archive.path().join("articles/2024");
    let live = Live::of(archive);
    let live = live.edit(|archive| {
        make_unreadable(&year, &aside.path().join("2024"));
        archive.article("2025/new", "uk", &["uk"])
    });
    assert_eq!(live.get("/uk/2025/new", &[]).status, 200);
    assert_eq!(live.get("/uk/2024/kept", &[]).status, 200, "the article as it was read last");
    let live = live.edit(|archive| {
        fs::remove_file(&year).unwrap();
        fs::create_dir(&year).unwrap();
        archive
    });
    assert_eq!(live.get("/uk/2024/kept", &[]).status, 404, "the folder can be read, and the article is gone");
}

#[test]
fn an_unreadable_article_keeps_its_last_text() {
    let aside = tempfile::tempdir().unwrap();
    let archive = archive();
    let folder = archive.path().join("articles/2025/other");
    let live = Live::of(archive).edit(|archive| {
        make_unreadable(&folder, &aside.path().join("other"));
        archive.article("2025/new", "uk", &["uk"])
    });
    assert_eq!((live.get("/uk/2025/other", &[]).status, live.get("/uk/2025/new", &[]).status), (200, 200));
}

#[test]
fn unreadable_words_and_static_files_are_problems_of_their_own() {
    for folder in ["locales", "locales/uk", "static", "static/img", "articles/2025/good/img"] {
        let archive = archive().file(&format!("{folder}/x.txt"), "");
        let aside = tempfile::tempdir().unwrap();
        make_unreadable(&archive.path().join(folder), &aside.path().join("x"));
        let site = archive.serve();
        assert_eq!(site.get("/uk/2025/good").status, 200, "{folder}");
        assert_eq!(codes(&site, folder), ["unreadable"], "{folder}");
    }
}

#[test]
fn an_archive_that_is_unmounted_loses_nothing() {
    let archive = archive();
    let path = archive.path().to_owned();
    let source = litopys::source::Folder::open(&path).unwrap();
    let aside = tempfile::tempdir().unwrap();
    for name in ["site.toml", "articles"] {
        fs::rename(path.join(name), aside.path().join(name)).unwrap();
    }
    use litopys::source::Source;
    let id: ArticleId = "2025/good".parse().unwrap();
    assert!(source.snapshot(&mut |_| {}).is_err() && source.fetch(&id).is_err(), "nothing counts as deleted");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn an_article_of_any_year_is_found_listed_and_followed(year in 0_u16..=9999) {
        let id = format!("{year:04}/khreshchennia");
        let live = Live::of(Archive::new().article(&id, "uk", &["uk"]).article("2025/a", "uk", &["uk"]));
        let live = live.edit(|archive| archive.version(&id, "uk", "aliases = [\"/old\"]\n"));
        prop_assert_eq!(live.get(&format!("/uk/{id}"), &[]).status, 200);
        prop_assert_eq!(live.get(&format!("/uk/{year:04}/"), &[]).status, 200);
        let listed = live.get("/uk/", &[]).text().contains(&format!("/uk/{id}"));
        prop_assert!(listed);
        prop_assert_eq!(live.get("/old", &[]).status / 100, 3);
        prop_assert_eq!(live.app.catalog().damage(), None);
    }
}

/// Each kind of file that is sent, before and after it changes.
fn changing() -> Vec<(&'static str, Vec<u8>, Vec<u8>)> {
    let drawing = |width: u8| {
        let text =
            format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><path d=\"M0 0h{width}\"/></svg>");
        text.into_bytes()
    };
    vec![
        ("report.pdf", b"%PDF old".to_vec(), b"%PDF new and longer".to_vec()),
        ("same-length.pdf", b"%PDF old".to_vec(), b"%PDF new".to_vec()),
        ("data.csv", b"a,b\n".to_vec(), b"a,c\n".to_vec()),
        ("map.svg", drawing(1), drawing(2)),
    ]
}

fn with_files() -> Archive {
    let archive = Archive::new().article("2025/dnipro", "uk", &["uk"]);
    changing()
        .iter()
        .fold(archive, |archive, (file, old, _)| archive.bytes(&format!("articles/2025/dnipro/{file}"), old))
}

#[test]
fn a_changed_file_is_never_immutable_under_the_address_of_its_old_bytes() {
    for asked_before in [true, false] {
        let archive = with_files();
        let site = serve(archive.path());
        for (file, old, new) in changing() {
            let address = site.get(&format!("/media/2025/dnipro/{file}")).header("location").to_owned();
            let digest = blake3::hash(&old).to_hex();
            let old_tag = format!("\"{}\"", &digest[..12]);
            if asked_before {
                let first = site.get(&address);
                assert_eq!((first.status, first.body == old), (200, true), "{file}");
                assert_eq!(first.header("cache-control"), "public, max-age=31536000, immutable", "{file}");
            }
            let path = archive.path().join("articles/2025/dnipro").join(file);
            fs::write(&path, &old).unwrap();
            let touched = site.get(&address).header("cache-control").to_owned();
            assert!(touched.contains("immutable"), "{file} has its old bytes, with another date");
            fs::write(&path, &new).unwrap();
            let answer = site.get_with(&address, &[("if-none-match", &old_tag)]);
            if file == "map.svg" {
                // A cleaned copy of the old bytes is there.
                assert_eq!(answer.status, 304, "{file}");
                continue;
            }
            assert_eq!((answer.status, answer.body == new), (200, true), "{file}");
            assert_eq!(answer.header("cache-control"), "public, no-cache", "{file}");
            assert!(answer.header("etag") != old_tag, "{file}");
            let part = site.get_with(&address, &[("range", "bytes=0-1"), ("if-range", &old_tag)]);
            assert_eq!(part.status, 200, "{file}: no part of new bytes is put beside old ones");
        }
    }
}

#[test]
fn a_file_that_changes_as_it_is_opened_is_sent_as_it_is_now() {
    let archive = with_files();
    // It is another file by the time it is read.
    let stored = |folder: &litopys::source::Folder, path: &str| {
        let found = folder.stored(path);
        let full = folder.root().join(path);
        let (_, _, new) = changing().into_iter().find(|(file, ..)| full.ends_with(file)).unwrap();
        fs::write(full, [new, b"!".to_vec()].concat()).unwrap();
        found
    };
    let site = served(Arc::new(Hooked { stored, ..Hooked::new(&archive) }));
    for (file, _, new) in changing().into_iter().filter(|(file, ..)| *file != "map.svg") {
        let address = site.get(&format!("/media/2025/dnipro/{file}")).header("location").to_owned();
        let answer = site.get(&address);
        let is_new = answer.body == [new, b"!".to_vec()].concat();
        assert_eq!((answer.status, answer.header("cache-control"), is_new), (200, "public, no-cache", true), "{file}");
    }
}
