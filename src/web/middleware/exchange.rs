//! A request on its way through the layers, and its response.

use std::{
    convert::Infallible,
    future::Future,
    net::IpAddr,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Instant,
};

use axum::http::{StatusCode, Uri, request::Parts};
use tower::Service;

use super::render_limit::RenderPermit;
use crate::web::{
    app::App,
    error::HttpError,
    server::{connection_state::ConnectionState, response_body::HttpResponse},
};

/// A request without its body, which is never read, and the findings of the layers about it.
pub(in crate::web) struct HttpRequest {
    /// Its head. The path is the one within the site.
    pub parts: Parts,
    /// Its address as it came, where the site lives below a path of its host.
    pub original: Option<Uri>,
    /// The connection that it came on.
    pub connection: Arc<ConnectionState>,
    /// The client, if it is known: the other end of the connection, or the client that a trusted proxy there names.
    pub client: Option<IpAddr>,
    /// A status that is answered without a page: the client has too many requests in progress, or its form was
    /// not read.
    pub rejected: Option<StatusCode>,
    /// When its head was read.
    pub begun: Instant,
    /// The reason to refuse it: the response is the page of this error.
    pub objection: Option<HttpError>,
    /// The permits that the request's thread holds until its work ends, even if the client is gone by then.
    pub permits: Vec<Arc<RenderPermit>>,
}

/// A response that is ready, or one that is being made. A ready one needs no allocation.
pub(in crate::web) enum ResponseFuture {
    /// From the cache; `None` once it was taken.
    Now(Option<HttpResponse>),
    /// Being made.
    Later(Pin<Box<dyn Future<Output = HttpResponse> + Send>>),
}

/// A service that a layer wraps. It is always ready: limits make a request wait, not its connection.
pub(in crate::web) trait Inner:
    Service<HttpRequest, Response = HttpResponse, Error = Infallible, Future = ResponseFuture> + Clone + Send + 'static
{
}

impl<S> Inner for S where
    S: Service<HttpRequest, Response = HttpResponse, Error = Infallible, Future = ResponseFuture>
        + Clone
        + Send
        + 'static
{
}

/// A step around the router.
pub(in crate::web) trait Step: Clone + Send + 'static {
    /// Answers `request`, by `inner` or by itself.
    fn call(&self, app: &App, request: HttpRequest, inner: &mut impl Inner) -> ResponseFuture;
}

/// The service that a step and the services within it make.
#[derive(Clone)]
pub(in crate::web) struct Layer<T, S> {
    app: App,
    step: T,
    inner: S,
}

impl<T, S> Layer<T, S> {
    /// `step` around `inner`.
    pub(in crate::web) fn new(app: &App, step: T, inner: S) -> Self {
        Layer { app: app.clone(), step, inner }
    }
}

impl<T: Step, S: Inner> Service<HttpRequest> for Layer<T, S> {
    type Response = HttpResponse;
    type Error = Infallible;
    type Future = ResponseFuture;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: HttpRequest) -> ResponseFuture {
        self.step.call(&self.app, request, &mut self.inner)
    }
}

impl HttpRequest {
    /// A request that came on `connection` just now.
    pub(in crate::web) fn new(parts: Parts, connection: Arc<ConnectionState>) -> Self {
        HttpRequest {
            parts,
            original: None,
            client: connection.ends.client,
            rejected: None,
            connection,
            begun: Instant::now(),
            objection: None,
            permits: Vec::new(),
        }
    }
}

impl ResponseFuture {
    /// A response that is ready.
    pub(in crate::web) fn now(answer: HttpResponse) -> Self {
        ResponseFuture::Now(Some(answer))
    }

    /// A response that is being made.
    pub(in crate::web) fn later(answer: impl Future<Output = HttpResponse> + Send + 'static) -> Self {
        ResponseFuture::Later(Box::pin(answer))
    }

    /// The response, changed by `change`. For one that is ready, nothing is cloned.
    pub(in crate::web) fn map(
        self,
        app: &App,
        change: impl FnOnce(&App, HttpResponse) -> HttpResponse + Send + 'static,
    ) -> Self {
        match self {
            ResponseFuture::Now(answer) => ResponseFuture::Now(answer.map(|answer| change(app, answer))),
            ResponseFuture::Later(answer) => {
                let app = app.clone();
                ResponseFuture::later(async move { change(&app, answer.await) })
            }
        }
    }
}

impl Future for ResponseFuture {
    type Output = Result<HttpResponse, Infallible>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        match self.get_mut() {
            ResponseFuture::Now(answer) => answer.take().map_or(Poll::Pending, |answer| Poll::Ready(Ok(answer))),
            ResponseFuture::Later(answer) => answer.as_mut().poll(context).map(Ok),
        }
    }
}
