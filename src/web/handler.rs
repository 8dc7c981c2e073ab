//! From a request to a reply: the whole route table on one screen.

use axum::http::Method;

use super::{
    app::App,
    ask::Ask,
    context::{Context, split},
    error::HttpError,
    keys,
    localised::localised,
    pages::{error, keeping, media, neutral, robots, sitemap},
    preview::{self, Preview},
    reply::{Redirect, Reply},
    urls::{
        query::{query_value, query_without},
        url::{self, PagePath, Route},
    },
};
use crate::model::lang::Lang;

/// Answers a request. Never fails: what goes wrong becomes an error page in the reader's language.
pub(super) fn answer(app: &App, ask: &Ask<'_>) -> Reply {
    let edition = app.edition();
    let catalog = app.catalog().snapshot();
    let context = Context { app, catalog: &catalog, edition: &edition, ask };
    let mut reply = match app.preview() {
        Preview::Reader => route(&context),
        Preview::Translator => preview::answer(&context, route),
    };
    keys::write(&edition.site, ask.raw_path, &mut reply);
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
        Route::Favicon => edition.assets.favicon().ok_or(HttpError::NotFound),
        Route::Worker => keeping::worker(context),
        Route::MapIndex => sitemap::index(context),
        Route::Map(file) => sitemap::part(context, file),
        Route::Neutral(_) | Route::Localised(..) => return page(context, &url::tidy(&path)),
        Route::Unknown => Err(HttpError::NotFound),
    };
    answer.unwrap_or_else(|failure| error::page(context, None, failure))
}

/// The page at a path, however it is written. The first of its readings that leads to a page counts; its address is then
/// compared with the one that was asked for, so that a redirect never leads to a 404, nor to another redirect.
fn page(context: &Context<'_>, path: &str) -> Reply {
    let (lang, rest) = split(context.edition, path);
    let found = neutral::alias_with_query(context, path)
        .and_then(|found| found.map_or_else(|| read(context, path, lang.as_ref(), rest), Ok));
    found.unwrap_or_else(|failure| error::page(context, lang.as_ref(), failure))
}

fn read(context: &Context<'_>, path: &str, lang: Option<&Lang>, rest: &str) -> Result<Reply, HttpError> {
    for page in PagePath::readings(rest) {
        let found = match lang {
            Some(lang) => in_its_place(context, lang, &page),
            None => neutral::page(context, &page),
        };
        if !matches!(found, Err(HttpError::NotFound)) {
            return found;
        }
    }
    match lang {
        Some(lang) => neutral::alias_in(context, lang, path, rest),
        None => neutral::alias(context, path),
    }
}

/// The page in `lang` where it was asked for at its right address; else the way there.
fn in_its_place(context: &Context<'_>, lang: &Lang, page: &PagePath) -> Result<Reply, HttpError> {
    let right = page.clone().in_lang(lang).to_string();
    let query = context.ask.query;
    let other = if context.ask.raw_path != right {
        Some(Redirect::Moved(format!("{right}{}", context.query())))
    } else if query_value(query, "remember").is_some() {
        let clean = query_without(query, "remember");
        Some(Redirect::Remember { to: format!("{right}{clean}"), lang: lang.to_string() })
    } else {
        None
    };
    match other {
        Some(other) if page.is_always_there() => Ok(other.into()),
        Some(other) => {
            let reply = localised(context, lang, page)?;
            let is_page = matches!(&reply, Reply::Text(text) if text.status.is_success());
            Ok(if is_page { other.into() } else { reply })
        }
        None => localised(context, lang, page),
    }
}
