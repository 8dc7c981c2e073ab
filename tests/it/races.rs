//! What is hidden, or published, while an answer is made: no later reader is shown what was made before, and no cache has it.

use std::{
    fs,
    sync::{Arc, Mutex},
};

use jiff::Timestamp;
use litopys::article::Drafts;
use serde_json::Value;

use crate::{
    harness::{Archive, Hooked},
    unpublished::{BEGIN, Site, max_age},
};

const META: &str = "articles/2020/open/article.toml";
/// A page for which two files are read: its text, and then [`META`].
const PAGE: &str = "/uk/2020/open.md";

type Action = Box<dyn FnOnce() + Send>;

/// A site with an action that is done once, in the middle of a page: when [`META`] is read for it.
struct Raced {
    site: Site,
    action: Arc<Mutex<Option<Action>>>,
}

impl Raced {
    fn new(archive: Archive, now: i64) -> Raced {
        let action: Arc<Mutex<Option<Action>>> = Arc::default();
        let own = Arc::clone(&action);
        let before_file = Box::new(move |path: &str| {
            let action = if path == META { own.lock().unwrap().take() } else { None };
            if let Some(action) = action {
                action();
            }
        });
        let source = Hooked { before_file, ..Hooked::new(&archive) };
        Raced { site: Site::over(archive, Arc::new(source), now, Drafts::Hidden), action }
    }

    fn then(&self, action: impl FnOnce() + Send + 'static) {
        let action: Action = Box::new(action);
        *self.action.lock().unwrap() = Some(action);
    }

    fn is_done(&self) -> bool {
        self.action.lock().unwrap().is_none()
    }
}

#[test]
fn a_page_made_while_its_article_is_hidden_is_shown_to_no_later_reader() {
    let raced = Raced::new(Archive::new().article("2020/open", "uk", &["uk"]), BEGIN);
    let (site, path) = (&raced.site, raced.site.root().join("articles/2020/open/uk.md"));
    let mut indexer = site.indexer(BEGIN);
    raced.then(move || {
        fs::write(path, "+++\ntitle = \"Title\"\ndraft = true\n+++\n\nText in uk.\n").unwrap();
        indexer.pass().unwrap();
    });
    // Its text was read before.
    assert!(site.get(PAGE).text().contains("Text in uk.") && raced.is_done());
    for _ in 0..2 {
        let later = site.get(PAGE);
        assert_eq!((later.status, later.text().contains("Text in uk.")), (404, false), "{}", later.text());
    }
}

/// The one that is published next is the one from before the page: afterwards there may be none.
#[test]
fn no_cache_keeps_a_page_made_while_something_is_published() {
    let now = Timestamp::now().as_second();
    let moment = Timestamp::from_second(now + 40).unwrap();
    let archive = Archive::new()
        .article("2020/open", "uk", &["uk"])
        .file("articles/2020/later/article.toml", &format!("published = {moment}\nsource = \"uk\"\n"))
        .version("2020/later", "uk", "");
    let raced = Raced::new(archive, now);
    let (site, mut indexer) = (&raced.site, raced.site.indexer(now + 40));
    assert_eq!(site.get("/uk/2020/later").status, 404);
    raced.then(move || _ = indexer.pass().unwrap());
    let page = site.get(PAGE);
    assert!(page.status == 200 && raced.is_done());
    assert!(max_age(&page) <= 40, "{}", max_age(&page));
    assert_eq!(site.get("/uk/2020/later").status, 200);
}

/// The index follows the catalog: until then it has the words of what is hidden.
#[test]
fn a_search_tells_nothing_of_what_is_hidden_before_its_index_follows() {
    let meta = |day: &str, more: &str| format!("published = {day}\nsource = \"en\"\n{more}");
    let file = "articles/2020/hidden/article.toml";
    // The word as it is, mistyped, and on a page behind its last one.
    let queries = ["ships", "shipps", "ships&page=2", "shipps&page=2"];
    for after in
        [meta("2020-06-29", "draft = true\n"), meta("2031-06-29", ""), meta("2020-06-29", "withdrawn = \"x\"\n")]
    {
        let archive = Archive::new()
            .article("2020/open", "en", &["en"])
            .file(file, &meta("2020-06-29", ""))
            .file("articles/2020/hidden/en.md", "+++\ntitle = \"Old ships\"\n+++\n\nShips.\n");
        let site = Site::new(archive, BEGIN, Drafts::Hidden);
        let found = |query: &str| -> Value {
            serde_json::from_slice(&site.get(&format!("/en/search?format=json&q={query}")).body).unwrap()
        };
        assert_eq!((found("ships")["total"].as_u64(), found("text")["total"].as_u64()), (Some(1), Some(1)));
        assert_eq!(found("shipps")["mended"]["query"], "ships");
        fs::write(site.root().join(file), &after).unwrap();
        site.indexer(BEGIN).pass().unwrap();
        for query in queries {
            let found = found(query);
            assert_eq!((found["total"].as_u64(), &found["mended"]), (Some(0), &Value::Null), "{after}{query}: {found}");
            assert_eq!(found["results"], Value::Array(Vec::new()), "{after}{query}");
        }
        assert_eq!(found("text")["total"].as_u64(), Some(1));
    }
}
