//! The home page: a lead, the sections, the newest articles of one language, paged by their place in time, and the years of
//! the archive.

use askama::Template;

use super::{
    calendar::Calendar,
    card::{CardView, card_views},
    front::FrontPage,
    pager::{Pager, PagerPlace, ReadingOrder},
    topics,
};
use crate::{
    catalog::{Card, Listing, ListingPart, Scope},
    model::lang::Lang,
    site::Topic,
    web::{
        app::SiteState,
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
    stylesheet: String,
    /// The lead and the articles next to it; none on the pages after the first.
    top: Vec<CardView<'a>>,
    sections: Vec<SectionView<'a>>,
    cards: Vec<CardView<'a>>,
    count: u64,
    pager: Pager,
    calendar: Option<Calendar>,
    /// The ways in by subject, author and section: names and addresses.
    ways: Vec<(String, String)>,
}

/// The newest articles of a section.
struct SectionView<'a> {
    name: &'a str,
    href: String,
    cards: Vec<CardView<'a>>,
}

impl HomePage<'_> {
    /// Whether a picture leads the page: the articles next to it then say less.
    fn is_pictured(&self) -> bool {
        self.top.first().is_some_and(CardView::has_picture)
    }

    /// The level of the headings of articles below the sections.
    fn level(&self) -> u8 {
        if self.sections.is_empty() { 2 } else { 3 }
    }
}

/// `/<lang>/`.
pub(in crate::web) async fn page(context: RequestContext, PageLang(lang): PageLang) -> Result<Reply, HttpError> {
    let (context, lang) = (&context, &lang);
    let edition = &*context.edition;
    let part = ReadingOrder::NewestFirst.part(context.head().query)?;
    let catalog = &context.catalog;
    let listing = Listing::new(Scope::All, lang);
    let mut shown = catalog.page(&listing, part, edition.site.page_size())?;
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
    let newest = std::mem::take(&mut shown.cards);
    let front = match part {
        ListingPart::First => FrontPage::read(catalog, lang, edition.site.home(), newest)?,
        ListingPart::Past(_) => FrontPage { rest: newest, ..FrontPage::default() },
    };
    let page = HomePage {
        stylesheet: edition.assets.address("lists.css"),
        top: card_views(edition, lang, &front.top),
        sections: front.sections.iter().map(|(id, cards)| section(edition, lang, id, cards)).collect(),
        cards: card_views(edition, lang, &front.rest),
        count: catalog.count(&Scope::All, lang)?,
        pager: Pager::new(&shown, &PagePath::Home.in_lang(lang), ReadingOrder::NewestFirst),
        calendar: Calendar::from_years(frame.words, &months, |year| PagePath::Year(year).in_lang(lang).to_string()),
        ways,
        frame,
    };
    Ok(TextReply::html(CachePolicy::Page(lang.clone()), written(&page, 0)?).into())
}

fn section<'a>(edition: &'a SiteState, lang: &Lang, id: &'a str, cards: &'a [Card]) -> SectionView<'a> {
    let mut views = card_views(edition, lang, cards);
    views.iter_mut().for_each(|view| view.section = None);
    SectionView {
        name: edition.name(Topic::Section, id, lang),
        href: PagePath::Topic(Topic::Section, id.to_owned()).in_lang(lang).to_string(),
        cards: views,
    }
}
