//! Orders to an indexer from outside, while it runs in a thread of its own.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::{catalog::ChangeSet, source::SiteTexts};

/// Whether an indexer goes on after its first pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Follow {
    /// One pass: what changes later is seen at the next start, and what is published later at its time.
    Once,
    /// On and on.
    On,
}

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

    /// Whether the indexer is to stop.
    pub fn stopped(&self) -> bool {
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

/// The result of one pass over the source.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PassReport {
    /// Articles that the source has, valid or not.
    pub articles: usize,
    /// Undated pages, and texts about authors, in the archive.
    pub pages: usize,
    /// Articles that were read again.
    pub changed: usize,
    /// Articles that are gone.
    pub removed: usize,
}

/// Gets everything that readers, or a person at the terminal, may notice; each does what it takes an interest in. Called from the
/// indexer's thread.
pub trait Observer: Send + Sync {
    /// The files of the site changed; `site` of these is there, so it can be served.
    fn site_changed(&self, _: SiteTexts) {}
    /// Articles changed.
    fn touched(&self, _: &ChangeSet) {}
    /// Anything may have changed: another catalog has taken the place of the one before.
    fn invalidate_all(&self) {}
    /// So many articles of so many are read.
    fn progress(&self, _done: usize, _all: usize) {}
    /// The catalog agrees with the source, problems included.
    fn passed(&self, _: PassReport) {}
    /// The source could not be reached; the catalog is as it was.
    fn source_away(&self) {}
}

/// Listens to nothing.
pub struct NoObserver;

impl Observer for NoObserver {}
