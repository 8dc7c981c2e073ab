//! Accepts connections, counts them and gives each to a worker, until the server stops. A worker is a thread with a runtime of its own,
//! one for each core: a connection stays with its worker.

use std::{
    future::Future,
    io,
    net::IpAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use axum::{
    Router,
    body::Body,
    extract::State,
    http::{Request, Response, StatusCode},
};
use hyper::service::Service as _;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    runtime,
    sync::{mpsc, watch},
    task::{JoinSet, spawn_blocking},
};

use super::{
    connection::{HttpServer, Service, refuse},
    connection_limit::{ConnectionLimit, ConnectionPermit, Rejected},
    connection_state::{ConnectionState, Endpoints},
    listener::{ClientStream, DetachedSocket, Listener},
};
use crate::{
    i18n::STACK,
    web::{app::App, dispatch::answer, reply::Reply},
};

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

/// How long requests under way may take to finish once the server stops.
const DRAIN_TIME: Duration = Duration::from_secs(10);

/// How long new connections may take to send a request once the server stops; the response closes the connection.
const GRACE: Duration = Duration::from_millis(500);

/// Threads a worker renders and searches in: as many as the render limits let through for one core, and two to spare. Each thread
/// keeps memory for what it once did.
const BLOCKING: usize = 10;

/// A connection on its way to a worker.
type PendingConnection = (DetachedSocket, ConnectionPermit);

/// Every worker.
pub(in crate::web) struct Workers(Vec<Worker>);

struct Worker {
    send: mpsc::UnboundedSender<PendingConnection>,
    /// Connections that it has.
    present: Arc<AtomicUsize>,
    thread: JoinHandle<bool>,
}

impl Workers {
    /// Starts a worker on each core.
    ///
    /// # Errors
    /// If the system has no threads to give.
    pub(in crate::web) fn start(http_server: &HttpServer) -> io::Result<Workers> {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        (0..cores).map(|n| Worker::start(n, http_server.clone())).collect::<io::Result<_>>().map(Workers)
    }

    /// Hands a connection to the worker that has the fewest.
    pub(in crate::web) fn take(&self, guest: PendingConnection) {
        let idlest = self.0.iter().min_by_key(|worker| worker.present.load(Ordering::Relaxed));
        if let Some(worker) = idlest {
            worker.present.fetch_add(1, Ordering::Relaxed);
            if worker.send.send(guest).is_err() {
                tracing::error!("a worker is gone; its connection is closed");
            }
        }
    }

    /// Lets the requests under way finish, for ten seconds at most. Says whether all did.
    pub(in crate::web) fn stop(self) -> bool {
        let threads: Vec<_> = self.0.into_iter().map(|Worker { send, thread, .. }| (drop(send), thread).1).collect();
        threads.into_iter().all(|thread| thread.join().unwrap_or(false))
    }
}

impl Worker {
    fn start(n: usize, http_server: HttpServer) -> io::Result<Worker> {
        let (send, receive) = mpsc::unbounded_channel();
        let present = Arc::new(AtomicUsize::new(0));
        let own = Arc::clone(&present);
        let runtime = runtime::Builder::new_current_thread()
            .enable_all()
            .max_blocking_threads(BLOCKING)
            .thread_stack_size(STACK)
            .build()?;
        let (name, health) = (format!("worker-{n}"), http_server.health().clone());
        let thread = thread::Builder::new().name(name.clone()).stack_size(STACK).spawn(move || {
            let all = health.run(&name, || runtime.block_on(work(receive, http_server, own))).unwrap_or(false);
            // The work that still runs was cut off; waiting for it could take for ever.
            runtime.shutdown_background();
            all
        })?;
        Ok(Worker { send, present, thread })
    }
}

async fn work(
    mut guests: mpsc::UnboundedReceiver<PendingConnection>,
    http_server: HttpServer,
    present: Arc<AtomicUsize>,
) -> bool {
    let (stop, stopping) = watch::channel(false);
    while let Some((socket, permit)) = guests.recv().await {
        let stream = match socket.attach() {
            Ok(stream) => stream,
            Err(error) => {
                tracing::warn!(%error, "a connection could not be taken over");
                present.fetch_sub(1, Ordering::Relaxed);
                continue;
            }
        };
        let speaking = http_server.clone().accept(stream, permit, stopping.clone());
        let present = Arc::clone(&present);
        tokio::spawn(async move {
            speaking.await;
            present.fetch_sub(1, Ordering::Relaxed);
        });
    }
    tokio::time::sleep(GRACE).await;
    drop(stopping);
    stop.send_replace(true);
    // Every connection holds a receiver.
    tokio::time::timeout(DRAIN_TIME, stop.closed()).await.is_ok()
}
