//! Articles of one tag, author or section, newest first; and every tag, author or section of the archive, in the order of the
//! alphabet.

use askama::Template;
use axum::Extension;

use super::{
    card::{CardView, about, about_names, card_view, unpublished},
    dated::Calendar,
    pager::{Pager, PagerPlace, ReadingOrder, found},
};
use crate::{
    catalog::{ArticleView, Listing, ListingKey, ListingPart, MonthCount, Period, Scope, VersionSummary},
    i18n::Alphabet,
    model::{
        lang::Lang,
        slug::{ArticleId, Collection, Year},
    },
    site::Topic,
    web::{
        app::SiteState,
        context::{At, PageLang, RequestContext},
        error::HttpError,
        layout::{
            body::Body,
            page::{PageFrame, written},
        },
        pages::article::versions,
        policy::CachePolicy,
        reply::{Reply, TextReply},
        surrogate_keys,
        urls::url::{Address, PagePath},
    },
};

#[derive(Template)]
#[template(path = "pages/listing.html")]
struct ListingPage<'a> {
    frame: PageFrame<'a>,
    /// The kind of listing, and the address of every one of that kind.
    kind: (String, String),
    /// The text about the author.
    text: Option<AuthorText>,
    cards: Vec<CardView<'a>>,
    count: u64,
    pager: Pager,
    calendar: Option<Calendar>,
}

/// A text about an author, as readers of a language are shown it.
struct AuthorText {
    view: ArticleView,
    version: VersionSummary,
    /// Its language, where that is not the page's.
    lang: Option<Lang>,
    body: Body,
    /// That readers do not see it, in a preview.
    unpublished: Option<String>,
    /// Its corrections.
    corrections: Body,
}

impl AuthorText {
    /// The text about the author `id` that readers of `lang` are shown.
    fn find(context: &RequestContext, lang: &Lang, id: &str) -> Result<Option<AuthorText>, HttpError> {
        let Ok(name) = id.parse() else { return Ok(None) };
        let id = ArticleId::new(Collection::Authors, name);
        let edition = &*context.edition;
        let shown = |has: &[Lang]| edition.site.languages().shown(lang, |lang| has.contains(lang)).cloned();
        let Some(view) = context.catalog.article(&id, shown)? else { return Ok(None) };
        let shown = edition.site.languages().shown(lang, |lang| view.versions.has(lang));
        let Some(version) = shown.and_then(|lang| view.versions.get(lang)).cloned() else { return Ok(None) };
        Ok(Some(AuthorText {
            lang: (version.lang != *lang).then(|| version.lang.clone()),
            body: Body::fill(context, lang, &version.lang, &view.body)?,
            unpublished: version.unpublished.map(|state| unpublished(edition, lang, state)),
            corrections: versions::html(edition, lang, &version)?,
            view,
            version,
        }))
    }
}

/// `/<lang>/tag/<id>` and its like. A topic without articles does not have a page, except an author with a text.
pub(in crate::web) async fn page(
    context: RequestContext,
    PageLang(lang): PageLang,
    Extension(topic): Extension<Topic>,
    At(id): At<String>,
) -> Result<Reply, HttpError> {
    let (context, lang, id) = (&context, &lang, id.as_str());
    let edition = &*context.edition;
    let part = ReadingOrder::NewestFirst.part(context.head().query)?;
    let catalog = &context.catalog;
    let scope = Scope::Topic(topic, id.to_owned());
    let listing = Listing::new(scope.clone(), lang);
    let shown = catalog.page(&listing, part, edition.site.page_size())?;
    let text = match (topic, part) {
        (Topic::Author, ListingPart::First) => AuthorText::find(context, lang, id)?,
        _ => None,
    };
    if shown.cards.is_empty() && text.is_none() {
        return Err(HttpError::NotFound);
    }
    let here = PagePath::Topic(topic, id.to_owned());
    let has_text = |lang: &Lang| {
        let has = |view: &ArticleView| edition.site.languages().shown(lang, |lang| view.versions.has(lang)).is_some();
        text.as_ref().is_some_and(|text| has(&text.view))
    };
    let found = found(context, |lang| Ok(catalog.count(&scope, lang)? + u64::from(has_text(lang))))?;
    // Title and summary of a fallback are in another language; the author's name is there in this one.
    let own = text.as_ref().filter(|text| text.lang.is_none()).map(|text| &text.version);
    let own_title = own.map(|version| &version.title).filter(|title| !title.is_empty());
    let title = own_title.map_or_else(|| edition.name(topic, id, lang).to_owned(), String::clone);
    let mut frame = PageFrame::where_found(edition, lang, &here, title, &found);
    frame.indexed = part == ListingPart::First;
    let cards: Vec<CardView<'_>> = shown.cards.iter().map(|card| card_view(edition, lang, card)).collect();
    frame.description = match own.map(|version| &version.summary).filter(|summary| !summary.is_empty()) {
        Some(summary) => summary.clone(),
        None => about(&frame, &cards),
    };
    frame.add_feeds(topic, id);
    let in_lang = |lang: &Lang| Listing::new(scope.clone(), lang);
    PagerPlace { page: &here, order: ReadingOrder::NewestFirst, part }.keep(context, &mut frame, in_lang)?;
    let here = here.in_lang(lang);
    // All on one page needs no way into it.
    let has_calendar = frame.indexed && shown.next.is_some();
    let months = if has_calendar { catalog.months(&listing)? } else { Vec::new() };
    let page = ListingPage {
        kind: (frame.words.say(message(topic)).to_string(), PagePath::Topics(topic).in_lang(lang).to_string()),
        text,
        cards,
        count: catalog.count(&scope, lang)?,
        pager: Pager::new(&shown, &here, ReadingOrder::NewestFirst),
        calendar: Calendar::from_years(frame.words, &months, |year| place(edition, &here, &months, year)),
        frame,
    };
    let length = page.text.as_ref().map_or(0, |text| text.body.len());
    let mut reply = TextReply::html(CachePolicy::Page(lang.clone()), written(&page, length)?);
    if let Some(text) = &page.text {
        reply.shows = surrogate_keys::shown(&edition.site, &text.view, &text.view.body, []);
    }
    Ok(reply.into())
}

/// The key in the listing at which a year begins, read from its end: a place in time, not a page of its own.
fn place(edition: &SiteState, here: &Address, months: &[MonthCount], year: Year) -> String {
    let end = Period::Year(year).span(edition.site.time_zone()).end;
    let is_newest = months.last().is_some_and(|month| month.year == year);
    let part = if is_newest { ListingPart::First } else { ListingPart::Past(ListingKey::start_of(end)) };
    ReadingOrder::NewestFirst.address(here, part)
}

fn message(topic: Topic) -> &'static str {
    match topic {
        Topic::Author => "listing-author",
        Topic::Tag => "listing-tag",
        Topic::Section => "listing-section",
        Topic::Series => "listing-series",
    }
}

#[derive(Template)]
#[template(path = "pages/topics.html")]
struct TopicsPage<'a> {
    frame: PageFrame<'a>,
    /// Whether there are so many that each letter has a heading and a place in the letter bar.
    has_letters: bool,
    /// Whether some are left out.
    is_cut: bool,
    groups: Vec<TopicGroup<'a>>,
}

/// The names under one letter.
struct TopicGroup<'a> {
    letter: String,
    topics: Vec<TopicLink<'a>>,
}

struct TopicLink<'a> {
    name: &'a str,
    href: String,
    count: u64,
}

/// Topics on the page; of more, those with the most articles.
const MOST: u32 = 2_000;
/// Topics that the description of the page names: those with the most articles.
const NAMED: usize = 8;
/// Topics beyond which they stand under letters.
const FEW: usize = 24;

/// `/<lang>/tags`, `/<lang>/authors`, `/<lang>/sections`, `/<lang>/series`. A site without any does not have the page.
pub(in crate::web) async fn topics_page(
    context: RequestContext,
    PageLang(lang): PageLang,
    Extension(topic): Extension<Topic>,
) -> Result<Reply, HttpError> {
    let (edition, lang) = (&*context.edition, &lang);
    let topics = context.catalog.topics(lang, topic, MOST + 1)?;
    if topics.is_empty() {
        return Err(HttpError::NotFound);
    }
    let is_cut = topics.len() > MOST as usize;
    let mut links: Vec<TopicLink<'_>> = topics
        .iter()
        .take(MOST as usize)
        .map(|(id, count)| TopicLink {
            name: edition.name(topic, id, lang),
            href: PagePath::Topic(topic, id.clone()).in_lang(lang).to_string(),
            count: *count,
        })
        .collect();
    let alphabet = Alphabet::new(lang).ok_or_else(|| HttpError::internal("the collation data of CLDR is missing"))?;
    links.sort_by(|one, other| alphabet.compare(one.name, other.name));
    let has_letters = links.len() > FEW;
    let mut groups: Vec<TopicGroup<'_>> = Vec::new();
    for link in links {
        match groups.last_mut() {
            Some(group) if !has_letters || alphabet.share_letter(&group.letter, link.name) => group.topics.push(link),
            _ => groups.push(TopicGroup { letter: alphabet.letter(link.name), topics: vec![link] }),
        }
    }
    let here = PagePath::Topics(topic);
    let languages = found(&context, |lang| Ok(context.catalog.has_topics(lang, topic)?.into()))?;
    let title = edition.words(lang).say(title(topic)).to_string();
    let mut frame = PageFrame::where_found(edition, lang, &here, title, &languages);
    let names: Vec<&str> = topics.iter().take(NAMED).map(|(id, _)| edition.name(topic, id, lang)).collect();
    frame.description = about_names(&frame, &names);
    let page = TopicsPage { frame, has_letters, is_cut, groups };
    Ok(TextReply::html(CachePolicy::Page(lang.clone()), written(&page, 0)?).into())
}

/// The message with the title of the page.
pub(in crate::web) fn title(topic: Topic) -> &'static str {
    match topic {
        Topic::Author => "topics-author",
        Topic::Tag => "topics-tag",
        Topic::Section => "topics-section",
        Topic::Series => "topics-series",
    }
}
