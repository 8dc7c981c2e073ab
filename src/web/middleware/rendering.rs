//! The answer: out of the page cache, where a valid page is there; otherwise rendered under the render limit, on a blocking
//! thread. A panic there is a 500 for that request alone.

use std::{
    convert::{Infallible, identity},
    panic::AssertUnwindSafe,
    sync::Arc,
    task::{Context, Poll},
    time::Instant,
};

use axum::http::{Method, StatusCode, request::Parts};
use tokio::task::spawn_blocking;
use tower::Service;

use super::{
    exchange::{HttpRequest, Inner, ResponseFuture, Step},
    metrics::HitCounters,
    render_limit::RenderPermit,
    respond::{bare, respond},
};
use crate::{
    i18n::negotiate::choose,
    web::{
        app::App,
        cache::{
            cached_page::{CacheableReply, CachedPage, ConditionalHeaders},
            page_store::key,
        },
        context::RequestContext,
        dispatch::answer,
        error::HttpError,
        pages::error,
        policy::{CachePolicy, write_preview, write_security},
        preview::Preview,
        reply::{Redirect, Reply, TextReply},
        request_head::RequestHead,
        server::response_body::{HttpResponse, ResponseBody},
        urls::{
            base_path::{BasePath, Outward},
            route_name::RouteName,
        },
    },
};

/// The innermost service: makes a response, and caches it if its policy allows.
#[derive(Clone)]
pub(in crate::web) struct Render {
    /// The app whose requests it handles.
    pub app: App,
}

/// A request whose answer is being made.
#[derive(Clone, Copy)]
struct RenderJob<'a> {
    app: &'a App,
    parts: &'a Arc<Parts>,
    /// The permits that the request's thread holds until its work ends.
    turns: &'a [Arc<RenderPermit>],
}

impl Service<HttpRequest> for Render {
    type Response = HttpResponse;
    type Error = Infallible;
    type Future = ResponseFuture;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: HttpRequest) -> ResponseFuture {
        let app = self.app.clone();
        ResponseFuture::later(async move {
            let HttpRequest { parts, objection, permits, .. } = request;
            if let Some(failure) = objection {
                return refusal(&app, &parts, failure);
            }
            let parts = Arc::new(parts);
            let job = RenderJob { app: &app, parts: &parts, turns: &permits };
            let key = app.cache().keeps().then(|| key(&RequestHead::from(&*parts))).flatten();
            match key {
                Some(key) => kept(job, &key).await,
                None => alone(job).await,
            }
        })
    }
}

/// The page at `key`: rendered for the first request, cached for all. A reply that is not cached is made for each request.
async fn kept(job: RenderJob<'_>, key: &Arc<str>) -> HttpResponse {
    let RenderJob { app, parts, .. } = job;
    let cache = app.cache();
    let revision = cache.revision();
    let entry = match cache.get(key, revision) {
        Some(entry) => Some(entry),
        None => {
            let mut own = None;
            let render = async {
                let (entry, answer) = render(job, key, revision).await;
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
    let Some(entry) = entry else { return alone(job).await };
    if let Some(answer) = entry.answer(ConditionalHeaders::from_headers(&parts.headers)) {
        return answer.response(&parts.method);
    }
    let key = Arc::clone(key);
    let work = move |app: &App, parts: &Parts| {
        let answer = app.cache().answer_now(&key, &entry, ConditionalHeaders::from_headers(&parts.headers));
        answer.map_or_else(|| silent(app), |answer| answer.response(&parts.method))
    };
    working(job, work, identity).await
}

/// Renders a page, and caches it if its policy allows. Returns it with the response to the request it was rendered for.
async fn render(job: RenderJob<'_>, key: &Arc<str>, revision: u64) -> (Option<Arc<CachedPage>>, HttpResponse) {
    let key = Arc::clone(key);
    let work = move |app: &App, parts: &Parts| {
        let reply = reply(app, parts);
        let kept = CacheableReply::from_reply(&reply, app.is_https());
        let counters = || hit_counters(app, parts, reply.reply());
        let entry = app.cache().put(&key, kept, revision, counters);
        let answer = entry
            .as_ref()
            .and_then(|entry| app.cache().answer_now(&key, entry, ConditionalHeaders::from_headers(&parts.headers)));
        let answer = answer.map(|answer| answer.response(&parts.method));
        (entry, answer.unwrap_or_else(|| finished(app, parts, reply)))
    };
    working(job, work, |answer| (None, answer)).await
}

async fn alone(job: RenderJob<'_>) -> HttpResponse {
    working(job, |app, parts| finished(app, parts, reply(app, parts)), identity).await
}

/// Runs `work` under the render limit on a blocking thread; a 503 if no permit is free in time. The permits belong to
/// the work: a client that goes away frees none before its work ends. Work that no client waits for any more does not begin.
async fn working<T: Send + 'static>(
    job: RenderJob<'_>,
    work: impl FnOnce(&App, &Parts) -> T + Send + 'static,
    rejected: impl FnOnce(HttpResponse) -> T,
) -> T {
    let RenderJob { app, parts, turns } = job;
    let gate = match RouteName::from_path(parts.uri.path()) {
        RouteName::Media => app.media_gate(),
        _ => app.gate(),
    };
    let Some(permit) = gate.acquire().await else { return rejected(refusal(app, parts, HttpError::Busy)) };
    let (own, parts, turns) = (app.clone(), Arc::clone(parts), turns.to_vec());
    let waiting = Arc::new(());
    let awaited = Arc::downgrade(&waiting);
    let done = spawn_blocking(move || {
        let done = (awaited.strong_count() > 0).then(|| work(&own, &parts));
        drop((permit, turns));
        done
    });
    match done.await {
        Ok(Some(done)) => done,
        Ok(None) => rejected(silent(app)),
        Err(error) => {
            tracing::error!(%error, "a request was given up");
            rejected(silent(app))
        }
    }
}

/// Counts the answers from the cache for this page.
fn hit_counters(app: &App, parts: &Parts, reply: &Reply) -> HitCounters {
    let lang = match reply {
        Reply::Text(TextReply { policy: CachePolicy::Page(lang), .. }) => lang.as_str(),
        _ => "",
    };
    app.metrics().hit_counters(RouteName::from_path(parts.uri.path()), lang)
}

fn reply(app: &App, parts: &Parts) -> Outward {
    let begun = Instant::now();
    let reply = unmeasured(app, parts);
    app.metrics().rendered(begun.elapsed());
    if let Reply::Redirect(Redirect::Negotiated(to)) = &reply {
        let lang = to.split('/').nth(1).unwrap_or_default();
        let reason = choose(&app.edition().site, &RequestHead::from(parts).languages(), &|_| true).reason;
        app.metrics().negotiated(reason.as_str(), lang);
    }
    outward(app, reply)
}

fn outward(app: &App, reply: Reply) -> Outward {
    BasePath::for_site(&app.edition().site).outward(reply)
}

fn unmeasured(app: &App, parts: &Parts) -> Reply {
    std::panic::catch_unwind(AssertUnwindSafe(|| answer(app, parts))).unwrap_or_else(|_| {
        let cause = HttpError::Internal("a handler panicked; the panic is in the log above".into());
        failure(app, parts, cause)
    })
}

fn finished(app: &App, parts: &Parts, reply: Outward) -> HttpResponse {
    let https = app.is_https();
    let mut answer = respond(&RequestHead::from(parts), reply, https);
    if app.preview() == Preview::Translator {
        write_preview(answer.headers_mut());
    }
    write_security(answer.headers_mut(), https);
    answer
}

/// An error page, made without reading the disk.
fn refusal(app: &App, parts: &Parts, cause: HttpError) -> HttpResponse {
    finished(app, parts, outward(app, failure(app, parts, cause)))
}

/// In the language of the path, if it names one. An error of the request itself is in the negotiated language, because its path
/// cannot be trusted.
fn failure(app: &App, parts: &Parts, cause: HttpError) -> Reply {
    let edition = app.edition();
    let named = parts.uri.path().split('/').nth(1).and_then(|first| edition.site.languages().get(first));
    let lang = named.filter(|_| cause.status().is_server_error()).map(|language| &language.tag);
    error::page(&RequestContext::from_parts(app, parts), lang, cause)
}

/// A bare 500, for when even the error page fails.
fn silent(app: &App) -> HttpResponse {
    bare(StatusCode::INTERNAL_SERVER_ERROR, app.is_https())
}

/// Answers at once with a cached page that is valid.
#[derive(Clone)]
pub(in crate::web) struct CacheHits;

impl Step for CacheHits {
    fn call(&self, app: &App, request: HttpRequest, inner: &mut impl Inner) -> ResponseFuture {
        let parts = &request.parts;
        if request.objection.is_none() && matches!(parts.method, Method::GET | Method::HEAD) {
            let target = parts.uri.path_and_query().map_or("/", |target| target.as_str());
            if let Some(found) = app.cache().hit(target, ConditionalHeaders::from_headers(&parts.headers)) {
                return ResponseFuture::now(found.response(&parts.method).map(ResponseBody::out_of_cache));
            }
        }
        inner.call(request)
    }
}
