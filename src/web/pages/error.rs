//! Error pages, in the reader's language, with links that lead on.

use askama::Template;

use super::{
    article::versions::{VersionLink, address, version_links},
    listings::card::CardView,
    search,
    suggest::Suggestions,
};
use crate::{
    catalog::ArticleView,
    model::{error_chain, lang::Lang},
    web::{
        context::RequestContext,
        error::HttpError,
        layout::{language_selector::LanguageState, page::PageFrame},
        policy::CachePolicy,
        reply::{Reply, TextReply},
        urls::{
            signed_link::without_signature,
            url::{self, PagePath, Route},
        },
    },
};

#[derive(Template)]
#[template(path = "pages/error.html")]
struct ErrorPage<'a> {
    frame: PageFrame<'a>,
    status: u16,
    text: String,
    /// The versions there are, where an article has none that can be shown here.
    versions: Vec<VersionLink>,
    /// Articles that may have been meant.
    cards: Vec<CardView<'a>>,
    /// Names and addresses of topics that may have been meant.
    topics: Vec<(String, String)>,
    /// The text in the search field.
    typed: &'a str,
}

/// The page for `failure`; in `lang` where the path names one, else in the language negotiated.
pub(in crate::web) fn page(context: &RequestContext, lang: Option<&Lang>, failure: HttpError) -> Reply {
    if let HttpError::Internal(cause) = &failure {
        let cause = error_chain(cause.as_ref());
        tracing::error!(path = %without_signature(context.head().path), cause, "a request failed");
    }
    let status = failure.status();
    let negotiated = context.negotiated();
    let lang_of_page = lang.unwrap_or(&negotiated);
    let key = match failure {
        HttpError::Away => "away".to_owned(),
        HttpError::Unread => "unread".to_owned(),
        _ => status.as_u16().to_string(),
    };
    let words = context.edition.words(lang_of_page);
    let title = words.say(&format!("error-{key}-title")).to_string();
    let text = words.say(&format!("error-{key}-text")).to_string();
    let is_json = search::wants_json(context);
    let is_plain = matches!(failure, HttpError::OtherHost);
    let body = match is_json {
        true => search::error_json(status, &text),
        // A request under another host name learns nothing about the site.
        false if is_plain => format!("{title}\n{text}\n"),
        false => html(context, lang_of_page, &failure, title, text),
    };
    let policy = match lang {
        Some(lang) if failure.status().is_client_error() => CachePolicy::Missing(lang.clone()),
        _ => CachePolicy::Error(lang_of_page.clone()),
    };
    let mut reply = TextReply::html(policy, body);
    reply.status = status;
    if is_json {
        reply.content_type = "application/json";
    } else if is_plain {
        reply.content_type = "text/plain; charset=utf-8";
    }
    reply.allow = matches!(failure, HttpError::Method).then_some(allowed(context));
    reply.into()
}

/// The methods of an address.
fn allowed(context: &RequestContext) -> &'static str {
    match url::decode(context.head().path) {
        Some(path) if Route::parse(&path) == Route::Oai => "GET, HEAD, POST",
        _ => "GET, HEAD",
    }
}

/// The page of a failure in `lang`, to be stored; nothing has failed, so nothing is logged.
pub(in crate::web) fn failed(context: &RequestContext, lang: &Lang) -> Reply {
    let failure = HttpError::internal("a page to be stored");
    let words = context.edition.words(lang);
    let say = |part: &str| words.say(&format!("error-500-{part}")).to_string();
    let mut reply =
        TextReply::html(CachePolicy::Error(lang.clone()), html(context, lang, &failure, say("title"), say("text")));
    reply.status = failure.status();
    reply.into()
}

fn html(context: &RequestContext, lang: &Lang, failure: &HttpError, title: String, text: String) -> String {
    let suggestions = match failure {
        HttpError::NotFound => Suggestions::for_path(context, lang).unwrap_or_else(|error| {
            tracing::error!(path = %without_signature(context.head().path), cause = error_chain(&error), "nothing can be suggested");
            Suggestions::default()
        }),
        _ => Suggestions::default(),
    };
    let page = ErrorPage {
        frame: home_frame(context, lang, title),
        status: failure.status().as_u16(),
        text,
        versions: Vec::new(),
        cards: suggestions.cards(context, lang),
        topics: suggestions.topics(context, lang),
        typed: &suggestions.words,
    };
    // If the template fails, the response is the status alone; the cause is in the log.
    page.render().unwrap_or_else(|error| {
        tracing::error!(%error, "the error page cannot be rendered");
        String::new()
    })
}

/// The page of a signed link that has expired: 410.
pub(in crate::web) fn link_expired(context: &RequestContext, lang: &Lang) -> Result<Reply, HttpError> {
    let words = context.edition.words(lang);
    let (title, text) = (words.say("shared-expired-title").to_string(), words.say("shared-expired-text").to_string());
    let page = ErrorPage {
        frame: home_frame(context, lang, title),
        status: 410,
        text,
        versions: Vec::new(),
        cards: Vec::new(),
        topics: Vec::new(),
        typed: "",
    };
    let mut reply = TextReply::html(CachePolicy::Signed(Some(lang.clone())), page.render()?);
    reply.status = axum::http::StatusCode::GONE;
    Ok(reply.into())
}

/// The page of an article that has no version which readers of `lang` are ever shown: 404, with its title and its versions.
pub(in crate::web) fn no_version(
    context: &RequestContext,
    lang: &Lang,
    view: &ArticleView,
) -> Result<Reply, HttpError> {
    let words = context.edition.words(lang);
    let title = words.say("missing-version-title").to_string();
    let text = match view.meta.languages.includes(lang) {
        true => words.say("missing-version-text"),
        false => words.say("missing-version-unmeant"),
    };
    let text = text.to_string();
    missing(context, lang, view, title, text)
}

/// The page of a pair of versions of which one does not exist: 404, with links to those that do.
pub(in crate::web) fn no_pair(context: &RequestContext, lang: &Lang, view: &ArticleView) -> Result<Reply, HttpError> {
    let words = context.edition.words(lang);
    let title = words.say("beside-missing-title").to_string();
    let text = words.say("beside-missing-text").to_string();
    missing(context, lang, view, title, text)
}

fn missing(
    context: &RequestContext,
    lang: &Lang,
    view: &ArticleView,
    title: String,
    text: String,
) -> Result<Reply, HttpError> {
    let versions = version_links(&context.edition, view);
    let counterpart = |other: &Lang| address(view, other).map_or(LanguageState::None, LanguageState::Translated);
    let mut frame =
        PageFrame::new(&context.edition, lang, PagePath::neutral(&view.id).in_lang(lang), title, counterpart);
    frame.indexed = false;
    let (cards, topics) = (Vec::new(), Vec::new());
    let page = ErrorPage { frame, status: 404, text, versions, cards, topics, typed: "" };
    let mut reply = TextReply::html(CachePolicy::Missing(lang.clone()), page.render()?);
    reply.status = HttpError::NotFound.status();
    Ok(reply.into())
}

fn home_frame<'a>(context: &'a RequestContext, lang: &'a Lang, title: String) -> PageFrame<'a> {
    let counterpart = |other: &Lang| LanguageState::Translated(PagePath::Home.in_lang(other));
    let mut frame = PageFrame::new(&context.edition, lang, PagePath::Home.in_lang(lang), title, counterpart);
    frame.indexed = false;
    frame
}
