//! From a request to a reply: the whole route table on one screen.

use axum::http::Method;

use super::{
    app::{App, Edition},
    ask::Ask,
    error::HttpError,
    keys,
    pages::{
        article, beside, dated, error, feed, home, keeping, language, listing, media, neutral, numbers, opensearch,
        robots, search, sitemap, text,
    },
    preview::{self, Preview},
    reply::{Redirect, Reply},
    url::{self, PagePath, Route},
};
use crate::{
    catalog::{CatalogError, Period, Snapshot},
    config::Language,
    lang::Lang,
    negotiate::choose,
};

/// Answers a request. Never fails: what goes wrong becomes an error page in the reader's language.
pub(super) fn answer(app: &App, ask: &Ask<'_>) -> Reply {
    let edition = app.edition();
    let catalog = app.catalog().snapshot();
    let context = Context { app, catalog: &catalog, edition: &edition, ask };
    let mut reply = match app.preview() {
        Preview::Reader => route(&context),
        Preview::Translator => preview::answer(&context, route),
    };
    keys::write(&context, &mut reply);
    reply
}

fn route(context: &Context<'_>) -> Reply {
    let Context { edition, ask, .. } = context;
    if !matches!(*ask.method, Method::GET | Method::HEAD) {
        return error::page(context, None, HttpError::Method);
    }
    let Some(path) = url::decode(ask.raw_path) else {
        return error::page(context, None, HttpError::NotFound);
    };
    let answer = match Route::parse(&path) {
        Route::Static(file) => edition.assets.find(file).ok_or(HttpError::NotFound),
        Route::Media(file) => media::file(context, file),
        Route::Robots => Ok(robots::text(context)),
        Route::Worker => keeping::worker(context),
        Route::MapIndex => sitemap::index(context),
        Route::Map(file) => sitemap::part(context, file),
        Route::Neutral(PagePath::Feed(form, None)) => feed::every_article(context, form),
        Route::Neutral(page) => neutral::redirect(context, &path, &page),
        Route::Localised(first, rest) => return localised(context, &path, first, rest),
        Route::Unknown => Err(HttpError::NotFound),
    };
    answer.unwrap_or_else(|failure| error::page(context, None, failure))
}

/// What every handler may use.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    /// What the request does not choose, and whatever outlives it.
    pub app: &'a App,
    /// The catalog in one state: what a page says belongs together.
    pub catalog: &'a Snapshot<'a>,
    /// Configuration, words, names, static files.
    pub edition: &'a Edition,
    /// The request.
    pub ask: &'a Ask<'a>,
}

impl Context<'_> {
    /// The language for a page whose address names none.
    pub(super) fn negotiated(&self) -> Lang {
        choose(&self.edition.site, &self.ask.languages()).lang
    }

    /// The query string as it came, with its `?`; empty where there is none.
    pub(super) fn query(&self) -> String {
        if self.ask.query.is_empty() { String::new() } else { format!("?{}", self.ask.query) }
    }
}

/// Everything under `/<lang>/`.
fn localised(context: &Context<'_>, path: &str, first: &str, rest: &str) -> Reply {
    let languages = context.edition.site.languages();
    if let Some(Language { tag, .. }) = languages.get(first) {
        return under_language(context, tag, path, rest);
    }
    let reply = match languages.by_alias(first) {
        Some(language) => Ok(moved_alias(context, &language.tag)),
        None => neutral::alias(context, path),
    };
    reply.unwrap_or_else(|failure| error::page(context, None, failure))
}

fn under_language(context: &Context<'_>, lang: &Lang, path: &str, rest: &str) -> Reply {
    if url::query_value(context.ask.query, "remember").is_some() {
        let clean = url::query_without(context.ask.query, "remember");
        return Redirect::Remember { to: format!("{}{clean}", context.ask.raw_path), lang: lang.to_string() }.into();
    }
    if rest.is_empty() && !path.ends_with('/') {
        return Redirect::Moved(format!("{}{}", PagePath::Home.in_lang(lang), context.query())).into();
    }
    let reply = match PagePath::parse(rest) {
        Some(PagePath::Home) => home::page(context, lang),
        Some(PagePath::Article(year, slug)) => article::page(context, lang, year, &slug),
        Some(PagePath::Topic(topic, id)) => listing::page(context, lang, topic, &id),
        Some(PagePath::Year(year)) => dated::page(context, lang, Period::Year(year)),
        Some(PagePath::Month(year, month)) => dated::page(context, lang, Period::Month(year, month)),
        Some(PagePath::Feed(form, topic)) => feed::of_language(context, lang, form, topic),
        Some(PagePath::OpenSearch) => opensearch::description(context, lang),
        Some(PagePath::Search) => search::page(context, lang),
        Some(PagePath::Language) => language::page(context, lang),
        Some(PagePath::Beside(year, slug, other)) => beside::page(context, lang, (year, &slug, &other)),
        Some(PagePath::Text(year, slug, form)) => text::page(context, lang, (year, &slug), form),
        Some(PagePath::Numbers) => numbers::page(context, lang),
        Some(PagePath::Keeping(which)) => keeping::page(context, lang, which),
        None => Err(HttpError::NotFound),
    };
    match reply {
        Err(HttpError::NotFound) => not_found(context, lang, rest),
        reply => reply,
    }
    .unwrap_or_else(|failure| error::page(context, Some(lang), failure))
}

/// A path under a language that leads nowhere may be an old one, or have a slash too many or too few.
fn not_found(context: &Context<'_>, lang: &Lang, rest: &str) -> Result<Reply, HttpError> {
    if let Some(reply) = neutral::alias_in(context, lang, rest)? {
        return Ok(reply);
    }
    if let Some(page @ (PagePath::Year(_) | PagePath::Month(..))) = PagePath::parse(&format!("{rest}/")) {
        return Ok(Redirect::Moved(format!("{}{}", page.in_lang(lang), context.query())).into());
    }
    match rest.strip_suffix('/').and_then(PagePath::parse) {
        // `2025/06/` is a month that has no articles, not an article with a slash too many.
        Some(page @ PagePath::Article(..)) if PagePath::parse(rest).is_none() => {
            Ok(Redirect::Moved(format!("{}{}", page.in_lang(lang), context.query())).into())
        }
        _ => Err(HttpError::NotFound),
    }
}

/// `/ua/…` → `/uk/…`: the path as it came, but for its first part.
fn moved_alias(context: &Context<'_>, lang: &Lang) -> Reply {
    let raw = context.ask.raw_path.trim_start_matches('/');
    let rest = raw.split_once('/').map_or("", |(_, rest)| rest);
    Redirect::Moved(format!("/{lang}/{rest}{}", context.query())).into()
}

impl From<CatalogError> for HttpError {
    fn from(error: CatalogError) -> Self {
        HttpError::Internal(error.into())
    }
}
