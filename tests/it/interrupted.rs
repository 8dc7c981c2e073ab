//! A pass that is interrupted: a later pass does the rest.

use std::{
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex},
    thread::{self, JoinHandle},
    time::{Duration, SystemTime},
};

use crate::harness::{Archive, Hooked, SITE, eventually, problems};
use litopys::{
    catalog::{Catalog, ChangeSet},
    site::Site,
    source::{Folder, SiteTexts, Source, load_site},
    worker::{Control, Follow, Indexer, NoObserver, Observer, PassReport},
};
use rusqlite::Connection;
use tempfile::TempDir;

const WITHIN: Duration = Duration::from_secs(300);

/// An archive with a catalog, and with a source that refuses what it is asked to.
struct Followed {
    archive: Archive,
    catalog: Arc<Catalog>,
    source: Arc<dyn Source>,
    /// What cannot be read the next time.
    refused: Arc<Mutex<Option<&'static str>>>,
    site: Site,
    cache: TempDir,
}

impl Followed {
    fn of(archive: Archive, is_watched: bool) -> Followed {
        let refused = Arc::new(Mutex::new(None));
        let next = Arc::clone(&refused);
        let refuses = Box::new(move |path: &str| {
            let mut next = next.lock().unwrap();
            let is_refused = *next == Some(path);
            if is_refused {
                *next = None;
            }
            is_refused
        });
        let mut hooked = Hooked { refuses, ..Hooked::new(&archive) };
        if is_watched {
            hooked.folder = Folder::open(archive.path()).unwrap().watched().unwrap();
        }
        let source: Arc<dyn Source> = Arc::new(hooked);
        let site = load_site(&*source).unwrap().site.unwrap();
        let cache = tempfile::tempdir().unwrap();
        let catalog = Arc::new(Catalog::open(cache.path(), &site).unwrap());
        Followed { archive, catalog, source, refused, site, cache }
    }

    fn indexer(&self, observer: Arc<dyn Observer>) -> Indexer {
        let source = Arc::clone(&self.source);
        Indexer::new(source, Arc::clone(&self.catalog), observer, self.site.clone(), Vec::new())
    }

    /// Follows in a thread, until that is ordered to stop.
    fn run(&self) -> (Arc<Control>, JoinHandle<()>) {
        let (indexer, control) = (self.indexer(Arc::new(NoObserver)), Arc::new(Control::default()));
        let own = Arc::clone(&control);
        (control, thread::spawn(move || indexer.run(Follow::On, &own)))
    }

    fn refuse(&self, path: &'static str) {
        *self.refused.lock().unwrap() = Some(path);
    }

    fn codes(&self) -> Vec<String> {
        problems(&self.catalog).iter().map(|problem| format!("{} {}", problem.path, problem.code)).collect()
    }

    /// The last batch, and the one after which links were looked up.
    fn batches(&self) -> (String, String) {
        let connection = Connection::open(self.cache.path().join("catalog.sqlite")).unwrap();
        let find = |key| connection.query_row("SELECT value FROM meta WHERE key = ?1", [key], |row| row.get(0));
        (find("batch").unwrap(), find("links").unwrap())
    }
}

/// Ends the process, as it were, once a batch is applied.
struct Killer;

impl Observer for Killer {
    fn site_changed(&self, _: SiteTexts) {}
    fn touched(&self, _: &ChangeSet) {
        panic!("killed");
    }
    fn invalidate_all(&self) {}
    fn progress(&self, _: usize, _: usize) {}
    fn passed(&self, _: PassReport) {}
}

#[test]
fn links_are_looked_up_by_the_next_process_where_one_ends_before_it() {
    let linked = "+++\ntitle = 'x'\n+++\n\nSee [it](../gone/).\n";
    let archive = Archive::new().article("2025/links", "uk", &["uk"]).file("articles/2025/links/uk.md", linked);
    let followed = Followed::of(archive, false);
    let mut killed = followed.indexer(Arc::new(Killer));
    assert!(catch_unwind(AssertUnwindSafe(|| killed.pass())).is_err());
    drop(killed);
    assert_eq!(followed.codes(), [""; 0]);
    let mut indexer = followed.indexer(Arc::new(NoObserver));
    indexer.pass().unwrap();
    assert_eq!(followed.codes(), ["articles/2025/links/uk.md broken-link"]);

    // A file that is saved without a change touches no link, and leaves none to look up.
    let (before, _) = followed.batches();
    let file = fs::File::options().append(true).open(followed.archive.path().join("articles/2025/links/uk.md"));
    file.unwrap().set_modified(SystemTime::now() + Duration::from_secs(9)).unwrap();
    assert_eq!(indexer.pass().unwrap().changed, 1);
    let (batch, links) = followed.batches();
    assert!(batch != before && batch == links, "{before}, then {batch} and {links}");
}

#[test]
fn a_reload_that_fails_half_way_is_carried_out_later() {
    for refused in ["site.toml", "2025/one", "locales"] {
        let archive = Archive::new().article("2025/one", "uk", &["uk"]).article("2025/two", "uk", &["uk"]);
        let followed = Followed::of(archive, true);
        let (control, thread) = followed.run();
        let langs = |id: &str| {
            let langs = followed.catalog.snapshot().languages_of(&id.parse().unwrap()).unwrap();
            langs.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
        };
        eventually(WITHIN, "the first pass", || langs("2025/two") == "uk");
        followed.refuse(refused);
        let site = SITE.split("[[language]]\ntag = \"ru\"").next().unwrap().replace(", \"ru\"]", "]");
        fs::write(followed.archive.path().join("site.toml"), site).unwrap();
        control.reload();
        let fits = || load_site(&*followed.source).is_ok_and(|texts| followed.catalog.fits(&texts.site.unwrap()));
        eventually(WITHIN, refused, || followed.refused.lock().unwrap().is_none());
        eventually(WITHIN, refused, || fits() && !followed.catalog.is_begun_anew());
        assert_eq!(langs("2025/one"), "uk", "{refused}");
        let text = "+++\ntitle = \"One\"\n+++\n\nText.\n";
        fs::write(followed.archive.path().join("articles/2025/one/en.md"), text).unwrap();
        eventually(WITHIN, "an edit after the reload", || langs("2025/one").contains("en"));
        control.stop();
        thread.join().unwrap();
    }
}

#[test]
fn an_article_to_be_put_again_is_put_again_after_a_pass_that_failed() {
    let alias = "aliases = [\"/old\"]\n";
    let archive = Archive::new().article("2025/a", "uk", &["uk"]).article("2025/b", "uk", &["uk"]);
    let archive = archive.version("2025/a", "uk", alias).version("2025/b", "uk", alias);
    let followed = Followed::of(archive, true);
    let (control, thread) = followed.run();
    eventually(WITHIN, "the first pass", || followed.codes() == ["articles/2025/b/uk.md duplicate-alias"]);
    followed.refuse("2025/b");
    fs::remove_dir_all(followed.archive.path().join("articles/2025/a")).unwrap();
    eventually(WITHIN, "the old path of the article that is left", || followed.codes().is_empty());
    assert_eq!(*followed.refused.lock().unwrap(), None, "a pass has failed");
    control.stop();
    thread.join().unwrap();
}
