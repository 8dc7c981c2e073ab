//! From a request to a reply: the address in its canonical form, then the router.

use axum::http::{Method, StatusCode, request::Parts};

use super::{
    app::App,
    context::{RequestContext, split},
    error::HttpError,
    pages::{error, neutral},
    policy::CachePolicy,
    preview::{self, Preview},
    reply::{Redirect, Reply},
    surrogate_keys,
    urls::{
        path::{query_value, query_without},
        url::{self, PagePath, Route},
    },
};
use crate::{model::lang::Lang, site::Redirects};

/// Answers a request. Never fails: an error becomes a page in the reader's language.
pub(super) fn answer(app: &App, parts: &Parts) -> Reply {
    let context = RequestContext::from_parts(app, parts);
    let mut reply = match app.preview() {
        Preview::Reader => dispatch(&context),
        Preview::Translator => preview::answer(&context, dispatch),
    };
    surrogate_keys::write(&context.edition.site, context.head().path, &mut reply);
    reply
}

/// The reply to a request. While the first pass over the archive runs, what is known is served and no cache stores it.
fn dispatch(context: &RequestContext) -> Reply {
    // First of all: every snapshot of this request begins later, and has at least as many articles.
    let is_whole = context.app.catalog().was_whole().unwrap_or_default();
    let reply = dispatched(context, is_whole);
    if is_whole { reply } else { reply.provisional() }
}

fn dispatched(context: &RequestContext, is_whole: bool) -> Reply {
    let head = context.head();
    let path = url::decode(head.path);
    let is_harvest = || path.as_deref().is_some_and(|path| Route::parse(path) == Route::Oai);
    if !(matches!(*head.method, Method::GET | Method::HEAD) || *head.method == Method::POST && is_harvest()) {
        return error::page(context, None, HttpError::Method);
    }
    let Some(path) = path else {
        return error::page(context, None, HttpError::NotFound);
    };
    // Harvesters take an incomplete list for the whole one; the protocol has 503 for this (OAI-PMH 2.0, 3.1.2.2).
    if !is_whole && Route::parse(&path) == Route::Oai {
        return error::page(context, None, HttpError::Unread);
    }
    let tidy = url::tidy(&path);
    let (lang, found) = resolved(context, &path, &tidy);
    let found = match found {
        // Not even an old address of `redirects.toml` is certain: an article with the same address comes before it.
        Err(HttpError::NotFound) if !is_whole && is_of_articles(&path) => Err(HttpError::Unread),
        Err(HttpError::NotFound) => redirected(context, &path).ok_or(HttpError::NotFound),
        Ok(Reply::Text(text)) if text.status == StatusCode::NOT_FOUND => {
            Ok(redirected(context, &path).unwrap_or(Reply::Text(text)))
        }
        found => found,
    };
    found.unwrap_or_else(|failure| error::page(context, lang.as_ref(), failure))
}

/// Whether the articles of the archive decide on what lies at a path.
fn is_of_articles(path: &str) -> bool {
    matches!(Route::parse(path), Route::Neutral(_) | Route::Localised(..) | Route::Media(_) | Route::Map(_))
}

/// The page at a path by the routes of the site and the aliases of articles, and its language.
fn resolved(context: &RequestContext, path: &str, tidy: &str) -> (Option<Lang>, Result<Reply, HttpError>) {
    let head = context.head();
    match Route::parse(path) {
        Route::Unknown => (None, Err(HttpError::NotFound)),
        Route::Neutral(_) | Route::Localised(..) => {
            let (lang, rest) = split(&context.edition, tidy);
            let found = page(context, tidy, lang.as_ref(), rest);
            (lang, found)
        }
        Route::Share => {
            let found = context.reply_at(&format!("{}{}", head.path, context.query()));
            (None, Ok(signed(found.unwrap_or_else(|failure| error::page(context, None, failure)))))
        }
        // Files and maps have one spelling.
        _ => (None, context.reply_at(&format!("{}{}", head.path, context.query()))),
    }
}

/// The destination of an old address without an article: that of `redirects.toml`, or the folder of `…/index.html`, if a
/// page is there.
fn redirected(context: &RequestContext, path: &str) -> Option<Reply> {
    let index = ["/index.html", "/index.htm"].iter().find_map(|end| path.strip_suffix(end));
    let folder = index.map(|folder| if folder.is_empty() { "/" } else { folder });
    let listed = |path: &str| listed(context, path, Redirects::find);
    let lying_at = |folder: &str| {
        if folder == "/" {
            return Some(Redirect::Moved("/".to_owned()).into());
        }
        match resolved(context, folder, &url::tidy(folder)).1.ok()? {
            Reply::Text(text) if !text.status.is_success() => None,
            Reply::Redirect(redirect @ Redirect::Moved(_)) => Some(redirect.into()),
            _ => Some(Redirect::Moved(url::ascii(folder).into_owned()).into()),
        }
    };
    listed(path).or_else(|| folder.and_then(|folder| lying_at(folder).or_else(|| listed(folder))))
}

/// The destination that `redirects.toml` has for a path, from the root of the archive or from that of the host; not the requested
/// address itself.
fn listed(
    context: &RequestContext,
    path: &str,
    find: for<'a> fn(&'a Redirects, &str, &str) -> Option<&'a str>,
) -> Option<Reply> {
    let (site, query) = (&context.edition.site, context.head().query);
    let to = neutral::spellings(context, path).find_map(|path| find(&site.redirects, &path, query))?;
    // Encoded for a header; absolute addresses are written as they are.
    let to = if to.starts_with('/') { url::ascii(to).into_owned() } else { to.to_owned() };
    // `from = '/?cat=3'` with `to = '/?cat=3&x=1'` would lead to itself for ever.
    let here = format!("{}{}", context.head().path, context.query());
    (to != here).then(|| Redirect::Moved(to).into())
}

/// A reply below a signed link, which no cache keeps and no search engine lists.
fn signed(mut reply: Reply) -> Reply {
    if let Reply::Text(text) = &mut reply {
        text.policy = CachePolicy::Signed(text.policy.lang().cloned());
    }
    reply
}

/// The page at a path: as an old address whose query decides (`/?cat=3`), then the path as it is, then with a closing slash
/// added or removed, then as an old address of an article.
fn page(context: &RequestContext, path: &str, lang: Option<&Lang>, rest: &str) -> Result<Reply, HttpError> {
    if let Some(reply) = neutral::alias_with_query(context, path)? {
        return Ok(reply);
    }
    if !context.head().query.is_empty()
        && let Some(reply) = listed(context, path, Redirects::find_by_query)
    {
        return Ok(reply);
    }
    let other = rest.strip_suffix('/').map_or_else(|| format!("{rest}/"), str::to_owned);
    for rest in [rest, &other].into_iter().filter(|rest| PagePath::parse(rest).is_some()) {
        let found = in_its_place(context, lang, rest);
        if !matches!(found, Err(HttpError::NotFound)) {
            return found;
        }
    }
    match lang {
        Some(lang) => neutral::alias_in(context, lang, path, rest),
        None => neutral::alias(context, path),
    }
}

/// The page, if it was requested at its canonical address; otherwise a redirect there, if a page exists at it. So a redirect
/// never leads to a 404, nor to another redirect of this kind.
fn in_its_place(context: &RequestContext, lang: Option<&Lang>, rest: &str) -> Result<Reply, HttpError> {
    let (head, right) = (context.head(), url::written(lang, rest));
    let other = if head.path != right {
        Some(Redirect::Moved(format!("{right}{}", context.query())))
    } else if let Some(lang) = lang
        && query_value(head.query, "remember").is_some()
    {
        let clean = query_without(head.query, "remember");
        Some(Redirect::Remember { to: format!("{right}{clean}"), lang: lang.to_string() })
    } else {
        None
    };
    if let Some(other) = &other
        && PagePath::parse(rest).is_some_and(|page| page.is_always_there())
    {
        return Ok(other.clone().into());
    }
    let reply = match head.path == right {
        true => context.reply_at(&format!("{right}{}", context.query())),
        false => context.way_to(&right),
    }?;
    Ok(match (other, &reply) {
        (Some(other), Reply::Redirect(Redirect::Negotiated(_))) => other.into(),
        (Some(other), Reply::Text(text)) if text.status.is_success() => other.into(),
        _ => reply,
    })
}
