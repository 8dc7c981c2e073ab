//! A thousand edits against a running server, a third of them broken, in every way that editors and git save files.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use crate::{
    command::{get, start_with},
    harness::{Archive, eventually, serve},
    random::below,
};

/// Each with versions in three languages: 180 texts.
const ARTICLES: usize = 60;
/// The first of them, which are edited by hand, and so again and again.
const EDITED: usize = 12;
const EDITS: usize = 1000;
/// After so many edits the other branch is checked out.
const UNTIL_CHECKOUT: usize = 200;
const LANGS: [&str; 3] = ["uk", "en", "ru"];
const BRANCHES: [&str; 2] = ["one", "other"];

/// One version under edit: its file, its page, every good title it ever had.
struct Version {
    file: PathBuf,
    page: String,
    good: BTreeSet<String>,
    /// Whether its file can be read as it is now.
    sound: bool,
}

fn text(title: &str) -> String {
    format!("+++\ntitle = \"{title}\"\n+++\n\nText of {title}.\n")
}

/// What cannot be read as a version.
fn broken(title: &str) -> Vec<u8> {
    match below(5) {
        0 => Vec::new(),
        1 => format!("title = \"{title}\"\n").into_bytes(),
        2 => format!("+++\ntitle = \"{title}\n+++\n").into_bytes(),
        3 => b"+++\ntitle = \"\xff\xfe\"\n+++\n".to_vec(),
        _ => format!("+++\ntitel = \"{title}\"\n+++\n").into_bytes(),
    }
}

/// Saves a file as one editor or another does, in one of the first `ways`; says whether its folder was moved meanwhile.
fn save(file: &Path, bytes: &[u8], ways: usize) -> bool {
    let aside = |ending: &str| file.with_file_name(format!(".{}{ending}", file.file_name().unwrap().display()));
    let way = below(ways);
    match way {
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
    way >= 4
}

fn git(archive: &Path, arguments: &[&str]) {
    let author = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "core.autocrlf=false"];
    let output = Command::new("git").arg("-C").arg(archive).args(author).args(arguments).output().unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

fn title_on(branch: &str, page: &str) -> String {
    format!("{page} on {branch}")
}

/// Commits two branches, in which every file differs, and leaves the archive on the first.
fn branches(archive: &Path, versions: &mut [Version]) {
    git(archive, &["init", "-q", "-b", BRANCHES[0]]);
    for branch in BRANCHES {
        if branch != BRANCHES[0] {
            git(archive, &["checkout", "-q", "-b", branch]);
        }
        for version in &mut *versions {
            let title = title_on(branch, &version.page);
            fs::write(&version.file, text(&title)).unwrap();
            version.good.insert(title);
        }
        git(archive, &["add", "articles"]);
        git(archive, &["commit", "-q", "-m", branch]);
    }
    git(archive, &["checkout", "-q", BRANCHES[0]]);
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
    let what = format!("{page} shows `{title}`");
    eventually(Duration::from_secs(300), &what, || title_of(&get(address, page)) == title);
}

fn versions(archive: Archive) -> (Archive, Vec<Version>) {
    let mut versions = Vec::new();
    let mut archive = archive;
    for number in 0..ARTICLES {
        let id = format!("2025/article-{number}");
        archive = archive.article(&id, "uk", &LANGS);
        for lang in LANGS {
            let file = archive.path().join(format!("articles/{id}/{lang}.md"));
            versions.push(Version { file, page: format!("/{lang}/{id}"), good: BTreeSet::new(), sound: true });
        }
    }
    (archive, versions)
}

/// Saves a random version of those that are edited by hand: every third time what cannot be read.
fn edit(address: &str, versions: &mut [Version], number: usize) {
    let at = below(EDITED * LANGS.len());
    let article = at / LANGS.len() * LANGS.len();
    // An article that was away has no last good text, so none is moved that has a broken version.
    let all_sound = versions[article..article + LANGS.len()].iter().all(|version| version.sound);
    let version = &mut versions[at];
    let title = format!("Edit {number}");
    version.sound = !number.is_multiple_of(3);
    if !version.sound {
        save(&version.file, &broken(&title), 4);
        return;
    }
    version.good.insert(title.clone());
    let moved = save(&version.file, text(&title).as_bytes(), if all_sound { 5 } else { 4 });
    if moved || number % 20 == 1 {
        wait_for(address, &version.page, &title);
    }
}

#[test]
fn a_thousand_edits_never_fail_a_page_and_end_as_a_fresh_start_does() {
    let (archive, mut versions) = versions(Archive::new());
    branches(archive.path(), &mut versions);
    let (_server, address, _) = start_with(&archive, &["--watch"]);
    for number in 0..EDITS {
        if number % UNTIL_CHECKOUT == UNTIL_CHECKOUT - 1 {
            // All files at once, and whatever was edited thrown away.
            let branch = BRANCHES[(number / UNTIL_CHECKOUT + 1) % 2];
            git(archive.path(), &["checkout", "-q", "-f", branch]);
            versions.iter_mut().for_each(|version| version.sound = true);
            let version = &versions[below(versions.len())];
            check(&address, version);
            wait_for(&address, &version.page, &title_on(branch, &version.page));
        }
        edit(&address, &mut versions, number);
        check(&address, &versions[below(EDITED * LANGS.len())]);
        check(&address, &versions[below(versions.len())]);
    }
    git(archive.path(), &["checkout", "-q", "-f", BRANCHES[0]]);
    for version in &versions {
        wait_for(&address, &version.page, &title_on(BRANCHES[0], &version.page));
    }
    let fresh = serve(archive.path()).in_preview();
    for version in &versions {
        let page = get(&address, &version.page);
        assert_eq!(page.split_once("\r\n\r\n").unwrap().1, fresh.get(&version.page).text(), "{}", version.page);
    }
}
