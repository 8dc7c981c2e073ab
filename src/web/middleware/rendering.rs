//! Making an answer that is not in the cache: in its turn, on a thread that may take its time. A panic is that request's alone.

use std::{panic::AssertUnwindSafe, sync::Arc, time::Instant};

use axum::http::{HeaderValue, StatusCode, header, request::Parts};
use tokio::task::spawn_blocking;

use super::{
    gate::Turn,
    host::{HostError, host},
    metrics::HitCounters,
    respond::{RETRY_AFTER, respond},
};
use crate::{
    i18n::negotiate::choose,
    web::{
        app::App,
        ask::Ask,
        cache::{asked::Asked, entry::Entry, kept::Kept, key::key},
        context::Context,
        error::HttpError,
        handler::answer,
        pages::error,
        policy::{CachePolicy, write_preview, write_security},
        preview::Preview,
        reply::{Redirect, Reply, TextReply},
        server::{
            connection_state::ConnectionState,
            response_body::{Answer, Held},
        },
        urls::{
            base_path::{BasePath, Outward},
            route_name::RouteName,
        },
    },
};

/// Bytes of an address, query and all; beyond it comes 414. Ours are under 200, with a long search under 2,000.
pub(in crate::web) const TARGET: usize = 8 << 10;
/// Bytes of all headers of a request; beyond it comes 431.
pub(in crate::web) const HEADERS: usize = 16 << 10;

/// A request whose answer is being made.
#[derive(Clone, Copy)]
struct Job<'a> {
    app: &'a App,
    parts: &'a Arc<Parts>,
    /// What the thread that works for it holds to the end of its work, although the client may be gone by then.
    turns: &'a [Arc<Turn>],
}

/// The answer to a request that the cache could not answer, or that there is an objection to.
pub(in crate::web) async fn answered(
    app: &App,
    parts: &Arc<Parts>,
    state: &ConnectionState,
    objection: Option<HttpError>,
) -> Answer {
    let permit = {
        let _waiting = app.gate().count_waiting();
        state.answer_permit().await
    };
    let Some(permit) = permit.map(Arc::new) else { return bare(app, StatusCode::SERVICE_UNAVAILABLE) };
    let mut answer = match objection {
        Some(failure) => refusal(app, parts, failure),
        None => in_turn(app, parts, Arc::clone(&permit)).await,
    };
    let bytes = answer.body().own_bytes();
    if bytes > 0 {
        // A reader who takes nothing must not have all the memory; a page of an error would only need more of it.
        let Some(unsent) = app.unsent().take(bytes) else { return bare(app, StatusCode::SERVICE_UNAVAILABLE) };
        answer.body_mut().hold(Held { _permit: permit, _unsent: unsent });
    }
    answer
}

async fn in_turn(app: &App, parts: &Arc<Parts>, permit: Arc<Turn>) -> Answer {
    let mut turns = vec![permit];
    // A flood of searches waits before a door of its own, and other readers do not stand in its line.
    if RouteName::of(parts.uri.path()) == RouteName::Search {
        match app.search_gate().enter().await {
            Some(turn) => turns.push(Arc::new(turn)),
            None => {
                app.metrics().search_refused();
                return refusal(app, parts, HttpError::Busy);
            }
        }
    }
    let job = Job { app, parts, turns: &turns };
    let key = app.cache().keeps().then(|| key(&ask(parts))).flatten();
    match key {
        Some(key) => kept(job, &key).await,
        None => alone(job).await,
    }
}

/// The page at `key`: rendered by the first that asks, stored for all. A reply that is not kept is each reader's own.
async fn kept(job: Job<'_>, key: &Arc<str>) -> Answer {
    let Job { app, parts, .. } = job;
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
    if let Some(answer) = entry.answer(Asked::of(&parts.headers)) {
        return answer.response(&parts.method);
    }
    let key = Arc::clone(key);
    let work = move |app: &App, parts: &Parts| {
        let answer = app.cache().answer_now(&key, &entry, Asked::of(&parts.headers));
        answer.map_or_else(|| silent(app), |answer| answer.response(&parts.method))
    };
    working(job, work, silent).await
}

/// Renders a page and keeps it, if it may be kept. Comes with the answer to the request that it was rendered for.
async fn render(job: Job<'_>, key: &Arc<str>, revision: u64) -> (Option<Arc<Entry>>, Answer) {
    let key = Arc::clone(key);
    let work = move |app: &App, parts: &Parts| {
        let reply = reply(app, parts);
        let kept = Kept::of(&reply, app.is_https());
        let counters = || hit_counters(app, parts, reply.reply());
        let entry = app.cache().put(&key, kept, revision, counters);
        let answer = entry.as_ref().and_then(|entry| app.cache().answer_now(&key, entry, Asked::of(&parts.headers)));
        let answer = answer.map(|answer| answer.response(&parts.method));
        (entry, answer.unwrap_or_else(|| finished(app, parts, reply)))
    };
    working(job, work, |app| (None, silent(app))).await
}

async fn alone(job: Job<'_>) -> Answer {
    working(job, |app, parts| finished(app, parts, reply(app, parts)), silent).await
}

/// Runs `work` in its turn on a thread that may wait for the disk; where there is no turn to be had, a 503. The turns belong to
/// the work, so a client that goes away frees none that is still worked for; work that no client waits for any more does not
/// begin.
async fn working<T: Send + 'static + FromAnswer>(
    job: Job<'_>,
    work: impl FnOnce(&App, &Parts) -> T + Send + 'static,
    failed: impl FnOnce(&App) -> T,
) -> T {
    let Job { app, parts, turns } = job;
    let gate = match RouteName::of(parts.uri.path()) {
        RouteName::Media => app.media_gate(),
        _ => app.gate(),
    };
    let Some(turn) = gate.enter().await else { return T::from(refusal(app, parts, HttpError::Busy)) };
    let (own, parts, turns) = (app.clone(), Arc::clone(parts), turns.to_vec());
    let waiting = Arc::new(());
    let awaited = Arc::downgrade(&waiting);
    let done = spawn_blocking(move || {
        let done = (awaited.strong_count() > 0).then(|| work(&own, &parts));
        drop((turn, turns));
        done
    });
    match done.await {
        Ok(Some(done)) => done,
        Ok(None) => failed(app),
        Err(error) => {
            tracing::error!(%error, "a request was given up");
            failed(app)
        }
    }
}

/// What a refusal is to a caller that waits for something else.
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
fn hit_counters(app: &App, parts: &Parts, reply: &Reply) -> HitCounters {
    let lang = match reply {
        Reply::Text(TextReply { policy: CachePolicy::Page(lang), .. }) => lang.as_str(),
        _ => "",
    };
    app.metrics().hit_counters(RouteName::of(parts.uri.path()), lang)
}

fn reply(app: &App, parts: &Parts) -> Outward {
    let begun = Instant::now();
    let reply = unmeasured(app, parts);
    app.metrics().rendered(begun.elapsed());
    if let Reply::Redirect(Redirect::Negotiated(to)) = &reply {
        let lang = to.split('/').nth(1).unwrap_or_default();
        let reason = choose(&app.edition().site, &ask(parts).languages(), &|_| true).reason;
        app.metrics().negotiated(reason.as_str(), lang);
    }
    outward(app, reply)
}

fn outward(app: &App, reply: Reply) -> Outward {
    BasePath::of(&app.edition().site).outward(reply)
}

fn unmeasured(app: &App, parts: &Parts) -> Reply {
    let ask = ask(parts);
    std::panic::catch_unwind(AssertUnwindSafe(|| answer(app, &ask))).unwrap_or_else(|_| {
        let cause = HttpError::Internal("a handler panicked; the panic is in the log above".into());
        failure(app, parts, cause)
    })
}

fn finished(app: &App, parts: &Parts, reply: Outward) -> Answer {
    let https = app.is_https();
    let mut answer = respond(&ask(parts), reply, https);
    if app.preview() == Preview::Translator {
        write_preview(answer.headers_mut());
    }
    write_security(answer.headers_mut(), https);
    answer
}

/// An error page, without a look at the disk.
fn refusal(app: &App, parts: &Parts, cause: HttpError) -> Answer {
    finished(app, parts, outward(app, failure(app, parts, cause)))
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
    bare(app, StatusCode::INTERNAL_SERVER_ERROR)
}

/// A status without a page.
fn bare(app: &App, status: StatusCode) -> Answer {
    let mut answer = Answer::default();
    *answer.status_mut() = status;
    if status == StatusCode::SERVICE_UNAVAILABLE {
        answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static(RETRY_AFTER));
        answer.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    write_security(answer.headers_mut(), app.is_https());
    answer
}

/// Why a request is refused by its head alone: it is longer than any reader's, or not for a host that is
/// answered here.
pub(in crate::web) fn objection(app: &App, parts: &Parts, state: &ConnectionState) -> Option<HttpError> {
    // The host first: a page about a length is a page of the site, which another host must not see.
    bad_host(app, parts, state).err().map(HttpError::from).or_else(|| too_long(parts))
}

/// Readers reach a public site under any name: that is for its proxy to decide. A preview shows what is not published yet.
fn bad_host(app: &App, parts: &Parts, state: &ConnectionState) -> Result<(), HostError> {
    let host = host(parts)?;
    match app.preview() {
        Preview::Reader => Ok(()),
        Preview::Translator => app.expected_hosts(&app.edition(), state.ends.local).check(host),
    }
}

fn too_long(parts: &Parts) -> Option<HttpError> {
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
