//! A request that was answered, as it is counted and logged.

use std::{net::IpAddr, time::Instant};

use axum::{
    body::HttpBody,
    http::{Method, Response, header},
};

use super::access_log::Access;
use crate::web::{app::App, urls::route_name::RouteName};

/// What is known of a request in addition to its head and its response.
pub(in crate::web) struct Record<'a> {
    /// Where it is noted.
    pub app: &'a App,
    /// Who asked.
    pub address: Option<IpAddr>,
    /// When its head was read.
    pub begun: Instant,
    /// Whether the answer came out of the cache.
    pub hit: bool,
}

impl Record<'_> {
    /// Counts an answer that did not come out of the cache; the cache counts its own.
    pub(in crate::web) fn count<B>(&self, path: &str, answer: &Response<B>) {
        self.app.metrics().answered(RouteName::of(path), lang(answer), answer.status().as_u16());
    }

    /// Writes a line in the access log, if there is one.
    pub(in crate::web) fn note<B: HttpBody>(&self, method: &Method, path: &str, answer: &Response<B>) {
        let Some(log) = self.app.access_log() else { return };
        let address = self.address.filter(|_| self.app.edition().site.log().addresses());
        log.note(&Access {
            address,
            method: method.as_str(),
            path,
            status: answer.status().as_u16(),
            lang: lang(answer),
            bytes: answer.body().size_hint().lower(),
            micros: u64::try_from(self.begun.elapsed().as_micros()).unwrap_or(u64::MAX),
            hit: self.hit,
        });
    }
}

fn lang<B>(answer: &Response<B>) -> &str {
    answer.headers().get(header::CONTENT_LANGUAGE).and_then(|lang| lang.to_str().ok()).unwrap_or_default()
}
