//! Answers out of the page cache.

use std::{
    convert::Infallible,
    task::{Context, Poll},
};

use axum::http::Method;
use tower::Service;

use super::cached_page::ConditionalHeaders;
use crate::web::{
    app::App,
    middleware::exchange::{HttpRequest, Inner, ResponseFuture},
    server::response_body::{HttpResponse, ResponseBody},
};

/// Answers at once with a page that is in the cache and known to be right.
#[derive(Clone)]
pub(in crate::web) struct CacheHits<S> {
    /// The app with the page cache.
    pub app: App,
    /// The inner service, which makes all other pages.
    pub inner: S,
}

impl<S: Inner> Service<HttpRequest> for CacheHits<S> {
    type Response = HttpResponse;
    type Error = Infallible;
    type Future = ResponseFuture;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: HttpRequest) -> ResponseFuture {
        let parts = &request.parts;
        if request.objection.is_none() && matches!(parts.method, Method::GET | Method::HEAD) {
            let target = parts.uri.path_and_query().map_or("/", |target| target.as_str());
            if let Some(found) = self.app.cache().hit(target, ConditionalHeaders::from_headers(&parts.headers)) {
                return ResponseFuture::now(found.response(&parts.method).map(ResponseBody::out_of_cache));
            }
        }
        self.inner.call(request)
    }
}
