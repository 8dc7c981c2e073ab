//! The path below which the site lives on its host, taken off a request.

use std::{
    convert::Infallible,
    mem,
    task::{Context, Poll},
};

use tower::Service;

use super::exchange::{HttpRequest, Inner, ResponseFuture};
use crate::web::{app::App, server::response_body::HttpResponse};

/// Takes the path of `base_url` off the address of a request, so that everything within knows the paths of the site alone.
#[derive(Clone)]
pub(in crate::web) struct StripBasePath<S> {
    /// The app with the path of `base_url`.
    pub app: App,
    /// The inner service.
    pub inner: S,
}

impl<S: Inner> Service<HttpRequest> for StripBasePath<S> {
    type Response = HttpResponse;
    type Error = Infallible;
    type Future = ResponseFuture;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, mut request: HttpRequest) -> ResponseFuture {
        if let Some(inside) = self.app.inside(&request.parts.uri) {
            request.original = Some(mem::replace(&mut request.parts.uri, inside));
        }
        self.inner.call(request)
    }
}
