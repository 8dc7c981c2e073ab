//! The site, as hyper calls it on one connection.

use std::{
    convert::Infallible,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    body::HttpBody,
    http::{Request, StatusCode},
};
use tower::Service as _;

use super::{
    connection_limit::{ClientPermit, ConnectionLimit, Rejected},
    connection_state::ConnectionState,
    form::{self, FormFuture},
    forwarded,
    response_body::HttpResponse,
};
use crate::web::{
    app::App,
    middleware::{
        exchange::{HttpRequest, ResponseFuture},
        respond::bare,
    },
    stack::{Stack, stack},
};

/// The layers and the router, with what its connection has under way. hyper shares a service and tower calls it alone; a
/// connection stays on one thread, so nothing waits for the lock, and it costs less than a clone of every layer.
pub(in crate::web) struct Service {
    stack: Mutex<Stack>,
    state: Arc<ConnectionState>,
    app: App,
}

impl Service {
    /// The site for a connection in this state.
    pub(in crate::web) fn new(app: &App, state: Arc<ConnectionState>) -> Self {
        Service { stack: Mutex::new(stack(app)), state, app: app.clone() }
    }

    /// What its connection has under way.
    pub(in crate::web) fn state(&self) -> &Arc<ConnectionState> {
        &self.state
    }

    /// Answers at once, or when the arguments of a form have come.
    fn answer(&self, mut request: HttpRequest, form: Option<FormFuture>) -> ResponseFuture {
        if let Some(form) = form {
            let (app, mut stack) = (self.app.clone(), stack(&self.app));
            return ResponseFuture::later(async move {
                match form::put_into(&mut request.parts, form).await {
                    Ok(()) => {
                        let Ok(answer) = stack.call(request).await;
                        answer
                    }
                    Err(status) => bare(status, app.is_https()),
                }
            });
        }
        let mut stack = self.stack.lock().unwrap_or_else(PoisonError::into_inner);
        stack.call(request)
    }

    /// Names the client of a request that a trusted proxy sends on, and counts it for that client.
    fn identify(
        &self,
        request: &mut HttpRequest,
        limit: &Arc<ConnectionLimit>,
    ) -> Result<Option<ClientPermit>, Rejected> {
        let edition = self.app.edition();
        let rules = edition.site.proxy();
        let Some(client) = forwarded::client(&request.parts.headers, rules) else { return Ok(None) };
        request.client = Some(client);
        match rules.trusts(request.client) {
            true => Ok(None),
            false => limit.admit_client(client).map(Some),
        }
    }
}

impl<B> hyper::service::Service<Request<B>> for Service
where
    B: HttpBody + Send + 'static,
    B::Data: Send,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    type Response = HttpResponse;
    type Error = Infallible;
    type Future = ResponseFuture;

    fn call(&self, request: Request<B>) -> ResponseFuture {
        let (parts, body) = request.into_parts();
        let form = form::is_sent(&self.app, &parts).then(|| form::read(body));
        let mut request = HttpRequest::new(Request::from_parts(parts, ()), Arc::clone(&self.state));
        let Some(limit) = &self.state.proxied else { return self.answer(request, form) };
        match self.identify(&mut request, limit) {
            Ok(None) => self.answer(request, form),
            Ok(Some(permit)) => self.answer(request, form).map(&self.app, |_, mut answer| {
                answer.body_mut().count_for(permit);
                answer
            }),
            Err(_) => ResponseFuture::now(bare(StatusCode::TOO_MANY_REQUESTS, self.app.is_https())),
        }
    }
}
