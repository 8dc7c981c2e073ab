//! The state folder: derived and irreplaceable files, in the archive or elsewhere, and the conversion from earlier versions.

use std::{collections::BTreeMap, fs, path::Path, process::Command};

use rustix::fs::{CWD, FileType, Mode, mknodat};

use crate::{
    command::{get, litopys, start_with},
    harness::{Archive, SITE},
};

/// The files and folders below, with the bytes of each file.
fn tree(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            let name = path.strip_prefix(root).unwrap().display().to_string();
            if path.is_dir() {
                found.insert(name + "/", Vec::new());
                folders.push(path);
            } else {
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

fn names(root: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(root).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn run(words: &[&str]) -> (i32, String, String) {
    let output = litopys().args(words).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn archive() -> Archive {
    let draft = "+++\ntitle = \"Draft\"\nsummary = \"s\"\ndraft = true\n+++\n\nText.\n";
    let archive = Archive::new().article("2025/dnipro", "uk", &["uk", "en"]).article("2025/draft", "uk", &[]);
    let site = SITE.replace("page_size = 3", "count_fallbacks = true");
    archive.file("articles/2025/draft/uk.md", draft).file("site.toml", &site)
}

#[test]
fn derived_files_are_in_their_own_folder_and_git_ignores_both() {
    let archive = archive();
    let root = archive.path().to_str().unwrap();
    let (server, address, _) = start_with(&archive, &[]);
    let (code, link, err) = run(&["share", "2025/draft", "--archive", root]);
    assert_eq!(code, 0, "{err}");
    let path = link.trim().strip_prefix("https://example.org").unwrap();
    let opened = get(&address, &format!("{path}/uk"));
    assert!(get(&address, "/ru/2025/dnipro").starts_with("HTTP/1.1 200"), "a fallback, which is counted");
    server.stop();
    let state = archive.path().join(".litopys");
    assert_eq!(names(&state), [".gitignore", "cache", "keep"]);
    assert_eq!(names(&state.join("keep")), ["fallbacks.json", "share.key"]);
    assert!(names(&state.join("cache")).contains(&"catalog.sqlite".to_owned()));
    let git = |words: &[&str]| Command::new("git").args(["-C", root]).args(words).output().unwrap();
    if git(&["init", "-q"]).status.success() {
        let seen = String::from_utf8(git(&["status", "--porcelain", "--untracked-files=all"]).stdout).unwrap();
        assert!(seen.contains("site.toml") && !seen.contains(".litopys"), "{seen}");
    }
    // Without the cache everything is as before, the link included.
    fs::remove_dir_all(state.join("cache")).unwrap();
    let (server, address, _) = start_with(&archive, &[]);
    let again = get(&address, &format!("{path}/uk"));
    let first_line = |answer: &str| answer.lines().next().unwrap_or_default().to_owned();
    assert_eq!(first_line(&again), first_line(&opened));
    assert!(!first_line(&again).contains(" 404"), "{again}");
    server.stop();
    let (_, demand, err) = run(&["status", "--sort", "demand", "--format", "json", "--archive", root]);
    assert!(demand.contains("2025/dnipro"), "{demand} {err}");
}

#[test]
fn an_archive_that_is_only_read_keeps_its_state_elsewhere() {
    let archive = archive();
    let root = archive.path().to_str().unwrap();
    let elsewhere = tempfile::tempdir().unwrap();
    let state = elsewhere.path().join("litopys");
    let typed = state.to_str().unwrap();
    let before = tree(archive.path());
    for more in [&["--state", typed][..], &["--state", typed, "--watch"]] {
        let (server, address, _) = start_with(&archive, more);
        assert!(get(&address, "/uk/2025/dnipro").starts_with("HTTP/1.1 200"));
        server.stop();
    }
    for words in [
        &["search", "text", "--archive", root][..],
        &["stats", "--archive", root],
        &["reindex", "--archive", root],
        &["status", "--archive", root],
        &["share", "2025/draft", "--archive", root],
    ] {
        let (code, _, err) = run(&[words, &["--state", typed]].concat());
        assert!(code < 2, "{words:?}: {err}");
    }
    assert_eq!(tree(archive.path()), before);
    assert_eq!(names(&state), ["cache", "keep"]);
    assert!(names(&state.join("keep")).contains(&"share.key".to_owned()));
    assert!(names(&state.join("cache")).contains(&"preview".to_owned()));
    // If no folder can be made, the message has advice.
    fs::write(archive.path().join(".litopys"), "a file").unwrap();
    let (code, _, err) = run(&["stats", "--archive", root]);
    assert!(code == 2 && err.contains("--state DIR"), "{err}");
}

#[test]
fn a_folder_of_an_earlier_version_is_taken_over_with_its_key_its_counts_and_its_catalog() {
    let archive = archive();
    let root = archive.path().to_str().unwrap();
    let (server, ..) = start_with(&archive, &[]);
    let (_, link, _) = run(&["share", "2025/draft", "--archive", root]);
    server.stop();
    // As the version before had it.
    let state = archive.path().join(".litopys");
    fs::remove_file(state.join("cache/archive")).unwrap();
    for folder in ["cache", "keep"] {
        for name in names(&state.join(folder)) {
            fs::rename(state.join(folder).join(&name), state.join(&name)).unwrap();
        }
        fs::remove_dir(state.join(folder)).unwrap();
    }
    fs::remove_file(state.join(".gitignore")).unwrap();
    fs::write(state.join("fallbacks.json"), "{ \"2025/dnipro\": { \"ru\": 7 } }").unwrap();
    let key = fs::read(state.join("share.key")).unwrap();
    // A command that only reads finds the counts where they are.
    let (_, demand, err) = run(&["status", "--sort", "demand", "--format", "csv", "--archive", root]);
    assert!(demand.contains("2025/dnipro"), "{demand} {err}");
    let (server, address, lines) = start_with(&archive, &[]);
    assert!(lines.iter().any(|line| line.contains("; 0 read, 0 gone")), "the catalog is the old one: {lines:?}");
    let path = link.trim().strip_prefix("https://example.org").unwrap();
    assert!(!get(&address, &format!("{path}/uk")).starts_with("HTTP/1.1 404"));
    server.stop();
    assert_eq!(names(&state), [".gitignore", "cache", "keep"]);
    assert_eq!(fs::read(state.join("keep/share.key")).unwrap(), key);
    assert!(fs::read_to_string(state.join("keep/fallbacks.json")).unwrap().contains('7'));
}

#[test]
fn what_is_no_file_in_the_state_folder_holds_nothing_up() {
    for name in ["fallbacks.json", "fallbacks-readers.json", "share.key"] {
        let archive = archive();
        let keep = archive.path().join(".litopys/keep");
        fs::create_dir_all(&keep).unwrap();
        mknodat(CWD, keep.join(name), FileType::Fifo, Mode::from_raw_mode(0o644), 0).unwrap();
        let (server, address, _) = start_with(&archive, &[]);
        assert!(get(&address, "/uk/2025/dnipro").starts_with("HTTP/1.1 200"), "{name}");
        server.stop();
        let (code, ..) = run(&["status", "--archive", archive.path().to_str().unwrap()]);
        assert!(code < 3, "{name}");
    }
}

#[test]
fn two_archives_cannot_have_one_state_folder_at_once() {
    let (one, other) = (archive(), Archive::new().article("2025/other", "uk", &["uk"]));
    let elsewhere = tempfile::tempdir().unwrap();
    let typed = elsewhere.path().to_str().unwrap();
    let (server, ..) = start_with(&one, &["--state", typed]);
    let root = other.path().to_str().unwrap();
    for words in [&["stats"][..], &["search", "x"], &["serve", "--listen", "127.0.0.1:0", "--admin", "off"]] {
        let (code, _, err) = run(&[words, &["--archive", root, "--state", typed]].concat());
        assert!(code == 2 && err.contains("each archive needs a state folder of its own"), "{words:?}: {err}");
    }
    server.stop();
    // One after the other is slow but correct.
    let (server, address, _) = start_with(&other, &["--state", typed]);
    assert!(get(&address, "/uk/2025/other").starts_with("HTTP/1.1 200"));
    assert!(get(&address, "/uk/2025/dnipro").starts_with("HTTP/1.1 404"));
    server.stop();
}
