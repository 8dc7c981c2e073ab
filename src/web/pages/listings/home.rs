//! The home page. At its top a lead, the articles next to it and the sections; no article stands there twice
//! (docs/decisions/0083-home-page.md). Below, the newest articles of one language, paged by their place in time, and the years
//! of the archive.

use std::collections::HashSet;

use askama::Template;

use super::{
    card::{CardView, card_views},
    dated::Calendar,
    listing,
    pager::{Pager, PagerPlace, ReadingOrder},
};
use crate::{
    catalog::{Card, CatalogError, Listing, ListingPart, Scope, Snapshot},
    model::{lang::Lang, slug::ArticleId},
    site::{HomeRules, MOST_PINNED, Topic},
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
            let name = frame.words.say(listing::title(topic)).to_string();
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

/// Articles at the top: the lead and those next to it.
const TOP: usize = MOST_PINNED;
/// Articles of a section.
const OF_SECTION: usize = 4;

/// The home page above its pager, in the order of reading.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::web) struct FrontPage {
    /// The lead, then the articles next to it.
    pub(in crate::web) top: Vec<Card>,
    /// The sections that have something to show: their ids and newest articles.
    pub(in crate::web) sections: Vec<(String, Vec<Card>)>,
    /// The newest articles that stand in neither.
    pub(in crate::web) rest: Vec<Card>,
}

impl FrontPage {
    /// Arranges the `newest` articles for readers of `lang`. A pinned article that they are not shown is left out.
    ///
    /// # Errors
    /// If the catalog cannot be read.
    pub(in crate::web) fn read(
        catalog: &Snapshot,
        lang: &Lang,
        rules: &HomeRules,
        newest: Vec<Card>,
    ) -> Result<FrontPage, CatalogError> {
        let mut pinned = Vec::new();
        for pin in &rules.pinned {
            pinned.extend(catalog.card_of(&pin.value, lang)?);
        }
        let mut front = FrontPage::with_top(pinned, newest);
        let mut shown: HashSet<ArticleId> = front.top.iter().map(|card| card.id.clone()).collect();
        for section in &rules.sections {
            let listing = Listing::new(Scope::Topic(Topic::Section, section.value.clone()), lang);
            // As many as are shown, even where all of the top is of this section.
            let cards = catalog.page(&listing, ListingPart::First, (OF_SECTION + TOP) as u32)?.cards;
            let cards: Vec<Card> =
                cards.into_iter().filter(|card| !shown.contains(&card.id)).take(OF_SECTION).collect();
            if !cards.is_empty() {
                shown.extend(cards.iter().map(|card| card.id.clone()));
                front.sections.push((section.value.clone(), cards));
            }
        }
        front.rest.retain(|card| !shown.contains(&card.id));
        Ok(front)
    }

    /// The top: what is pinned, then the newest. Without pins the newest article that has a picture leads, if it is among
    /// the newest five; else the newest.
    fn with_top(pinned: Vec<Card>, newest: Vec<Card>) -> FrontPage {
        let mut top = pinned;
        let mut rest = Vec::new();
        let has_pins = !top.is_empty();
        for card in newest {
            match top.iter().any(|other| other.id == card.id) {
                true => {}
                false if top.len() < TOP => top.push(card),
                false => rest.push(card),
            }
        }
        if let Some(lead) = top.iter().position(|card| card.thumbnail.is_some()).filter(|_| !has_pins) {
            top.get_mut(..=lead).unwrap_or_default().rotate_right(1);
        }
        FrontPage { top, sections: Vec::new(), rest }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{article::Thumbnail, catalog::ListingKey};

    /// `a` is an article, `A` one with a picture.
    fn card(name: char) -> Card {
        let id: ArticleId = format!("2025/{}", name.to_ascii_lowercase()).parse().unwrap();
        let thumbnail = r#"{"file":"a.svg","digest":"0123456789ab","size":null,"widths":[]}"#;
        Card {
            key: ListingKey::new(0, &id),
            slug: id.name().clone(),
            lang: "uk".parse().unwrap(),
            title: name.to_string(),
            summary: String::new(),
            thumbnail: name.is_ascii_uppercase().then(|| serde_json::from_str::<Thumbnail>(thumbnail).unwrap()),
            section: None,
            unpublished: None,
            id,
        }
    }

    fn names(cards: &[Card]) -> String {
        cards.iter().map(|card| card.title.as_str()).collect()
    }

    #[test]
    fn the_first_pin_leads_else_the_newest_picture_else_the_newest_article() {
        for (pinned, newest, top, rest) in [
            ("", "abcdefg", "abcde", "fg"),
            ("", "abCdEfg", "CabdE", "fg"),
            ("", "abcdefG", "abcde", "fG"),
            ("", "Abc", "Abc", ""),
            ("", "", "", ""),
            ("z", "abCdefg", "zabCd", "efg"),
            ("zC", "abCdefg", "zCabd", "efg"),
            ("vwxyz", "abc", "vwxyz", "abc"),
            ("a", "abc", "abc", ""),
        ] {
            let cards = |names: &str| names.chars().map(card).collect();
            let front = FrontPage::with_top(cards(pinned), cards(newest));
            assert_eq!((names(&front.top), names(&front.rest)), (top.to_owned(), rest.to_owned()), "{pinned} {newest}");
        }
    }
}
