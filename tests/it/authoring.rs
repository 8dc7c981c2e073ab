//! Commands for those who write: which archive they work on, and what they put into it.

use std::{
    fs,
    os::unix::fs::{PermissionsExt, symlink},
    path::Path,
};

use crate::{command::litopys, harness::Archive};

/// What a command says in the folder `dir`: (exit code, stdout, stderr).
pub(crate) fn run_in(dir: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = litopys().args(arguments).current_dir(dir).env("PWD", dir).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

pub(crate) fn read(archive: &Archive, path: &str) -> String {
    fs::read_to_string(archive.path().join(path)).unwrap()
}

#[test]
fn every_command_finds_the_archive_upwards_from_the_current_folder() {
    let archive = Archive::new().article("2025/dnipro", "uk", &["uk", "en"]);
    let folder = archive.path().join("articles/2025/dnipro");
    for (arguments, said) in [
        (vec!["check", "--only", "site"], "nothing wrong with `site.toml`"),
        (vec!["status", "."], "2025/dnipro"),
        (vec!["status", "../dnipro/uk.md"], "2025/dnipro"),
        (vec!["status", "2025/dnipro", "--lang", "ru"], "2025/dnipro"),
        (vec!["stats"], "articles: 1, versions: 2"),
        (vec!["search", "dnipro"], "/uk/2025/dnipro"),
        (vec!["mark", ".", "en"], "marked `articles/2025/dnipro/en.md`"),
        (vec!["reindex"], "1 articles read"),
        (vec!["new", ".", "--lang", "ru"], "2025/dnipro/ru.md"),
        (vec!["new", "sula", "--lang", "uk"], "articles/2025/sula/uk.md"),
    ] {
        let (code, out, err) = run_in(&folder, &arguments);
        assert!(code < 2 && format!("{out}{err}").contains(said), "{arguments:?}: {code} {out} {err}");
    }
    // A folder that is named wins.
    let other = Archive::new().article("2019/other", "uk", &["uk"]);
    let (_, out, _) = run_in(&folder, &["stats", "--archive", other.path().to_str().unwrap()]);
    assert!(out.contains("articles: 1, versions: 1"), "{out}");
    // The nearest one counts: an archive may lie within another one.
    let inner = archive.file("museum/site.toml", crate::harness::SITE);
    let (_, out, _) = run_in(&inner.path().join("museum"), &["stats"]);
    assert!(out.contains("articles: 0"), "{out}");
}

#[test]
fn where_no_archive_is_found_the_folders_are_named_and_what_to_do() {
    let outside = tempfile::tempdir().unwrap();
    let deep = outside.path().join("a/b");
    fs::create_dir_all(&deep).unwrap();
    let (code, out, err) = run_in(&deep, &["check"]);
    let root = outside.path().canonicalize().unwrap();
    assert_eq!((code, out.as_str()), (2, ""));
    let looked = format!("there is no `site.toml` in `{0}/a/b`, `{0}/a`, `{0}`", root.display());
    assert!(err.contains(&looked) && err.contains(", `/`; make an archive with `litopys init DIR`"), "{err}");
    let (code, _, err) = run_in(&deep, &["check", "--archive", "."]);
    assert!(code == 2 && err.contains("`.` is no archive") && err.contains("`litopys init .`"), "{err}");
}

#[test]
fn links_and_folders_that_cannot_be_read_do_not_hide_an_archive() {
    let archive = Archive::new().article("2025/dnipro", "uk", &["uk"]);
    let outside = tempfile::tempdir().unwrap();
    fs::create_dir_all(outside.path().join("elsewhere")).unwrap();
    // The folders above a link count as the shell names them; those above its target come first.
    let linked = archive.path().join("elsewhere");
    symlink(outside.path().join("elsewhere"), &linked).unwrap();
    let (code, _, err) = run_in(&linked, &["check", "--only", "site"]);
    assert!(code == 0, "{err}");
    let into = outside.path().join("in");
    symlink(archive.path().join("articles/2025"), &into).unwrap();
    assert_eq!(run_in(&into, &["check", "--only", "site"]).0, 0);
    // What the shell says of another folder is not believed.
    let output = litopys().arg("check").current_dir(outside.path()).env("PWD", &linked).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    // A `site.toml` that leads nowhere is this archive's problem, not a reason to look further up.
    let nested = archive.path().join("nested");
    fs::create_dir_all(&nested).unwrap();
    symlink("nowhere", nested.join("site.toml")).unwrap();
    let (code, _, err) = run_in(&nested, &["stats"]);
    assert!(code == 2 && err.contains("names no language"), "{err}");
    // Root reads everything, so nothing is hidden from it.
    let year = archive.path().join("articles/2025");
    fs::set_permissions(&year, fs::Permissions::from_mode(0o311)).unwrap();
    let found = run_in(&year.join("dnipro"), &["check", "--only", "site"]).0;
    fs::set_permissions(&year, fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(found, 0);
}

#[test]
fn new_knows_what_an_article_has_and_says_what_comes_next() {
    let archive = Archive::new().article("2019/dnipro", "uk", &["uk", "ru"]).version("2018/bare", "ru", "");
    let new = |words: &[&str]| run_in(archive.path(), &[&["new"], words].concat());
    let (_, _, err) = new(&["dnipro", "--lang", "en"]);
    assert!(err.contains("is there in `uk`, `ru` already; `--from uk` begins with its text"), "{err}");
    assert!(err.contains("`litopys serve --watch`") && err.contains("`litopys check`"), "{err}");
    fs::remove_file(archive.path().join("articles/2019/dnipro/en.md")).unwrap();
    let (_, _, err) = new(&["dnipro", "--lang", "en", "--from", "ru"]);
    assert!(err.contains("then run `litopys mark 2019/dnipro en`"), "{err}");
    assert!(err.contains("the source of this article is `uk`, not `ru`"), "{err}");
    // Of an article without `article.toml`, the version that is there is the source.
    assert_eq!(new(&["bare", "--lang", "en"]).0, 0);
    assert!(read(&archive, "articles/2018/bare/article.toml").contains("source = \"ru\""));
    // In the folder of a year, a new article is of that year.
    let year = archive.path().join("articles/2019");
    assert_eq!(run_in(&year, &["new", "--title", "Sula", "--lang", "en"]).0, 0);
    assert!(year.join("sula/en.md").exists());
}
