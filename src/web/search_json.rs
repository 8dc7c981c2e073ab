//! Search results for programs: the same for `?format=json` and `litopys search --format json`.

use serde_json::{Value, json};

use super::{app::SiteState, pages::listings::card::day, urls::url::PagePath};
use crate::{
    catalog::Card,
    model::{lang::Lang, slug::Collection},
    search::{FoundArticles, Hit, QueryCorrection},
    site::Topic,
};

/// The address of an article in `lang`, from the root of the site.
pub fn card_address(lang: &Lang, card: &Card) -> String {
    PagePath::article(card.id.collection(), &card.slug).in_lang(lang).to_string()
}

/// The title of a found version; the name of an author where a text about one has no title.
pub(in crate::web) fn card_title<'a>(edition: &'a SiteState, card: &'a Card) -> &'a str {
    if card.id.collection() != Collection::Authors || !card.title.is_empty() {
        return &card.title;
    }
    edition.name(Topic::Author, card.id.name().as_str(), &card.lang)
}

/// The results for `typed` and a reader of `lang`.
pub fn found_json(edition: &SiteState, lang: &Lang, typed: &str, found: &FoundArticles) -> Value {
    let correction = found.correction.as_ref().map(|correction| match correction {
        QueryCorrection::Layout(query) => json!({ "kind": "layout", "query": query }),
        QueryCorrection::Spelling(query) => json!({ "kind": "spelling", "query": query }),
        QueryCorrection::Most => json!({ "kind": "most" }),
    });
    let hit = |hit: &Hit| {
        json!({
            "url": format!("{}{}", edition.site.base_url(), card_address(lang, &hit.card)),
            "title": card_title(edition, &hit.card),
            "lang": hit.card.lang,
            "published": hit.card.id.year().map(|_| day(edition, hit.card.key).to_string()),
            "found_in": hit.excerpt_lang,
            "excerpt": hit.excerpt,
        })
    };
    json!({
        "query": typed,
        "query_lang": found.lang,
        "lang": lang,
        "total": found.total,
        "mended": correction,
        "results": found.hits.iter().map(hit).collect::<Vec<_>>(),
    })
}
