//! Every way in which an archive can be broken, with its message.

use std::{
    fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    sync::{Arc, LazyLock},
};

use crate::{
    cache::Live,
    harness::{self, Archive, root},
};
use litopys::{
    catalog::{Catalog, DiagnosticCursor},
    model::diagnostic::DiagnosticCounts,
    source::{Folder, Source, load_site},
    worker::{Indexer, NoObserver},
};

/// All problems of the archive at `path`, one after the other.
fn problems(path: &Path) -> String {
    let source: Arc<dyn Source> = Arc::new(Folder::open(path).unwrap());
    let cache = tempfile::tempdir().unwrap();
    let texts = load_site(&*source).unwrap();
    let found = match texts.site {
        Some(site) => {
            let catalog = Arc::new(Catalog::open(cache.path(), &site).unwrap());
            Indexer::new(source, Arc::clone(&catalog), Arc::new(NoObserver), site, texts.problems).pass().unwrap();
            harness::problems(&catalog)
        }
        None => texts.problems,
    };
    found.iter().map(|problem| format!("{problem}\n")).collect()
}

/// Each fixture with its problems, and the status of the article in it that nothing is wrong with, where there is a site.
static CASES: LazyLock<Vec<(PathBuf, String, Option<u16>)>> = LazyLock::new(|| {
    let cases = fs::read_dir(root().join("tests/fixtures/broken")).unwrap();
    let read = |case: PathBuf| match case.ends_with("no-language") {
        true => (case.clone(), problems(&case), None),
        false => {
            let served = harness::serve(&case);
            let found = served.problems.iter().map(|problem| format!("{problem}\n")).collect();
            let status = served.get("/uk/2025/sound").status;
            (case, found, Some(status))
        }
    };
    cases.map(|case| read(case.unwrap().path())).collect()
});

#[test]
fn every_broken_archive_says_what_is_wrong_where_and_how_to_mend_it() {
    let mut differing = Vec::new();
    for (case, found, _) in &*CASES {
        let file = case.join("expected.txt");
        if std::env::var_os("UPDATE_EXPECTED").is_some() {
            fs::write(&file, found).unwrap();
        }
        let expected = fs::read_to_string(&file).unwrap_or_default();
        if *found != expected || found.is_empty() {
            differing.push(format!("{}:\n--- expected\n{expected}--- found\n{found}", case.display()));
        }
    }
    assert!(CASES.len() >= 25, "only {} fixtures", CASES.len());
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

#[test]
fn what_is_sound_beside_the_broken_is_served() {
    for (case, _, status) in &*CASES {
        assert!(status.is_none_or(|status| status == 200), "{status:?}: {}", case.display());
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
            "articles/2025/huge/uk.md: error: this file is 52428800 bytes; the limit is 8388608 [file-too-large]\n"
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

#[test]
fn what_was_told_is_not_told_again_and_the_nearest_come_first() {
    let archive = Archive::new().article("2025/one", "uk", &["uk"]).article("2025/two", "uk", &["uk"]);
    let path = archive.path().to_owned();
    let archive = archive.version("2025/one", "uk", "colour = 1\n").version("2025/two", "uk", "colour = 1\n");
    let cache = tempfile::tempdir().unwrap();
    let source: Arc<dyn Source> = Arc::new(Folder::open(&path).unwrap());
    let texts = load_site(&*source).unwrap();
    let site = texts.site.unwrap();
    let catalog = Arc::new(Catalog::open(cache.path(), &site).unwrap());
    let mut indexer = Indexer::new(source, Arc::clone(&catalog), Arc::new(NoObserver), site, texts.problems);
    indexer.pass().unwrap();
    let places = |problems: &[litopys::model::diagnostic::Diagnostic]| -> Vec<String> {
        problems.iter().map(|problem| format!("{} {}", problem.path, problem.code)).collect()
    };
    let news = catalog.snapshot().diagnostics_after(&DiagnosticCursor::default(), 1).unwrap();
    assert_eq!((places(&news.first), news.count), (vec!["articles/2025/one/uk.md unknown-key".to_owned()], 2));
    assert_eq!(news.all, DiagnosticCounts { errors: 2, warnings: 0 });
    assert_eq!(catalog.snapshot().diagnostics_after(&news.cursor, 9).unwrap().count, 0);

    // A problem that moved is another one.
    let archive = archive.version("2025/one", "uk", "slug = \"Ї\"\ncolour = 1\n").version("2025/two", "uk", "");
    indexer.pass().unwrap();
    let later = catalog.snapshot().diagnostics_after(&news.cursor, 9).unwrap();
    let new = ["articles/2025/one/uk.md bad-value", "articles/2025/one/uk.md unknown-key"];
    assert_eq!(places(&later.first), new);
    assert_eq!(later.all, DiagnosticCounts { errors: 2, warnings: 0 });
    let _archive = archive.version("2025/one", "uk", "slug = \"Ї\"\ncolour = 1\nshape = 1\n");
    indexer.pass().unwrap();
    let last = catalog.snapshot().diagnostics_after(&later.cursor, 9).unwrap();
    assert_eq!((places(&last.first), last.count), (vec!["articles/2025/one/uk.md unknown-key".to_owned()], 1));

    let id = "2025/two".parse().unwrap();
    assert_eq!(
        places(&catalog.snapshot().diagnostics_near(Some(&id), 1).unwrap()),
        ["articles/2025/one/uk.md unknown-key"]
    );
    let id = "2025/one".parse().unwrap();
    assert_eq!(catalog.snapshot().diagnostics_near(Some(&id), 0).unwrap().len(), 3);
    assert_eq!(catalog.snapshot().diagnostic_counts().unwrap().total(), harness::problems(&catalog).len());

    // A catalog that was built anew tells all of it anew.
    indexer.pass_anew().unwrap();
    assert_eq!(catalog.snapshot().diagnostics_after(&last.cursor, 9).unwrap().count, 3);
}

#[test]
fn broken_links_and_missing_names_come_and_go_with_what_they_lead_to() {
    let linked = |to: &str| format!("+++\ntitle = 'x'\n+++\n\nSee [it](../{to}/) and\n[that](../stays/).\n");
    let archive = Archive::new()
        .article("2025/stays", "uk", &["uk"])
        .article("2025/links", "uk", &["uk"])
        .file("articles/2025/links/uk.md", &linked("comes"));
    let path = archive.path().to_owned();
    let cache = tempfile::tempdir().unwrap();
    let source: Arc<dyn Source> = Arc::new(Folder::open(&path).unwrap());
    let texts = load_site(&*source).unwrap();
    let site = texts.site.unwrap();
    let catalog = Arc::new(Catalog::open(cache.path(), &site).unwrap());
    let mut indexer = Indexer::new(source, Arc::clone(&catalog), Arc::new(NoObserver), site, texts.problems);
    let mut found = || {
        // A change is told of in a moment, not at once.
        std::thread::sleep(std::time::Duration::from_millis(60));
        indexer.pass().unwrap();
        let found = harness::problems(&catalog);
        found.iter().map(|problem| problem.to_string().lines().next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let eventually = |found: &mut dyn FnMut() -> Vec<String>, expected: &[&str]| {
        let seen = (0..2000).map(|_| found()).find(|seen| seen == expected);
        assert!(seen.is_some(), "expected {expected:?}, found {:?}", found());
    };
    let broken = "articles/2025/links/uk.md:5:5: warning: there is no article `2025/comes` [broken-link]";
    eventually(&mut found, &[broken]);
    let archive = archive.article("2025/comes", "uk", &["uk"]);
    eventually(&mut found, &[]);
    fs::remove_dir_all(path.join("articles/2025/comes")).unwrap();
    eventually(&mut found, &[broken]);
    let archive = archive.file("articles/2025/links/uk.md", &linked("stays"));
    eventually(&mut found, &[]);
    let meta = "published = 2025-06-29\nsource = \"uk\"\ntags = [\"mines\"]\n";
    let archive = archive.file("articles/2025/stays/article.toml", meta);
    let unnamed = "articles/names.toml: warning: the tag `mines` has no name in `uk`, `en`, `ru` [missing-name]";
    eventually(&mut found, &[unnamed]);
    let archive = archive.file("articles/names.toml", "[tag.mines]\nuk = 'міни'\nen = 'mines'\n");
    eventually(&mut found, &["articles/names.toml:1:1: warning: the tag `mines` has no name in `ru` [missing-name]"]);
    let archive = archive.file("articles/names.toml", "[tag.mines]\nuk = 'міни'\nen = 'mines'\nru = 'мины'\n");
    eventually(&mut found, &[]);
    let archive = archive.file("articles/names.toml", "");
    eventually(&mut found, &[unnamed]);
    // The last article under it is gone: nobody needs the name.
    fs::remove_dir_all(path.join("articles/2025/stays")).unwrap();
    let broken =
        |place| format!("articles/2025/links/uk.md:{place}: warning: there is no article `2025/stays` [broken-link]");
    let [first, second] = ["5:5", "6:1"].map(broken);
    eventually(&mut found, &[&first, &second]);
    drop(archive);
}

#[test]
fn a_broken_list_of_names_makes_nothing_nameless() {
    let codes = |problems: Vec<litopys::model::diagnostic::Diagnostic>| {
        problems.iter().map(|problem| format!("{} {}", problem.message, problem.code)).collect::<Vec<_>>().join("; ")
    };
    let tagged = |tags: &str| format!("published = 2025-06-29\nsource = \"uk\"\ntags = [{tags}]\n");
    let names = "[tag.mines]\nuk = 'міни'\nen = 'mines'\nru = 'мины'\n";
    let archive = Archive::new()
        .article("2025/stays", "uk", &["uk"])
        .file("articles/2025/stays/article.toml", &tagged("'mines'"))
        .file("articles/names.toml", names);
    let mut live = Live::of(archive);
    assert_eq!(codes(harness::problems(live.app.catalog())), "");
    live = live.edit(|archive| archive.file("articles/names.toml", &format!("{names}[tag.")));
    let found = codes(harness::problems(live.app.catalog()));
    assert!(found.contains("toml-syntax") && !found.contains("missing-name"), "{found}");
    let mut path = None;
    live = live.edit(|archive| {
        path = Some(archive.path().to_owned());
        archive.file("articles/2025/stays/article.toml", &tagged("'mines', 'boats'"))
    });
    let found = codes(harness::problems(live.app.catalog()));
    assert!(found.contains("`boats` has no name") && !found.contains("`mines` has no name"), "{found}");

    // At a start there is no list from before.
    let found = codes(harness::serve(path.as_deref().unwrap()).problems);
    assert!(found.contains("toml-syntax") && !found.contains("missing-name"), "{found}");
    live = live.edit(|archive| archive.file("articles/names.toml", names));
    let found = codes(harness::problems(live.app.catalog()));
    assert!(!found.contains("toml-syntax") && found.contains("`boats` has no name"), "{found}");
}
