//! Articles of one tag, author or section, newest first.

use askama::Template;

use super::{
    cards::{CardView, card_view},
    pager::{Pager, part},
};
use crate::{
    catalog::{From, Scope},
    content::Topic,
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
#[template(path = "pages/listing.html")]
struct ListingPage<'a> {
    frame: Frame<'a>,
    kind: String,
    cards: Vec<CardView<'a>>,
    count: u64,
    pager: Pager,
}

/// `/<lang>/tag/<id>` and its like. A topic that no article has is no page.
pub(in crate::web) fn page(context: &Context<'_>, lang: &Lang, topic: Topic, id: &str) -> Result<Reply, HttpError> {
    let edition = context.edition;
    let from = part(context.ask.query)?;
    let catalog = context.app.catalog();
    let scope = Scope::Topic(topic, id.to_owned());
    let listing = catalog.page(&scope, lang, &from, edition.site.page_size())?;
    if listing.cards.is_empty() {
        return Err(HttpError::NotFound);
    }
    let here = PagePath::Topic(topic, id.to_owned());
    let mut frame = Frame::everywhere(edition, lang, &here, edition.name(topic, id, lang).to_owned());
    frame.indexed = from == From::Newest;
    let page = ListingPage {
        kind: frame.words.say(message(topic)).to_string(),
        cards: listing.cards.iter().map(|card| card_view(edition, lang, card)).collect(),
        count: catalog.count(&scope, lang)?,
        pager: Pager::of(&listing, &here.in_lang(lang)),
        frame,
    };
    Ok(TextReply::html(CachePolicy::Page(lang.clone()), page.render()?).into())
}

fn message(topic: Topic) -> &'static str {
    match topic {
        Topic::Author => "listing-author",
        Topic::Tag => "listing-tag",
        Topic::Section => "listing-section",
    }
}
