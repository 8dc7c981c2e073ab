//! Accepts connections, counts them and hands them to a worker, until the server stops.

use std::{future::Future, io, net::SocketAddr, time::Duration};

use axum::{
    Router,
    body::Body,
    extract::State,
    http::{Request, Response, StatusCode},
};
use hyper::service::Service as _;
use tokio::{
    io::{AsyncRead, AsyncWrite, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::watch,
    task::spawn_blocking,
};

use super::{
    connection::HttpServer,
    connection_limit::{ConnectionLimit, Rejected},
    connection_state::Endpoints,
    service::Service,
    workers::Workers,
};
use crate::web::{app::App, dispatch::answer, middleware::respond::RETRY_AFTER, reply::Reply};

/// How long to wait where a connection cannot be accepted, for want of file descriptors as a rule.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);
/// How long one who is turned away may take to hear it.
const REFUSAL_TIME: Duration = Duration::from_secs(1);

/// The site as a service: what tests and exports drive without a socket. It answers as [`serve`] does.
pub fn router(app: App) -> Router {
    Router::new().fallback(handle).with_state(app)
}

/// Answers on `stream` as on a connection that was let in, until either side closes it: what tests and fuzzing drive without a
/// socket.
pub async fn serve_stream<S>(app: &App, stream: S)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    // Its end would be taken for a stop.
    let (_going_on, stop) = watch::channel(false);
    HttpServer::new(app).serve_stream(stream, Service::new(app, Endpoints::default()), stop).await;
}

/// The text of the page at `path`, made now and on this thread: what benchmarks measure. `None` where no text lies there.
pub fn rendered(app: &App, path: &str) -> Option<String> {
    let request = Request::get(path).body(()).ok()?;
    match answer(app, &request.into_parts().0) {
        Reply::Text(text) if text.status == StatusCode::OK => Some(text.body),
        _ => None,
    }
}

async fn handle(State(app): State<App>, request: Request<Body>) -> Response<Body> {
    let Ok(answer) = Service::new(&app, Endpoints::default()).call(request).await;
    answer.map(Body::new)
}

/// Serves at most `most` connections at once until `stop` is done, then lets the requests under way finish, for ten
/// seconds at most.
///
/// # Errors
/// Where the system has no threads to give.
pub async fn serve(
    listener: TcpListener,
    app: App,
    most: usize,
    stop: impl Future<Output = ()> + Send,
) -> io::Result<()> {
    let workers = Workers::start(&HttpServer::new(&app))?;
    let connection_limit = ConnectionLimit::new(most);
    tokio::pin!(stop);
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, address)) => match admit(stream, address, &connection_limit, &workers) {
                    // Who expects TLS could make nothing of an answer without it.
                    Some((stream, full)) if app.tls().is_none() => _ = tokio::spawn(refuse(stream, full)),
                    _ => {}
                },
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
            },
            () = &mut stop => break,
        }
    }
    app.stop();
    take_the_queue(listener, &connection_limit, &workers);
    if !spawn_blocking(|| workers.stop()).await.unwrap_or(false) {
        tracing::warn!("some requests were cut off: they took longer than ten seconds to finish");
    }
    Ok(())
}

/// Closes the door; who waits before it already is a reader too.
fn take_the_queue(listener: TcpListener, connection_limit: &std::sync::Arc<ConnectionLimit>, workers: &Workers) {
    let Ok(listener) = listener.into_std() else { return };
    while let Ok((stream, address)) = listener.accept() {
        if stream.set_nonblocking(true).is_ok()
            && let Ok(seat) = connection_limit.admit(address.ip())
        {
            workers.take((stream, seat));
        }
    }
}

/// Hands a connection on; one that is not let in comes back, with the reason.
fn admit(
    stream: TcpStream,
    address: SocketAddr,
    connection_limit: &std::sync::Arc<ConnectionLimit>,
    workers: &Workers,
) -> Option<(TcpStream, Rejected)> {
    match connection_limit.admit(address.ip()) {
        Ok(seat) => match stream.into_std() {
            Ok(stream) => workers.take((stream, seat)),
            Err(error) => tracing::warn!(%error, "a connection could not be handed on"),
        },
        Err(full) => return Some((stream, full)),
    }
    None
}

/// Turns a connection away before anything is read of it: neither a page nor its language is worth the work now.
async fn refuse(mut stream: TcpStream, full: Rejected) {
    let status = match full {
        Rejected::All => StatusCode::SERVICE_UNAVAILABLE,
        Rejected::PerAddress => StatusCode::TOO_MANY_REQUESTS,
    };
    let answer = format!(
        "HTTP/1.1 {status}\r\nRetry-After: {RETRY_AFTER}\r\nCache-Control: no-store\r\nContent-Length: 0\r\n\
         Connection: close\r\n\r\n"
    );
    let told = async {
        stream.write_all(answer.as_bytes()).await?;
        stream.shutdown().await?;
        // A close with something unread resets the connection, and the answer may never be seen.
        tokio::io::copy(&mut stream, &mut tokio::io::sink()).await
    };
    // One who does not listen to a refusal has lost nothing.
    drop(tokio::time::timeout(REFUSAL_TIME, told).await);
}
