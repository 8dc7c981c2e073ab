//! The site, as hyper calls it on one connection.

use std::{
    convert::Infallible,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{body::HttpBody, http::Request};
use tower::Service as _;

use super::{
    connection_limit::{ClientPermit, ConnectionLimit},
    connection_state::ConnectionState,
    form::{self, FormFuture},
    forwarded::forwarded_client,
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
    app: App,
}

impl Service {
    /// The site for a connection in this state.
    pub(in crate::web) fn new(app: &App, state: Arc<ConnectionState>) -> Self {
        Service { stack: Mutex::new(stack(app)), state, app: app.clone() }
    }

    /// The work in progress on its connection.
    pub(in crate::web) fn state(&self) -> &Arc<ConnectionState> {
        &self.state
    }

    /// Answers at once, or when the arguments of a form have come.
    fn answer(&self, mut request: HttpRequest, form: Option<FormFuture>) -> ResponseFuture {
        if let Some(form) = form {
            let mut stack = stack(&self.app);
            return ResponseFuture::later(async move {
                request.rejected = form::put_into(&mut request.parts, form).await.err();
                let Ok(answer) = stack.call(request).await;
                answer
            });
        }
        let mut stack = self.stack.lock().unwrap_or_else(PoisonError::into_inner);
        stack.call(request)
    }

    /// Notes the client of a request that a trusted proxy sends on, and counts it for that client.
    fn identify(&self, request: &mut HttpRequest, limit: &Arc<ConnectionLimit>) -> Option<ClientPermit> {
        let edition = self.app.edition();
        let rules = edition.site.proxy();
        let client = forwarded_client(&request.parts.headers, rules)?;
        request.client = Some(client);
        if rules.trusts(request.client) {
            return None;
        }
        limit.admit_client(client).inspect_err(|rejected| request.rejected = Some(rejected.status())).ok()
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
        let mut request = HttpRequest::new(parts, Arc::clone(&self.state));
        let permit = self.state.proxied.as_ref().and_then(|limit| self.identify(&mut request, limit));
        let is_form = request.rejected.is_none() && form::is_sent(&self.app, &request.parts);
        let answer = self.answer(request, is_form.then(|| form::read(body)));
        let Some(permit) = permit else { return answer };
        answer.map(&self.app, |_, mut answer| {
            answer.body_mut().count_for(permit);
            answer
        })
    }
}
