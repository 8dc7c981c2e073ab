//! What of a request decides in which form a page that is kept goes out.

use axum::http::{HeaderMap, header};

/// Three headers of a request, as far as they are text; of one that comes twice, the first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::web) struct Asked<'a> {
    /// `Accept-Encoding`.
    pub coding: Option<&'a str>,
    /// `If-None-Match`; empty where it is no text, for it decides nevertheless (RFC 9110, 13.2.2).
    pub tags: Option<&'a str>,
    /// `If-Modified-Since`.
    pub since: Option<&'a str>,
}

impl<'a> Asked<'a> {
    /// What these headers ask.
    pub(in crate::web) fn of(headers: &'a HeaderMap) -> Self {
        Asked::first(|name| headers.get(name).map(|value| value.as_bytes()))
    }

    /// What headers ask of which `first` gives the first of a name.
    pub(in crate::web) fn first(first: impl Fn(&str) -> Option<&'a [u8]>) -> Self {
        Asked {
            coding: first(header::ACCEPT_ENCODING.as_str()).and_then(text),
            tags: first(header::IF_NONE_MATCH.as_str()).map(|tags| text(tags).unwrap_or_default()),
            since: first(header::IF_MODIFIED_SINCE.as_str()).and_then(text),
        }
    }
}

/// The value of a header, where it is plain text.
fn text(value: &[u8]) -> Option<&str> {
    let plain = value.iter().all(|&byte| byte == b'\t' || (b' '..=b'~').contains(&byte));
    std::str::from_utf8(value).ok().filter(|_| plain)
}
