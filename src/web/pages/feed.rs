//! `feed.atom` and `feed.json`: the articles of a listing in full, newest first, in documents that follow one another.

use axum::Extension;
use jiff::Timestamp;

use super::{
    article::versions::{self, LicenceLink},
    listings::pager::{ReadingOrder, found},
};
use crate::{
    catalog::{ArticleView, Card, CardPage, Listing, ListingPart, Scope, VersionSummary},
    model::lang::{Direction, Lang},
    site::Topic,
    web::{
        context::{At, PageLang, RequestContext},
        error::HttpError,
        feeds::{
            atom,
            entry::{FeedDocument, FeedEntry, absolute, entry_id, feed_id},
            entry_store::{EntryKey, WrittenEntry},
            json,
        },
        layout::body::Body,
        policy::CachePolicy,
        reply::{Reply, TextReply},
        urls::url::{FeedFormat, PagePath},
    },
};

/// `/<lang>/feed.atom`, and the same under a tag, an author or a section.
pub(in crate::web) async fn page(
    context: RequestContext,
    PageLang(lang): PageLang,
    Extension(form): Extension<FeedFormat>,
    topic: Option<Extension<Topic>>,
    At(ids): At<Vec<String>>,
) -> Result<Reply, HttpError> {
    let (context, lang) = (&context, &lang);
    let topic = topic.map(|Extension(topic)| topic).zip(ids.into_iter().next());
    let edition = &*context.edition;
    let scope = topic.as_ref().map_or(Scope::All, |(topic, id)| Scope::Topic(*topic, id.clone()));
    let part = ReadingOrder::NewestFirst.part(context.head().query)?;
    let catalog = &context.catalog;
    let shown = cards(context, &Listing::new(scope.clone(), lang).by_appearance(), part)?;
    if shown.cards.is_empty() && (part != ListingPart::First || topic.is_some()) {
        return Err(HttpError::NotFound);
    }
    let site = edition.site.name(lang);
    let (page, title) = match &topic {
        Some((topic, id)) => {
            (PagePath::Topic(*topic, id.clone()), format!("{} — {site}", edition.name(*topic, id, lang)))
        }
        None => (PagePath::Home, site.to_owned()),
    };
    let base = edition.site.base_url();
    let address = |lang: &Lang| PagePath::Feed(form, topic.clone()).in_lang(lang);
    let own = address(lang);
    let at = |part: ListingPart| format!("{base}{}", ReadingOrder::NewestFirst.address(&own, part));
    let others = found(context, |lang| catalog.count(&scope, lang))?.into_iter().filter(|other| other != lang);
    let others = others.map(|other| (other.clone(), format!("{base}{}", address(&other))));
    let mut feed = FeedDocument {
        title,
        page: format!("{base}{}", page.in_lang(lang)),
        others: others.collect(),
        ..frame(context, lang, part, &shown, at)
    };
    for card in &shown.cards {
        feed.entries.extend(written(context, form, lang, card)?);
    }
    Ok(reply(form, CachePolicy::Page(lang.clone()), &feed))
}

/// `/feed.atom`: every article once, in the first of its languages by the site's preference.
pub(in crate::web) async fn every_article(
    context: RequestContext,
    Extension(form): Extension<FeedFormat>,
) -> Result<Reply, HttpError> {
    let context = &context;
    let site = &context.edition.site;
    let part = ReadingOrder::NewestFirst.part(context.head().query)?;
    let shown = cards(context, &Listing::every_article().by_appearance(), part)?;
    if shown.cards.is_empty() && part != ListingPart::First {
        return Err(HttpError::NotFound);
    }
    let own = PagePath::Feed(form, None);
    let at = |part: ListingPart| match part {
        ListingPart::First => format!("{}{own}", site.base_url()),
        ListingPart::Past(key) => format!("{}{own}?before={key}", site.base_url()),
    };
    let mut feed = frame(context, site.default_language(), part, &shown, at);
    for card in &shown.cards {
        feed.entries.extend(written(context, form, &card.lang, card)?);
    }
    Ok(reply(form, CachePolicy::Machine, &feed))
}

/// The cards of a part of a feed.
fn cards(context: &RequestContext, listing: &Listing, part: ListingPart) -> Result<CardPage, HttpError> {
    let read = || Ok(context.catalog.feed_page(listing, part, context.edition.site.page_size())?);
    context.app.entry_store().map_or_else(read, |store| store.part(listing, part, read))
}

/// A feed without entries, with the title of the site.
fn frame(
    context: &RequestContext,
    lang: &Lang,
    part: ListingPart,
    shown: &CardPage,
    at: impl Fn(ListingPart) -> String,
) -> FeedDocument {
    let site = &context.edition.site;
    FeedDocument {
        id: feed_id(site, &at(ListingPart::First)),
        title: site.name(lang).to_owned(),
        site: site.name(lang).to_owned(),
        lang: lang.clone(),
        page: format!("{}{}", site.base_url(), PagePath::Home),
        own: at(part),
        first: at(ListingPart::First),
        is_archive: part != ListingPart::First,
        previous: shown.previous.map(&at),
        next: shown.next.map(&at),
        others: Vec::new(),
        zone: site.time_zone().clone(),
        entries: Vec::new(),
    }
}

/// The entry of a card in a form, from the store of an export if there is one.
fn written(
    context: &RequestContext,
    form: FeedFormat,
    lang: &Lang,
    card: &Card,
) -> Result<Option<WrittenEntry>, HttpError> {
    let zone = context.edition.site.time_zone();
    let write = |entry: &FeedEntry, form| WrittenEntry {
        text: match form {
            FeedFormat::Atom => atom::entry(entry, zone),
            FeedFormat::Json => json::entry(entry, zone),
        },
        updated: entry.updated,
    };
    let Some(store) = context.app.entry_store() else {
        return Ok(entry(context, lang, card)?.map(|entry| write(&entry, form)));
    };
    if let Some(written) = store.get(&EntryKey::new(form, lang, card)) {
        return Ok(Some(written));
    }
    let Some(entry) = entry(context, lang, card)? else { return Ok(None) };
    // An export needs the other form, too.
    let forms = [FeedFormat::Atom, FeedFormat::Json].map(|form| (form, write(&entry, form)));
    forms.iter().for_each(|(form, written)| store.put(EntryKey::new(*form, lang, card), written));
    Ok(forms.into_iter().find(|(own, _)| *own == form).map(|(_, written)| written))
}

/// The entry of a card; links within its text lead to articles in `lang`. `None` if the article has just gone.
fn entry(context: &RequestContext, lang: &Lang, card: &Card) -> Result<Option<FeedEntry>, HttpError> {
    let edition = &*context.edition;
    let view = context.catalog.article(&card.id, |_| Some(card.lang.clone()))?;
    let Some(view) = view else { return Ok(None) };
    let Some(version) = view.versions.get(&card.lang) else { return Ok(None) };
    let base = edition.site.base_url();
    let body = Body::fill(context, lang, &version.lang, &view.body)?.to_string();
    let address = address(base, &view, version);
    let name = |topic: Topic, id: &String| edition.name(topic, id, &version.lang).to_owned();
    // The place of a version in a feed is when it appeared.
    let published = instant(card.key.published());
    let zone = edition.site.time_zone();
    let changed = version.details.changed(zone);
    let corrected = versions::html(edition, &version.lang, version)?;
    let others = view.versions.except(&version.lang);
    Ok(Some(FeedEntry {
        id: entry_id(&edition.site, &view.id, &version.lang),
        lang: version.lang.clone(),
        others: others.map(|other| (other.lang.clone(), self::address(base, &view, other))).collect(),
        title: version.title.clone(),
        summary: version.summary.clone(),
        html: in_its_direction(&version.lang, format!("{}{corrected}", absolute(&body, base, &address))),
        published,
        updated: changed.map_or(published, |moment| moment.instant(zone).max(published)),
        authors: view.meta.authors.iter().map(|id| name(Topic::Author, id)).collect(),
        translators: version.details.translators.clone(),
        tags: view.meta.tags.iter().map(|id| (id.clone(), name(Topic::Tag, id))).collect(),
        licence: view.meta.licence.as_deref().map(|text| LicenceLink::new(edition.words(&version.lang), text)),
        picture: version.details.picture.as_ref().map(|(picture, _)| format!("{base}{picture}")),
        address,
    }))
}

/// A text that is written from right to left says so itself: feeds have no place for it.
fn in_its_direction(lang: &Lang, html: String) -> String {
    match lang.direction() {
        Direction::LeftToRight => html,
        Direction::RightToLeft => format!("<div lang=\"{lang}\" dir=\"rtl\">{html}</div>"),
    }
}

fn address(base: &str, view: &ArticleView, version: &VersionSummary) -> String {
    format!("{base}{}", PagePath::article(view.id.collection(), &version.slug).in_lang(&version.lang))
}

fn instant(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH)
}

fn reply(form: FeedFormat, policy: CachePolicy, feed: &FeedDocument) -> Reply {
    let (content_type, body) = match form {
        FeedFormat::Atom => ("application/atom+xml; charset=utf-8", atom::write(feed)),
        FeedFormat::Json => ("application/feed+json; charset=utf-8", json::write(feed)),
    };
    TextReply::new(policy, content_type, body).into()
}
