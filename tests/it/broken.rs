//! Every way in which an archive can be broken, with the message that says so.

use std::{fs, os::unix::fs::symlink, path::Path, sync::Arc};

use litopys::{
    catalog::Catalog,
    follow::{Follower, Nobody, load_site},
    source::{Folder, Source},
};

use crate::harness::{Archive, root};

/// All problems of the archive at `path`, one after the other.
fn problems(path: &Path) -> String {
    let source: Arc<dyn Source> = Arc::new(Folder::open(path).unwrap());
    let cache = tempfile::tempdir().unwrap();
    let texts = load_site(&*source).unwrap();
    let found = match texts.site {
        Some(site) => {
            let catalog = Arc::new(Catalog::open(cache.path(), &site).unwrap());
            let told = (site, texts.problems);
            Follower::new(source, Arc::clone(&catalog), Arc::new(Nobody), told).pass().unwrap();
            catalog.problems().unwrap()
        }
        None => texts.problems,
    };
    found.iter().map(|problem| format!("{problem}\n")).collect()
}

#[test]
fn every_broken_archive_says_what_is_wrong_where_and_how_to_mend_it() {
    let mut cases = 0;
    let mut differing = Vec::new();
    for case in fs::read_dir(root().join("tests/fixtures/broken")).unwrap() {
        let case = case.unwrap().path();
        let found = problems(&case);
        let file = case.join("expected.txt");
        if std::env::var_os("UPDATE_EXPECTED").is_some() {
            fs::write(&file, &found).unwrap();
        }
        let expected = fs::read_to_string(&file).unwrap_or_default();
        if found != expected || found.is_empty() {
            differing.push(format!("{}:\n--- expected\n{expected}--- found\n{found}", case.display()));
        }
        cases += 1;
    }
    assert!(cases >= 25, "only {cases} fixtures");
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

#[test]
fn what_is_sound_beside_the_broken_is_served() {
    for case in fs::read_dir(root().join("tests/fixtures/broken")).unwrap() {
        let case = case.unwrap().path();
        if case.ends_with("no-language") {
            continue;
        }
        let served = crate::harness::serve(&case);
        let page = served.get("/uk/2025/sound");
        assert_eq!(page.status, 200, "{}", case.display());
    }
}

#[test]
fn a_file_of_fifty_megabytes_is_named_and_not_read() {
    let archive = Archive::new().article("2025/huge", "uk", &["uk", "en"]);
    let file = fs::File::create(archive.path().join("articles/2025/huge/uk.md")).unwrap();
    file.set_len(50 << 20).unwrap();
    let found = problems(archive.path());
    assert!(
        found.starts_with(
            "articles/2025/huge/uk.md: error: this file has 52428800 bytes, expected at most 8388608 [file-too-large]\n"
        ),
        "{found}"
    );
    assert_eq!(archive.serve().get("/en/2025/huge").status, 200);
}

#[test]
fn a_link_out_of_the_archive_is_not_followed() {
    let archive = Archive::new().article("2025/leak", "uk", &["uk"]);
    let outside = tempfile::NamedTempFile::new().unwrap();
    symlink(outside.path(), archive.path().join("articles/2025/leak/en.md")).unwrap();
    let found = problems(archive.path());
    assert!(found.contains("leak/en.md: error: this is a symbolic link to `"), "{found}");
    assert!(found.contains("outside the archive [link-outside]"), "{found}");
}

#[test]
fn a_link_inside_the_archive_is_followed() {
    let archive = Archive::new().article("2025/real", "uk", &["uk"]).article("2025/linked", "uk", &[]);
    let target = archive.path().join("articles/2025/real/uk.md");
    symlink(target, archive.path().join("articles/2025/linked/uk.md")).unwrap();
    assert_eq!(problems(archive.path()), "");
    assert_eq!(archive.serve().get("/uk/2025/linked").status, 200);
}
