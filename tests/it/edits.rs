//! A thousand edits against a running server, a third of them broken, in every way that editors and git save files.

use std::{
    collections::BTreeSet,
    fs,
    hash::{BuildHasher, RandomState},
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use crate::{
    command::{get, start_with},
    harness::{Archive, serve},
};

const ARTICLES: usize = 12;
const EDITS: usize = 1000;
const LANGS: [&str; 3] = ["uk", "en", "ru"];

/// One version under edit: its file, its page, every good title it ever had.
struct Version {
    file: PathBuf,
    page: String,
    good: BTreeSet<String>,
}

fn random(below: usize) -> usize {
    RandomState::new().hash_one(()) as usize % below
}

fn text(title: &str) -> String {
    format!("+++\ntitle = \"{title}\"\n+++\n\nText of {title}.\n")
}

/// What cannot be read as a version.
fn broken(title: &str) -> Vec<u8> {
    match random(5) {
        0 => Vec::new(),
        1 => format!("title = \"{title}\"\n").into_bytes(),
        2 => format!("+++\ntitle = \"{title}\n+++\n").into_bytes(),
        3 => b"+++\ntitle = \"\xff\xfe\"\n+++\n".to_vec(),
        _ => format!("+++\ntitel = \"{title}\"\n+++\n").into_bytes(),
    }
}

/// Saves a file as one editor or another does; in one of the first `ways`.
fn save(file: &Path, bytes: &[u8], ways: usize) {
    let aside = |ending: &str| file.with_file_name(format!(".{}{ending}", file.file_name().unwrap().display()));
    match random(ways) {
        // Truncate and write, in two steps.
        0 => {
            fs::write(file, &bytes[..bytes.len() / 2]).unwrap();
            fs::write(file, bytes).unwrap();
        }
        // Write aside and rename over it.
        1 => {
            fs::write(aside(".tmp"), bytes).unwrap();
            fs::rename(aside(".tmp"), file).unwrap();
        }
        // A swap file, the old text moved aside, the new one written.
        2 => {
            fs::write(aside(".swp"), b"swap").unwrap();
            fs::rename(file, file.with_extension("md~")).unwrap();
            fs::write(file, bytes).unwrap();
            fs::remove_file(aside(".swp")).unwrap();
        }
        3 => fs::write(file, bytes).unwrap(),
        // The folder moved away and back, with another text in it.
        _ => {
            let folder = file.parent().unwrap();
            let away =
                folder.parent().unwrap().with_file_name(format!("away-{}", folder.file_name().unwrap().display()));
            fs::rename(folder, &away).unwrap();
            fs::write(away.join(file.file_name().unwrap()), bytes).unwrap();
            fs::rename(&away, folder).unwrap();
        }
    }
}

fn title_of(page: &str) -> &str {
    page.split_once("<h1>").and_then(|(_, rest)| rest.split_once("</h1>")).map_or("", |(title, _)| title)
}

/// The page of a version is never a failure, and never blank: it is one of its good texts, or, while its folder is away,
/// no page at all.
fn check(address: &str, version: &Version) {
    let answer = get(address, &version.page);
    assert!(!answer.starts_with("HTTP/1.1 5"), "{answer}");
    if answer.starts_with("HTTP/1.1 200") && !answer.contains("class=\"notice\"") {
        assert!(version.good.contains(title_of(&answer)), "{}: {:?}", version.page, title_of(&answer));
    }
}

fn wait_for(address: &str, page: &str, title: &str) {
    let begun = Instant::now();
    loop {
        let answer = get(address, page);
        if title_of(&answer) == title {
            return;
        }
        assert!(begun.elapsed() < Duration::from_secs(20), "{page} never shows `{title}`: {answer}");
        thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn a_thousand_edits_never_fail_a_page_and_end_as_a_fresh_start_does() {
    let mut archive = Archive::new();
    let mut versions = Vec::new();
    for number in 0..ARTICLES {
        let id = format!("2025/article-{number}");
        archive = archive.article(&id, "uk", &LANGS);
        for lang in LANGS {
            let file = archive.path().join(format!("articles/{id}/{lang}.md"));
            let good = [format!("{lang} {id}")].into();
            versions.push(Version { file, page: format!("/{lang}/{id}"), good });
        }
    }
    let (_server, address, _) = start_with(&archive, &["--watch"]);
    for edit in 0..EDITS {
        let version = &mut versions[random(ARTICLES * LANGS.len())];
        let title = format!("Edit {edit}");
        if edit % 3 == 0 {
            // An article that was away has no last good text, so no broken one is moved.
            save(&version.file, &broken(&title), 4);
        } else {
            version.good.insert(title.clone());
            save(&version.file, text(&title).as_bytes(), 5);
            if edit % 20 == 1 {
                wait_for(&address, &version.page, &title);
            }
        }
        check(&address, &versions[random(ARTICLES * LANGS.len())]);
    }
    // All at once, as `git checkout` does it.
    for version in &versions {
        fs::write(&version.file, text(&format!("Last {}", version.page))).unwrap();
    }
    for version in &versions {
        wait_for(&address, &version.page, &format!("Last {}", version.page));
    }
    let fresh = serve(archive.path()).in_preview();
    for version in &versions {
        let page = get(&address, &version.page);
        assert_eq!(page.split_once("\r\n\r\n").unwrap().1, fresh.get(&version.page).text(), "{}", version.page);
    }
}
