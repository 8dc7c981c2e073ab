//! A page in one coding, finished: every header, every byte.

use std::sync::Arc;

use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderValue, Response, StatusCode, header},
};

use super::shared_heads::{SharedHead, SharedHeads};
use crate::{
    i18n::negotiate::Encoding,
    model::Digest,
    web::{
        middleware::coding::{Effort, coded},
        server::response_body::ResponseBody,
    },
};

/// The memory of a variant without its body: itself and its own values.
const HEAD: usize = 512;

/// One finished response, and the 304 in its stead.
#[derive(Debug)]
pub(super) struct Variant {
    head: Arc<SharedHead>,
    /// The values of its own in that head; the first is its validator.
    values: Box<[HeaderValue]>,
    body: Bytes,
    /// The effort that went into the coding.
    pub(super) effort: Effort,
}

/// The form of a page that a reader gets.
pub(super) enum ResponseForm {
    /// 200 with the page.
    Whole,
    /// 304: the reader has this page in this coding.
    NotModified,
    /// 304 with the reader's own entity tag: that of the same page, compressed with another effort.
    NotModifiedAs(HeaderValue),
}

impl ResponseForm {
    /// The status of the answer.
    pub(super) fn status(&self) -> StatusCode {
        match self {
            ResponseForm::Whole => StatusCode::OK,
            ResponseForm::NotModified | ResponseForm::NotModifiedAs(_) => StatusCode::NOT_MODIFIED,
        }
    }
}

impl Variant {
    /// The body in `encoding`. `digest` is of the body in no coding.
    pub(super) fn new(
        heads: &SharedHeads,
        head: &HeaderMap,
        body: &Bytes,
        digest: Digest,
        encoding: Encoding,
        effort: Effort,
    ) -> Self {
        let mut head = head.clone();
        let body = coded(body.clone(), encoding, effort, &mut head);
        head.insert(header::ETAG, etag(digest, encoding, effort));
        let (head, values) = heads.share(head);
        Variant { head, values, body, effort }
    }

    /// Bytes that it takes in memory.
    pub(super) fn weight(&self) -> usize {
        self.body.len() + HEAD
    }

    /// Whether `tag` is its validator.
    pub(super) fn is(&self, tag: &str) -> bool {
        self.values.first().is_some_and(|etag| etag.as_bytes() == tag.as_bytes())
    }

    /// One of its responses; a `HEAD` gets the headers of the whole alone.
    pub(super) fn response(&self, form: ResponseForm, with_body: bool) -> Response<ResponseBody> {
        match form {
            ResponseForm::Whole => self.whole(with_body),
            ResponseForm::NotModified => self.not_modified(),
            ResponseForm::NotModifiedAs(tag) => self.not_modified_as(tag),
        }
    }

    /// 200 with the body; a `HEAD` gets the headers alone.
    fn whole(&self, with_body: bool) -> Response<ResponseBody> {
        let body = if with_body { self.body.clone() } else { Bytes::new() };
        response(StatusCode::OK, self.head.whole(&self.values), body)
    }

    /// 304.
    fn not_modified(&self) -> Response<ResponseBody> {
        response(StatusCode::NOT_MODIFIED, self.head.not_modified(&self.values), Bytes::new())
    }

    /// 304 with `tag`, the entity tag of the same page compressed with another effort. The reader has the page, if in other bytes.
    fn not_modified_as(&self, tag: HeaderValue) -> Response<ResponseBody> {
        let mut answer = self.not_modified();
        answer.headers_mut().insert(header::ETAG, tag);
        answer
    }
}

/// A strong validator (RFC 9110, 8.8.3): other bytes, other tag, so each coding has two.
pub(super) fn etag(digest: Digest, encoding: Encoding, effort: Effort) -> HeaderValue {
    let ending = match (encoding, effort) {
        (Encoding::Identity, _) => String::new(),
        (coding, Effort::Best) => format!("-{}", coding.as_str()),
        (coding, Effort::Fast) => format!("-{}-fast", coding.as_str()),
    };
    HeaderValue::from_str(&format!("\"{digest}{ending}\"")).expect("hexadecimal digits and letters")
}

fn response(status: StatusCode, head: HeaderMap, body: Bytes) -> Response<ResponseBody> {
    let mut response = Response::new(ResponseBody::shared(body));
    *response.status_mut() = status;
    *response.headers_mut() = head;
    response
}
