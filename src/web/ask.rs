//! What a request asks, borrowed from it and read once: the path, the query, and what it says of languages.

use axum::http::{HeaderMap, Method, Uri, header};

use crate::negotiate::{AcceptLanguage, Request};

/// A request as handlers see it.
#[derive(Debug, Clone)]
pub(super) struct Ask<'a> {
    /// The method.
    pub method: &'a Method,
    /// The path, as it came.
    pub raw_path: &'a str,
    /// The query string without `?`; empty where there is none.
    pub query: &'a str,
    /// All headers.
    pub headers: &'a HeaderMap,
}

impl<'a> Ask<'a> {
    /// Reads a request's head.
    pub(super) fn of(method: &'a Method, uri: &'a Uri, headers: &'a HeaderMap) -> Self {
        Ask { method, raw_path: uri.path(), query: uri.query().unwrap_or_default(), headers }
    }

    /// What the reader says of languages: the `lang` cookie and every `Accept-Language` line.
    pub(super) fn languages(&self) -> Request {
        let lines = self.headers.get_all(header::ACCEPT_LANGUAGE);
        let accepts = AcceptLanguage::parse(lines.iter().filter_map(|line| line.to_str().ok()));
        Request { cookie: self.cookie("lang").map(str::to_owned), accepts }
    }

    /// The first cookie of that name (RFC 6265, 5.4).
    pub(super) fn cookie(&self, name: &str) -> Option<&'a str> {
        let lines = self.headers.get_all(header::COOKIE).into_iter().filter_map(|line| line.to_str().ok());
        let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.find(|(key, _)| *key == name).map(|(_, value)| value.trim_matches('"'))
    }

    /// A header's value, where it is plain text.
    pub(super) fn header(&self, name: header::HeaderName) -> Option<&'a str> {
        self.headers.get(name)?.to_str().ok()
    }
}
