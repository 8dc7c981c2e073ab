//! The router and the server around it: one request, one answer; a panic is that request's alone.

use std::{future::Future, time::Duration};

use axum::{
    Router,
    body::Body,
    extract::{Request, State},
    http::Response,
};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{conn::auto, graceful::GracefulShutdown},
};
use tokio::net::{TcpListener, TcpStream};

use super::{app::App, service::Service};

/// Bytes of a request's head; beyond it comes 431. Browsers send under 4 KB.
const HEAD: usize = 32 << 10;
/// Headers of a request; beyond it comes 431.
const HEADERS: usize = 100;
/// How long a client may take over the head of a request.
const HEAD_TIME: Duration = Duration::from_secs(10);
/// How long requests under way may take to finish once the server is told to stop.
const DRAIN_TIME: Duration = Duration::from_secs(10);
/// How long to wait where a connection cannot be accepted, for want of file descriptors as a rule.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// The site as a service: what tests and exports drive without a socket. It answers as [`serve`] does.
pub fn router(app: App) -> Router {
    Router::new().fallback(handle).with_state(app)
}

/// Serves until `stop` is done, then lets the requests under way finish, for ten seconds at most.
pub async fn serve(listener: TcpListener, app: App, stop: impl Future<Output = ()> + Send) {
    let service = Service::new(app);
    let builder = builder();
    let connections = GracefulShutdown::new();
    tokio::pin!(stop);
    loop {
        let stream = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                    continue;
                }
            },
            () = &mut stop => break,
        };
        let connection = builder.serve_connection(plain(stream), service.clone()).into_owned();
        let connection = connections.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                // The client's fault, or its going away: of interest only to who looks for it.
                tracing::debug!(error, "a connection ended early");
            }
        });
    }
    drop(listener);
    if tokio::time::timeout(DRAIN_TIME, connections.shutdown()).await.is_err() {
        tracing::warn!("some requests were cut off: they took longer than ten seconds to finish");
    }
}

fn builder() -> auto::Builder<TokioExecutor> {
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_headers(HEADERS)
        .max_buf_size(HEAD)
        // A client may close its side once it has asked; it still gets its answer (RFC 9112, 9.6).
        .half_close(true);
    builder.http2().timer(TokioTimer::new()).max_header_list_size(HEAD as u32);
    builder
}

fn plain(stream: TcpStream) -> TokioIo<TcpStream> {
    // A page goes out in few writes: waiting to fill a packet only delays it (RFC 896).
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "TCP_NODELAY cannot be set");
    }
    TokioIo::new(stream)
}

async fn handle(State(app): State<App>, request: Request) -> Response<Body> {
    let Ok(answer) = Service::new(app).answer(request).await;
    answer.map(Body::new)
}
