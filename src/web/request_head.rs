//! The head of a request: its path, its query, and what its headers say of languages.

use std::borrow::Cow;

use axum::http::{HeaderMap, Method, Uri, header, request::Parts, uri::Authority};

use crate::i18n::negotiate::{AcceptLanguage, LanguagePreference, cookie};

/// A request as handlers see it.
#[derive(Debug, Clone)]
pub(super) struct RequestHead<'a> {
    /// The method.
    pub method: &'a Method,
    /// The path, as it came.
    pub path: &'a str,
    /// The query string without `?`; empty where there is none.
    pub query: &'a str,
    /// The host and port that it is for: those of the target, where the target names them (HTTP/2), else of `Host`.
    pub host: Option<&'a str>,
    /// All headers.
    pub headers: &'a HeaderMap,
}

impl<'a> RequestHead<'a> {
    /// Reads a request's head.
    pub(super) fn new(method: &'a Method, uri: &'a Uri, headers: &'a HeaderMap) -> Self {
        let named = || headers.get(header::HOST)?.to_str().ok();
        let host = uri.authority().map(Authority::as_str).or_else(named);
        RequestHead { method, path: uri.path(), query: uri.query().unwrap_or_default(), host, headers }
    }

    /// The reader's language preferences: the `lang` cookie and every `Accept-Language` line.
    pub(super) fn languages(&self) -> LanguagePreference {
        let accepts = AcceptLanguage::parse(self.language_lines().iter().map(AsRef::as_ref));
        LanguagePreference { cookie: self.cookie("lang").map(str::to_owned), accepts }
    }

    /// Every `Accept-Language` line. Bytes that are not text make only their own range malformed.
    pub(super) fn language_lines(&self) -> Vec<Cow<'a, str>> {
        let lines = self.headers.get_all(header::ACCEPT_LANGUAGE).into_iter();
        lines.map(|line| String::from_utf8_lossy(line.as_bytes())).collect()
    }

    /// The first cookie of that name.
    pub(super) fn cookie(&self, name: &str) -> Option<&'a str> {
        cookie(self.headers.get_all(header::COOKIE).into_iter().map(|line| line.as_bytes()), name)
    }

    /// A header's value, where it is plain text.
    pub(super) fn header(&self, name: header::HeaderName) -> Option<&'a str> {
        self.headers.get(name)?.to_str().ok()
    }
}

impl<'a> From<&'a Parts> for RequestHead<'a> {
    fn from(parts: &'a Parts) -> Self {
        RequestHead::new(&parts.method, &parts.uri, &parts.headers)
    }
}
