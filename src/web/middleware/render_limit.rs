//! How many replies are made at once, how many of them may be searches, how many files are read, and how many requests may
//! wait for a permit; the rest get a 503.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Renderings at once, for each core: some of them wait for the disk.
const A_CORE: usize = 4;
/// The maximum number of requests that wait for a permit, and of searches and files that wait for one of theirs.
pub(in crate::web) const WAITING: usize = 1024;
/// How long a request may wait for a permit.
pub(in crate::web) const PATIENCE: Duration = Duration::from_secs(10);
/// Searches at once, for each core: half of the permits, so that a flood of them leaves the other half to other readers.
const SEARCHES_A_CORE: usize = 2;
/// How long a search may wait for a permit; a reader would not wait longer.
pub(in crate::web) const SEARCH_PATIENCE: Duration = Duration::from_secs(3);
/// Pictures and other files at once, for each core. Pages have permits of their own.
const MEDIA_A_CORE: usize = 2;

/// The limit of everything that takes time: the catalog, templates, codings.
#[derive(Debug)]
pub(in crate::web) struct RenderLimit {
    permits: Arc<Semaphore>,
    /// How many permits there are.
    all: usize,
    waiting: AtomicUsize,
    /// How many may wait.
    most: usize,
    patience: Duration,
}

/// A permit to render, until it is dropped. It belongs to the work: the working thread holds it, even if the client has gone.
pub(in crate::web) type RenderPermit = OwnedSemaphorePermit;

/// Counts a waiting request, until it is dropped.
pub(in crate::web) struct WaitingRequest<'a>(&'a AtomicUsize);

impl RenderLimit {
    /// As many permits as this machine has use for.
    pub(in crate::web) fn new() -> Self {
        RenderLimit::with_limits(A_CORE * cores(), WAITING, PATIENCE)
    }

    /// The limit that a search waits for before the common one.
    pub(in crate::web) fn for_searches() -> Self {
        RenderLimit::with_limits(SEARCHES_A_CORE * cores(), WAITING, SEARCH_PATIENCE)
    }

    /// The limit of pictures and other files, in place of the common one.
    pub(in crate::web) fn for_media() -> Self {
        RenderLimit::with_limits(MEDIA_A_CORE * cores(), WAITING, PATIENCE)
    }

    fn with_limits(permits: usize, most: usize, patience: Duration) -> Self {
        RenderLimit {
            permits: Arc::new(Semaphore::new(permits)),
            all: permits,
            waiting: AtomicUsize::new(0),
            most,
            patience,
        }
    }

    /// A permit. `None` if too many wait already, or it takes too long.
    pub(in crate::web) async fn acquire(&self) -> Option<RenderPermit> {
        if let Ok(permit) = Arc::clone(&self.permits).try_acquire_owned() {
            return Some(permit);
        }
        let _waiting = self.count_waiting();
        if self.waiting() > self.most {
            return None;
        }
        tokio::time::timeout(self.patience, Arc::clone(&self.permits).acquire_owned()).await.ok()?.ok()
    }

    /// A permit, however long it takes: for the next piece of a file that is on its way.
    pub(in crate::web) async fn wait(&self) -> Option<RenderPermit> {
        let _waiting = self.count_waiting();
        Arc::clone(&self.permits).acquire_owned().await.ok()
    }

    /// Counts a request that waits elsewhere before it can wait here.
    pub(in crate::web) fn count_waiting(&self) -> WaitingRequest<'_> {
        self.waiting.fetch_add(1, Ordering::Relaxed);
        WaitingRequest(&self.waiting)
    }

    /// How many wait.
    pub(in crate::web) fn waiting(&self) -> usize {
        self.waiting.load(Ordering::Relaxed)
    }

    /// The amount of work under way, whether or not a client still waits for it.
    pub(in crate::web) fn running(&self) -> usize {
        self.all.saturating_sub(self.permits.available_permits())
    }
}

impl Drop for WaitingRequest<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

fn cores() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn so_many_wait_and_the_next_is_sent_away() {
        let gate = Arc::new(RenderLimit::with_limits(1, WAITING, PATIENCE));
        let permit = gate.acquire().await.unwrap();
        let mut waiting = Vec::new();
        for _ in 0..WAITING {
            let gate = Arc::clone(&gate);
            waiting.push(tokio::spawn(async move { gate.acquire().await.is_some() }));
        }
        while gate.waiting() < WAITING {
            tokio::task::yield_now().await;
        }
        assert!(gate.acquire().await.is_none());
        drop(permit);
        for one in waiting {
            assert!(one.await.unwrap());
        }
        assert_eq!(gate.waiting(), 0);
    }

    #[tokio::test]
    async fn one_that_waits_too_long_is_sent_away() {
        let gate = RenderLimit::with_limits(1, 1, Duration::from_millis(20));
        let _turn = gate.acquire().await.unwrap();
        assert!(gate.acquire().await.is_none());
        assert_eq!(gate.waiting(), 0);
    }
}
