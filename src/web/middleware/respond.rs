//! Replies as HTTP: status, headers, content codings and the validators that differ with them, parts of files.
//! The one place where headers are written.

use std::{io::Write, sync::Arc};

use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header},
};

use super::range::{RequestedRange, part_of, range_of};
use crate::{
    i18n::negotiate::{Encoding, accepted_encoding},
    model::Digest,
    web::{
        policy::{CachePolicy, write_security},
        reply::{FileContent, FileReply, Redirect, Reply, TextReply},
        request_head::RequestHead,
        server::response_body::ResponseBody,
        urls::{base_path::Outward, url::ascii},
    },
};

/// Seconds after which a reader who got a 503 may ask again.
pub(in crate::web) const RETRY_AFTER: &str = "5";

/// The response to `ask`, of a site that lives at https or does not. `HEAD` has the headers of `GET` and no body.
pub(in crate::web) fn respond(ask: &RequestHead<'_>, reply: Outward, https: bool) -> Response<ResponseBody> {
    let (reply, cookie_path) = reply.into_parts();
    let mut response = match reply {
        Reply::Text(text) => text_response(ask, text),
        Reply::Redirect(redirect) => redirect_response(redirect, &cookie_path, https),
        Reply::File(file) => file_response(ask, &file),
    };
    if ask.method == Method::HEAD {
        *response.body_mut() = ResponseBody::default();
    }
    response
}

fn text_response(ask: &RequestHead<'_>, reply: TextReply) -> Response<ResponseBody> {
    let mut headers = text_head(&reply);
    let encoding = accepted_encoding(ask.header(header::ACCEPT_ENCODING)).unwrap_or(Encoding::Identity);
    let etag = strong_etag(reply.body.as_bytes(), encoding);
    if reply.status == StatusCode::OK {
        insert(&mut headers, header::ETAG, &etag);
        if is_current(ask, &etag) {
            return with_headers(StatusCode::NOT_MODIFIED, headers, ResponseBody::default());
        }
    }
    let body = coded(reply.body.into(), encoding, Effort::Fast, &mut headers);
    with_headers(reply.status, headers, ResponseBody::own(body))
}

/// The headers of a text, without those that depend on its coding.
pub(in crate::web) fn text_head(reply: &TextReply) -> HeaderMap {
    let mut headers = HeaderMap::with_capacity(16);
    reply.policy.write(&mut headers);
    insert(&mut headers, header::CONTENT_TYPE, reply.content_type);
    if let Some(allow) = reply.allow {
        insert(&mut headers, header::ALLOW, allow);
    }
    if let Some(link) = &reply.link {
        insert(&mut headers, header::LINK, link);
    }
    if let Some((name, keys)) = &reply.keys {
        headers.insert(name, keys.clone());
    }
    if reply.status == StatusCode::SERVICE_UNAVAILABLE {
        insert(&mut headers, header::RETRY_AFTER, RETRY_AFTER);
    }
    headers
}

fn redirect_response(redirect: Redirect, cookie_path: &str, https: bool) -> Response<ResponseBody> {
    let mut headers = HeaderMap::new();
    let policy = match &redirect {
        Redirect::Negotiated(_) => CachePolicy::Negotiated,
        Redirect::Moved(_) => CachePolicy::Moved,
        Redirect::Signed(_) => CachePolicy::Signed(None),
        Redirect::Current(_) => CachePolicy::Revalidate,
        Redirect::Remember { lang, .. } => {
            insert(&mut headers, header::SET_COOKIE, &language_cookie(lang, 31_536_000, cookie_path, https));
            CachePolicy::Choice
        }
        Redirect::Forget(_) => {
            insert(&mut headers, header::SET_COOKIE, &language_cookie("", 0, cookie_path, https));
            CachePolicy::Choice
        }
    };
    let (status, to) = redirect_status(&redirect);
    policy.write(&mut headers);
    insert(&mut headers, header::LOCATION, &ascii(to));
    insert(&mut headers, header::CONTENT_LENGTH, "0");
    with_headers(status, headers, ResponseBody::default())
}

/// The status of a redirect, and its destination.
pub(in crate::web) fn redirect_status(redirect: &Redirect) -> (StatusCode, &str) {
    match redirect {
        Redirect::Negotiated(to) | Redirect::Current(to) => (StatusCode::FOUND, to),
        Redirect::Moved(to) => (StatusCode::PERMANENT_REDIRECT, to),
        Redirect::Remember { to, .. } | Redirect::Forget(to) | Redirect::Signed(to) => (StatusCode::SEE_OTHER, to),
    }
}

/// The only cookie. To be deleted, it must have the attributes with which it was set.
fn language_cookie(lang: &str, seconds: u32, path: &str, https: bool) -> String {
    let secure = if https { "; Secure" } else { "" };
    format!("lang={lang}; Max-Age={seconds}; Path={path}; SameSite=Lax; HttpOnly{secure}")
}

fn file_response(ask: &RequestHead<'_>, file: &FileReply) -> Response<ResponseBody> {
    let mut headers = file_head(file);
    let compressible = is_compressible(&file.content_type) && file.content.bytes().is_some();
    let encoding = match accepted_encoding(ask.header(header::ACCEPT_ENCODING)) {
        Some(encoding) if compressible && range_of(ask).is_none() => encoding,
        _ => Encoding::Identity,
    };
    let etag = match encoding {
        Encoding::Identity => format!("\"{}\"", file.digest),
        coding => format!("\"{}-{}\"", file.digest, coding.as_str()),
    };
    insert(&mut headers, header::ETAG, &etag);
    if ask.header(header::IF_MATCH).is_some_and(|tags| !is_matched(tags, &etag)) {
        CachePolicy::Refusal.write(&mut headers);
        return with_headers(StatusCode::PRECONDITION_FAILED, headers, ResponseBody::default());
    }
    if is_current(ask, &etag) {
        return with_headers(StatusCode::NOT_MODIFIED, headers, ResponseBody::default());
    }
    let total = file.content.size();
    let part = match part_of(ask, &etag, usize::try_from(total).unwrap_or(usize::MAX)) {
        RequestedRange::Whole => return whole_file(&file.content, encoding, headers),
        RequestedRange::Range(range) => range,
        RequestedRange::Unsatisfiable => {
            // A cache that stored it would send it to readers who ask for the whole file.
            CachePolicy::Refusal.write(&mut headers);
            insert(&mut headers, header::CONTENT_RANGE, &format!("bytes */{total}"));
            return with_headers(StatusCode::RANGE_NOT_SATISFIABLE, headers, ResponseBody::default());
        }
    };
    let last = part.end.saturating_sub(1);
    insert(&mut headers, header::CONTENT_RANGE, &format!("bytes {}-{last}/{total}", part.start));
    insert(&mut headers, header::CONTENT_LENGTH, &part.len().to_string());
    let body = match &file.content {
        // Slices share the bytes of the whole.
        FileContent::Shared(bytes) => ResponseBody::shared(bytes.slice(part)),
        FileContent::Own(bytes) => ResponseBody::own(bytes.slice(part)),
        FileContent::Stored(stored) => ResponseBody::file(Arc::clone(stored), part.start as u64..part.end as u64),
    };
    with_headers(StatusCode::PARTIAL_CONTENT, headers, body)
}

/// A whole file. One that is streamed from the disk is sent without a coding.
fn whole_file(content: &FileContent, encoding: Encoding, mut headers: HeaderMap) -> Response<ResponseBody> {
    let body = match content {
        FileContent::Stored(stored) => {
            insert(&mut headers, header::CONTENT_LENGTH, &stored.size().to_string());
            ResponseBody::file(Arc::clone(stored), 0..stored.size())
        }
        FileContent::Shared(bytes) if encoding == Encoding::Identity => {
            ResponseBody::shared(coded(bytes.clone(), encoding, Effort::Fast, &mut headers))
        }
        FileContent::Shared(bytes) | FileContent::Own(bytes) => {
            ResponseBody::own(coded(bytes.clone(), encoding, Effort::Fast, &mut headers))
        }
    };
    with_headers(StatusCode::OK, headers, body)
}

/// The headers of a file, without those that depend on its coding.
pub(in crate::web) fn file_head(file: &FileReply) -> HeaderMap {
    let mut headers = HeaderMap::with_capacity(16);
    file.policy.write(&mut headers);
    insert(&mut headers, header::CONTENT_TYPE, &file.content_type);
    insert(&mut headers, header::ACCEPT_RANGES, "bytes");
    headers
}

/// A status without a page.
pub(in crate::web) fn bare(status: StatusCode, https: bool) -> Response<ResponseBody> {
    let mut answer = Response::<ResponseBody>::default();
    *answer.status_mut() = status;
    if [StatusCode::SERVICE_UNAVAILABLE, StatusCode::TOO_MANY_REQUESTS].contains(&status) {
        answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static(RETRY_AFTER));
        answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    write_security(answer.headers_mut(), https);
    answer
}

/// Whether `If-None-Match` names the bytes that there are. `If-Modified-Since` is ignored, as RFC 9110, 13.1.3 has it for
/// an answer without a date of modification (docs/decisions/0071-no-last-modified.md).
fn is_current(ask: &RequestHead<'_>, etag: &str) -> bool {
    ask.header(header::IF_NONE_MATCH).is_some_and(|tags| entity_tags(tags).any(|tag| tag == "*" || tag == etag))
}

/// Whether `If-Match` names the bytes that there are (RFC 9110, 13.1.1). Who continues a download with it must not get bytes of
/// another file.
fn is_matched(tags: &str, etag: &str) -> bool {
    tags.split(',').map(str::trim).any(|tag| tag == "*" || tag == etag)
}

/// Seconds since 1970 as HTTP writes them; `None` beyond the years that it knows.
pub(in crate::web) fn http_date(seconds: i64) -> Option<String> {
    // HTTP knows no year beyond 9999.
    let seconds = u64::try_from(seconds).ok().filter(|seconds| *seconds < 253_402_300_800)?;
    Some(httpdate::fmt_http_date(std::time::UNIX_EPOCH + std::time::Duration::from_secs(seconds)))
}

/// Whether a coding makes files of this type shorter.
pub(in crate::web) fn is_compressible(content_type: &str) -> bool {
    content_type.starts_with("text/") || ["svg", "json", "xml"].iter().any(|part| content_type.contains(part))
}

fn insert(headers: &mut HeaderMap, name: header::HeaderName, value: &str) {
    match HeaderValue::from_str(value) {
        Ok(value) => _ = headers.insert(name, value),
        Err(_) => tracing::error!(%name, value, "a header's value has a character that headers cannot carry"),
    }
}

fn with_headers(status: StatusCode, headers: HeaderMap, body: ResponseBody) -> Response<ResponseBody> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response
}

/// Bodies shorter than this go out as they are: a coding would make them longer.
const SHORTEST: usize = 256;

/// How much work goes into a coding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::web) enum Effort {
    /// One client waits for it, and no other will ask.
    Fast,
    /// Many clients will ask, and none waits.
    Best,
}

/// The bytes in `encoding`, with `Content-Encoding` and `Content-Length` written.
pub(in crate::web) fn coded(bytes: Bytes, encoding: Encoding, effort: Effort, headers: &mut HeaderMap) -> Bytes {
    let short = bytes.len() < SHORTEST;
    let packed = if short { None } else { pack(&bytes, encoding, effort) };
    if packed.is_some() {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding.as_str()));
    }
    let body = packed.map_or(bytes, Bytes::from);
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    body
}

/// A strong validator (RFC 9110, 8.8.3): equal only where every byte sent is equal, so each coding has its own.
fn strong_etag(bytes: &[u8], encoding: Encoding) -> String {
    let digest = Digest::hash(bytes);
    match encoding {
        Encoding::Identity => format!("\"{digest}\""),
        coding => format!("\"{digest}-{}\"", coding.as_str()),
    }
}

/// The tags of an `If-None-Match`, weak ones as if they were strong: comparison is weak (RFC 9110, 13.1.2). `*` is one of them.
pub(in crate::web) fn entity_tags(header: &str) -> impl Iterator<Item = &str> {
    header.split(',').map(|tag| tag.trim().trim_start_matches("W/"))
}

/// `None` for identity, or where the library fails: then the bytes go out as they are.
fn pack(bytes: &[u8], encoding: Encoding, effort: Effort) -> Option<Vec<u8>> {
    let level = |fast, best| if effort == Effort::Fast { fast } else { best };
    match encoding {
        Encoding::Identity => None,
        Encoding::Zstd => zstd::bulk::compress(bytes, level(3, 19)).ok(),
        Encoding::Gzip => {
            let level = flate2::Compression::new(u32::try_from(level(1, 9)).ok()?);
            let mut coder = flate2::write::GzEncoder::new(Vec::new(), level);
            coder.write_all(bytes).ok()?;
            coder.finish().ok()
        }
        Encoding::Brotli => {
            let mut packed = Vec::new();
            let level = u32::try_from(level(2, 11)).ok()?;
            let mut coder = brotli::CompressorWriter::new(&mut packed, 4096, level, 20);
            coder.write_all(bytes).ok()?;
            coder.flush().ok()?;
            drop(coder);
            Some(packed)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_coding_is_shorter_and_says_its_name() {
        let text = Bytes::from("слово ".repeat(1000));
        let both = [Effort::Fast, Effort::Best];
        for (encoding, effort) in
            [Encoding::Brotli, Encoding::Zstd, Encoding::Gzip].into_iter().flat_map(|coding| both.map(|e| (coding, e)))
        {
            let mut headers = HeaderMap::new();
            let body = coded(text.clone(), encoding, effort, &mut headers);
            assert!(body.len() < text.len() / 4);
            assert_eq!(headers[header::CONTENT_ENCODING], encoding.as_str());
            assert_eq!(headers[header::CONTENT_LENGTH], body.len().to_string().as_str());
        }
    }

    #[test]
    fn each_coding_has_a_validator_of_its_own() {
        let tags: std::collections::HashSet<_> = Encoding::ALL.map(|coding| strong_etag(b"x", coding)).into();
        assert_eq!(tags.len(), Encoding::ALL.len());
    }
}
