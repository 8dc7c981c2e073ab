//! Replies as HTTP: status, headers, coding, validators, ranges. The one place where headers are written.

use axum::{
    body::Body,
    http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header},
};

use super::{
    ask::Ask,
    coding::{coded, strong_etag},
    policy::CachePolicy,
    range::{Part, part_of},
    reply::{FileReply, Redirect, Reply, TextReply},
};
use crate::negotiate::{Encoding, accepted_encoding};

/// The response to `ask`. `HEAD` has the headers of `GET` and no body.
pub(super) fn respond(ask: &Ask<'_>, reply: Reply) -> Response<Body> {
    let mut response = match reply {
        Reply::Text(text) => text_response(ask, text),
        Reply::Redirect(redirect) => redirect_response(redirect),
        Reply::File(file) => file_response(ask, &file),
    };
    if ask.method == Method::HEAD {
        *response.body_mut() = Body::empty();
    }
    response
}

fn text_response(ask: &Ask<'_>, reply: TextReply) -> Response<Body> {
    let mut headers = HeaderMap::new();
    reply.policy.write(&mut headers);
    insert(&mut headers, header::CONTENT_TYPE, reply.content_type);
    if let Some(allow) = reply.allow {
        insert(&mut headers, header::ALLOW, allow);
    }
    if let Some(link) = &reply.link {
        insert(&mut headers, header::LINK, link);
    }
    let date = reply.modified.and_then(http_date);
    if let Some(date) = &date {
        insert(&mut headers, header::LAST_MODIFIED, date);
    }
    let encoding = accepted_encoding(ask.header(header::ACCEPT_ENCODING)).unwrap_or(Encoding::Identity);
    let etag = strong_etag(reply.body.as_bytes(), encoding);
    if reply.status == StatusCode::OK {
        insert(&mut headers, header::ETAG, &etag);
        if is_current(ask, &etag, reply.modified) {
            return with_headers(StatusCode::NOT_MODIFIED, headers, Body::empty());
        }
    }
    let body = coded(reply.body.into_bytes(), encoding, &mut headers);
    with_headers(reply.status, headers, body.into())
}

fn redirect_response(redirect: Redirect) -> Response<Body> {
    let mut headers = HeaderMap::new();
    let (status, policy, to) = match &redirect {
        Redirect::Negotiated(to) => (StatusCode::FOUND, CachePolicy::Negotiated, to),
        Redirect::Moved(to) => (StatusCode::PERMANENT_REDIRECT, CachePolicy::Moved, to),
        Redirect::Current(to) => (StatusCode::FOUND, CachePolicy::Revalidate, to),
        Redirect::Remember { to, lang } => {
            let cookie = format!("lang={lang}; Max-Age=31536000; Path=/; SameSite=Lax; HttpOnly");
            insert(&mut headers, header::SET_COOKIE, &cookie);
            (StatusCode::SEE_OTHER, CachePolicy::Choice, to)
        }
    };
    policy.write(&mut headers);
    insert(&mut headers, header::LOCATION, to);
    insert(&mut headers, header::CONTENT_LENGTH, "0");
    with_headers(status, headers, Body::empty())
}

fn file_response(ask: &Ask<'_>, file: &FileReply) -> Response<Body> {
    let mut headers = HeaderMap::new();
    file.policy.write(&mut headers);
    insert(&mut headers, header::CONTENT_TYPE, &file.content_type);
    let compressible = is_compressible(&file.content_type);
    let encoding = match accepted_encoding(ask.header(header::ACCEPT_ENCODING)) {
        Some(encoding) if compressible && ask.header(header::RANGE).is_none() => encoding,
        _ => Encoding::Identity,
    };
    let etag = match encoding {
        Encoding::Identity => format!("\"{}\"", file.digest),
        coding => format!("\"{}-{}\"", file.digest, coding.as_str()),
    };
    insert(&mut headers, header::ETAG, &etag);
    insert(&mut headers, header::ACCEPT_RANGES, "bytes");
    if is_current(ask, &etag, None) {
        return with_headers(StatusCode::NOT_MODIFIED, headers, Body::empty());
    }
    let total = file.bytes.len();
    match part_of(ask, &etag, total) {
        Part::Whole => {
            let body = coded(file.bytes.to_vec(), encoding, &mut headers);
            with_headers(StatusCode::OK, headers, body.into())
        }
        Part::Range(range) => {
            let last = range.end.saturating_sub(1);
            insert(&mut headers, header::CONTENT_RANGE, &format!("bytes {}-{last}/{total}", range.start));
            let part = file.bytes.get(range).unwrap_or_default().to_vec();
            insert(&mut headers, header::CONTENT_LENGTH, &part.len().to_string());
            with_headers(StatusCode::PARTIAL_CONTENT, headers, part.into())
        }
        Part::Unsatisfiable => {
            insert(&mut headers, header::CONTENT_RANGE, &format!("bytes */{total}"));
            with_headers(StatusCode::RANGE_NOT_SATISFIABLE, headers, Body::empty())
        }
    }
}

/// RFC 9110, 13.2.2: `If-None-Match` decides where it is there; else `If-Modified-Since`.
fn is_current(ask: &Ask<'_>, etag: &str, modified: Option<i64>) -> bool {
    if let Some(tags) = ask.header(header::IF_NONE_MATCH) {
        let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
        return tags.split(',').any(|tag| bare(tag) == "*" || bare(tag) == etag);
    }
    let since = ask.header(header::IF_MODIFIED_SINCE).and_then(|date| httpdate::parse_http_date(date).ok());
    match (since.and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok()), modified) {
        (Some(since), Some(modified)) => modified <= i64::try_from(since.as_secs()).unwrap_or(i64::MAX),
        _ => false,
    }
}

fn http_date(seconds: i64) -> Option<String> {
    // HTTP knows no year beyond 9999.
    let seconds = u64::try_from(seconds).ok().filter(|seconds| *seconds < 253_402_300_800)?;
    Some(httpdate::fmt_http_date(std::time::UNIX_EPOCH + std::time::Duration::from_secs(seconds)))
}

fn is_compressible(content_type: &str) -> bool {
    content_type.starts_with("text/") || ["svg", "json", "xml"].iter().any(|part| content_type.contains(part))
}

fn insert(headers: &mut HeaderMap, name: header::HeaderName, value: &str) {
    match HeaderValue::from_str(value) {
        Ok(value) => _ = headers.insert(name, value),
        Err(_) => tracing::error!(%name, value, "a header's value has a character that headers cannot carry"),
    }
}

fn with_headers(status: StatusCode, headers: HeaderMap, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}
