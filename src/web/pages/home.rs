//! The home page: the newest articles of one language, paged by their place in time.

use askama::Template;

use super::{
    cards::{CardView, card_view},
    pager::{Pager, part},
};
use crate::{
    catalog::{From, Scope},
    lang::Lang,
    web::{
        error::HttpError,
        handler::Context,
        page::Frame,
        policy::CachePolicy,
        reply::{Reply, TextReply},
        url::PagePath,
    },
};

#[derive(Template)]
#[template(path = "pages/home.html")]
struct HomePage<'a> {
    frame: Frame<'a>,
    cards: Vec<CardView<'a>>,
    count: u64,
    pager: Pager,
}

/// `/<lang>/`.
pub(in crate::web) fn page(context: &Context<'_>, lang: &Lang) -> Result<Reply, HttpError> {
    let edition = context.edition;
    let from = part(context.ask.query)?;
    let catalog = context.app.catalog();
    let listing = catalog.page(&Scope::All, lang, &from, edition.site.page_size())?;
    if listing.cards.is_empty() && from != From::Newest {
        return Err(HttpError::NotFound);
    }
    let mut frame = Frame::everywhere(edition, lang, &PagePath::Home, edition.site.name(lang).to_owned());
    frame.description = frame.words.say("home-intro").to_string();
    frame.indexed = from == From::Newest;
    let address = PagePath::Home.in_lang(lang);
    let page = HomePage {
        cards: listing.cards.iter().map(|card| card_view(edition, lang, card)).collect(),
        count: catalog.count(&Scope::All, lang)?,
        pager: Pager::of(&listing, &address),
        frame,
    };
    Ok(TextReply::html(CachePolicy::Page(lang.clone()), page.render()?).into())
}
