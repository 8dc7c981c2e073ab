//! One publisher at a time: by conditional writes, where the store has them; else by a lease, which promises less.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use serde::{Deserialize, Serialize};

use super::{
    super::{Created, LARGEST_PART, LEASE, PROBE, Segment, Store, StoreError},
    PublishError,
};
use crate::source::Health;

/// Bytes of a lease, at most.
const LARGEST_LEASE: u64 = 64 << 10;
/// How long the lease of another must not move until it counts as dead.
const DEAD_AFTER: Duration = Duration::from_secs(12);
/// How often a lease is renewed.
const RENEWED: Duration = Duration::from_secs(3);
/// How long after taking a lease it is read again, to see that no other took it at the same moment.
const SETTLES: Duration = Duration::from_secs(2);

/// The means by which only one publisher writes.
pub(super) enum Lock {
    /// The store refuses to create an object twice.
    Conditional,
    /// A lease in the bucket, renewed by a thread.
    Lease(Lease),
}

/// Times of a lease.
#[derive(Debug, Clone, Copy)]
pub(super) struct LeaseTimes {
    pub(super) dead_after: Duration,
    pub(super) renewed: Duration,
    pub(super) settles: Duration,
}

impl Default for LeaseTimes {
    fn default() -> Self {
        LeaseTimes { dead_after: DEAD_AFTER, renewed: RENEWED, settles: SETTLES }
    }
}

/// The text of a lease: `publisher.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct LeaseText {
    id: String,
    host: String,
    pid: u32,
    /// Counts up with each renewal.
    renewed: u64,
}

impl LeaseText {
    /// The lease of this process.
    fn new(id: &str, renewed: u64) -> LeaseText {
        LeaseText { id: id.to_owned(), host: host(), pid: std::process::id(), renewed }
    }
}

/// A lease that this process has.
pub(super) struct Lease {
    store: Arc<Store>,
    id: String,
    state: Arc<LeaseState>,
    renewing: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct LeaseState {
    ends: AtomicBool,
    lost: AtomicBool,
}

impl Lock {
    /// Finds out what the store can do, by creating one key twice, and takes a lease where it cannot do enough. `id` names this process.
    pub(super) fn acquire(store: &Arc<Store>, id: &str, times: LeaseTimes) -> Result<Lock, PublishError> {
        if has_conditions(store, id)? {
            return Ok(Lock::Conditional);
        }
        tracing::warn!(
            bucket = store.describe(),
            "the store ignores conditional writes: a lease keeps two publishers apart, and they must not start within the same \
             two seconds; a fork shows in the chain, and readers then take the newest snapshot"
        );
        Lease::take(store, id, times).map(Lock::Lease)
    }

    /// Writes the segment `key`, which must not exist yet.
    pub(super) fn write(&self, store: &Store, key: &str, bytes: &[u8]) -> Result<(), PublishError> {
        match self {
            Lock::Conditional => match store.create(key, bytes)? {
                Created::New => Ok(()),
                Created::Exists => Err(conflict(store, key)),
            },
            Lock::Lease(lease) => {
                lease.check()?;
                check_absent(store, key)?;
                let put = store.put(key, bytes.to_vec());
                // Without an answer, the bucket is read to learn the outcome.
                match store.get(key, LARGEST_PART)? {
                    Some(found) if found == bytes => Ok(()),
                    Some(_) => Err(conflict(store, key)),
                    None => Err(put.err().unwrap_or_else(|| vanished(key)).into()),
                }
            }
        }
    }

    /// Gives the lease back.
    pub(super) fn release(self) {
        if let Lock::Lease(lease) = self {
            lease.end();
        }
    }
}

/// Whether no publisher has written the segment `key`.
pub(super) fn check_absent(store: &Store, key: &str) -> Result<(), PublishError> {
    if store.stat(key)?.is_some() { Err(conflict(store, key)) } else { Ok(()) }
}

fn vanished(key: &str) -> StoreError {
    StoreError::Away { key: key.to_owned(), reason: "it was written and is not there".to_owned() }
}

/// The error of two publishers; names the other, as far as its segment says.
fn conflict(store: &Store, key: &str) -> PublishError {
    let found = store.get(key, LARGEST_PART).ok().flatten().and_then(|bytes| Segment::decode(&bytes).ok());
    let what = match found {
        Some(segment) => {
            let header = segment.header;
            format!("publisher {} wrote segment {} at {}", header.publisher, header.sequence, header.published)
        }
        None => format!("`{key}` is there already"),
    };
    PublishError::Conflict { what }
}

/// Whether the store refuses to create an object that is there.
fn has_conditions(store: &Store, id: &str) -> Result<bool, PublishError> {
    let key = format!("{PROBE}/{id}");
    let twice = match store.create(&key, b"1") {
        Ok(Created::New) => store.create(&key, b"2"),
        // The name is unique, and the store does not report it as new.
        other => other,
    };
    let honoured = match twice {
        Ok(created) => created == Created::Exists,
        Err(StoreError::Unsupported { .. }) => false,
        Err(error) => return Err(error.into()),
    };
    store.delete(&key)?;
    Ok(honoured)
}

impl Lease {
    fn take(store: &Arc<Store>, id: &str, times: LeaseTimes) -> Result<Lease, PublishError> {
        if let Some(other) = read(store)? {
            // Clocks may differ: whether the other lives shows in its lease, not in the time that stands there.
            let mut waited = Duration::ZERO;
            while waited < times.dead_after {
                thread::sleep(times.renewed);
                waited += times.renewed;
                match read(store)? {
                    None => break,
                    Some(now) if now != other => return Err(held_by(&now)),
                    Some(_) => {}
                }
            }
        }
        write(store, &LeaseText::new(id, 0))?;
        thread::sleep(times.settles);
        check(store, id)?;
        let state = Arc::new(LeaseState::default());
        let (own, kept, name) = (Arc::clone(&state), Arc::clone(store), id.to_owned());
        let renew = move || {
            for renewed in 1.. {
                thread::park_timeout(times.renewed);
                if own.ends.load(Ordering::Relaxed) {
                    return;
                }
                match check(&kept, &name) {
                    Ok(()) => {}
                    Err(PublishError::Conflict { what }) => {
                        tracing::error!(what, "the lease of this publisher was taken by another");
                        return own.lost.store(true, Ordering::Relaxed);
                    }
                    // The store is away: the lease is renewed when it is back, unless another publisher took it.
                    Err(_) => continue,
                }
                if let Err(error) = write(&kept, &LeaseText::new(&name, renewed)) {
                    tracing::warn!(error = %crate::model::error_chain(&error), "the lease cannot be renewed");
                }
            }
        };
        let renewing = Health::default().spawn("lease", renew);
        let renewing = renewing.map_err(|error| StoreError::Settings { reason: error.to_string() })?;
        Ok(Lease { store: Arc::clone(store), id: id.to_owned(), state, renewing: Some(renewing) })
    }

    /// Whether it is still ours.
    fn check(&self) -> Result<(), PublishError> {
        let ended = self.renewing.as_ref().is_none_or(JoinHandle::is_finished);
        if self.state.lost.load(Ordering::Relaxed) || ended {
            return Err(PublishError::Conflict { what: format!("it took the lease `{LEASE}`") });
        }
        check(&self.store, &self.id)
    }

    fn end(mut self) {
        self.stop();
        if check(&self.store, &self.id).is_ok()
            && let Err(error) = self.store.delete(LEASE)
        {
            tracing::warn!(%error, "the lease stays in the bucket; the next publisher waits until it counts as dead");
        }
    }

    fn stop(&mut self) {
        self.state.ends.store(true, Ordering::Relaxed);
        if let Some(renewing) = self.renewing.take() {
            renewing.thread().unpark();
            // Its panic was logged.
            _ = renewing.join();
        }
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        self.stop();
    }
}

fn read(store: &Store) -> Result<Option<LeaseText>, PublishError> {
    let Some(bytes) = store.get(LEASE, LARGEST_LEASE)? else { return Ok(None) };
    // A lease that cannot be read is one that does not move.
    Ok(Some(serde_json::from_slice(&bytes).unwrap_or(LeaseText {
        id: "unreadable".to_owned(),
        host: String::new(),
        pid: 0,
        renewed: bytes.len() as u64,
    })))
}

fn write(store: &Store, text: &LeaseText) -> Result<(), PublishError> {
    let bytes = serde_json::to_vec(text).map_err(|error| StoreError::Settings { reason: error.to_string() })?;
    Ok(store.put(LEASE, bytes)?)
}

/// Whether the lease in the bucket is that of `id`.
fn check(store: &Store, id: &str) -> Result<(), PublishError> {
    match read(store)? {
        Some(text) if text.id == id => Ok(()),
        Some(text) => Err(held_by(&text)),
        None => Err(PublishError::Conflict { what: format!("the lease `{LEASE}` was deleted") }),
    }
}

fn held_by(text: &LeaseText) -> PublishError {
    PublishError::Conflict { what: format!("process {} on `{}` holds the lease `{LEASE}`", text.pid, text.host) }
}

/// The name of this machine.
fn host() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}
