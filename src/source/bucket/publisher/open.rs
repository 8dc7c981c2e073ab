//! The publisher: how it is set up, begins and ends.

use std::{collections::BTreeSet, path::Path, sync::Arc, time::Duration};

use super::{
    super::{ContentDigest, ObjectRef, Store},
    PublishError,
    lock::{LeaseTimes, Lock},
    part::Part,
    state::State,
    upload::Upload,
};
use crate::{
    model::{Digest, date::Clock, diagnostic::Diagnostic, slug::ArticleId},
    site::Site,
    source::{Cursor, Delta, Folder},
};

/// How long what nothing names stays in the bucket.
const GRACE: Duration = Duration::from_secs(7 * 24 * 3600);

/// How to publish.
#[derive(Clone)]
pub struct PublishOptions {
    /// Write nothing; say what would be written.
    pub is_dry: bool,
    /// How long objects that are not needed any more stay, for readers that were away: a week by default.
    pub grace: Duration,
    /// Make a snapshot once, however few segments there are since the last, and delete what is not needed any more.
    pub snapshot: bool,
    /// Read all media and packs that the bucket has, once, and write again what is damaged; with [`snapshot`](Self::snapshot).
    pub verify: bool,
    /// So many articles may be removed at once, even where that is more than half of those that are published.
    pub allowed_removals: usize,
    /// The clock.
    pub clock: Clock,
    /// Called with each step.
    pub observer: Arc<dyn Fn(&Step) + Send + Sync>,
    pub(super) lease: LeaseTimes,
}

impl Default for PublishOptions {
    fn default() -> Self {
        PublishOptions {
            is_dry: false,
            grace: GRACE,
            snapshot: false,
            verify: false,
            allowed_removals: 0,
            clock: Clock::default(),
            observer: Arc::new(|_| {}),
            lease: LeaseTimes::default(),
        }
    }
}

/// A step of the publisher.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are counts of what the variant names")]
pub enum Step {
    /// Reads packs of the bucket, because nothing is remembered of it.
    Rebuilding { done: usize, total: usize },
    /// Reads a segment that another publisher wrote.
    Following { sequence: u64 },
    /// Reads articles that may have changed.
    Reading { done: usize, total: usize },
    /// Writes media.
    Media { files: usize, bytes: u64 },
    /// Compares media and packs with their digests.
    Verifying { done: usize, total: usize },
    /// Writes packs of a snapshot.
    Snapshot { done: usize, total: usize },
    /// Deletes an object.
    Collecting { key: String },
}

/// The articles that are compared with the bucket.
#[derive(Debug, Clone)]
pub enum Scope {
    /// The whole folder.
    All,
    /// Those that a watched folder named.
    Changed(Delta),
}

/// The result of a publish, or of a dry run.
#[derive(Debug, Default)]
pub struct PublishReport {
    /// The number of the segment; `None` where nothing had changed, or nothing was to be written.
    pub sequence: Option<u64>,
    /// Articles that are new or have changed.
    pub changed: Vec<ArticleId>,
    /// Articles that are gone, or are drafts now.
    pub removed: Vec<ArticleId>,
    /// Whether a file of the site changed.
    pub site: bool,
    /// Media that the bucket did not have.
    pub media: usize,
    /// Their bytes.
    pub media_bytes: u64,
    /// Bytes of the segment and its packs.
    pub bytes: u64,
    /// Problems for which an article, or the site, stays as it was published last.
    pub held: Vec<Diagnostic>,
    /// The number of the snapshot that was made.
    pub snapshot: Option<u64>,
    /// Objects that were deleted.
    pub deleted: u64,
    /// The cursor in the folder from which changes are not in the bucket yet.
    pub cursor: Option<Cursor>,
}

impl PublishReport {
    /// Whether the bucket is as the folder is.
    pub fn is_empty(&self) -> bool {
        self.changed.is_empty() && self.removed.is_empty() && !self.site
    }
}

/// The one who writes into a bucket.
pub struct Publisher {
    pub(super) store: Arc<Store>,
    pub(super) state: State,
    pub(super) folder: Folder,
    pub(super) options: PublishOptions,
    pub(super) wanted: Wanted,
    /// A random name of this process.
    pub(super) id: String,
    pub(super) lock: Option<Lock>,
    pub(super) site: Option<Site>,
    /// Whether the last segment may have been written although the store did not say so.
    pub(super) is_unsure: bool,
}

/// What the next publish does besides, once.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted {
    /// Makes a snapshot, and deletes what is not needed any more.
    pub(super) snapshot: bool,
    /// Reads all media and packs.
    pub(super) verify: bool,
}

/// A publish that is being put together.
#[derive(Default)]
pub(super) struct Run {
    pub(super) report: PublishReport,
    pub(super) part: Part,
    pub(super) packs: Vec<ObjectRef>,
    /// The states of the articles' files in the folder, to be remembered when they are published.
    pub(super) stamps: Vec<(ArticleId, Option<Digest>)>,
    /// Media that are to be written.
    pub(super) uploads: Vec<Upload>,
    /// All media that were found to be missing.
    pub(super) queued: BTreeSet<ContentDigest>,
}

/// Articles to be looked at.
pub(super) struct Listed {
    pub(super) ids: Vec<ArticleId>,
    /// Articles that are not there any more.
    pub(super) gone: Vec<ArticleId>,
    pub(super) cursor: Cursor,
}

impl Publisher {
    /// A publisher of `folder` into `store`, which remembers the bucket in the file at `state`. Finds out whether another publishes,
    /// and what the bucket has.
    ///
    /// # Errors
    /// [`PublishError`]
    pub fn open(
        store: Store,
        folder: Folder,
        state: &Path,
        options: PublishOptions,
    ) -> Result<Publisher, PublishError> {
        let state = State::open(state, store.describe())?;
        let (store, id) = (Arc::new(store), random_name());
        let lock = if options.is_dry { None } else { Some(Lock::acquire(&store, &id, options.lease)?) };
        let wanted = Wanted { snapshot: options.snapshot, verify: options.verify };
        let mut publisher = Publisher { store, state, folder, options, wanted, id, lock, site: None, is_unsure: false };
        publisher.catch_up()?;
        Ok(publisher)
    }

    /// The store that it writes into.
    pub fn store(&self) -> Arc<Store> {
        Arc::clone(&self.store)
    }

    /// The number of the last segment; zero where there is none.
    ///
    /// # Errors
    /// [`PublishError::State`]
    pub fn sequence(&self) -> Result<u64, PublishError> {
        Ok(self.state.head()?.sequence)
    }

    /// Ends: gives the lease back, where there is one.
    pub fn close(mut self) {
        if let Some(lock) = self.lock.take() {
            lock.release();
        }
    }

    /// Whether the object was written so lately that no publisher deletes it before the next segment names it.
    pub(super) fn is_fresh(&self, key: &str) -> Result<bool, PublishError> {
        let Some(put) = self.state.put_at(key)? else { return Ok(false) };
        let age = self.options.clock.now().as_second().saturating_sub(put);
        Ok(age.unsigned_abs() < self.options.grace.as_secs() / 2)
    }

    /// Counts a segment since the last snapshot.
    pub(super) fn count_segment(&self, bytes: u64, has_packs: bool) -> Result<(), PublishError> {
        for (key, more) in [("since_segments", 1), ("since_bytes", bytes), ("since_packs", u64::from(has_packs))] {
            self.state.set_number(key, self.state.number(key)? + more)?;
        }
        Ok(())
    }

    /// Passes a step on to the observer.
    pub(super) fn observe(&self, step: &Step) {
        (self.options.observer)(step);
    }
}

/// A name that no other process has.
fn random_name() -> String {
    let mut bytes = [0; 8];
    // Without random bytes the time and the process still distinguish two publishers.
    if getrandom::fill(&mut bytes).is_err() {
        let clock = Clock::default().now().as_nanosecond().to_le_bytes();
        bytes.iter_mut().zip(clock).for_each(|(byte, other)| *byte = other);
    }
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{hex}-{}", std::process::id())
}
