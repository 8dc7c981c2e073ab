//! One request, one answer: from the cache where it is there, else in its turn, on a thread that may take its time. A
//! panic is that request's alone.

use std::{
    convert::Infallible,
    future::{Future, Ready, ready},
    net::IpAddr,
    panic::AssertUnwindSafe,
    pin::Pin,
    sync::Arc,
    task::{Context as Waker, Poll},
    time::Instant,
};

use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, Version, header, request::Parts},
};
use http_body_util::Full;
use tokio::task::spawn_blocking;

use super::{
    app::App,
    ask::Ask,
    cache::{asked::Asked, entry::Entry, kept::Kept, key::key},
    date_header::write_date,
    error::HttpError,
    handler::{Context, answer},
    metrics::Tally,
    pages::error,
    policy::{CachePolicy, write_preview, write_security},
    preview::Preview,
    record::Record,
    reply::{Redirect, Reply, TextReply},
    respond::respond,
    route_name::RouteName,
};
use crate::negotiate::choose;

/// A finished answer: its bytes are all there.
pub(super) type Answer = Response<Full<Bytes>>;

/// Bytes of an address, query and all; beyond it comes 414. Ours are under 200, with a long search under 2,000.
pub(super) const TARGET: usize = 8 << 10;
/// Bytes of all headers of a request; beyond it comes 431.
pub(super) const HEADERS: usize = 16 << 10;

/// The site, as one connection calls it.
#[derive(Clone)]
pub(super) struct Service {
    app: App,
    /// Who is at the other end.
    address: Option<IpAddr>,
}

/// An answer that is there, or one that is on its way.
pub(super) enum Answering {
    /// Out of the cache.
    Now(Ready<Answer>),
    /// In its turn.
    Later(Pin<Box<dyn Future<Output = Answer> + Send>>),
}

impl Service {
    pub(super) fn new(app: App) -> Self {
        Service { app, address: None }
    }

    /// The same for a connection from `address`.
    pub(super) fn with_address(self, address: Option<IpAddr>) -> Self {
        Service { address, ..self }
    }

    fn hit(&self, target: &str, method: &Method, headers: &HeaderMap) -> Option<Answer> {
        let reads = matches!(*method, Method::GET | Method::HEAD);
        let found = reads.then(|| self.app.cache().hit(target, Asked::of(headers))).flatten()?;
        Some(found.response(method))
    }

    /// Answers a request; its body, if it has one, is not for us.
    pub(super) fn answer<B>(&self, request: Request<B>) -> Answering {
        let (begun, version) = (Instant::now(), request.version());
        let target = request.uri().path_and_query().map_or("/", |target| target.as_str());
        if let Some(answer) = self.hit(target, request.method(), request.headers()) {
            if self.app.access_log().is_some() {
                let record = Record { app: &self.app, address: self.address, begun, hit: true };
                record.note(request.method(), request.uri().path(), &answer);
            }
            return Answering::Now(ready(finish(&self.app, version, answer)));
        }
        let (app, address, parts) = (self.app.clone(), self.address, Arc::new(request.into_parts().0));
        Answering::Later(Box::pin(async move {
            let answer = in_turn(&app, &parts).await;
            let record = Record { app: &app, address, begun, hit: false };
            record.count(parts.uri.path(), &answer);
            record.note(&parts.method, parts.uri.path(), &answer);
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

/// Dates an answer. While the server stops, it ends its connection, so that nobody asks again just when that is closed.
fn finish(app: &App, version: Version, mut answer: Answer) -> Answer {
    write_date(answer.headers_mut());
    if app.is_stopping() && version <= Version::HTTP_11 {
        answer.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    answer
}

async fn in_turn(app: &App, parts: &Arc<Parts>) -> Answer {
    if let Some(failure) = too_much(parts) {
        return refusal(app, parts, failure);
    }
    // A flood of searches waits before a door of its own, and other readers do not stand in its line.
    let _searching = match RouteName::of(parts.uri.path()) {
        RouteName::Search => match app.search_gate().enter().await {
            None => {
                app.metrics().searches().refused();
                return refusal(app, parts, HttpError::Busy);
            }
            turn => turn,
        },
        _ => None,
    };
    let key = app.cache().keeps().then(|| key(&ask(parts))).flatten();
    match key {
        Some(key) => kept(app, parts, &key).await,
        None => alone(app, parts).await,
    }
}

/// The page at `key`: rendered by whoever asks first, kept for all. A reply that is not kept is each reader's own.
async fn kept(app: &App, parts: &Arc<Parts>, key: &Arc<str>) -> Answer {
    let cache = app.cache();
    let revision = cache.revision();
    let entry = match cache.get(key, revision) {
        Some(entry) => Some(entry),
        None => {
            let mut own = None;
            let render = async {
                let (entry, answer) = render(app, parts, key, revision).await;
                own = Some(answer);
                entry
            };
            let entry = cache.join(key, revision, render).await;
            if let Some(own) = own {
                return own;
            }
            entry
        }
    };
    let Some(entry) = entry else { return alone(app, parts).await };
    if let Some(answer) = entry.answer(Asked::of(&parts.headers)) {
        return answer.response(&parts.method);
    }
    let key = Arc::clone(key);
    let work = move |app: &App, parts: &Parts| {
        let answer = app.cache().answer_now(&key, &entry, Asked::of(&parts.headers));
        answer.map_or_else(|| silent(app), |answer| answer.response(&parts.method))
    };
    working(app, parts, work, silent).await
}

/// Renders a page and keeps it, if it may be kept. Comes with the answer to the request that it was rendered for.
async fn render(app: &App, parts: &Arc<Parts>, key: &Arc<str>, revision: u64) -> (Option<Arc<Entry>>, Answer) {
    let key = Arc::clone(key);
    let work = move |app: &App, parts: &Parts| {
        let reply = reply(app, parts);
        let kept = Kept::of(&reply, app.edition().site.is_https());
        let tally = || tally(app, parts, &reply);
        let entry = app.cache().put(&key, kept, revision, tally);
        let answer = entry.as_ref().and_then(|entry| app.cache().answer_now(&key, entry, Asked::of(&parts.headers)));
        let answer = answer.map(|answer| answer.response(&parts.method));
        (entry, answer.unwrap_or_else(|| finished(app, parts, reply)))
    };
    working(app, parts, work, |app| (None, silent(app))).await
}

async fn alone(app: &App, parts: &Arc<Parts>) -> Answer {
    working(app, parts, |app, parts| finished(app, parts, reply(app, parts)), silent).await
}

/// Runs `work` in its turn on a thread that may wait for the disk; where there is no turn to be had, a 503.
async fn working<T: Send + 'static + FromAnswer>(
    app: &App,
    parts: &Arc<Parts>,
    work: impl FnOnce(&App, &Parts) -> T + Send + 'static,
    failed: impl FnOnce(&App) -> T,
) -> T {
    let Some(_turn) = app.gate().enter().await else { return T::from(refusal(app, parts, HttpError::Busy)) };
    let (own, parts) = (app.clone(), Arc::clone(parts));
    spawn_blocking(move || work(&own, &parts)).await.unwrap_or_else(|error| {
        tracing::error!(%error, "a request was given up");
        failed(app)
    })
}

/// What a refusal is to whoever waits for something else.
trait FromAnswer {
    fn from(answer: Answer) -> Self;
}

impl FromAnswer for Answer {
    fn from(answer: Answer) -> Self {
        answer
    }
}

impl FromAnswer for (Option<Arc<Entry>>, Answer) {
    fn from(answer: Answer) -> Self {
        (None, answer)
    }
}

/// Where answers out of the cache are counted for this page.
fn tally(app: &App, parts: &Parts, reply: &Reply) -> Arc<Tally> {
    let lang = match reply {
        Reply::Text(TextReply { policy: CachePolicy::Page(lang), .. }) => lang.as_str(),
        _ => "",
    };
    app.metrics().tally(RouteName::of(parts.uri.path()), lang)
}

fn reply(app: &App, parts: &Parts) -> Reply {
    let begun = Instant::now();
    let reply = unmeasured(app, parts);
    app.metrics().rendered(begun.elapsed());
    if let Reply::Redirect(Redirect::Negotiated(to)) = &reply {
        let lang = to.split('/').nth(1).unwrap_or_default();
        let reason = choose(&app.edition().site, &ask(parts).languages(), &|_| true).reason;
        app.metrics().negotiated(reason.as_str(), lang);
    }
    reply
}

fn unmeasured(app: &App, parts: &Parts) -> Reply {
    let ask = ask(parts);
    std::panic::catch_unwind(AssertUnwindSafe(|| answer(app, &ask))).unwrap_or_else(|_| {
        let cause = HttpError::Internal("a handler panicked; the panic is in the log above".into());
        failure(app, parts, cause)
    })
}

fn finished(app: &App, parts: &Parts, reply: Reply) -> Answer {
    let mut answer = respond(&ask(parts), reply);
    if app.preview() == Preview::Translator {
        write_preview(answer.headers_mut());
    }
    write_security(answer.headers_mut(), app.edition().site.is_https());
    answer
}

/// An error page, without a look at the disk.
fn refusal(app: &App, parts: &Parts, cause: HttpError) -> Answer {
    finished(app, parts, failure(app, parts, cause))
}

/// In the language of the path where it names one; what is wrong with the request itself, in the language negotiated: the
/// path is then not to be trusted.
fn failure(app: &App, parts: &Parts, cause: HttpError) -> Reply {
    let edition = app.edition();
    let ask = ask(parts);
    let named = ask.raw_path.split('/').nth(1).and_then(|first| edition.site.languages().get(first));
    let lang = named.filter(|_| cause.status().is_server_error()).map(|language| &language.tag);
    let catalog = app.catalog().snapshot();
    error::page(&Context { app, catalog: &catalog, edition: &edition, ask: &ask }, lang, cause)
}

/// A bare 500, where not even an error page can be had.
fn silent(app: &App) -> Answer {
    let mut answer = Answer::default();
    *answer.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    write_security(answer.headers_mut(), app.edition().site.is_https());
    answer
}

fn too_much(parts: &Parts) -> Option<HttpError> {
    let target = parts.uri.path_and_query().map_or(0, |target| target.as_str().len());
    let headers: usize = parts.headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    if target > TARGET {
        return Some(HttpError::LongAddress);
    }
    (headers > HEADERS).then_some(HttpError::LongHeaders)
}

fn ask(parts: &Parts) -> Ask<'_> {
    Ask::of(&parts.method, &parts.uri, &parts.headers)
}
