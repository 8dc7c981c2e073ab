//! One request, one answer: from the cache where it is there, else in its turn (`rendering.rs`).

use std::{
    convert::Infallible,
    future::{Future, Ready, ready},
    mem,
    pin::Pin,
    sync::Arc,
    task::{Context as Waker, Poll},
    time::Instant,
};

use axum::http::{HeaderMap, HeaderValue, Method, Request, StatusCode, Version, header};

use super::{
    connection_state::{ConnectionState, Ends},
    response_body::Answer,
};
use crate::web::{
    app::App,
    cache::asked::Asked,
    middleware::{
        date_header::write_date,
        record::Record,
        rendering::{answered, objection},
    },
};

/// The site, as one connection calls it.
#[derive(Clone)]
pub(in crate::web) struct Service {
    app: App,
    state: Arc<ConnectionState>,
}

/// An answer that is there, or one that is on its way.
pub(in crate::web) enum Answering {
    /// Out of the cache.
    Now(Ready<Answer>),
    /// In its turn.
    Later(Pin<Box<dyn Future<Output = Answer> + Send>>),
}

impl Service {
    /// The site for a connection between `ends`.
    pub(in crate::web) fn new(app: App, ends: Ends) -> Self {
        Service { app, state: ConnectionState::new(ends) }
    }

    /// What its connection has under way.
    pub(in crate::web) fn state(&self) -> &Arc<ConnectionState> {
        &self.state
    }

    fn hit(&self, target: &str, method: &Method, headers: &HeaderMap) -> Option<Answer> {
        let reads = matches!(*method, Method::GET | Method::HEAD);
        let found = reads.then(|| self.app.cache().hit(target, Asked::of(headers))).flatten()?;
        Some(found.response(method))
    }

    /// Answers a request; its body, if it has one, is not for us.
    pub(in crate::web) fn answer<B>(&self, request: Request<B>) -> Answering {
        let (begun, version) = (Instant::now(), request.version());
        let mut in_flight = (version == Version::HTTP_2).then(|| self.state.begin());
        if in_flight.is_none() {
            self.state.speaks_http_1();
        }
        let mut parts = request.into_parts().0;
        let objection = objection(&self.app, &parts, &self.state);
        let inside = self.app.inside(&parts.uri);
        let asked = inside.map(|inside| mem::replace(&mut parts.uri, inside));
        let target = parts.uri.path_and_query().map_or("/", |target| target.as_str());
        let hit = if objection.is_some() { None } else { self.hit(target, &parts.method, &parts.headers) };
        if let Some(mut answer) = hit {
            if self.app.access_log().is_some() {
                let record = Record { app: &self.app, address: self.state.ends.client, begun, hit: true };
                record.note(&parts.method, asked.as_ref().unwrap_or(&parts.uri).path(), &answer);
            }
            if let Some(mut request) = in_flight.take() {
                request.made();
                answer.body_mut().send_on(&self.state, Some(request), self.app.media_gate());
            }
            return Answering::Now(ready(finish(&self.app, version, answer)));
        }
        let (app, state, parts) = (self.app.clone(), Arc::clone(&self.state), Arc::new(parts));
        Answering::Later(Box::pin(async move {
            let mut answer = answered(&app, &parts, &state, objection).await;
            let record = Record { app: &app, address: state.ends.client, begun, hit: false };
            record.count(parts.uri.path(), &answer);
            record.note(&parts.method, asked.as_ref().unwrap_or(&parts.uri).path(), &answer);
            if let Some(request) = &mut in_flight {
                request.made();
            }
            answer.body_mut().send_on(&state, in_flight, app.media_gate());
            finish(&app, version, answer)
        }))
    }
}

impl<B> hyper::service::Service<Request<B>> for Service {
    type Response = Answer;
    type Error = Infallible;
    type Future = Answering;

    fn call(&self, request: Request<B>) -> Answering {
        self.answer(request)
    }
}

impl Future for Answering {
    type Output = Result<Answer, Infallible>;

    fn poll(self: Pin<&mut Self>, waker: &mut Waker<'_>) -> Poll<Self::Output> {
        match self.get_mut() {
            Answering::Now(answer) => Pin::new(answer).poll(waker).map(Ok),
            Answering::Later(answer) => answer.as_mut().poll(waker).map(Ok),
        }
    }
}

/// Dates an answer. While the server stops, it ends its connection, so that no request comes just when that is closed; so does
/// an answer to a request that makes no sense, for what comes after it may make no more.
fn finish(app: &App, version: Version, mut answer: Answer) -> Answer {
    write_date(answer.headers_mut());
    let is_last = app.is_stopping() || answer.status() == StatusCode::BAD_REQUEST;
    if is_last && version <= Version::HTTP_11 {
        answer.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    answer
}
