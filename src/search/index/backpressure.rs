//! How far texts may run ahead of the threads that index them, so that memory stays flat.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

/// Bytes of text that may wait to be indexed. tantivy's own queue holds 10,000 articles of any size.
const MOST: usize = 16 << 20;
/// How often to look whether there is room again.
const LOOK: Duration = Duration::from_millis(1);
/// An indexing thread that takes nothing for so long has failed; the writer then says how.
const PATIENCE: Duration = Duration::from_secs(30);

/// Counts the bytes on their way.
#[derive(Debug, Default)]
pub(in crate::search) struct Backpressure {
    waiting: AtomicUsize,
}

impl Backpressure {
    /// Waits for room, then notes that `bytes` are on their way.
    pub(in crate::search) fn send(&self, bytes: usize) {
        let mut last = (self.waiting.load(Ordering::Relaxed), Instant::now());
        while self.waiting.load(Ordering::Relaxed) > MOST && last.1.elapsed() < PATIENCE {
            thread::sleep(LOOK);
            let now = self.waiting.load(Ordering::Relaxed);
            if now != last.0 {
                last = (now, Instant::now());
            }
        }
        self.waiting.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Notes that `bytes` have arrived.
    pub(in crate::search) fn arrived(&self, bytes: usize) {
        self.waiting.fetch_sub(bytes.min(self.waiting.load(Ordering::Relaxed)), Ordering::Relaxed);
    }
}
