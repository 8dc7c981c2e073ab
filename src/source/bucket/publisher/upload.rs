//! Media on their way into the bucket, a few at a time.

use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use super::super::{ContentDigest, Store, StoreError, media_key};
use crate::{i18n::STACK, source::StoredFile};

/// Uploads at once.
const AT_ONCE: usize = 8;

/// A media file that the bucket does not have.
pub(super) struct Upload {
    pub(super) digest: ContentDigest,
    pub(super) size: u64,
    pub(super) bytes: UploadBytes,
}

/// Its bytes, or where they lie.
pub(super) enum UploadBytes {
    Held(Vec<u8>),
    File(StoredFile),
}

/// Writes media into the bucket. Returns those that were written, even where another failed.
pub(super) fn upload(store: &Store, uploads: Vec<Upload>) -> (Vec<(ContentDigest, u64)>, Result<(), StoreError>) {
    let threads = AT_ONCE.min(uploads.len());
    let queue = Mutex::new(uploads.into_iter());
    let (done, failure, stops) = (Mutex::new(Vec::new()), Mutex::new(None), AtomicBool::new(false));
    let work = || {
        while !stops.load(Ordering::Relaxed) {
            let Some(upload) = locked(&queue).next() else { return };
            let (digest, size, key) = (upload.digest, upload.size, media_key(&upload.digest));
            let put = match upload.bytes {
                UploadBytes::Held(bytes) => store.put(&key, bytes),
                UploadBytes::File(file) => store.put_file(&key, &file),
            };
            match put {
                Ok(()) => locked(&done).push((digest, size)),
                Err(error) => {
                    stops.store(true, Ordering::Relaxed);
                    locked(&failure).get_or_insert(error);
                }
            }
        }
    };
    let started = thread::scope(|scope| {
        for _ in 0..threads {
            thread::Builder::new().name("upload".to_owned()).stack_size(STACK).spawn_scoped(scope, work)?;
        }
        Ok::<(), std::io::Error>(())
    });
    let failed = failure.into_inner().unwrap_or_else(PoisonError::into_inner);
    let started = started.map_err(|error| StoreError::Settings { reason: error.to_string() });
    (done.into_inner().unwrap_or_else(PoisonError::into_inner), failed.map_or(started, Err))
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
