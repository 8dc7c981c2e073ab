//! What of a request decides in which form a page that is kept goes out.

use axum::http::{HeaderMap, HeaderValue, header};

/// Two headers of a request, as far as they are text; of one that comes twice, the first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::web) struct ConditionalHeaders<'a> {
    /// `Accept-Encoding`.
    pub coding: Option<&'a str>,
    /// `If-None-Match`; empty where it is no text, for it decides nevertheless (RFC 9110, 13.2.2).
    pub tags: Option<&'a str>,
}

impl<'a> ConditionalHeaders<'a> {
    /// What these headers ask.
    pub(in crate::web) fn from_headers(headers: &'a HeaderMap) -> Self {
        ConditionalHeaders {
            coding: headers.get(header::ACCEPT_ENCODING).and_then(text),
            tags: headers.get(header::IF_NONE_MATCH).map(|tags| text(tags).unwrap_or_default()),
        }
    }
}

/// The value of a header, where it is plain text.
fn text(value: &HeaderValue) -> Option<&str> {
    value.to_str().ok()
}
