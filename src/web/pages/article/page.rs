//! An article in one language: its version, or the fallback for it, or links to the versions that exist.

use askama::Template;
use jiff::civil;
use serde_json::json;

use super::{
    side_by_side,
    stale_notice::{self, StaleNotice},
    text::{self, Share},
    versions::{
        self, LicenceLink, Provenance, Series, VersionLink, address, iso_date, translation, updated, version_links,
    },
};
use crate::{
    article::{
        Licence,
        markdown::{BlockKind, SafeHtml},
    },
    catalog::{AddressMatch, ArticleView, Card, SeriesPart, VersionSummary},
    model::{
        lang::Lang,
        slug::{Collection, Year},
    },
    site::Topic,
    web::{
        app::SiteState,
        context::{At, PageLang, RequestContext},
        error::HttpError,
        layout::{
            body::Body,
            language_selector::LanguageState,
            page::{JsonLd, PageFrame, written},
        },
        pages::{
            error,
            listings::card::{self, CardView, card_view, day, unpublished},
        },
        policy::CachePolicy,
        reply::{Redirect, Reply, StorePage, TextReply},
        surrogate_keys,
        urls::url::{PagePath, TextFormat},
    },
};

#[derive(Template)]
#[template(path = "pages/article.html")]
struct ArticlePage<'a> {
    frame: PageFrame<'a>,
    version: &'a VersionSummary,
    body: Body,
    /// The corrections below the text.
    corrections: Body,
    /// The language of title and text, where it is not the page's.
    text_lang: Option<&'a Lang>,
    /// The message above a fallback: whether a version in the page's language is still to come.
    fallback_title: &'static str,
    /// That readers do not see this version: in a preview, or where a signed link was opened.
    unpublished: Option<DraftNotice>,
    /// Every version there is, for the notice of a fallback.
    versions: Vec<VersionLink>,
    /// The day of publication; `None` of an undated page.
    published: Option<civil::Date>,
    /// The day of the last change, of a source version; that of a translation is part of its provenance.
    updated: Option<civil::Date>,
    /// Minutes that the text takes to read.
    minutes: u32,
    translation: Option<Provenance>,
    /// The notice where the version shown is older than its source.
    stale: Option<StaleNotice>,
    section: Option<(&'a str, String)>,
    tags: Vec<(&'a str, String)>,
    authors: Vec<(&'a str, String)>,
    licence: Option<LicenceLink>,
    /// The series that it is a part of.
    series: Option<Series<'a>>,
    related: Vec<CardView<'a>>,
    /// The headings of a long text.
    contents: Vec<ContentsEntry>,
    /// This version side by side with each other one; empty where a fallback is shown.
    pairs: Vec<VersionLink>,
    /// How to pass it on and to cite it; `None` for what has no address yet.
    share: Option<Share>,
    newer: Option<CardView<'a>>,
    older: Option<CardView<'a>>,
}

/// That a version is not public.
pub(super) struct DraftNotice {
    /// Why: it is a draft, or published later.
    pub(super) state: String,
    /// The text about who sees it.
    pub(super) text: String,
}

/// Words that an adult reads in a minute: Brysbaert 2019 finds 238 for English; other languages need fewer, longer words.
const WORDS_A_MINUTE: u32 = 220;

/// Related articles named below an article.
const RELATED: usize = 4;

/// The articles around an article in time and by subject; none around an undated page.
#[derive(Default)]
struct Neighbourhood {
    newer: Option<Card>,
    older: Option<Card>,
    related: Vec<Card>,
    parts: Vec<SeriesPart>,
}

/// `/<lang>/<year>/<slug>`, and the same with the ending of a file.
pub(in crate::web) async fn page(
    context: RequestContext,
    PageLang(lang): PageLang,
    At((year, name)): At<(Year, String)>,
) -> Result<Reply, HttpError> {
    article(&context, &lang, year.into(), &name)
}

/// `/<lang>/<slug>`: an undated page.
pub(in crate::web) async fn undated(
    context: RequestContext,
    PageLang(lang): PageLang,
    At(name): At<String>,
) -> Result<Reply, HttpError> {
    article(&context, &lang, Collection::Pages, &name)
}

fn article(context: &RequestContext, lang: &Lang, collection: Collection, slug: &str) -> Result<Reply, HttpError> {
    if let Some((slug, form)) = TextFormat::split(slug) {
        return text::page(context, lang, collection, slug, form);
    }
    let catalog = &context.catalog;
    let (id, slug) = match catalog.find(lang, collection, slug)? {
        AddressMatch::Article(id) => (id, slug.to_owned()),
        AddressMatch::Moved(id, slug) => (id, slug.to_string()),
        AddressMatch::Nothing => return Err(HttpError::NotFound),
    };
    let languages = context.edition.site.languages();
    let right = PagePath::Article(collection, slug).in_lang(lang).to_string();
    // A reader who is only redirected is not counted, and neither text is read nor a page made for them.
    let is_led_on = context.is_on_the_way() || context.head().path != right;
    let shown = |has: &[Lang]| languages.shown(lang, |lang| has.contains(lang)).filter(|_| !is_led_on).cloned();
    let view = catalog.article(&id, shown)?.ok_or(HttpError::NotFound)?;
    let version = languages.shown(lang, |lang| view.versions.has(lang)).and_then(|lang| view.versions.get(lang));
    if is_led_on && version.is_some() {
        return Ok(Redirect::Moved(format!("{right}{}", context.query())).into());
    }
    if let Some(notice) = stale_notice::notice(context, lang, &view)? {
        return Ok(notice);
    }
    let misses = !view.versions.has(lang) && view.meta.languages.includes(lang);
    if context.edition.site.counts_fallbacks() && misses && context.head().path == right {
        context.app.demand().count(&id, lang);
    }
    match version {
        Some(version) => show(context, lang, &view, version),
        None => error::no_version(context, lang, &view),
    }
}

fn show(
    context: &RequestContext,
    lang: &Lang,
    view: &ArticleView,
    version: &VersionSummary,
) -> Result<Reply, HttpError> {
    let edition = &*context.edition;
    let is_fallback = version.lang != *lang;
    if is_fallback {
        context.app.metrics().fell_back(lang.as_str(), version.lang.as_str());
    }
    let Neighbourhood { newer, older, related, parts } = neighbourhood(context, lang, view)?;
    let page = ArticlePage {
        unpublished: version.unpublished.map(|state| DraftNotice {
            state: unpublished(edition, lang, state),
            text: edition.words(lang).say("preview-unpublished").to_string(),
        }),
        series: Series::of(edition, lang, view, &parts),
        related: related.iter().map(|card| card_view(edition, lang, card)).collect(),
        pairs: if is_fallback { Vec::new() } else { side_by_side::pairs(context, view, version) },
        share: view.meta.published.map(|_| Share::new(edition, lang, view, version)),
        newer: newer.as_ref().map(|card| card_view(edition, lang, card)),
        older: older.as_ref().map(|card| card_view(edition, lang, card)),
        ..text_alone(context, lang, view, version)?
    };
    let mut reply = TextReply::html(CachePolicy::Page(lang.clone()), written(&page, page.body.len())?);
    let named = related.iter().chain(&newer).chain(&older).chain(parts.iter().map(|part| &part.card));
    reply.shows = surrogate_keys::shown(&context.edition.site, view, &view.body, named);
    if is_fallback && edition.site.counts_fallbacks() {
        reply.keep = StorePage::Never;
    }
    Ok(reply.into())
}

/// The page of a version that is not public, under this notice: nothing on it is an address at which readers would find it.
pub(super) fn draft(
    context: &RequestContext,
    lang: &Lang,
    view: &ArticleView,
    version: &VersionSummary,
    notice: DraftNotice,
) -> Result<String, HttpError> {
    let mut page = ArticlePage { unpublished: Some(notice), ..text_alone(context, lang, view, version)? };
    (page.frame.indexed, page.frame.kind, page.frame.json_ld) = (false, "website", JsonLd::default());
    Ok(written(&page, page.body.len())?)
}

/// The page without links to other articles.
fn text_alone<'a>(
    context: &'a RequestContext,
    lang: &'a Lang,
    view: &'a ArticleView,
    version: &'a VersionSummary,
) -> Result<ArticlePage<'a>, HttpError> {
    let edition = &*context.edition;
    Ok(ArticlePage {
        frame: frame(edition, lang, view, version),
        body: stale_notice::body(context, lang, view, version)?,
        corrections: versions::html(edition, lang, version)?,
        text_lang: (version.lang != *lang).then_some(&version.lang),
        fallback_title: match view.meta.languages.includes(lang) {
            true => "fallback-notice-title",
            false => "fallback-unmeant-title",
        },
        unpublished: None,
        versions: version_links(edition, view),
        published: view.meta.published.map(|_| day(edition, view.key)),
        updated: updated(edition, version).filter(|_| version.lang == view.meta.source),
        minutes: version.details.words.div_ceil(WORDS_A_MINUTE).max(1),
        translation: translation(edition, lang, view, version),
        stale: StaleNotice::for_version(edition, view, version),
        section: view.meta.section.as_deref().map(|id| topic_link(edition, lang, Topic::Section, id)),
        tags: topic_links(edition, lang, Topic::Tag, &view.meta.tags),
        authors: topic_links(edition, lang, Topic::Author, &view.meta.authors),
        licence: view.meta.licence.as_deref().map(|licence| LicenceLink::new(edition.words(lang), licence)),
        series: None,
        related: Vec::new(),
        contents: contents(version, &view.body),
        pairs: Vec::new(),
        share: None,
        newer: None,
        older: None,
        version,
    })
}

fn neighbourhood(context: &RequestContext, lang: &Lang, view: &ArticleView) -> Result<Neighbourhood, HttpError> {
    if view.meta.published.is_none() {
        return Ok(Neighbourhood::default());
    }
    let catalog = &context.catalog;
    let (newer, older) = catalog.neighbours(lang, view.key)?;
    let related = catalog.related(view, lang, RELATED)?;
    let parts = view.meta.series.as_deref().map(|id| catalog.series(id, lang)).transpose()?.unwrap_or_default();
    Ok(Neighbourhood { newer, older, related, parts })
}

fn frame<'a>(edition: &'a SiteState, lang: &'a Lang, view: &ArticleView, version: &VersionSummary) -> PageFrame<'a> {
    let own = |lang: &Lang| address(view, lang);
    let languages = edition.site.languages();
    let has = |lang: &Lang| view.versions.has(lang);
    let counterpart = |other: &Lang| match own(other) {
        Some(address) => LanguageState::Translated(address),
        None if languages.shown(other, has).is_none() => LanguageState::None,
        None if view.meta.languages.includes(other) => {
            LanguageState::Fallback(PagePath::neutral(&view.id).in_lang(other))
        }
        None => LanguageState::Unmeant(PagePath::neutral(&view.id).in_lang(other)),
    };
    let shown = own(&version.lang).unwrap_or_else(|| PagePath::neutral(&view.id).in_lang(lang));
    let mut frame = PageFrame::new(edition, lang, shown, version.title.clone(), counterpart);
    frame.description = version.summary.clone();
    frame.indexed = version.lang == *lang;
    frame.kind = "article";
    let card = || card::preview(edition, &view.id, version.lang.as_str(), &version.title);
    frame.picture = version.details.picture.clone().or_else(card);
    if frame.indexed {
        let in_order = languages.iter().filter_map(|language| own(&language.tag)).collect::<Vec<_>>();
        frame.set_alternates(&in_order, &PagePath::neutral(&view.id));
        frame.json_ld = json_ld(edition, lang, view, version);
    }
    frame
}

fn topic_link<'a>(edition: &'a SiteState, lang: &Lang, topic: Topic, id: &'a str) -> (&'a str, String) {
    let address = PagePath::Topic(topic, id.to_owned()).in_lang(lang).to_string();
    (edition.name(topic, id, lang), address)
}

fn topic_links<'a>(edition: &'a SiteState, lang: &Lang, topic: Topic, ids: &'a [String]) -> Vec<(&'a str, String)> {
    ids.iter().map(|id| topic_link(edition, lang, topic, id)).collect()
}

/// schema.org `NewsArticle`, or `WebPage`, with its translations tied to each other.
fn json_ld(edition: &SiteState, lang: &Lang, view: &ArticleView, version: &VersionSummary) -> JsonLd {
    let base = edition.site.base_url();
    let link = |lang: &Lang| address(view, lang).map(|address| format!("{base}{address}"));
    let kind = if view.meta.published.is_some() { "NewsArticle" } else { "WebPage" };
    let work = |lang: &Lang| json!({ "@type": kind, "@id": link(lang), "inLanguage": lang });
    let changed = version.details.latest(edition.site.time_zone()).or(view.meta.published);
    let authors = view.meta.authors.iter().map(|id| edition.name(Topic::Author, id, lang));
    let authors: Vec<_> = authors.map(|name| json!({ "@type": "Person", "name": name })).collect();
    let mut data = json!({
        "@context": "https://schema.org",
        "@type": kind,
        "@id": link(lang),
        "url": link(lang),
        "mainEntityOfPage": link(lang),
        "headline": version.title,
        "description": version.summary,
        "inLanguage": lang,
        "publisher": { "@type": "Organization", "name": edition.site.name(lang), "url": format!("{base}/") },
        "wordCount": version.details.words,
    });
    let others = view.versions.except(lang).map(|version| &version.lang);
    match view.source() {
        Some(source) if source.lang != *lang => data["translationOfWork"] = work(&source.lang),
        _ => data["workTranslation"] = others.map(work).collect(),
    }
    if let Some(published) = view.meta.published {
        data["datePublished"] = json!(iso_date(edition, published));
        data["author"] = json!(authors);
    }
    if let Some(changed) = changed {
        data["dateModified"] = json!(iso_date(edition, changed));
    }
    if let Some((picture, _)) = &version.details.picture {
        data["image"] = json!(format!("{base}{picture}"));
    }
    if !version.details.corrections.is_empty() {
        data["correction"] = versions::json_ld(edition, version);
    }
    if let Some(licence) = &view.meta.licence {
        data["license"] =
            json!(Licence::from_spdx(licence, None).map_or_else(|| licence.clone(), |licence| licence.url));
    }
    JsonLd::new(&data)
}

/// One heading.
pub(in crate::web) struct ContentsEntry {
    /// The id in the text.
    pub(in crate::web) id: String,
    /// Its words.
    pub(in crate::web) text: String,
    /// Whether it lies below the second level.
    pub(in crate::web) is_below: bool,
}

/// A text that is read in less time is scrolled through sooner than looked up.
const WORDS: u32 = 1200;
/// So many headings make contents.
const HEADINGS: usize = 4;

/// The contents; empty for a text that needs none.
pub(in crate::web) fn contents(version: &VersionSummary, body: &SafeHtml) -> Vec<ContentsEntry> {
    if version.details.words < WORDS {
        return Vec::new();
    }
    let pieces = body.pieces();
    let heading = |piece: &crate::article::markdown::HtmlBlock<'_>| match piece.kind {
        BlockKind::Heading(level @ ..=3) => {
            Some(ContentsEntry { id: piece.id()?.to_owned(), text: piece.text(), is_below: level > 2 })
        }
        _ => None,
    };
    let entries: Vec<_> = pieces.iter().filter_map(heading).collect();
    if entries.len() < HEADINGS { Vec::new() } else { entries }
}
