//! Answers out of the page cache.

use std::{
    convert::Infallible,
    task::{Context, Poll},
};

use axum::http::Method;
use tower::Service;

use super::asked::Asked;
use crate::web::{
    app::App,
    middleware::exchange::{Answering, HttpRequest, Inner},
    server::response_body::{Answer, ResponseBody},
};

/// Answers at once with a page that is in the cache and known to be right.
#[derive(Clone)]
pub(in crate::web) struct CacheHits<S> {
    /// Where the cache is.
    pub app: App,
    /// What makes the other pages.
    pub inner: S,
}

impl<S: Inner> Service<HttpRequest> for CacheHits<S> {
    type Response = Answer;
    type Error = Infallible;
    type Future = Answering;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: HttpRequest) -> Answering {
        let parts = &request.parts;
        if request.objection.is_none() && matches!(parts.method, Method::GET | Method::HEAD) {
            let target = parts.uri.path_and_query().map_or("/", |target| target.as_str());
            if let Some(found) = self.app.cache().hit(target, Asked::of(&parts.headers)) {
                return Answering::now(found.response(&parts.method).map(ResponseBody::out_of_cache));
            }
        }
        self.inner.call(request)
    }
}
