//! Calls the router on this thread, and returns its response as a value instead of bytes on a connection.

use std::{panic::AssertUnwindSafe, sync::Arc};

use axum::{
    body::Bytes,
    http::{HeaderValue, Method, Request, StatusCode, header, request::Parts},
};

use crate::{
    model::lang::Lang,
    source::StoredFile,
    web::{
        app::App,
        context::RequestContext,
        dispatch::answer,
        error::HttpError,
        middleware::respond::redirect_status,
        pages::error,
        reply::{FileContent, Redirect, Reply},
        urls::{
            base_path::{BasePath, changed},
            url::ascii,
        },
    },
};

/// A request without preferences: no languages, no codings, no conditions.
#[derive(Debug, Clone, Copy)]
pub struct AnswerRequest<'a> {
    /// The path and the query, from the root of the site.
    pub address: &'a str,
    /// The language of the reader's cookie.
    pub lang: Option<&'a Lang>,
}

/// An answer.
#[derive(Debug, Clone)]
pub struct SiteAnswer {
    /// 200, or the status of a redirect or an error page.
    pub status: u16,
    /// `Content-Type`; empty of a redirect.
    pub content_type: String,
    /// `Location`, with the path of `base_url`.
    pub location: Option<String>,
    /// `Content-Language`.
    pub lang: Option<Lang>,
    /// The body, in no coding.
    pub body: AnswerBody,
}

/// The body of an answer.
#[derive(Debug, Clone)]
pub enum AnswerBody {
    /// A text.
    Text(String),
    /// The bytes of a file.
    Bytes(Bytes),
    /// A file on the disk.
    File(Arc<StoredFile>),
}

/// The answer to `request`. A handler that panics is a 500, with the panic in the log.
pub fn answer_at(app: &App, request: AnswerRequest<'_>) -> SiteAnswer {
    let Some(parts) = parts(request) else { return failed() };
    let reply = std::panic::catch_unwind(AssertUnwindSafe(|| answer(app, &parts)));
    reply.map_or_else(|_| failed(), |reply| from_reply(app, reply))
}

/// The error page of `status` (404, 405, 500 or 503) for readers of `lang`, independent of the address.
pub fn error_page_at(app: &App, lang: &Lang, status: u16) -> SiteAnswer {
    let Some(parts) = parts(AnswerRequest { address: "/", lang: None }) else { return failed() };
    let failure = match status {
        404 => HttpError::NotFound,
        405 => HttpError::Method,
        503 => HttpError::Busy,
        _ => return internal(app, lang, &parts),
    };
    from_reply(app, error::page(&RequestContext::from_parts(app, &parts), Some(lang), failure))
}

/// The languages of the site that have interface texts or an article. Readers are redirected to another one only if they ask for it.
pub fn languages_in_use(app: &App) -> Vec<Lang> {
    let Some(parts) = parts(AnswerRequest { address: "/", lang: None }) else { return Vec::new() };
    let context = RequestContext::from_parts(app, &parts);
    let languages = context.edition.site.languages().iter().map(|language| language.tag.clone());
    languages.filter(|lang| context.in_use(lang)).collect()
}

/// `html` with each address replaced by `change`.
pub fn relinked(html: &str, change: impl Fn(&str) -> String) -> String {
    // A candidate of `srcset` has its width or density after its address.
    changed(html, |value| match value.split_once(' ') {
        Some((address, descriptor)) => format!("{} {descriptor}", change(address)),
        None => change(value),
    })
}

/// The page of a failure, without a log line, because nothing has failed.
fn internal(app: &App, lang: &Lang, parts: &Parts) -> SiteAnswer {
    from_reply(app, error::failed(&RequestContext::from_parts(app, parts), lang))
}

fn parts(AnswerRequest { address, lang }: AnswerRequest<'_>) -> Option<Parts> {
    let mut request = Request::builder().method(Method::GET).uri(address);
    if let Some(lang) = lang {
        request = request.header(header::COOKIE, HeaderValue::from_str(&format!("lang={lang}")).ok()?);
    }
    Some(request.body(()).ok()?.into_parts().0)
}

fn from_reply(app: &App, reply: Reply) -> SiteAnswer {
    let (reply, _) = BasePath::for_site(&app.edition().site).outward(reply).into_parts();
    match reply {
        Reply::Text(text) => SiteAnswer {
            status: text.status.as_u16(),
            content_type: text.content_type.to_owned(),
            location: None,
            lang: text.policy.lang().cloned(),
            body: AnswerBody::Text(text.body),
        },
        Reply::Redirect(redirect) => redirected(&redirect),
        Reply::File(file) => SiteAnswer {
            status: StatusCode::OK.as_u16(),
            content_type: file.content_type,
            location: None,
            lang: None,
            body: match file.content {
                FileContent::Shared(bytes) | FileContent::Own(bytes) => AnswerBody::Bytes(bytes),
                FileContent::Stored(stored) => AnswerBody::File(stored),
            },
        },
    }
}

fn redirected(redirect: &Redirect) -> SiteAnswer {
    let (status, to) = redirect_status(redirect);
    SiteAnswer {
        status: status.as_u16(),
        content_type: String::new(),
        location: Some(ascii(to).into_owned()),
        lang: None,
        body: AnswerBody::Bytes(Bytes::new()),
    }
}

fn failed() -> SiteAnswer {
    SiteAnswer {
        status: StatusCode::INTERNAL_SERVER_ERROR.as_u16(),
        content_type: String::new(),
        location: None,
        lang: None,
        body: AnswerBody::Bytes(Bytes::new()),
    }
}
