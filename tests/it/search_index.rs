//! The search index follows the catalog within one update, even if something changes, is damaged, or is
//! killed in between.

use std::{
    fs,
    io::Read,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use crate::harness::Archive;
use litopys::{
    catalog::{AddressMatch, Catalog, Listing, ListingPart, Scope},
    model::lang::Lang,
    search::{Search, SearchRequest, SearchResult},
    site::{Names, Site, parse_site},
    source::{Folder, Source, load_site},
    worker::{Indexer, NoObserver},
};
use tempfile::TempDir;

/// An archive with a catalog and an index that follow it step by step.
struct Followed {
    archive: Archive,
    cache: TempDir,
    catalog: Arc<Catalog>,
    site: Site,
    search: Search,
}

impl Followed {
    fn new(archive: Archive) -> Self {
        let cache = tempfile::tempdir().unwrap();
        let site = load_site(&Folder::open(archive.path()).unwrap()).unwrap().site.unwrap();
        let catalog = Arc::new(Catalog::open(cache.path(), &site).unwrap());
        let search = Search::new(&cache.path().join("search"));
        let followed = Followed { archive, cache, catalog, site, search };
        followed.follow();
        followed
    }

    fn folder(&self) -> PathBuf {
        self.cache.path().join("search")
    }

    fn indexer(&self) -> Indexer {
        let source: Arc<dyn Source> = Arc::new(Folder::open(self.archive.path()).unwrap());
        Indexer::new(source, Arc::clone(&self.catalog), Arc::new(NoObserver), self.site.clone(), Vec::new())
    }

    fn follow(&self) {
        self.indexer().pass().unwrap();
        self.catch_up();
    }

    fn catch_up(&self) {
        self.search.catch_up(&self.catalog, &self.site, &|_| {}).unwrap();
    }

    fn total(&self, typed: &str) -> usize {
        total(&self.search, &self.catalog, typed).expect("the index is there")
    }

    fn write(&mut self, id: &str, lang: &str, title: &str) {
        let path = self.archive.path().join(format!("articles/{id}/{lang}.md"));
        fs::write(path, format!("+++\ntitle = \"{title}\"\nsummary = \"\"\n+++\n\nТекст.\n")).unwrap();
    }
}

/// How many articles a search finds; `None` while the index is being built.
fn total(search: &Search, catalog: &Catalog, typed: &str) -> Option<usize> {
    let (lang, names) = ("uk".parse().unwrap(), Names::default());
    let (site, _) = parse_site("site.toml", "[[language]]\ntag = \"uk\"\n");
    let site = site.unwrap();
    let languages = site.languages();
    match search
        .find(catalog, &SearchRequest { typed, lang: &lang, names: &names, languages, from: 0, size: 20 })
        .unwrap()
    {
        SearchResult::Found(found) => Some(found.total),
        SearchResult::Building => None,
    }
}

fn three() -> Archive {
    ["one", "two", "three"]
        .iter()
        .fold(Archive::new(), |archive, name| archive.article(&format!("2025/{name}"), "uk", &["uk", "en"]))
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path()).collect();
    files.retain(|file| !file.to_str().unwrap().ends_with(".lock"));
    files.sort();
    files
}

#[test]
fn what_is_written_changed_and_removed_is_found_and_found_no_more() {
    let mut followed = Followed::new(three());
    assert_eq!((followed.total("text"), followed.total("чумацький")), (3, 0));
    followed.write("2025/two", "uk", "Чумацький шлях");
    followed.follow();
    assert_eq!((followed.total("text"), followed.total("чумацький"), followed.total("one")), (3, 1, 1));
    fs::remove_dir_all(followed.archive.path().join("articles/2025/two")).unwrap();
    followed.follow();
    assert_eq!((followed.total("text"), followed.total("чумацький")), (2, 0));
}

#[test]
fn nothing_is_written_where_nothing_changed() {
    let followed = Followed::new(three());
    let before = fs::read(followed.folder().join("meta.json")).unwrap();
    followed.follow();
    assert_eq!(fs::read(followed.folder().join("meta.json")).unwrap(), before);
}

#[test]
fn an_index_of_another_catalog_is_built_anew() {
    let followed = Followed::new(three());
    followed.indexer().pass_anew().unwrap();
    assert_eq!(total(&followed.search, &followed.catalog, "text"), None, "its numbers are of the old catalog");
    followed.catch_up();
    assert_eq!(followed.total("text"), 3);
}

#[test]
fn other_languages_make_another_index() {
    let mut followed = Followed::new(three());
    let toml = fs::read_to_string(followed.archive.path().join("site.toml")).unwrap();
    let toml = format!("{toml}\n[[language]]\ntag = \"pl\"\nlabel = \"PL\"\nfallback = [\"en\"]\n");
    fs::write(followed.archive.path().join("site.toml"), toml).unwrap();
    followed.site = load_site(&Folder::open(followed.archive.path()).unwrap()).unwrap().site.unwrap();
    followed.write("2025/one", "pl", "Zażółć gęślą jaźń");
    followed.indexer().pass_anew().unwrap();
    followed.catch_up();
    assert_eq!(followed.total("gęślą"), 1);
}

#[test]
fn a_flipped_byte_in_any_file_is_noticed_and_mended() {
    let followed = Followed::new(three());
    for at in 0..files(&followed.folder()).len() {
        let file = files(&followed.folder()).swap_remove(at);
        let mut bytes = fs::read(&file).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 0x55;
        fs::write(&file, bytes).unwrap();
        assert_mended(&followed, &file);
    }
}

#[test]
fn a_truncated_or_missing_file_is_noticed_and_mended() {
    let followed = Followed::new(three());
    for at in 0..files(&followed.folder()).len() {
        let (file, bytes) = file(&followed, at);
        fs::write(&file, &bytes[..bytes.len() / 2]).unwrap();
        assert_mended(&followed, &file);
        let (file, _) = self::file(&followed, at);
        fs::remove_file(&file).unwrap();
        assert_mended(&followed, &file);
    }
}

/// A file of the index and what is in it. An index just begun still puts files away, so one that is listed may be gone.
fn file(followed: &Followed, at: usize) -> (PathBuf, Vec<u8>) {
    loop {
        let mut files = files(&followed.folder());
        let file = files.swap_remove(at % files.len());
        if let Ok(bytes) = fs::read(&file) {
            return (file, bytes);
        }
    }
}

/// A process that begins with this folder ends with an index that finds everything and follows.
fn assert_mended(followed: &Followed, file: &Path) {
    let begun = Search::new(&followed.folder());
    begun.catch_up(&followed.catalog, &followed.site, &|_| {}).unwrap();
    assert_eq!(total(&begun, &followed.catalog, "text"), Some(3), "{}", file.display());
    assert_eq!(total(&begun, &followed.catalog, "one"), Some(1), "{}", file.display());
}

#[test]
fn a_reader_in_another_process_sees_what_the_writer_commits() {
    let mut followed = Followed::new(three());
    let reader = Catalog::open(followed.cache.path(), &followed.site).unwrap();
    let search = Search::new(&followed.folder());
    assert!(!reader.is_writer());
    assert_eq!(total(&search, &reader, "text"), Some(3));
    followed.write("2025/two", "uk", "Чумацький шлях");
    followed.follow();
    let sees = (0..2000).any(|_| {
        thread::sleep(Duration::from_millis(50));
        total(&search, &reader, "чумацький") == Some(1)
    });
    assert!(sees, "the reader does not see the change");
}

fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_litopys"));
    command.env_remove("RUST_LOG");
    command
}

/// `litopys search`: (exit code, stdout, stderr).
fn search(archive: &Archive, arguments: &[&str]) -> (i32, String, String) {
    let output = command().arg("search").args(arguments).arg("--archive").arg(archive.path()).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn a_process_killed_at_any_moment_leaves_what_the_next_one_mends() {
    let archive =
        (0..60).fold(Archive::new(), |archive, n| archive.article(&format!("2025/a{n}"), "uk", &["uk", "en", "ru"]));
    for step in 0..8 {
        let arguments = ["serve", "--listen", "127.0.0.1:0", "--archive", archive.path().to_str().unwrap()];
        let mut child = command().args(arguments).stderr(Stdio::null()).spawn().unwrap();
        thread::sleep(Duration::from_millis(20 + 35 * step));
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let (code, out, err) = search(&archive, &["text", "--limit", "100", "--lang", "en"]);
    assert_eq!(code, 0, "{err}");
    assert_eq!(out.lines().filter(|line| line.starts_with("/en/2025/a")).count(), 60, "{out}");
}

#[test]
fn damage_is_said() {
    let archive = three();
    assert_eq!(search(&archive, &["text"]).0, 0);
    let folder = archive.path().join(".litopys/cache/search");
    let file = files(&folder).into_iter().find(|file| file.extension().is_some_and(|ending| ending == "pos")).unwrap();
    let mut bytes = fs::read(&file).unwrap();
    bytes[0] ^= 1;
    fs::write(&file, bytes).unwrap();
    let (code, out, err) = search(&archive, &["text"]);
    assert_eq!(code, 0);
    assert!(err.contains("the search index is rebuilt from the catalog: `"), "{err}");
    assert!(err.contains(".pos` is damaged"), "{err}");
    assert!(out.contains("/uk/2025/one"), "{out}");
}

#[test]
fn the_command_finds_prints_and_tells_by_its_exit_code() {
    let archive = three();
    let (code, out, _) = search(&archive, &["one", "--lang", "en"]);
    assert_eq!((code, out.lines().next()), (0, Some("/en/2025/one")));
    let (code, out, _) = search(&archive, &["нечувано"]);
    assert_eq!((code, out.as_str()), (1, ""));
    let (code, out, _) = search(&archive, &["text -one", "--format", "json", "--limit", "1"]);
    let found: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, found["total"].as_u64(), found["results"].as_array().map(Vec::len)), (0, Some(2), Some(1)));
    let (code, _, err) = search(&archive, &["one", "--lang", "de"]);
    assert_eq!(code, 2);
    assert!(err.contains("`de` is not a language of this site"), "{err}");
    assert_eq!(search(&archive, &[]).0, 2);
    assert_eq!(search(&archive, &["-one"]).0, 0, "what begins with a minus is a query");
}

#[test]
fn the_server_answers_a_search_and_follows_a_change() {
    let archive = three();
    let arguments = ["serve", "--watch", "--listen", "127.0.0.1:0", "--archive", archive.path().to_str().unwrap()];
    let mut child = command().args(arguments).stderr(Stdio::piped()).spawn().unwrap();
    let mut said = String::new();
    let mut stderr = child.stderr.take().unwrap();
    while !said.contains("http://") || !said.ends_with('\n') {
        let mut byte = [0];
        stderr.read_exact(&mut byte).unwrap();
        said.push(char::from(byte[0]));
    }
    thread::spawn(move || stderr.read_to_end(&mut Vec::new()));
    let archive = archive
        .version("2025/four", "uk", "")
        .file("articles/2025/four/article.toml", "published = 2025-06-29\nsource = \"uk\"\n");
    let sees = (0..2000).any(|_| {
        thread::sleep(Duration::from_millis(50));
        search(&archive, &["four"]).0 == 0
    });
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(sees, "the change is not found");
}

#[test]
fn a_snapshot_is_one_state_while_an_article_comes_and_goes() {
    let followed = Followed::new(three());
    let (here, aside) = (followed.archive.path().join("articles/2025/two"), followed.archive.path().join("two"));
    let (mut indexer, catalog) = (followed.indexer(), &followed.catalog);
    let (lang, year): (Lang, _) = ("uk".parse().unwrap(), "2025".parse().unwrap());
    let two = "2025/two".parse().unwrap();
    let listing = Listing::new(Scope::All, &lang);
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            for _ in 0..100 {
                for (from, to) in [(&here, &aside), (&aside, &here)] {
                    fs::rename(from, to).unwrap();
                    indexer.pass().unwrap();
                }
            }
            over.store(true, Ordering::Release);
        });
        while !over.load(Ordering::Acquire) {
            let now = catalog.snapshot();
            let found = matches!(now.find(&lang, year, "two").unwrap(), AddressMatch::Article(_));
            let listed = now.page(&listing, ListingPart::First, 20).unwrap().cards;
            assert_eq!(listed.len(), if found { 3 } else { 2 });
            assert_eq!(now.body(&two, &lang).unwrap().is_some(), found);
            assert_eq!(now.slug(&two, &lang).unwrap().is_some(), found);
            assert_eq!(now.count(&Scope::All, &lang).unwrap(), listed.len() as u64);
            now.neighbours(&lang, listed.first().unwrap().key).unwrap();
            for (_, number) in now.changed_after(0, u32::MAX >> 1).unwrap() {
                let there = now.texts(number).unwrap().is_some();
                assert_eq!(now.version_text(number, &lang).unwrap().is_some(), there);
                assert_eq!(now.card(number, &lang).unwrap().is_some(), there);
            }
        }
    });
    assert_eq!(catalog.damage(), None);
    let page = catalog.snapshot().page(&listing, ListingPart::First, 20).unwrap();
    assert_eq!(page.cards.len(), 3);
}
