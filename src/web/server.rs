//! The router and the server around it: one request, one answer; a panic is that request's alone.

use std::{future::Future, panic::AssertUnwindSafe};

use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::Response,
};
use tokio::net::TcpListener;

use super::{
    app::App,
    ask::Ask,
    error::HttpError,
    handler::{Context, answer},
    pages::error,
    policy::write_security,
    respond::respond,
};

/// The site as a service: what `serve` listens with, and what tests and exports drive without a socket.
pub fn router(app: App) -> Router {
    Router::new().fallback(handle).with_state(app)
}

/// Serves until `stop` is done, then lets the requests under way finish.
///
/// # Errors
/// Where the listener fails for good.
pub async fn serve(
    listener: TcpListener,
    app: App,
    stop: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    axum::serve(listener, router(app)).with_graceful_shutdown(stop).await
}

async fn handle(State(app): State<App>, request: Request) -> Response<Body> {
    let ask = Ask::of(request.method(), request.uri(), request.headers());
    let reply = std::panic::catch_unwind(AssertUnwindSafe(|| answer(&app, &ask))).unwrap_or_else(|_| {
        let edition = app.edition();
        let context = Context { app: &app, edition: &edition, ask: &ask };
        error::page(&context, None, HttpError::Internal("a handler panicked; the panic is in the log above".into()))
    });
    let mut response = respond(&ask, reply);
    write_security(response.headers_mut(), app.edition().site.base_url().starts_with("https://"));
    response
}
