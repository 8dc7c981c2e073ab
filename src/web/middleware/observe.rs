//! The layers that count and log requests, and the outermost one, which writes what an answer says of its connection, its `Date`, and how
//! long caches hold it before a publication.

use std::{
    cell::RefCell,
    sync::Arc,
    time::{SystemTime, UNIX_EPOCH},
};

use axum::{
    body::HttpBody,
    http::{HeaderMap, HeaderValue, StatusCode, Version, header},
};

use super::{
    access_log::Access,
    exchange::{HttpRequest, Inner, ResponseFuture, Step},
    respond::http_date,
};
use crate::web::{
    app::App,
    policy::cap_age,
    server::response_body::HttpResponse,
    urls::{route_name::RouteName, signed_link::without_signature},
};

/// Writes a line for each answer in the access log, if there is one.
#[derive(Clone)]
pub(in crate::web) struct LogRequests;

/// Counts answers by kind of page, language and status. The page cache counts its own.
#[derive(Clone)]
pub(in crate::web) struct CountRequests;

impl Step for LogRequests {
    fn call(&self, app: &App, request: HttpRequest, inner: &mut impl Inner) -> ResponseFuture {
        if app.access_log().is_none() {
            return inner.call(request);
        }
        let (begun, client) = (request.begun, request.client);
        let (method, inside) = (request.parts.method.clone(), request.parts.uri.clone());
        let asked = request.original.clone();
        inner.call(request).map(app, move |app, answer| {
            if let Some(log) = app.access_log() {
                log.note(&Access {
                    address: client.filter(|_| app.edition().site.logs_addresses()),
                    method: method.as_str(),
                    path: &without_signature(asked.as_ref().unwrap_or(&inside).path()),
                    status: answer.status().as_u16(),
                    lang: lang(&answer),
                    bytes: answer.body().size_hint().lower(),
                    micros: u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX),
                    hit: answer.body().is_from_cache(),
                });
            }
            answer
        })
    }
}

impl Step for CountRequests {
    fn call(&self, app: &App, request: HttpRequest, inner: &mut impl Inner) -> ResponseFuture {
        let route = RouteName::from_path(request.parts.uri.path());
        inner.call(request).map(app, move |app, answer| {
            app.metrics().answered(route, lang(&answer), answer.status().as_u16());
            answer
        })
    }
}

fn lang(answer: &HttpResponse) -> &str {
    answer.headers().get(header::CONTENT_LANGUAGE).and_then(|lang| lang.to_str().ok()).unwrap_or_default()
}

/// Dates answers, follows how the client takes them, and ends the connection where no other request may follow.
#[derive(Clone)]
pub(in crate::web) struct Finish;

impl Step for Finish {
    fn call(&self, app: &App, request: HttpRequest, inner: &mut impl Inner) -> ResponseFuture {
        let version = request.parts.version;
        let connection = Arc::clone(&request.connection);
        // Before the page is read: no cache holds one from before a publication beyond it.
        let next = app.next_publication();
        let mut in_flight = (version == Version::HTTP_2).then(|| connection.begin());
        if in_flight.is_none() {
            connection.speaks_http_1();
        }
        inner.call(request).map(app, move |app, mut answer| {
            if let Some(request) = &mut in_flight {
                request.made();
            }
            answer.body_mut().send_on(&connection, in_flight, app.media_gate());
            let now = write_date(answer.headers_mut());
            cap_age(answer.headers_mut(), next.saturating_sub(now));
            if is_last(app, version, &answer) {
                answer.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
            }
            answer
        })
    }
}

/// While the server stops, an answer ends its connection, so that no request comes just when that is closed; so does an answer
/// to a request that makes no sense, for what comes after it may make no more.
fn is_last(app: &App, version: Version, answer: &HttpResponse) -> bool {
    version <= Version::HTTP_11 && (app.is_stopping() || answer.status() == StatusCode::BAD_REQUEST)
}

/// Writes the date, which is formatted once a second on each thread. hyper's own never goes back where the clock of the machine
/// is set back, until a restart (`tests/faults/clock.py`). Returns it in seconds since 1970.
#[expect(clippy::disallowed_methods, reason = "an answer has the date of the system")]
fn write_date(headers: &mut HeaderMap) -> u64 {
    thread_local! {
        /// A second, and how it is written.
        static WRITTEN: RefCell<Option<(u64, HeaderValue)>> = const { RefCell::new(None) };
    }
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    WRITTEN.with_borrow_mut(|written| {
        if written.as_ref().is_none_or(|(second, _)| *second != now) {
            let date = i64::try_from(now).ok().and_then(http_date);
            *written = date.and_then(|date| HeaderValue::try_from(date).ok()).map(|date| (now, date));
        }
        if let Some((_, date)) = written {
            headers.insert(header::DATE, date.clone());
        }
    });
    now
}
