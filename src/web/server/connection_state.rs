//! The work in progress for one connection: answers, bytes of files, and whether its client takes them.

use std::{
    net::IpAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
    },
    time::Duration,
};

use tokio::{
    net::TcpStream,
    sync::{OwnedSemaphorePermit, Semaphore},
    time::Instant,
};

use super::connection_limit::ConnectionLimit;
use crate::web::middleware::render_limit::PATIENCE;

/// How long a client may take over the head of a request, how long it may say nothing at first, and how long a connection
/// may be idle between two.
pub(in crate::web) const HEAD_TIME: Duration = Duration::from_secs(10);
/// How long a client may read nothing of a response.
pub(in crate::web) const WRITE_TIME: Duration = Duration::from_secs(30);

/// Answers at once that are made for this connection alone; the next request waits until one of them is sent. Pages out of the
/// cache and files are not among them.
const ANSWERS: usize = 4;
/// Pieces of files that lie in memory at once because the client has not taken them yet.
const PIECES: usize = 4;
/// Added to the ten seconds of idle time: over HTTP/1.1 hyper ends an idle connection itself, and first.
const LATER: Duration = Duration::from_millis(500);

/// The addresses of a connection, where it has any.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::web) struct Endpoints {
    /// The client.
    pub client: Option<IpAddr>,
    /// Ours: the address that the client has reached.
    pub local: Option<IpAddr>,
}

/// The state of a connection, shared by all of its requests.
#[derive(Debug)]
pub(in crate::web) struct ConnectionState {
    /// Its two ends.
    pub ends: Endpoints,
    /// The limit of its clients, if the connection is that of a trusted proxy, which names the client of each request.
    pub proxied: Option<Arc<ConnectionLimit>>,
    answers: Arc<Semaphore>,
    pieces: Arc<Semaphore>,
    /// Whether it speaks HTTP/1.1. Then hyper and `TimeoutStream` hold its limits.
    http_1: AtomicBool,
    opened: Instant,
    /// Requests whose answers are not sent yet.
    unsent: AtomicUsize,
    /// The answers that are not made yet.
    unmade: AtomicUsize,
    /// Milliseconds from the opening to the last moment at which a request or an answer made progress.
    progress: AtomicU64,
}

/// A request of HTTP/2 that is under way, until it is dropped.
#[derive(Debug)]
pub(in crate::web) struct InFlight {
    state: Arc<ConnectionState>,
    made: bool,
}

/// The next action for a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::web) enum ConnectionAction {
    /// Nothing, until then.
    LookAt(Instant),
    /// Close it once the responses under way are sent: the client requests nothing more.
    Idle,
    /// Close it now: its client reads nothing.
    Stalled,
}

impl ConnectionState {
    /// The state of a new connection between `ends`.
    pub(in crate::web) fn new(ends: Endpoints, proxied: Option<Arc<ConnectionLimit>>) -> Arc<Self> {
        Arc::new(ConnectionState {
            ends,
            proxied,
            answers: Arc::new(Semaphore::new(ANSWERS)),
            pieces: Arc::new(Semaphore::new(PIECES)),
            http_1: AtomicBool::new(false),
            opened: Instant::now(),
            unsent: AtomicUsize::new(0),
            unmade: AtomicUsize::new(0),
            progress: AtomicU64::new(0),
        })
    }

    /// Notes a request over HTTP/1.1, or 1.0.
    pub(in crate::web) fn speaks_http_1(&self) {
        self.http_1.store(true, Ordering::Relaxed);
    }

    /// Notes a request over HTTP/2.
    pub(in crate::web) fn begin(self: &Arc<Self>) -> InFlight {
        if self.unsent.fetch_add(1, Ordering::Relaxed) == 0 {
            self.note_progress();
        }
        self.unmade.fetch_add(1, Ordering::Relaxed);
        InFlight { state: Arc::clone(self), made: false }
    }

    /// The permit to make an answer, held until it is sent. `None` if the client does not take those before it.
    pub(in crate::web) async fn answer_permit(&self) -> Option<OwnedSemaphorePermit> {
        let permit = Arc::clone(&self.answers).acquire_owned();
        tokio::time::timeout(PATIENCE, permit).await.ok()?.ok()
    }

    /// The permit to have a piece of a file in memory.
    pub(in crate::web) async fn piece_permit(&self) -> Option<OwnedSemaphorePermit> {
        Arc::clone(&self.pieces).acquire_owned().await.ok()
    }

    /// The action for the connection now.
    pub(in crate::web) fn verdict(&self) -> ConnectionAction {
        self.verdict_at(Instant::now())
    }

    fn verdict_at(&self, now: Instant) -> ConnectionAction {
        let idle_after = HEAD_TIME + LATER;
        if self.http_1.load(Ordering::Relaxed) {
            return ConnectionAction::LookAt(now + HEAD_TIME);
        }
        let progress = self.opened + Duration::from_millis(self.progress.load(Ordering::Relaxed));
        let limit = match (self.unsent.load(Ordering::Relaxed), self.unmade.load(Ordering::Relaxed)) {
            (0, _) if now >= progress + idle_after => return ConnectionAction::Idle,
            (0, _) => idle_after,
            (_, 0) if now >= progress + WRITE_TIME => return ConnectionAction::Stalled,
            _ => WRITE_TIME,
        };
        ConnectionAction::LookAt((progress + limit).max(now + LATER))
    }

    fn note_progress(&self) {
        let since = u64::try_from(self.opened.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.progress.store(since, Ordering::Relaxed);
    }
}

/// Our end of a connection; IPv4 is IPv4 also where it comes through a socket of IPv6.
pub(in crate::web) fn local_address(stream: &TcpStream) -> Option<IpAddr> {
    stream.local_addr().ok().map(|local| local.ip().to_canonical())
}

impl InFlight {
    /// The answer is made, and begins to be sent.
    pub(in crate::web) fn made(&mut self) {
        if !std::mem::replace(&mut self.made, true) {
            self.state.unmade.fetch_sub(1, Ordering::Relaxed);
            self.state.note_progress();
        }
    }

    /// The client has taken a part of the answer.
    pub(in crate::web) fn taken(&self) {
        self.state.note_progress();
    }
}

impl Drop for InFlight {
    fn drop(&mut self) {
        self.made();
        self.state.unsent.fetch_sub(1, Ordering::Relaxed);
        self.state.note_progress();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_idle_connection_ends_and_one_whose_client_takes_nothing_but_not_one_that_waits_for_us() {
        let state = ConnectionState::new(Endpoints::default(), None);
        let after = |seconds| state.verdict_at(Instant::now() + Duration::from_secs(seconds));
        let goes_on = |verdict| matches!(verdict, ConnectionAction::LookAt(_));
        assert!(goes_on(after(9)));
        assert_eq!(after(11), ConnectionAction::Idle);
        let mut request = state.begin();
        assert!(goes_on(after(60)), "the answer is not made yet");
        request.made();
        assert!(goes_on(after(29)), "it may be slow");
        assert_eq!(after(31), ConnectionAction::Stalled);
        drop(request);
        assert!(goes_on(after(9)));
        assert_eq!(after(31), ConnectionAction::Idle);
        state.speaks_http_1();
        assert!(goes_on(after(60)), "hyper ends it");
    }
}
