//! A thread for each core, with a runtime of its own: a connection stays where it was put, so no request ever wakes
//! another core.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use tokio::{
    runtime,
    sync::{mpsc, watch},
};

use super::{connection::HttpServer, connection_limit::ConnectionPermit, listener::DetachedSocket};
use crate::i18n::STACK;

/// How long requests under way may take to finish once the server stops.
pub(in crate::web) const DRAIN_TIME: Duration = Duration::from_secs(10);

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
