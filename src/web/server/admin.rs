//! The admin address: whether the server lives, whether it is ready, and its metrics.

use std::{convert::Infallible, io, sync::Arc, time::Duration};

use axum::{
    body::Bytes,
    http::{Request, Response, StatusCode, Uri, header},
};
use http_body_util::Full;
use hyper::{body::Incoming, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{net::TcpListener, task::spawn_blocking};

use super::{connection_state::local_address, tls::Tls};
use crate::web::{
    app::App,
    middleware::{
        host::{ExpectedHosts, HostError, host},
        metrics::{Gauges, LimitedWork, OPENMETRICS},
    },
    urls::path::query_value,
};

/// How long to wait after a connection could not be accepted.
const ACCEPT_PAUSE: Duration = Duration::from_millis(500);
/// How long a client may take over the head of a request.
const HEAD_TIME: Duration = Duration::from_secs(10);

/// The media type of every answer but the metrics.
const TEXT: &str = "text/plain; charset=utf-8";

/// Answers `/healthz`, `/readyz`, `/metrics` and `/keys` for as long as it is polled, on an address that was typed as `listen`.
pub async fn serve_admin(listener: TcpListener, app: App, listen: String) {
    let listen: Arc<[String]> = [listen].into();
    loop {
        let stream = match listener.accept().await {
            Ok((stream, _)) => stream,
            Err(error) => {
                tracing::warn!(%error, "a connection to the admin address could not be accepted");
                tokio::time::sleep(ACCEPT_PAUSE).await;
                continue;
            }
        };
        let (app, listen, local) = (app.clone(), Arc::clone(&listen), local_address(&stream));
        tokio::spawn(async move {
            let service = service_fn(|request: Request<Incoming>| {
                let (app, listen) = (app.clone(), Arc::clone(&listen));
                async move {
                    let parts = request.into_parts().0;
                    let expected = ExpectedHosts { listen: &listen, local, base_url: "" };
                    Ok::<_, Infallible>(match host(&parts).and_then(|host| expected.check(host)) {
                        Ok(()) => answer(app, &parts.uri).await,
                        Err(error) => refusal(error),
                    })
                }
            });
            let mut builder = hyper::server::conn::http1::Builder::new();
            builder.timer(TokioTimer::new()).header_read_timeout(HEAD_TIME);
            drop(builder.serve_connection(TokioIo::new(stream), service).await);
        });
    }
}

/// The answer at an address.
async fn answer(app: App, uri: &Uri) -> Response<Full<Bytes>> {
    let (status, text) = match uri.path() {
        "/healthz" => (StatusCode::OK, "alive\n".to_owned()),
        "/readyz" => readiness(&app),
        "/metrics" => match spawn_blocking(move || metrics(&app)).await {
            Ok(Ok(text)) => return plain(StatusCode::OK, OPENMETRICS, text),
            _ => (StatusCode::INTERNAL_SERVER_ERROR, "the catalog cannot be read; see the log\n".to_owned()),
        },
        "/keys" => keys(&app, uri.query().unwrap_or_default()),
        _ => (StatusCode::NOT_FOUND, "only /healthz, /readyz, /metrics and /keys are here\n".to_owned()),
    };
    plain(status, TEXT, text)
}

/// Another site must not read the metrics through a browser in the operator's network.
fn refusal(error: HostError) -> Response<Full<Bytes>> {
    let (status, text) = match error {
        HostError::Malformed => (StatusCode::BAD_REQUEST, "the request needs one `Host` header with a valid host\n"),
        HostError::Unexpected => (
            StatusCode::MISDIRECTED_REQUEST,
            "only localhost and the admin address itself are answered here; `--admin HOST:PORT` adds a name\n",
        ),
    };
    plain(status, TEXT, text.to_owned())
}

fn plain(status: StatusCode, media_type: &'static str, text: String) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from(text)));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static(media_type));
    response.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    response
}

/// 200 once the archive is read, as long as every background task works; otherwise 503, with the tasks that have failed.
fn readiness(app: &App) -> (StatusCode, String) {
    let failures = app.health().failures();
    let failed: String = failures.iter().map(|(task, message)| format!("failed: {task}: {message}\n")).collect();
    match app.is_ready() && failed.is_empty() {
        true => (StatusCode::OK, "ready\n".to_owned()),
        false => (StatusCode::SERVICE_UNAVAILABLE, format!("not ready\n{failed}")),
    }
}

/// `after=POINT`: the present point on a line of its own, then the keys of what has changed since, one a line. 404 where pages
/// have no keys: changes are not noted then.
fn keys(app: &App, query: &str) -> (StatusCode, String) {
    if app.edition().site.cache().keys().is_none() {
        let off = "surrogate keys are off: write `keys = \"Surrogate-Key\"` under `[cache]` in site.toml\n";
        return (StatusCode::NOT_FOUND, off.to_owned());
    }
    let (now, keys) = app.touched_after(&query_value(query, "after").unwrap_or_default());
    (StatusCode::OK, std::iter::once(now).chain(keys).flat_map(|line| [line, "\n".to_owned()]).collect())
}

fn metrics(app: &App) -> io::Result<String> {
    let problems = app.catalog().snapshot().diagnostic_counts().map_err(|error| {
        tracing::error!(%error, "the problems of the archive cannot be counted");
        io::Error::other(error)
    })?;
    let (pages, cache_bytes) = app.cache().filled();
    let work = [("requests", app.gate()), ("searches", app.search_gate()), ("media", app.media_gate())];
    let gauges = Gauges {
        cache_pages: pages as u64,
        cache_bytes,
        cache_limit_bytes: app.edition().site.cache().memory(),
        work: work.map(|(kind, gate)| LimitedWork {
            kind,
            waiting: gate.waiting() as u64,
            running: gate.running() as u64,
        }),
        unsent_bytes: app.unsent().bytes() as u64,
        problems,
        source_lag: app.source().lag(),
    };
    Ok(app.metrics().encode(&gauges, app.tls().map(Tls::metrics)))
}
