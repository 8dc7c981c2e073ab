//! A page in one coding, finished: every header, every byte.

use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderValue, Response, StatusCode, header},
};
use http_body_util::Full;

use crate::{
    archive::Stamp,
    negotiate::Encoding,
    web::coding::{Effort, coded},
};

/// What two header maps take, as measured by counting allocations; added to the bytes of the body.
const HEADS: usize = 2 << 10;

/// One finished response, and the 304 in its stead.
#[derive(Debug)]
pub(super) struct Variant {
    etag: HeaderValue,
    head: HeaderMap,
    not_modified: HeaderMap,
    body: Bytes,
    /// What went into the coding.
    pub(super) effort: Effort,
}

/// What a 304 says beside its validator (RFC 9110, 15.4.5): the rest the reader has already.
const NOT_MODIFIED: [header::HeaderName; 4] =
    [header::CACHE_CONTROL, header::VARY, header::LAST_MODIFIED, header::CONTENT_LANGUAGE];

impl Variant {
    /// The body in `encoding`. `digest` is of the body in no coding.
    pub(super) fn new(head: &HeaderMap, body: &Bytes, digest: Stamp, (encoding, effort): (Encoding, Effort)) -> Self {
        let etag = etag(digest, encoding, effort);
        let mut not_modified = HeaderMap::with_capacity(8);
        for name in NOT_MODIFIED {
            if let Some(value) = head.get(&name) {
                not_modified.insert(name, value.clone());
            }
        }
        not_modified.insert(header::ETAG, etag.clone());
        let mut head = head.clone();
        let body = coded(body.clone(), encoding, effort, &mut head);
        head.insert(header::ETAG, etag.clone());
        Variant { etag, head, not_modified, body, effort }
    }

    /// Bytes that it takes in memory.
    pub(super) fn weight(&self) -> usize {
        self.body.len() + HEADS
    }

    /// Whether `tag` is its validator.
    pub(super) fn is(&self, tag: &str) -> bool {
        self.etag.as_bytes() == tag.as_bytes()
    }

    /// 200 with the body; a `HEAD` gets the headers alone.
    pub(super) fn whole(&self, with_body: bool) -> Response<Full<Bytes>> {
        let body = if with_body { self.body.clone() } else { Bytes::new() };
        response(StatusCode::OK, self.head.clone(), body)
    }

    /// 304.
    pub(super) fn not_modified(&self) -> Response<Full<Bytes>> {
        response(StatusCode::NOT_MODIFIED, self.not_modified.clone(), Bytes::new())
    }

    /// 304 to a reader who holds the bytes that the fast coding made of the same page: they are as good as these.
    pub(super) fn not_modified_as(&self, tag: HeaderValue) -> Response<Full<Bytes>> {
        let mut answer = self.not_modified();
        answer.headers_mut().insert(header::ETAG, tag);
        answer
    }
}

/// A strong validator (RFC 9110, 8.8.3): other bytes, other tag, so each coding has two.
pub(super) fn etag(digest: Stamp, encoding: Encoding, effort: Effort) -> HeaderValue {
    let ending = match (encoding, effort) {
        (Encoding::Identity, _) => String::new(),
        (coding, Effort::Best) => format!("-{}", coding.as_str()),
        (coding, Effort::Fast) => format!("-{}-fast", coding.as_str()),
    };
    HeaderValue::from_str(&format!("\"{digest}{ending}\"")).expect("hexadecimal digits and letters")
}

fn response(status: StatusCode, head: HeaderMap, body: Bytes) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(body));
    *response.status_mut() = status;
    *response.headers_mut() = head;
    response
}
