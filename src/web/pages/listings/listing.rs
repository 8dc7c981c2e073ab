//! Articles of one tag, author or section, newest first.

use askama::Template;
use axum::Extension;

use super::{
    calendar::Calendar,
    card::{CardView, about, card_view},
    pager::{Pager, PagerPlace, ReadingOrder},
};
use crate::{
    catalog::{Listing, ListingKey, ListingPart, MonthCount, Period, Scope},
    model::{lang::Lang, slug::Year},
    site::Topic,
    web::{
        app::SiteState,
        context::{At, PageLang, RequestContext},
        error::HttpError,
        layout::page::{PageFrame, written},
        pages::listed_languages::found,
        policy::CachePolicy,
        reply::{Reply, TextReply},
        urls::url::{Address, PagePath},
    },
};

#[derive(Template)]
#[template(path = "pages/listing.html")]
struct ListingPage<'a> {
    frame: PageFrame<'a>,
    /// The kind of listing, and the address of every one of that kind.
    kind: (String, String),
    cards: Vec<CardView<'a>>,
    stylesheet: String,
    count: u64,
    pager: Pager,
    calendar: Option<Calendar>,
}

/// `/<lang>/tag/<id>` and its like. A topic that no article has is no page.
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
    if shown.cards.is_empty() {
        return Err(HttpError::NotFound);
    }
    let here = PagePath::Topic(topic, id.to_owned());
    let found = found(context, |lang| catalog.count(&scope, lang))?;
    let mut frame = PageFrame::where_found(edition, lang, &here, edition.name(topic, id, lang).to_owned(), &found);
    frame.indexed = part == ListingPart::First;
    let cards: Vec<CardView<'_>> = shown.cards.iter().map(|card| card_view(edition, lang, card)).collect();
    frame.description = about(&frame, &cards);
    frame.add_feeds(topic, id);
    let in_lang = |lang: &Lang| Listing::new(scope.clone(), lang);
    PagerPlace { page: &here, order: ReadingOrder::NewestFirst, part }.keep(context, &mut frame, in_lang)?;
    let here = here.in_lang(lang);
    let months = if frame.indexed { catalog.months(&listing)? } else { Vec::new() };
    let page = ListingPage {
        kind: (frame.words.say(message(topic)).to_string(), PagePath::Topics(topic).in_lang(lang).to_string()),
        cards,
        stylesheet: edition.assets.address("lists.css"),
        count: catalog.count(&scope, lang)?,
        pager: Pager::new(&shown, &here, ReadingOrder::NewestFirst),
        // All on one page needs no way into it.
        calendar: Calendar::from_years(frame.words, &months, |year| place(edition, &here, &months, year))
            .filter(|_| shown.next.is_some()),
        frame,
    };
    Ok(TextReply::html(CachePolicy::Page(lang.clone()), written(&page, 0)?).into())
}

/// Where in the listing a year begins, read from its end: a place in time, not a page of its own.
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
