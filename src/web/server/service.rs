//! The site, as hyper calls it on one connection.

use std::{convert::Infallible, sync::Arc};

use axum::http::Request;
use tower::Service as _;

use super::{
    connection_state::{ConnectionState, Endpoints},
    response_body::HttpResponse,
};
use crate::web::{
    app::App,
    middleware::exchange::{HttpRequest, ResponseFuture},
    stack::{Stack, stack},
};

/// The layers and the router, with what its connection has under way.
#[derive(Clone)]
pub(in crate::web) struct Service {
    stack: Stack,
    state: Arc<ConnectionState>,
}

impl Service {
    /// The site for a connection between `ends`.
    pub(in crate::web) fn new(app: &App, ends: Endpoints) -> Self {
        Service { stack: stack(app), state: ConnectionState::new(ends) }
    }

    /// What its connection has under way.
    pub(in crate::web) fn state(&self) -> &Arc<ConnectionState> {
        &self.state
    }
}

impl<B> hyper::service::Service<Request<B>> for Service {
    type Response = HttpResponse;
    type Error = Infallible;
    type Future = ResponseFuture;

    fn call(&self, request: Request<B>) -> ResponseFuture {
        self.stack.clone().call(HttpRequest::new(request, Arc::clone(&self.state)))
    }
}
