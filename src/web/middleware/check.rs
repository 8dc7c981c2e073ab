//! Rejects requests by their head: a host that is not answered here, an address or headers that are too long.

use std::{
    convert::Infallible,
    net::IpAddr,
    task::{Context, Poll},
};

use axum::http::request::Parts;
use tower::Service;

use super::{
    exchange::{HttpRequest, Inner, ResponseFuture},
    host::{HostError, host},
};
use crate::web::{app::App, error::HttpError, preview::Preview, server::response_body::HttpResponse};

/// Bytes of an address, query and all; beyond it comes 414. Ours are under 200, with a long search under 2,000.
pub(in crate::web) const TARGET: usize = 8 << 10;
/// Bytes of all headers of a request; beyond it comes 431.
pub(in crate::web) const HEADERS: usize = 16 << 10;

/// Notes what there is to object to in the head of a request.
#[derive(Clone)]
pub(in crate::web) struct CheckHead<S> {
    /// The app, which knows the hosts that are answered.
    pub app: App,
    /// The inner service.
    pub inner: S,
}

impl<S: Inner> Service<HttpRequest> for CheckHead<S> {
    type Response = HttpResponse;
    type Error = Infallible;
    type Future = ResponseFuture;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, mut request: HttpRequest) -> ResponseFuture {
        request.objection = objection(&self.app, &request.parts, request.connection.ends.local);
        self.inner.call(request)
    }
}

/// Why a request is refused by its head alone: it is longer than any reader's, or not for a host that is
/// answered here.
fn objection(app: &App, parts: &Parts, local: Option<IpAddr>) -> Option<HttpError> {
    // The host first: a page about a length is a page of the site, which another host must not see.
    bad_host(app, parts, local).err().map(HttpError::from).or_else(|| too_long(parts))
}

/// Readers reach a public site under any name: that is for its proxy to decide. A preview shows what is not published yet.
fn bad_host(app: &App, parts: &Parts, local: Option<IpAddr>) -> Result<(), HostError> {
    let host = host(parts)?;
    match app.preview() {
        Preview::Reader => Ok(()),
        Preview::Translator => app.expected_hosts(&app.edition(), local).check(host),
    }
}

fn too_long(parts: &Parts) -> Option<HttpError> {
    let target = parts.uri.path_and_query().map_or(0, |target| target.as_str().len());
    let headers: usize = parts.headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    if target > TARGET {
        return Some(HttpError::LongAddress);
    }
    (headers > HEADERS).then_some(HttpError::LongHeaders)
}
