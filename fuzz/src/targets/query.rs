//! The search query: anything typed is a query; the work is bounded; what is unwanted never adds anything.

use super::site::SITE;
use litopys::search::{FoundArticles, Query, SearchRequest, SearchResult, Sense};

/// Articles on a page of results.
const SIZE: usize = 3;

pub(super) fn run(data: &[u8]) {
    let Ok(typed) = std::str::from_utf8(data) else { return };
    let query = Query::parse(typed);
    assert!(query.clauses.iter().map(|clause| clause.words.len()).sum::<usize>() <= 16 && query.filters.len() <= 8);
    assert!(
        query.clauses.iter().all(|clause| !clause.words.is_empty() && clause.words.iter().all(|word| !word.is_empty()))
    );
    assert_eq!(query, Query::parse(&format!(" \t{}", typed.trim_start())), "white space in front is nothing");
    let found = find(typed);
    assert!(found.hits.len() <= SIZE && found.total >= found.hits.len(), "{found:?}");
    assert!(!query.is_empty() || found.total == 0, "nothing asked, nothing found");
    let unwanted = query.clauses.iter().any(|clause| clause.sense == Sense::Without);
    if !query.is_empty()
        && found.correction.is_none()
        && !unwanted
        && query.clauses.len() + query.filters.len() < 8
        && typed.chars().count() < 200
    {
        let narrowed = find(&format!("-річці {typed}"));
        assert!(narrowed.total <= found.total || narrowed.correction.is_some(), "`-` adds nothing");
    }
}

fn find(typed: &str) -> FoundArticles {
    let edition = SITE.app.edition();
    let lang = edition.site.default_language();
    let ask =
        SearchRequest { typed, lang, names: &edition.names, languages: edition.site.languages(), from: 0, size: SIZE };
    let search = SITE.app.search().expect("the site has a search");
    match search.find(SITE.app.catalog(), &ask).expect("whatever is typed is no error") {
        SearchResult::Found(found) => found,
        SearchResult::Building => panic!("the index is built"),
    }
}
