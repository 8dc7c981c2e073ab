//! Addresses that several articles claim: which one holds it, and which one gets it next.

use std::{
    fs,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use crate::{
    cache::Live,
    harness::{Archive, Hooked, Served, problems, serve},
    random::below,
};
use litopys::{
    catalog::Catalog,
    source::{Source, load_site},
    worker::{Indexer, NoObserver},
};

const ALIASES: [&str; 3] = ["/old", "/older", "/2019/x"];
const IDS: [&str; 4] = ["2024/b", "2025/a", "2025/b", "2025/c"];

/// What an editor does so that an article lets go of its addresses.
type LetGo = fn(&Archive);

fn front(aliases: &[&str], slug: Option<&str>) -> String {
    let slug = slug.map_or(String::new(), |slug| format!("slug = \"{slug}\"\n"));
    format!("aliases = {aliases:?}\n{slug}")
}

/// Where each contested address leads, and what is reported.
fn state(get: impl Fn(&str) -> String, mut reported: Vec<String>) -> (Vec<String>, Vec<String>) {
    let slugs = ["a", "b", "c", "same"].map(|slug| format!("/uk/2025/{slug}"));
    let pages = IDS.map(|id| format!("/uk/{id}"));
    let paths = ALIASES.iter().map(|path| (*path).to_owned()).chain(slugs).chain(pages);
    reported.sort();
    (paths.map(|path| format!("{path}: {}", get(&path))).collect(), reported)
}

fn of_live(live: &Live) -> (Vec<String>, Vec<String>) {
    let get = |path: &str| {
        let answer = live.get(path, &[]);
        format!("{} {}", answer.status, answer.header("location"))
    };
    state(get, problems(live.app.catalog()).iter().map(ToString::to_string).collect())
}

fn of_fresh(fresh: &Served) -> (Vec<String>, Vec<String>) {
    let get = |path: &str| {
        let answer = fresh.get(path);
        format!("{} {}", answer.status, answer.header("location"))
    };
    state(get, fresh.problems.iter().map(ToString::to_string).collect())
}

fn two() -> Archive {
    let archive = Archive::new().article("2025/a", "uk", &["uk"]).article("2025/b", "uk", &["uk"]);
    archive.version("2025/a", "uk", &front(&["/old"], None)).version("2025/b", "uk", &front(&["/old"], None))
}

#[test]
fn an_old_path_goes_to_the_other_article_when_the_first_lets_go_of_it() {
    let lets_go: [(&str, LetGo); 4] = [
        ("an edit", |archive| {
            let file = archive.path().join("articles/2025/a/uk.md");
            let text = fs::read_to_string(&file).unwrap().replace("/old", "/other");
            fs::write(file, text).unwrap();
        }),
        ("a removed version", |archive| fs::remove_file(archive.path().join("articles/2025/a/uk.md")).unwrap()),
        ("a removed article", |archive| fs::remove_dir_all(archive.path().join("articles/2025/a")).unwrap()),
        ("a renamed article", |archive| {
            let folder = archive.path().join("articles/2025");
            fs::rename(folder.join("a"), folder.join("z")).unwrap();
        }),
    ];
    for (how, let_go) in lets_go {
        let live = Live::of(two());
        assert_eq!(live.get("/old", &[]).header("location"), "/uk/2025/a", "{how}");
        let told: Vec<_> = problems(live.app.catalog()).into_iter().map(|problem| problem.path).collect();
        assert_eq!(told, ["articles/2025/b/uk.md"], "{how}: the one that does not hold it is told");
        let live = live.edit(|archive| {
            let_go(&archive);
            archive
        });
        assert_eq!(live.get("/old", &[]).header("location"), "/uk/2025/b", "{how}");
    }
}

#[test]
fn a_diagnostic_names_the_article_that_holds_the_address_now() {
    let same = front(&[], Some("same"));
    let wanted = |archive: Archive, id: &str| archive.article(id, "uk", &["uk"]).version(id, "uk", &same);
    // The article that comes first in the alphabet, and the one whose folder has this name.
    for newcomer in ["2025/a", "2025/same"] {
        let live = Live::of(wanted(wanted(Archive::new(), "2025/b"), "2025/c"));
        let live = live.edit(|archive| wanted(archive, newcomer));
        let reported: Vec<_> = problems(live.app.catalog()).iter().map(ToString::to_string).collect();
        assert_eq!(reported.len(), 2, "{reported:?}");
        assert!(reported.iter().all(|text| text.contains(&format!("`articles/{newcomer}`"))), "{reported:?}");
    }
}

#[test]
fn random_claims_and_releases_end_as_a_fresh_start_does() {
    let mut live = Live::of(Archive::new().article("2025/a", "uk", &["uk"]));
    let mut path = None;
    for step in 0..40 {
        let id = IDS[below(IDS.len())];
        let aliases: Vec<_> = ALIASES.into_iter().filter(|_| below(2) == 0).collect();
        let slug = [None, Some("same"), Some("a"), Some("b")][below(4)];
        let action = below(4);
        live = live.edit(|archive| {
            path = Some(archive.path().to_owned());
            let folder = archive.path().join("articles").join(id);
            match action {
                0 => {
                    _ = fs::remove_dir_all(folder);
                    archive
                }
                1 if folder.is_dir() => {
                    let other = archive.path().join("articles").join(IDS[below(IDS.len())]);
                    if !other.exists() {
                        fs::create_dir_all(other.parent().unwrap()).unwrap();
                        fs::rename(folder, other).unwrap();
                    }
                    archive
                }
                _ => archive.article(id, "uk", &["uk"]).version(id, "uk", &front(&aliases, slug)),
            }
        });
        if step % 4 == 3 {
            let fresh = serve(path.as_deref().unwrap());
            assert_eq!(of_live(&live), of_fresh(&fresh), "after step {step}: {action} of {id}");
        }
    }
}

#[test]
fn each_claimant_of_a_path_is_put_twice_at_most_however_many_there_are() {
    for count in [6, 60] {
        let mut archive = Archive::new();
        for year in 1900..1900 + count {
            let id = format!("{year}/a");
            archive = archive.article(&id, "uk", &["uk"]).version(&id, "uk", &front(&["/old", "/older"], None));
        }
        let reads = Arc::new(AtomicUsize::new(0));
        let count_read = Arc::clone(&reads);
        let before_article = Box::new(move |_: &_| _ = count_read.fetch_add(1, Ordering::Relaxed));
        let source: Arc<dyn Source> = Arc::new(Hooked { before_article, ..Hooked::new(&archive) });
        let site = load_site(&*source).unwrap().site.unwrap();
        let cache = tempfile::tempdir().unwrap();
        let catalog = Arc::new(Catalog::open(cache.path(), &site).unwrap());
        let pass = || {
            reads.store(0, Ordering::Relaxed);
            Indexer::new(Arc::clone(&source), Arc::clone(&catalog), Arc::new(NoObserver), site.clone(), Vec::new())
                .pass()
                .unwrap();
            reads.load(Ordering::Relaxed)
        };
        let holder =
            || ["/old", "/older"].map(|path| catalog.snapshot().find_alias(path).unwrap().unwrap().0.to_string());
        let first = pass();
        assert!(first < 2 * count, "{first} reads of {count} articles");
        assert_eq!((holder(), problems(&catalog).len()), (["1900/a", "1900/a"].map(str::to_owned), 2 * (count - 1)));
        assert_eq!(pass(), 0, "nothing is left to do");
        fs::remove_dir_all(archive.path().join("articles/1900/a")).unwrap();
        let after = pass();
        assert!(after <= 4, "{after} reads for one path that changed hands, of {count} articles");
        assert_eq!((holder(), problems(&catalog).len()), (["1901/a", "1901/a"].map(str::to_owned), 2 * (count - 2)));
        assert_eq!(pass(), 0, "nothing is left to do");
    }
}
