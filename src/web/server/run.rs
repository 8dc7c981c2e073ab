//! Accepts connections, counts them and hands them to a worker, until the server stops.

use std::{future::Future, io, net::IpAddr, sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    extract::State,
    http::{Request, Response, StatusCode},
};
use hyper::service::Service as _;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    sync::watch,
    task::{JoinSet, spawn_blocking},
};

use super::{
    connection::{HttpServer, refuse},
    connection_limit::{ConnectionLimit, ConnectionPermit, Rejected},
    connection_state::{ConnectionState, Endpoints},
    listener::{ClientStream, Listener},
    service::Service,
    workers::Workers,
};
use crate::web::{app::App, dispatch::answer, reply::Reply};

/// How long to wait where a connection cannot be accepted, for want of file descriptors as a rule.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);
/// Waiting connections that are still accepted when the server stops: as many as the system queues.
const WAITING: usize = 4096;

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
    HttpServer::new(app).serve_stream(stream, Service::new(app, without_ends()), stop).await;
}

/// The text of the page at `path`, made now and on this thread: what benchmarks measure. `None` if no text lies there.
pub fn rendered(app: &App, path: &str) -> Option<String> {
    let request = Request::get(path).body(()).ok()?;
    match answer(app, &request.into_parts().0) {
        Reply::Text(text) if text.status == StatusCode::OK => Some(text.body),
        _ => None,
    }
}

fn without_ends() -> Arc<ConnectionState> {
    ConnectionState::new(Endpoints::default(), None)
}

async fn handle(State(app): State<App>, request: Request<Body>) -> Response<Body> {
    let Ok(answer) = Service::new(&app, without_ends()).call(request).await;
    answer.map(Body::new)
}

/// Serves at most `most` connections at once, from all of `listeners`, until `stop` is done, then lets the requests under way
/// finish, for ten seconds at most.
///
/// # Errors
/// If the system has no threads to give, or the task of a listener has ended before its time.
pub async fn serve(
    listeners: Vec<Listener>,
    app: App,
    most: usize,
    stop: impl Future<Output = ()> + Send,
) -> io::Result<()> {
    let workers = Workers::start(&HttpServer::new(&app))?;
    let acceptor = Arc::new(Acceptor { app: app.clone(), limit: ConnectionLimit::new(most), workers });
    let (stopped, stopping) = watch::channel(false);
    let mut accepting = JoinSet::new();
    for listener in listeners {
        accepting.spawn(Arc::clone(&acceptor).accept_all(listener, stopping.clone()));
    }
    let broken = tokio::select! {
        () = stop => false,
        _ = accepting.join_next() => true,
    };
    app.stop();
    stopped.send_replace(true);
    while accepting.join_next().await.is_some() {}
    let workers = Arc::into_inner(acceptor).map(|acceptor| acceptor.workers);
    if !spawn_blocking(|| workers.is_none_or(Workers::stop)).await.unwrap_or(false) {
        tracing::warn!("some requests were cut off: they took longer than ten seconds to finish");
    }
    match broken {
        true => Err(io::Error::other("no connections are accepted any more; the reason is above")),
        false => Ok(()),
    }
}

/// Ends when the server stops.
async fn is_true(stopping: &mut watch::Receiver<bool>) {
    // Its sender lives as long as there are listeners.
    drop(stopping.wait_for(|stop| *stop).await);
}

/// Accepts connections, and passes them to the workers.
struct Acceptor {
    app: App,
    limit: Arc<ConnectionLimit>,
    workers: Workers,
}

impl Acceptor {
    /// Accepts connections from `listener` until the server stops, then those already in the queue, which are readers too.
    async fn accept_all(self: Arc<Self>, listener: Listener, mut stopping: watch::Receiver<bool>) {
        loop {
            tokio::select! {
                accepted = listener.accept() => match accepted {
                    Ok(stream) => self.admit(stream),
                    Err(error) => {
                        tracing::warn!(%error, "a connection could not be accepted");
                        tokio::time::sleep(ACCEPT_PAUSE).await;
                    }
                },
                () = is_true(&mut stopping) => break,
            }
        }
        for socket in listener.into_waiting(WAITING) {
            if let Ok(permit) = self.permit(socket.peer()) {
                self.workers.take((socket, permit));
            }
        }
    }

    /// Passes a connection to a worker, or rejects it.
    fn admit(&self, stream: ClientStream) {
        match self.permit(stream.peer()) {
            Ok(permit) => match stream.detach() {
                Ok(socket) => self.workers.take((socket, permit)),
                Err(error) => tracing::warn!(%error, "a connection could not be handed on"),
            },
            Err(full) => {
                let app = self.app.clone();
                tokio::spawn(async move { refuse(&app, stream, full).await });
            }
        }
    }

    /// A trusted proxy has many clients, which are counted once it has named them.
    fn permit(&self, peer: Option<IpAddr>) -> Result<ConnectionPermit, Rejected> {
        let edition = self.app.edition();
        self.limit.admit(peer.filter(|peer| !edition.site.proxy().trusts(Some(*peer))))
    }
}
