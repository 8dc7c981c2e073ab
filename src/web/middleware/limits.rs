//! Limits of concurrent work: answers for one connection, and searches for all. Also answers requests that the server rejected.

use std::{
    convert::Infallible,
    sync::Arc,
    task::{Context, Poll},
};

use axum::http::StatusCode;
use tower::Service;

use super::exchange::{HttpRequest, Inner, ResponseFuture};
use crate::web::{
    app::App,
    error::HttpError,
    middleware::respond::bare,
    server::response_body::{HeldResources, HttpResponse},
    urls::route_name::RouteName,
};

/// Answers rejected requests with their status alone, and counts them.
#[derive(Clone)]
pub(in crate::web) struct Reject<S> {
    /// The app with the metrics.
    pub app: App,
    /// The inner service, which answers the other requests.
    pub inner: S,
}

/// Lets a few answers of a connection be made at once, and bounds the bytes of all answers that their clients have not taken.
#[derive(Clone)]
pub(in crate::web) struct AnswerLimit<S> {
    /// The app, which counts the bytes.
    pub app: App,
    /// The inner service.
    pub inner: S,
}

/// Lets so many searches be done at once: a flood of them waits at a door of its own, and other readers do not stand in its
/// line.
#[derive(Clone)]
pub(in crate::web) struct SearchLimit<S> {
    /// The app, which counts searches.
    pub app: App,
    /// The inner service.
    pub inner: S,
}

impl<S: Inner> Service<HttpRequest> for Reject<S> {
    type Response = HttpResponse;
    type Error = Infallible;
    type Future = ResponseFuture;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: HttpRequest) -> ResponseFuture {
        let Some(status) = request.rejected else { return self.inner.call(request) };
        self.app.metrics().answered(RouteName::from_path(request.parts.uri.path()), "", status.as_u16());
        ResponseFuture::now(bare(status, self.app.is_https()))
    }
}

impl<S: Inner> Service<HttpRequest> for AnswerLimit<S> {
    type Response = HttpResponse;
    type Error = Infallible;
    type Future = ResponseFuture;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, mut request: HttpRequest) -> ResponseFuture {
        let (app, mut inner) = (self.app.clone(), self.inner.clone());
        ResponseFuture::later(async move {
            let permit = {
                let _waiting = app.gate().count_waiting();
                request.connection.answer_permit().await
            };
            let Some(permit) = permit.map(Arc::new) else {
                return bare(StatusCode::SERVICE_UNAVAILABLE, app.is_https());
            };
            request.permits.push(Arc::clone(&permit));
            let Ok(mut answer) = inner.call(request).await;
            let bytes = answer.body().own_bytes();
            if bytes > 0 {
                // A client who takes nothing must not have all the memory; a page of an error would only need more of it.
                let Some(unsent) = app.unsent().take(bytes) else {
                    return bare(StatusCode::SERVICE_UNAVAILABLE, app.is_https());
                };
                answer.body_mut().hold(HeldResources { _permit: permit, _unsent: unsent });
            }
            answer
        })
    }
}

impl<S: Inner> Service<HttpRequest> for SearchLimit<S> {
    type Response = HttpResponse;
    type Error = Infallible;
    type Future = ResponseFuture;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, mut request: HttpRequest) -> ResponseFuture {
        let is_search = RouteName::from_path(request.parts.uri.path()) == RouteName::Search;
        if !is_search || request.objection.is_some() {
            return self.inner.call(request);
        }
        let (app, mut inner) = (self.app.clone(), self.inner.clone());
        ResponseFuture::later(async move {
            match app.search_gate().acquire().await {
                Some(permit) => request.permits.push(Arc::new(permit)),
                None => {
                    app.metrics().search_refused();
                    request.objection = Some(HttpError::Busy);
                }
            }
            let Ok(answer) = inner.call(request).await;
            answer
        })
    }
}
