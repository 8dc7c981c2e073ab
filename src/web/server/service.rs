//! The site, as hyper calls it on one connection.

use std::{
    convert::Infallible,
    sync::{Arc, Mutex, PoisonError},
};

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

/// The layers and the router, with what its connection has under way. hyper shares a service and tower calls it alone; a
/// connection stays on one thread, so nothing waits for the lock, and it costs less than a clone of every layer.
pub(in crate::web) struct Service {
    stack: Mutex<Stack>,
    state: Arc<ConnectionState>,
}

impl Service {
    /// The site for a connection between `ends`.
    pub(in crate::web) fn new(app: &App, ends: Endpoints) -> Self {
        Service { stack: Mutex::new(stack(app)), state: ConnectionState::new(ends) }
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
        let mut stack = self.stack.lock().unwrap_or_else(PoisonError::into_inner);
        stack.call(HttpRequest::new(request, Arc::clone(&self.state)))
    }
}
