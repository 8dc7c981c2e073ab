//! Orders to an indexer from outside, while it runs in a thread of its own.

use std::sync::atomic::{AtomicBool, Ordering};

/// Orders to an indexer; it looks at them between two passes, at least four times a second.
#[derive(Debug, Default)]
pub struct Control {
    stop: AtomicBool,
    reload: AtomicBool,
}

impl Control {
    /// Stop after the pass at hand.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Release);
    }

    /// Read the files of the site again and list the source again, as at a start.
    pub fn reload(&self) {
        self.reload.store(true, Ordering::Release);
    }

    pub(super) fn stopped(&self) -> bool {
        self.stop.load(Ordering::Acquire)
    }

    /// Whether there is an order that was not taken yet.
    pub(super) fn is_pending(&self) -> bool {
        self.stopped() || self.reload.load(Ordering::Acquire)
    }

    pub(super) fn take_reload(&self) -> bool {
        self.reload.swap(false, Ordering::AcqRel)
    }
}
