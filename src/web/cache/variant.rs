//! A page in one coding, finished: every header, every byte.
//!
//! And the heads of pages, each kind once. Most of what a head says is the same for thousands of pages, and what many requests
//! read stays near the processor: a page has only the few values that no other has.

use std::sync::{Arc, Mutex, PoisonError};

use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header},
};

use crate::{
    i18n::negotiate::Encoding,
    model::Digest,
    web::{
        middleware::respond::{Effort, coded},
        server::response_body::ResponseBody,
    },
};

/// The memory of a variant without its body: itself and its own values.
const HEAD: usize = 512;

/// One finished response, and its 304.
#[derive(Debug)]
pub(super) struct Variant {
    head: Arc<SharedHead>,
    /// Its own values in that head; the first is its validator.
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

    /// 304 with `tag`, the entity tag of the same page compressed with another effort. The reader has the page, though in other bytes.
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

/// The maximum number of shared heads; a site has about 20.
const KINDS: usize = 256;

/// The headers of a 304 in addition to its validator (RFC 9110, 15.4.5): the rest the reader has already.
const NOT_MODIFIED: [HeaderName; 4] = [header::CACHE_CONTROL, header::VARY, header::CONTENT_LANGUAGE, header::ETAG];

/// All shared heads.
#[derive(Debug, Default)]
pub(super) struct SharedHeads(Mutex<Vec<Arc<SharedHead>>>);

/// The part of the head that many pages share, with empty values for the headers in which they differ.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct SharedHead {
    whole: HeaderMap,
    not_modified: HeaderMap,
    /// The headers that each page has a value of its own for, the validator first.
    own: Vec<HeaderName>,
}

impl SharedHeads {
    /// Divides a complete head into the part shared with others and its own values, the validator first.
    pub(super) fn share(&self, mut whole: HeaderMap) -> (Arc<SharedHead>, Box<[HeaderValue]>) {
        let others = whole.keys().filter(|name| is_own(name) && **name != header::ETAG).cloned();
        let own: Vec<HeaderName> = std::iter::once(header::ETAG).chain(others).collect();
        let values = together(own.iter().map(|name| {
            let empty = HeaderValue::from_static("");
            whole.insert(name, empty).unwrap_or_else(|| HeaderValue::from_static(""))
        }));
        let mut not_modified = HeaderMap::with_capacity(8);
        for name in NOT_MODIFIED {
            if let Some(value) = whole.get(&name) {
                not_modified.insert(name, value.clone());
            }
        }
        (self.intern(SharedHead { whole, not_modified, own }), values)
    }

    fn intern(&self, head: SharedHead) -> Arc<SharedHead> {
        let mut heads = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = heads.iter().find(|known| ***known == head) {
            return Arc::clone(known);
        }
        if heads.len() >= KINDS {
            heads.clear();
        }
        let head = Arc::new(head);
        heads.push(Arc::clone(&head));
        head
    }
}

impl SharedHead {
    /// The head of a page with these values.
    pub(super) fn whole(&self, values: &[HeaderValue]) -> HeaderMap {
        self.filled(&self.whole, values)
    }

    /// The head of its 304.
    pub(super) fn not_modified(&self, values: &[HeaderValue]) -> HeaderMap {
        self.filled(&self.not_modified, values)
    }

    fn filled(&self, head: &HeaderMap, values: &[HeaderValue]) -> HeaderMap {
        let mut head = head.clone();
        for (name, value) in self.own.iter().zip(values) {
            if let Some(own) = head.get_mut(name) {
                own.clone_from(value);
            }
        }
        head
    }
}

/// Whether pages of one kind differ in it; those for surrogate keys have the word in their names.
fn is_own(name: &HeaderName) -> bool {
    [header::CONTENT_LENGTH, header::LINK].contains(name)
        || ["key", "tag"].iter().any(|word| name.as_str().contains(word))
}

/// The same values, side by side in memory.
fn together(values: impl Iterator<Item = HeaderValue>) -> Box<[HeaderValue]> {
    let values: Vec<HeaderValue> = values.collect();
    let all = Bytes::from(values.iter().map(HeaderValue::as_bytes).collect::<Vec<_>>().concat());
    let mut from = 0;
    let placed = values.into_iter().map(|value| {
        let range = from..from + value.len();
        from = range.end;
        HeaderValue::from_maybe_shared(all.slice(range)).unwrap_or(value)
    });
    placed.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn what_is_taken_apart_comes_together_again_and_pages_of_a_kind_share_a_head() {
        let heads = SharedHeads::default();
        let page = |etag, length| {
            head(&[
                ("content-type", "text/html"),
                ("vary", "Accept-Encoding"),
                ("content-length", length),
                ("xkey", etag),
                ("etag", etag),
            ])
        };
        let (one, ones) = heads.share(page("\"1\"", "10"));
        let (two, twos) = heads.share(page("\"2\"", "2000"));
        assert!(Arc::ptr_eq(&one, &two));
        assert_eq!((one.whole(&ones), two.whole(&twos)), (page("\"1\"", "10"), page("\"2\"", "2000")));
        assert_eq!(one.not_modified(&ones), head(&[("vary", "Accept-Encoding"), ("etag", "\"1\"")]));
        let (other, _) = heads.share(head(&[("content-type", "text/xml"), ("etag", "\"3\"")]));
        assert!(!Arc::ptr_eq(&one, &other));
    }
}
