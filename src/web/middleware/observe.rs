//! Requests counted and logged.

use std::{
    convert::Infallible,
    task::{Context, Poll},
};

use axum::{body::HttpBody, http::header};
use tower::Service;

use super::{
    access_log::Access,
    exchange::{HttpRequest, Inner, ResponseFuture},
};
use crate::web::{
    app::App,
    server::response_body::HttpResponse,
    urls::{route_name::RouteName, signed_link::without_signature},
};

/// Writes a line for each answer in the access log, if there is one.
#[derive(Clone)]
pub(in crate::web) struct LogRequests<S> {
    /// The app with the access log.
    pub app: App,
    /// The inner service.
    pub inner: S,
}

/// Counts answers by kind of page, language and status. The page cache counts its own.
#[derive(Clone)]
pub(in crate::web) struct CountRequests<S> {
    /// The app with the metrics.
    pub app: App,
    /// The inner service.
    pub inner: S,
}

impl<S: Inner> Service<HttpRequest> for LogRequests<S> {
    type Response = HttpResponse;
    type Error = Infallible;
    type Future = ResponseFuture;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: HttpRequest) -> ResponseFuture {
        if self.app.access_log().is_none() {
            return self.inner.call(request);
        }
        let (begun, client) = (request.begun, request.client);
        let (method, inside) = (request.parts.method.clone(), request.parts.uri.clone());
        let asked = request.original.clone();
        self.inner.call(request).map(&self.app, move |app, answer| {
            if let Some(log) = app.access_log() {
                log.note(&Access {
                    address: client.filter(|_| app.edition().site.log().addresses()),
                    method: method.as_str(),
                    path: &without_signature(asked.as_ref().unwrap_or(&inside).path()),
                    status: answer.status().as_u16(),
                    lang: lang(&answer),
                    bytes: answer.body().size_hint().lower(),
                    micros: u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX),
                    hit: answer.body().is_from_cache(),
                });
            }
            answer
        })
    }
}

impl<S: Inner> Service<HttpRequest> for CountRequests<S> {
    type Response = HttpResponse;
    type Error = Infallible;
    type Future = ResponseFuture;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: HttpRequest) -> ResponseFuture {
        let route = RouteName::from_path(request.parts.uri.path());
        self.inner.call(request).map(&self.app, move |app, answer| {
            app.metrics().answered(route, lang(&answer), answer.status().as_u16());
            answer
        })
    }
}

fn lang(answer: &HttpResponse) -> &str {
    answer.headers().get(header::CONTENT_LANGUAGE).and_then(|lang| lang.to_str().ok()).unwrap_or_default()
}
