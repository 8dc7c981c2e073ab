//! Search: a form, what was found, and what to try where nothing was. As JSON with `format=json`, in the same form as `litopys
//! search --format json`.

use std::time::Instant;

use askama::Template;
use axum::http::StatusCode;
use jiff::civil;
use serde_json::{Value, json};

use super::listings::card::{BESIDE, day, picture_of, unpublished};
use crate::{
    article::ThumbnailImage,
    catalog::Card,
    model::{lang::Lang, slug::Collection},
    search::{DEEPEST, ExcerptPart, FoundArticles, Hit, Query, QueryCorrection, Search, SearchRequest, SearchResult},
    site::Topic,
    web::{
        app::SiteState,
        context::{PageLang, RequestContext},
        error::HttpError,
        feeds::xml::Xml,
        layout::page::PageFrame,
        policy::CachePolicy,
        reply::{Reply, TextReply},
        urls::{
            path::{query_value, typed_value},
            route_name::RouteName,
            text_fragment::passage,
            url::PagePath,
        },
    },
};

#[derive(Template)]
#[template(path = "pages/search.html")]
struct SearchPage<'a> {
    frame: PageFrame<'a>,
    typed: &'a str,
    building: bool,
    results: Option<Results>,
}

impl SearchPage<'_> {
    fn needs_tips(&self) -> bool {
        !self.building && self.results.as_ref().is_none_or(|results| results.total == 0)
    }
}

/// The results, ready for the template.
struct Results {
    total: u64,
    /// How many articles can be paged to, where that is fewer than there are.
    deepest: Option<u64>,
    /// The query that was searched instead of the typed one.
    correction: Option<Remark>,
    /// The same in one language only, or in all again.
    scope: Option<Remark>,
    hits: Vec<HitView>,
    previous: Option<String>,
    next: Option<String>,
}

/// A sentence, and where it leads.
struct Remark {
    text: String,
    href: Option<String>,
}

struct HitView {
    href: String,
    title: Vec<ExcerptPart>,
    excerpt: Vec<ExcerptPart>,
    /// The language of the title, where it is not the page's.
    title_lang: Option<Lang>,
    /// The language of the excerpt, where it is not the title's.
    excerpt_lang: Option<Lang>,
    /// The day of publication; `None` of an undated page.
    published: Option<civil::Date>,
    /// The message that says what was found where it has no date.
    kind: &'static str,
    /// That it was found in another version than the one shown.
    found_in: Option<String>,
    /// That readers do not see it, in a preview.
    unpublished: Option<String>,
    picture: Option<ThumbnailImage>,
}

/// `/<lang>/search?q=…&page=…`.
pub(in crate::web) async fn page(context: RequestContext, PageLang(lang): PageLang) -> Result<Reply, HttpError> {
    let (context, lang) = (&context, &lang);
    let typed = typed_value(context.head().query, "q").unwrap_or_default();
    let typed = typed.trim();
    let size = (context.edition.site.page_size() as usize).min(DEEPEST);
    let page = match query_value(context.head().query, "page") {
        Some(page) => page.parse().ok().filter(|page| (1..=DEEPEST.div_ceil(size)).contains(page)),
        None => Some(1),
    };
    let page = page.ok_or(HttpError::NotFound)?;
    let (names, languages) = (&context.edition.names, context.edition.site.languages());
    let from = (page - 1) * size;
    let ask = SearchRequest { typed, lang, names, languages, from, size: size.min(DEEPEST - from) };
    let answer = match (context.app.search(), typed) {
        (_, "") => None,
        (Some(search), _) => Some(find(context, search, &ask)?),
        (None, _) => Some(SearchResult::Building),
    };
    let is_building = matches!(answer, Some(SearchResult::Building));
    let policy = CachePolicy::SearchResults(lang.clone());
    let policy = if is_building { policy.provisional() } else { policy };
    let mut reply = match wants_json(context) {
        true => TextReply::new(policy, "application/json", json(context, lang, typed, answer.as_ref())),
        false => TextReply::html(policy, html(context, lang, &ask, answer.as_ref())?),
    };
    if is_building {
        reply.status = StatusCode::SERVICE_UNAVAILABLE;
    }
    Ok(reply.into())
}

/// Whether a program asks: it gets JSON, and errors as JSON too.
pub(in crate::web) fn wants_json(context: &RequestContext) -> bool {
    RouteName::from_path(context.head().path) == RouteName::Search
        && query_value(context.head().query, "format").as_deref() == Some("json")
}

/// An error as a program reads it: the status, and what a page would say.
pub(in crate::web) fn error_json(status: StatusCode, text: &str) -> String {
    format!("{}\n", json!({ "status": status.as_u16(), "error": text }))
}

fn find(context: &RequestContext, search: &Search, ask: &SearchRequest<'_>) -> Result<SearchResult, HttpError> {
    let begun = Instant::now();
    let answer = search.find(context.app.catalog(), ask);
    context.app.metrics().searched(begun.elapsed(), &answer);
    Ok(answer?)
}

fn json(context: &RequestContext, lang: &Lang, typed: &str, answer: Option<&SearchResult>) -> String {
    let nothing = FoundArticles { total: 0, hits: Vec::new(), correction: None, lang: None };
    match answer {
        Some(SearchResult::Building) => {
            let text = context.edition.words(lang).say("search-building").to_string();
            error_json(StatusCode::SERVICE_UNAVAILABLE, &text)
        }
        Some(SearchResult::Found(found)) => format!("{}\n", found_json(&context.edition, lang, typed, found)),
        None => format!("{}\n", found_json(&context.edition, lang, typed, &nothing)),
    }
}

fn html(
    context: &RequestContext,
    lang: &Lang,
    ask: &SearchRequest<'_>,
    answer: Option<&SearchResult>,
) -> Result<String, HttpError> {
    let edition = &*context.edition;
    let words = edition.words(lang);
    let title = match ask.typed {
        "" => words.say("search-title").to_string(),
        typed => words.say("search-title-query").with("query", typed).to_string(),
    };
    let mut frame = PageFrame::everywhere(edition, lang, &PagePath::Search, title);
    frame.indexed = false;
    if !ask.typed.is_empty() {
        // A reader who changes the language repeats the same search.
        for entry in &mut frame.selector {
            entry.href = Some(format!("{}&remember", PagePath::Search.in_lang(&entry.lang).search_for(ask.typed, 1)));
        }
    }
    let results = match answer {
        Some(SearchResult::Found(found)) => Some(results(context, &frame, ask, found)),
        _ => None,
    };
    let building = matches!(answer, Some(SearchResult::Building));
    Ok(SearchPage { frame, typed: ask.typed, building, results }.render()?)
}

fn results(context: &RequestContext, frame: &PageFrame<'_>, ask: &SearchRequest<'_>, found: &FoundArticles) -> Results {
    let address = frame.search();
    let reachable = found.total.min(DEEPEST);
    let page = ask.from / ask.size.max(1) + 1;
    Results {
        total: found.total as u64,
        deepest: (found.total > DEEPEST).then_some(DEEPEST as u64),
        correction: found.correction.as_ref().map(|correction| remark(frame, ask.typed, correction)),
        scope: scope(frame, ask.typed),
        hits: found.hits.iter().map(|hit| view(context, frame, hit)).collect(),
        previous: (page > 1).then(|| address.search_for(ask.typed, page - 1)),
        next: (ask.from + found.hits.len() < reachable && !found.hits.is_empty())
            .then(|| address.search_for(ask.typed, page + 1)),
    }
}

fn remark(frame: &PageFrame<'_>, typed: &str, correction: &QueryCorrection) -> Remark {
    let say = |id| frame.words.say(id).with("query", typed);
    match correction {
        QueryCorrection::Most => Remark { text: say("search-most").to_string(), href: None },
        QueryCorrection::Layout(meant) | QueryCorrection::Spelling(meant) => Remark {
            text: say("search-meant").with("meant", meant.as_str()).to_string(),
            href: Some(frame.search().search_for(meant, 1)),
        },
    }
}

/// One click narrows to the page's language, another one widens again.
fn scope(frame: &PageFrame<'_>, typed: &str) -> Option<Remark> {
    let narrow = format!("lang:{}", frame.lang);
    if Query::parse(typed).lang().is_none() {
        let text = frame.words.say("search-narrow").with("lang", frame.in_language(frame.lang)).to_string();
        return Some(Remark { text, href: Some(frame.search().search_for(&format!("{typed} {narrow}"), 1)) });
    }
    let wide: Vec<&str> = typed.split_whitespace().filter(|item| !item.starts_with("lang:")).collect();
    let text = frame.words.say("search-widen").to_string();
    (!wide.is_empty()).then(|| Remark { text, href: Some(frame.search().search_for(&wide.join(" "), 1)) })
}

fn view(context: &RequestContext, frame: &PageFrame<'_>, hit: &Hit) -> HitView {
    let found_in = hit.found_in().map(|lang| {
        let said = frame.words.say("search-found-in").with("lang", frame.in_language(lang));
        said.to_string()
    });
    HitView {
        href: format!("{}{}", card_address(frame.lang, &hit.card), passage(hit)),
        title: titled(context, hit),
        excerpt: hit.excerpt.clone(),
        title_lang: Some(&hit.card.lang).filter(|lang| *lang != frame.lang).cloned(),
        excerpt_lang: hit.found_in().cloned(),
        published: hit.card.id.year().map(|_| day(&context.edition, hit.card.key)),
        kind: if hit.card.id.collection() == Collection::Authors { "listing-author" } else { "card-page" },
        found_in,
        unpublished: hit.card.unpublished.map(|state| unpublished(&context.edition, frame.lang, state)),
        picture: picture_of(&hit.card, BESIDE),
    }
}

/// The title; the name of an author where a text about one has no title.
fn titled(context: &RequestContext, hit: &Hit) -> Vec<ExcerptPart> {
    match card_title(&context.edition, &hit.card) {
        title if title == hit.card.title => hit.title.clone(),
        name => vec![ExcerptPart { text: name.to_owned(), marked: false }],
    }
}

const MEDIA_TYPE: &str = "application/opensearchdescription+xml";

/// The description in `lang`. Its name is whole, though OpenSearch 1.1 speaks of 16 characters: browsers list it by this name, hold
/// to no such length, and take no second search of the same name.
pub(in crate::web) async fn description(context: RequestContext, PageLang(lang): PageLang) -> Result<Reply, HttpError> {
    let (context, lang) = (&context, &lang);
    let edition = &*context.edition;
    let (base, site) = (edition.site.base_url(), edition.site.name(lang));
    let search = format!("{base}{}?q={{searchTerms}}", PagePath::Search.in_lang(lang));
    let own = format!("{base}{}", PagePath::OpenSearch.in_lang(lang));
    let about = edition.words(lang).say("opensearch-description").with("site", site).to_string();
    let mut xml = Xml::new();
    xml.open("OpenSearchDescription", &[("xmlns", "http://a9.com/-/spec/opensearch/1.1/")]);
    xml.text("ShortName", &[], &edition.site.distinct_name(lang));
    xml.text("Description", &[], &about);
    xml.text("Language", &[], lang.as_str());
    xml.text("InputEncoding", &[], "UTF-8");
    xml.text("OutputEncoding", &[], "UTF-8");
    xml.text("Image", &[("type", "image/svg+xml")], &format!("{base}{}", edition.assets.address("icon.svg")));
    xml.empty("Url", &[("type", "text/html"), ("method", "get"), ("template", &search)]);
    xml.empty("Url", &[("type", MEDIA_TYPE), ("rel", "self"), ("template", &own)]);
    xml.close("OpenSearchDescription");
    let content_type = "application/opensearchdescription+xml; charset=utf-8";
    Ok(TextReply::new(CachePolicy::Page(lang.clone()), content_type, xml.finish()).into())
}

/// The address of an article in `lang`, from the root of the site.
pub fn card_address(lang: &Lang, card: &Card) -> String {
    PagePath::article(card.id.collection(), &card.slug).in_lang(lang).to_string()
}

/// The title of a found version; the name of an author where a text about one has no title.
fn card_title<'a>(edition: &'a SiteState, card: &'a Card) -> &'a str {
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
