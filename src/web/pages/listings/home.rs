//! The home page: the newest articles of one language, paged by their place in time, and the years of the archive.

use askama::Template;

use super::{
    calendar::Calendar,
    card::{CardView, card_view},
    pager::{Pager, PagerPlace, ReadingOrder},
    topics,
};
use crate::{
    catalog::{Listing, ListingPart, Scope},
    site::Topic,
    web::{
        context::{PageLang, RequestContext},
        error::HttpError,
        layout::page::{PageFrame, written},
        policy::CachePolicy,
        reply::{Reply, TextReply},
        urls::url::PagePath,
    },
};

#[derive(Template)]
#[template(path = "pages/home.html")]
struct HomePage<'a> {
    frame: PageFrame<'a>,
    cards: Vec<CardView<'a>>,
    count: u64,
    pager: Pager,
    calendar: Option<Calendar>,
    /// The ways in by subject, author and section: names and addresses.
    ways: Vec<(String, String)>,
}

/// `/<lang>/`.
pub(in crate::web) async fn page(context: RequestContext, PageLang(lang): PageLang) -> Result<Reply, HttpError> {
    let (context, lang) = (&context, &lang);
    let edition = &*context.edition;
    let part = ReadingOrder::NewestFirst.part(context.head().query)?;
    let catalog = &context.catalog;
    let listing = Listing::new(Scope::All, lang);
    let shown = catalog.page(&listing, part, edition.site.page_size())?;
    if shown.cards.is_empty() && part != ListingPart::First {
        return Err(HttpError::NotFound);
    }
    let mut frame = PageFrame::everywhere(edition, lang, &PagePath::Home, edition.site.name(lang).to_owned());
    frame.description = frame.words.say("home-intro").to_string();
    frame.indexed = part == ListingPart::First;
    let place = PagerPlace { page: &PagePath::Home, order: ReadingOrder::NewestFirst, part };
    place.keep(context, &mut frame, |lang| Listing::new(Scope::All, lang))?;
    let mut ways = Vec::new();
    for topic in [Topic::Section, Topic::Tag, Topic::Series, Topic::Author] {
        if frame.indexed && catalog.has_topics(lang, topic)? {
            let name = frame.words.say(topics::title(topic)).to_string();
            ways.push((name, PagePath::Topics(topic).in_lang(lang).to_string()));
        }
    }
    let months = if frame.indexed { catalog.months(&listing)? } else { Vec::new() };
    let page = HomePage {
        cards: shown.cards.iter().map(|card| card_view(edition, lang, card)).collect(),
        count: catalog.count(&Scope::All, lang)?,
        pager: Pager::new(&shown, &PagePath::Home.in_lang(lang), ReadingOrder::NewestFirst),
        calendar: Calendar::from_years(frame.words, &months, |year| PagePath::Year(year).in_lang(lang).to_string()),
        ways,
        frame,
    };
    Ok(TextReply::html(CachePolicy::Page(lang.clone()), written(&page, 0)?).into())
}
