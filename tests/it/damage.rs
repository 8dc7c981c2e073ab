//! Damage to the catalog: a killed process, flipped bytes, files cut short, two
//! processes at once. The files are the truth, so every end is the same.

use std::{
    fs,
    ops::ControlFlow,
    os::unix::fs::FileExt,
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use crate::{
    cache::Live,
    command::{get, litopys, start, start_beside},
    harness::{Archive, Served, eventually, root, serve},
    random::random,
};
use litopys::catalog::Catalog;

const ARTICLES: usize = 60;

fn many() -> Archive {
    let mut archive = Archive::new();
    for number in 0..ARTICLES {
        archive = archive.article(&format!("2025/many-{number}"), "uk", &["uk", "en", "ru"]);
    }
    archive
}

/// How long a server that was just started, or that takes over, may need on a busy machine.
const WITHIN: Duration = Duration::from_secs(300);

fn body(answer: &str) -> &str {
    answer.split_once("\r\n\r\n").map_or("", |(_, body)| body)
}

/// The server at `address` says of every article what a catalog made from nothing says.
fn assert_as_from_nothing(archive: &Archive, address: &str) {
    assert_as(&serve(archive.path()), address);
}

fn assert_as(fresh: &Served, address: &str) {
    for number in 0..ARTICLES {
        for lang in ["uk", "en", "ru"] {
            let path = format!("/{lang}/2025/many-{number}");
            assert_eq!(body(&get(address, &path)), fresh.get(&path).text(), "{path}");
        }
    }
    assert_eq!(body(&get(address, "/uk/")), fresh.get("/uk/").text());
}

#[test]
fn killed_at_fifty_random_moments_it_always_ends_at_the_same_content() {
    let archive = many();
    let path = archive.path().to_str().unwrap().to_owned();
    for round in 0..50 {
        // One time in three everything is indexed from nothing, else some articles have changed.
        if round % 3 == 0 {
            _ = fs::remove_dir_all(archive.path().join(".litopys"));
        }
        for _ in 0..5 {
            let id = format!("2025/many-{}", random() as usize % ARTICLES);
            let text = format!("+++\ntitle = \"Round {round}\"\n+++\n\nText {}.\n", random());
            fs::write(archive.path().join(format!("articles/{id}/uk.md")), text).unwrap();
        }
        let mut child = litopys()
            .args(["serve", "--archive", &path, "--listen", "127.0.0.1:0"])
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        thread::sleep(Duration::from_millis(random() % 250));
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let (child, address, _) = start(&archive);
    assert_as_from_nothing(&archive, &address);
    child.stop();
}

/// Seals are made of what is being written, and compared with what can be read.
fn assert_sealed(catalog: &Catalog, when: &str) {
    catalog.scrub(|_| ControlFlow::Continue(())).unwrap_or_else(|error| panic!("{when}: {error}"));
}

#[test]
fn what_was_written_agrees_with_its_seals() {
    assert_sealed(&serve(&root()).catalog(), "the shipped archive, with pictures and slugs of their own");
    let front = "title = \"Т\"\nslug = \"misto\"\naliases = [\"/old\"]\n";
    let archive = Archive::new().article("2025/a", "uk", &["uk", "en", "ru"]).version("2025/a", "uk", front);
    let archive = archive.article("2025/b", "en", &["en"]).version("2025/b", "uk", front);
    let mut live = Live::of(archive);
    assert_sealed(live.app.catalog(), "two articles that want one slug");
    for (when, path, text) in [
        ("a version is broken and its last good text kept", "articles/2025/a/ru.md", "no front matter"),
        ("another one changes meanwhile", "articles/2025/a/en.md", "+++\ntitle = \"Other\"\n+++\n\nText.\n"),
        ("it is mended", "articles/2025/a/ru.md", "+++\ntitle = \"Снова\"\n+++\n\nТекст.\n"),
    ] {
        live = live.edit(|archive| archive.file(path, text));
        assert_sealed(live.app.catalog(), when);
    }
}

#[test]
fn a_flipped_byte_is_noticed_and_the_catalog_built_anew() {
    let archive = many();
    // Unlike a server that was stopped, it leaves nothing in the write-ahead log.
    let path = archive.path().to_str().unwrap().to_owned();
    assert!(litopys().args(["reindex", "--archive", &path]).status().unwrap().success());
    let catalog = archive.path().join(".litopys/cache/catalog.sqlite");
    let bytes = fs::read(&catalog).unwrap();
    let title = b"ru 2025/many-37";
    let at = bytes.windows(title.len()).position(|window| window == title).unwrap();
    fs::File::options().write(true).open(&catalog).unwrap().write_all_at(b"x", at as u64).unwrap();
    let (child, address, _) = start(&archive);
    eventually(WITHIN, "the title is as it was", || {
        get(&address, "/ru/2025/many-37").contains("<h1>ru 2025/many-37</h1>")
    });
    assert_as_from_nothing(&archive, &address);
    child.stop();
}

#[test]
fn a_file_cut_short_is_noticed_and_the_catalog_built_anew() {
    let archive = many();
    let (child, ..) = start(&archive);
    child.stop();
    let fresh = serve(archive.path());
    let catalog = archive.path().join(".litopys/cache/catalog.sqlite");
    for part in [2, 3, 10, 4_000] {
        let file = fs::File::options().write(true).open(&catalog).unwrap();
        file.set_len(file.metadata().unwrap().len() / part).unwrap();
        let (child, address, _) = start(&archive);
        eventually(WITHIN, "all articles are there", || get(&address, "/uk/").contains(&format!("{ARTICLES} статей")));
        eventually(WITHIN, "no page fails", || {
            (0..ARTICLES).all(|n| get(&address, &format!("/en/2025/many-{n}")).contains(" 200 "))
        });
        assert_as(&fresh, &address);
        child.stop();
    }
}

#[test]
fn two_servers_on_one_folder_do_not_hurt_each_other_and_the_second_takes_over() {
    let archive = many();
    let (mut first, ..) = start(&archive);
    let (second, address) = start_beside(&archive);
    assert_as_from_nothing(&archive, &address);
    let reindex = Command::new(env!("CARGO_BIN_EXE_litopys"))
        .args(["reindex", "--archive", archive.path().to_str().unwrap()])
        .output()
        .unwrap();
    assert_eq!(reindex.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&reindex.stderr).contains("another process is writing the catalog"));
    let archive = archive.version("2025/many-3", "uk", "slug = \"novyi\"\n");
    first.kill().unwrap();
    first.wait().unwrap();
    eventually(WITHIN, "the second one has taken over", || get(&address, "/uk/2025/novyi").contains(" 200 "));
    assert_as_from_nothing(&archive, &address);
    second.stop();
}

#[test]
fn reindex_builds_the_same_catalog_from_the_files() {
    let archive = many();
    let output = Command::new(env!("CARGO_BIN_EXE_litopys"))
        .args(["reindex", "--archive", archive.path().to_str().unwrap()])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}");
    assert!(said.contains(&format!("{ARTICLES} articles read again; no problems")), "{said}");
    let (child, address, lines) = start(&archive);
    let expected = format!("{ARTICLES} articles in uk, en, ru; 0 read, 0 gone");
    assert!(lines.join("\n").contains(&expected), "{lines:?}");
    assert_as_from_nothing(&archive, &address);
    child.stop();
}
