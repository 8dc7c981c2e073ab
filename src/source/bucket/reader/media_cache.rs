//! Media of a bucket on the reader's own disk: each is fetched once, when it is first wanted, and the folder is bounded.

use std::{
    collections::HashMap,
    io,
    path::Path,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

use crate::{
    i18n::STACK,
    source::{
        DiskCache, StoredFile,
        bucket::{ContentDigest, FileEntry, SNAPSHOT, Store, StoreError, media_key},
        file_reader::{HEAD, LARGEST},
    },
};

/// Objects fetched at once.
const MOST: usize = 16;
/// How long a reader waits for an object; the fetch goes on without him.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long after a failure another fetch is not tried: a store that is away must not hold every thread.
const PAUSE: Duration = Duration::from_secs(1);
/// The same of an object that is missing or damaged.
const LONG_PAUSE: Duration = Duration::from_secs(10);
/// How often an object alone fails, while the store answers for another, until it counts as damaged.
const TRIES: u32 = 3;
/// Objects whose failure is remembered, at most.
const REMEMBERED: usize = 10_000;

/// Why an object of media is not here.
#[derive(Debug, Clone, thiserror::Error)]
pub(super) enum MediaError {
    /// It may be had later.
    #[error("{0}")]
    Away(String),
    /// The bucket does not have it as it was published.
    #[error("{0}")]
    Missing(String),
    /// The disk does not take it.
    #[error("{0}")]
    NoRoom(String),
}

/// The cache.
#[derive(Clone)]
pub(super) struct MediaCache(Arc<Shared>);

struct Shared {
    cache: DiskCache,
    store: Arc<Store>,
    state: Mutex<State>,
    ended: Condvar,
}

#[derive(Default)]
struct State {
    /// When each fetch that is under way began.
    running: HashMap<ContentDigest, Instant>,
    /// Why an object that is missing or damaged cannot be had, and when that was found out; no time where it is to be tried again.
    failed: HashMap<ContentDigest, (Option<Instant>, MediaError)>,
    /// How often in a row an object failed while the store answered for another.
    tries: HashMap<ContentDigest, u32>,
    /// Smaller pictures that the bucket did not have.
    absent: HashMap<String, Instant>,
    /// When the store last did not answer, and why.
    away: Option<(Instant, String)>,
}

impl MediaCache {
    /// The cache in `folder`, of at most `limit` bytes.
    pub(super) fn open(folder: &Path, limit: u64, store: Arc<Store>) -> io::Result<MediaCache> {
        let cache = DiskCache::open(folder, limit).map_err(io::Error::other)?;
        Ok(MediaCache(Arc::new(Shared { cache, store, state: Mutex::default(), ended: Condvar::new() })))
    }

    /// The object as a file, fetched where it is not here yet.
    pub(super) fn stored(&self, entry: &FileEntry) -> Result<StoredFile, MediaError> {
        if let Some(file) = self.here(entry) {
            return Ok(file);
        }
        self.fetch(entry)?;
        self.here(entry).ok_or_else(|| MediaError::NoRoom("it was fetched and is gone again".to_owned()))
    }

    /// The object's file, where it is here; one of another length was left by a crash.
    fn here(&self, entry: &FileEntry) -> Option<StoredFile> {
        self.0.cache.stored(&entry.digest.to_string()).filter(|file| file.size() == entry.size)
    }

    /// The bytes of an object that may be held in memory.
    pub(super) fn bytes(&self, entry: &FileEntry) -> Result<Vec<u8>, MediaError> {
        if entry.size > LARGEST {
            return Err(MediaError::Missing(format!("it has {} bytes, more than are held in memory", entry.size)));
        }
        let length = usize::try_from(entry.size).unwrap_or_default();
        let read = self
            .stored(entry)
            .and_then(|file| file.read(0, length).map_err(|error| MediaError::NoRoom(error.to_string())));
        match read {
            Ok(bytes) if ContentDigest::of(&bytes) == entry.digest => Ok(bytes),
            // Damaged; the next reader finds it whole.
            Ok(_) => self.0.in_memory(entry).inspect(|bytes| self.0.cache.put(&entry.digest.to_string(), bytes)),
            // A full disk costs another fetch, never the picture.
            Err(MediaError::NoRoom(_)) => self.0.in_memory(entry),
            Err(error) => Err(error),
        }
    }

    /// The first bytes of an object, which show its kind; no more of it is fetched.
    pub(super) fn head(&self, entry: &FileEntry) -> Result<Vec<u8>, MediaError> {
        let length = usize::try_from(entry.size).unwrap_or(HEAD).min(HEAD);
        if let Some(bytes) = self.here(entry).and_then(|file| file.read(0, length).ok()) {
            return Ok(bytes);
        }
        let key = media_key(&entry.digest);
        match self.0.store.head(&key, length) {
            Ok(Some(bytes)) if bytes.len() == length => {
                self.0.answered(entry);
                Ok(bytes)
            }
            Ok(Some(_)) => Err(MediaError::Missing(format!("`{key}` is cut short"))),
            Ok(None) => Err(MediaError::Missing(format!("`{key}` is not in the bucket"))),
            Err(error) => Err(self.0.failure(entry, error)),
        }
    }

    /// Fetches an object into the cache, on a thread of its own; waits for it, and does not wait for ever.
    fn fetch(&self, entry: &FileEntry) -> Result<(), MediaError> {
        let (digest, until) = (entry.digest, Instant::now() + PATIENCE);
        let mut state = self.0.state();
        // For a thread of its own, where all are taken by other files.
        while state.running.len() >= MOST && !state.running.contains_key(&digest) {
            state = self.0.wait(state, until)?;
        }
        let is_known = |at: Option<Instant>| at.is_some_and(|at| at.elapsed() < LONG_PAUSE);
        if let Some((_, error)) = state.failed.get(&digest).filter(|(at, _)| is_known(*at)) {
            return Err(error.clone());
        }
        let until = match state.running.get(&digest) {
            Some(begun) => *begun + PATIENCE,
            None => {
                if let Some((_, reason)) = state.away.as_ref().filter(|(at, _)| at.elapsed() < PAUSE) {
                    return Err(MediaError::Away(reason.clone()));
                }
                if self.here(entry).is_some() {
                    return Ok(());
                }
                let (shared, own) = (Arc::clone(&self.0), entry.clone());
                let thread = thread::Builder::new().name("media".to_owned()).stack_size(STACK);
                thread.spawn(move || shared.run(&own)).map_err(|error| MediaError::Away(error.to_string()))?;
                state.running.insert(digest, Instant::now());
                until
            }
        };
        while state.running.contains_key(&digest) {
            state = self.0.wait(state, until)?;
        }
        match (state.failed.get(&digest), &state.away) {
            (Some((_, error)), _) => Err(error.clone()),
            (None, Some((at, reason))) if at.elapsed() < PAUSE => Err(MediaError::Away(reason.clone())),
            _ => Ok(()),
        }
    }

    /// A small object that the bucket may have or not, of at most `limit` bytes.
    pub(super) fn small_object(&self, key: &str, limit: u64) -> Option<Vec<u8>> {
        let mut state = self.0.state();
        let is_absent = state.absent.get(key).is_some_and(|at| at.elapsed() < LONG_PAUSE);
        if is_absent || state.away.as_ref().is_some_and(|(at, _)| at.elapsed() < PAUSE) {
            return None;
        }
        drop(state);
        let found = self.0.store.get(key, limit);
        state = self.0.state();
        match found {
            Ok(Some(bytes)) => return Some(bytes),
            Ok(None) => {
                if state.absent.len() >= REMEMBERED {
                    state.absent.clear();
                }
                state.absent.insert(key.to_owned(), Instant::now());
            }
            Err(error) => state.away = Some((Instant::now(), error.to_string())),
        }
        None
    }

    /// Has what failed fetched again for the next who wants it.
    pub(super) fn retry_failures(&self) {
        self.0.state().failed.values_mut().for_each(|(at, _)| *at = None);
    }
}

impl Shared {
    /// One fetch, from its beginning to its end, however it ends.
    fn run(&self, entry: &FileEntry) {
        let fetched = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| self.download(entry)));
        let fetched = fetched.unwrap_or_else(|_| Err(MediaError::Away("its fetch panicked".to_owned())));
        let mut state = self.state();
        state.running.remove(&entry.digest);
        match fetched {
            Ok(()) => {
                state.failed.remove(&entry.digest);
                state.tries.remove(&entry.digest);
                state.away = None;
            }
            Err(MediaError::Away(reason)) => {
                state.failed.remove(&entry.digest);
                state.away = Some((Instant::now(), reason));
            }
            Err(error) => {
                if state.failed.len() >= REMEMBERED {
                    state.failed.clear();
                }
                let reason = error.to_string();
                let known = state.failed.insert(entry.digest, (Some(Instant::now()), error));
                // Once, however often it is tried again.
                if known.is_none() {
                    tracing::error!(media = %entry.digest, error = reason, "a file of the archive cannot be had from the bucket");
                }
            }
        }
        drop(state);
        self.ended.notify_all();
    }

    fn download(&self, entry: &FileEntry) -> Result<(), MediaError> {
        let (name, key) = (entry.digest.to_string(), media_key(&entry.digest));
        let file = self.cache.temporary(&name).map_err(no_room)?;
        match self.store.get_file(&key, entry.size, file.as_file()) {
            Ok(Some(found)) if found == (entry.digest, entry.size) => {}
            Ok(Some(_)) => return Err(MediaError::Missing(format!("`{key}` has other bytes than were published"))),
            Ok(None) => return Err(MediaError::Missing(format!("`{key}` is not in the bucket"))),
            Err(error) => return Err(self.failure(entry, error)),
        }
        self.cache.adopt(&name, file).map_err(no_room)
    }

    /// Why an object could not be fetched. One that fails again and again, while the store answers for another, is damaged in the store
    /// and must not hold up all that was published after it.
    fn failure(&self, entry: &FileEntry, error: StoreError) -> MediaError {
        let key = media_key(&entry.digest);
        match error {
            StoreError::TooLarge { .. } => MediaError::Missing(format!("`{key}` is longer than what was published")),
            StoreError::Local { source, .. } => no_room(source),
            error => {
                let answers = self.store.stat(SNAPSHOT).is_ok();
                let mut state = self.state();
                if !answers || state.tries.len() >= REMEMBERED {
                    state.tries.clear();
                }
                let tries = state.tries.entry(entry.digest).or_default();
                *tries = if answers { tries.saturating_add(1) } else { 0 };
                if *tries < TRIES {
                    MediaError::Away(error.to_string())
                } else {
                    MediaError::Missing(error.to_string())
                }
            }
        }
    }

    /// Notes that an object could be read: failures before count no more.
    fn answered(&self, entry: &FileEntry) {
        self.state().tries.remove(&entry.digest);
    }

    fn in_memory(&self, entry: &FileEntry) -> Result<Vec<u8>, MediaError> {
        let key = media_key(&entry.digest);
        match self.store.get(&key, entry.size) {
            Ok(Some(bytes)) if ContentDigest::of(&bytes) == entry.digest => {
                self.answered(entry);
                Ok(bytes)
            }
            Ok(Some(_)) => Err(MediaError::Missing(format!("`{key}` has other bytes than were published"))),
            Ok(None) => Err(MediaError::Missing(format!("`{key}` is not in the bucket"))),
            Err(error) => Err(self.failure(entry, error)),
        }
    }

    /// Waits until a fetch ends, but not beyond `until`.
    fn wait<'a>(&self, state: MutexGuard<'a, State>, until: Instant) -> Result<MutexGuard<'a, State>, MediaError> {
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(MediaError::Away("it is still being fetched".to_owned()));
        }
        Ok(self.ended.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn no_room(error: io::Error) -> MediaError {
    MediaError::NoRoom(format!("the cache of media cannot be written: {error}"))
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::Ordering;

    use super::*;
    use crate::source::{bucket::testing::FailingStore, testing::logged};

    #[test]
    fn a_damaged_file_is_replaced_when_it_is_read() {
        let store = Store::with_object_store(Arc::new(FailingStore::default())).unwrap();
        let entry = FileEntry::of("a.png", b"picture");
        store.put(&media_key(&entry.digest), b"picture".to_vec()).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let cache = MediaCache::open(folder.path(), 1 << 20, Arc::new(store)).unwrap();
        cache.0.cache.put(&entry.digest.to_string(), b"damaged");
        assert_eq!(cache.bytes(&entry).unwrap(), b"picture");
        assert_eq!(cache.here(&entry).unwrap().read(0, 7).unwrap(), b"picture");
    }

    #[test]
    fn an_object_that_the_store_cannot_read_is_missing_after_some_tries_and_is_logged_once() {
        let failing = Arc::new(FailingStore::default());
        let store = Store::with_object_store(failing.clone()).unwrap().with_patience(Duration::ZERO);
        let entry = FileEntry::of("a.png", b"picture");
        store.put(&media_key(&entry.digest), b"picture".to_vec()).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let cache = MediaCache::open(folder.path(), 1 << 20, Arc::new(store)).unwrap();
        let tries = |times: usize| (0..times).map(|_| cache.0.download(&entry)).collect::<Vec<_>>();
        // While the store does not answer at all, nothing is missing.
        failing.is_away.store(true, Ordering::Relaxed);
        assert!(tries(5).iter().all(|tried| matches!(tried, Err(MediaError::Away(_)))));
        failing.is_away.store(false, Ordering::Relaxed);
        failing.breaks(&media_key(&entry.digest));
        assert!(tries(2).iter().all(|tried| matches!(tried, Err(MediaError::Away(_)))));
        let text = logged(|| {
            for _ in 0..4 {
                cache.0.run(&entry);
                cache.retry_failures();
            }
        });
        assert_eq!(text.matches("cannot be had from the bucket").count(), 1, "{text}");
        assert!(matches!(cache.stored(&entry), Err(MediaError::Missing(_))));
        failing.mends();
        assert!(tries(1)[0].is_ok() && cache.bytes(&entry).unwrap() == b"picture");
    }

    #[test]
    fn failures_before_an_answer_do_not_count() {
        for read in [
            |cache: &MediaCache, entry: &FileEntry| cache.head(entry),
            |cache: &MediaCache, entry: &FileEntry| cache.0.in_memory(entry),
        ] {
            let failing = Arc::new(FailingStore::default());
            let store = Store::with_object_store(failing.clone()).unwrap().with_patience(Duration::ZERO);
            let entry = FileEntry::of("a.png", b"picture");
            store.put(&media_key(&entry.digest), b"picture".to_vec()).unwrap();
            let folder = tempfile::tempdir().unwrap();
            let cache = MediaCache::open(folder.path(), 1 << 20, Arc::new(store)).unwrap();
            for _ in 0..2 {
                failing.breaks(&media_key(&entry.digest));
                for _ in 1..TRIES {
                    assert!(matches!(read(&cache, &entry), Err(MediaError::Away(_))));
                }
                failing.mends();
                assert_eq!(read(&cache, &entry).unwrap(), b"picture");
            }
        }
    }
}
