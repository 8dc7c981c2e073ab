//! A bucket: objects put, read, listed and deleted, on whichever endpoint answers. All calls block, and must not be made from
//! a thread of an async runtime.

use std::{
    fs::File,
    future::Future,
    io::{Seek, SeekFrom, Write},
    path::PathBuf,
    sync::{Arc, atomic::AtomicUsize},
    time::Duration,
};

use futures_util::{StreamExt, TryStreamExt, future::try_join_all};
use jiff::Timestamp;
use object_store::{ObjectStore, ObjectStoreExt, PutMode, PutOptions, PutPayload, path::Path};
use tokio::{runtime::Runtime, time::timeout};

use super::{ContentDigest, StoreError, content_digest::Hashed, retry::Failure};
use crate::source::StoredFile;

/// How long the beginning of an answer may take.
const ANSWER: Duration = Duration::from_secs(10);
/// How long the next piece of an answer may take.
const PIECE: Duration = Duration::from_secs(15);
/// Bytes a second that an upload must reach, beyond [`ANSWER`].
const SLOWEST: u64 = 256 << 10;
/// Bytes of one part of a large upload.
const PART: u64 = 8 << 20;
/// Parts on the way at once.
const PARTS: usize = 4;
/// How long a request is tried again, if nothing else is set.
const PATIENCE: Duration = Duration::from_secs(30);

/// A bucket of an object store, or a part of it below a prefix.
pub struct Store {
    pub(super) endpoints: Vec<Endpoint>,
    /// The endpoint that answered last.
    pub(super) active: AtomicUsize,
    pub(super) patience: Duration,
    pub(super) prefix: Path,
    /// The folder of this machine that is the bucket; where it is not there, as when its disk is not mounted, the store is away.
    pub(super) folder: Option<PathBuf>,
    /// Its address without secrets, for messages.
    pub(super) address: String,
    /// Values that must not be shown.
    pub(super) secrets: Vec<String>,
    runtime: OwnRuntime,
}

/// One way to the bucket.
pub(super) struct Endpoint {
    pub(super) name: String,
    pub(super) store: Arc<dyn ObjectStore>,
}

/// The outcome of writing an object that must not exist yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Created {
    /// It was written.
    New,
    /// There is one already, with other bytes.
    Exists,
}

/// An object of a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedObject {
    /// Its key below the prefix.
    pub key: String,
    /// Its length in bytes.
    pub size: u64,
    /// When it was written, by the clock of the store.
    pub modified: Timestamp,
}

impl Store {
    pub(super) fn new(endpoints: Vec<Endpoint>, prefix: Path, address: String) -> Result<Store, StoreError> {
        let mut runtime = tokio::runtime::Builder::new_multi_thread();
        let runtime = runtime.worker_threads(1).thread_name("store").enable_all().build();
        let runtime = runtime.map_err(|error| StoreError::Settings { reason: error.to_string() })?;
        Ok(Store {
            endpoints,
            prefix,
            folder: None,
            address,
            active: AtomicUsize::new(0),
            patience: PATIENCE,
            secrets: Vec::new(),
            runtime: OwnRuntime(Some(runtime)),
        })
    }

    /// The bucket that `store` is, for tests and for stores of another kind.
    ///
    /// # Errors
    /// [`StoreError::Settings`] where no thread can be started.
    pub fn with_object_store(store: Arc<dyn ObjectStore>) -> Result<Store, StoreError> {
        let name = store.to_string();
        Store::new(vec![Endpoint { name: name.clone(), store }], Path::default(), name)
    }

    /// The same, with another time for which a request is tried again; zero for one try on each endpoint.
    #[must_use]
    pub fn with_patience(self, patience: Duration) -> Store {
        Store { patience, ..self }
    }

    /// Its address as it can be shown.
    pub fn describe(&self) -> &str {
        &self.address
    }

    /// The bytes of an object, `limit` at most; `None` where there is none.
    ///
    /// # Errors
    /// [`StoreError`]
    pub fn get(&self, key: &str, limit: u64) -> Result<Option<Vec<u8>>, StoreError> {
        let path = self.path(key);
        let got = self.retried(key, |store| async {
            let mut bytes = Vec::new();
            self.receive(store, &path, limit, &mut bytes).await.map(|()| bytes)
        });
        self.found(key, got)
    }

    /// Writes the bytes of an object, `limit` at most, into `file`, which is emptied first. Returns their digest and number;
    /// `None` where there is none.
    ///
    /// # Errors
    /// [`StoreError`]
    pub fn get_file(&self, key: &str, limit: u64, file: &File) -> Result<Option<(ContentDigest, u64)>, StoreError> {
        let path = self.path(key);
        let got = self.retried(key, |store| async {
            let mut hashed = Hashed { file, hasher: blake3::Hasher::new() };
            let empty = file.set_len(0).and_then(|()| hashed.file.seek(SeekFrom::Start(0)));
            empty.map_err(|source| local(key, source))?;
            self.receive(store, &path, limit, &mut hashed).await?;
            Ok((ContentDigest::from_hash(&hashed.hasher.finalize()), hashed.hasher.count()))
        });
        self.found(key, got)
    }

    /// Whether there is an object at `key` whose bytes have this digest.
    ///
    /// # Errors
    /// [`StoreError`]
    pub fn has(&self, key: &str, digest: &ContentDigest) -> Result<bool, StoreError> {
        let path = self.path(key);
        let got = self.retried(key, |store| async {
            let mut hasher = blake3::Hasher::new();
            self.receive(store, &path, u64::MAX, &mut hasher).await?;
            Ok(ContentDigest::from_hash(&hasher.finalize()))
        });
        Ok(self.found(key, got)?.as_ref() == Some(digest))
    }

    /// The length of an object, and when it was written; `None` where there is none.
    ///
    /// # Errors
    /// [`StoreError`]
    pub fn stat(&self, key: &str) -> Result<Option<ListedObject>, StoreError> {
        let path = self.path(key);
        let head = self.retried(key, |store| async {
            let path = path.clone();
            self.within(ANSWER, key, async move { store.head(&path).await }).await
        });
        Ok(self.found(key, head)?.and_then(|head| self.listed(&head)))
    }

    /// The first bytes of an object, `length` at most; `None` where there is none.
    ///
    /// # Errors
    /// [`StoreError`]
    pub fn head(&self, key: &str, length: usize) -> Result<Option<Vec<u8>>, StoreError> {
        let path = self.path(key);
        let got = self.retried(key, |store| async {
            let path = path.clone();
            self.within(ANSWER, key, async move { store.get_range(&path, 0..length as u64).await }).await
        });
        self.found(key, got.map(|bytes| bytes.to_vec()))
    }

    /// Writes an object, over an older one if there is one.
    ///
    /// # Errors
    /// [`StoreError`]
    pub fn put(&self, key: &str, bytes: Vec<u8>) -> Result<(), StoreError> {
        let (path, limit) = (self.path(key), upload_time(bytes.len() as u64));
        let payload = PutPayload::from(bytes);
        let put = self.retried(key, |store| async {
            let (path, payload) = (path.clone(), payload.clone());
            self.within(limit, key, async move { store.put(&path, payload).await }).await
        });
        self.done(key, put.map(drop))
    }

    /// Writes a file of any length, in parts.
    ///
    /// # Errors
    /// [`StoreError`]; [`StoreError::Local`] where the file has changed meanwhile.
    pub fn put_file(&self, key: &str, file: &StoredFile) -> Result<(), StoreError> {
        if file.size() <= PART {
            let length = usize::try_from(file.size()).unwrap_or_default();
            let bytes = file.read(0, length).map_err(|source| StoreError::Local { path: key.to_owned(), source })?;
            return self.put(key, bytes);
        }
        let path = self.path(key);
        let put = self.retried(key, |store| self.upload(store, &path, key, file));
        self.done(key, put)
    }

    /// Writes an object that must not exist yet. If the outcome of a request is not known, the object is read back and compared
    /// before anything is written again.
    ///
    /// # Errors
    /// [`StoreError`]; [`StoreError::Unsupported`] where the store has no conditional writes.
    pub fn create(&self, key: &str, bytes: &[u8]) -> Result<Created, StoreError> {
        let (path, limit) = (self.path(key), upload_time(bytes.len() as u64));
        let payload = PutPayload::from(bytes.to_vec());
        let read_back = |store: Arc<dyn ObjectStore>| async {
            let (mut found, most) = (Vec::new(), bytes.len() as u64 + 1);
            match self.receive(store, &path, most, &mut found).await {
                Ok(()) if found == bytes => Ok(Some(Created::New)),
                Ok(()) | Err(Failure::Final(StoreError::TooLarge { .. })) => Ok(Some(Created::Exists)),
                Err(Failure::NotFound) => Ok(None),
                Err(other) => Err(other),
            }
        };
        let created = self.retried(key, |store| async {
            let options = PutOptions { mode: PutMode::Create, ..PutOptions::default() };
            let (to, payload, again) = (path.clone(), payload.clone(), Arc::clone(&store));
            let put = self.within(limit, key, async move { store.put_opts(&to, payload, options).await }).await;
            match put {
                Ok(_) => Ok(Created::New),
                // An earlier try of ours may have come through after all, or be under way: S3 then answers 409.
                Err(Failure::Exists) => {
                    let is_busy = || Failure::Transient("another request writes it at this moment".to_owned());
                    read_back(again).await?.ok_or_else(is_busy)
                }
                Err(Failure::Transient(reason)) => match read_back(again).await {
                    Ok(Some(created)) => Ok(created),
                    _ => Err(Failure::Transient(reason)),
                },
                Err(other) => Err(other),
            }
        });
        self.done(key, created)
    }

    /// All objects below the folder `prefix`, in no particular order.
    ///
    /// # Errors
    /// [`StoreError`]
    pub fn list(&self, prefix: &str) -> Result<Vec<ListedObject>, StoreError> {
        let below = self.path(prefix);
        let listed = self.retried(prefix, |store| async {
            let store = store;
            let mut stream = store.list(Some(&below));
            let mut objects = Vec::new();
            while let Some(object) = timeout(PIECE, stream.next()).await.map_err(|_| Failure::late(PIECE))? {
                let object = object.map_err(|error| Failure::new(&error, prefix, &self.secrets))?;
                objects.extend(self.listed(&object));
            }
            Ok(objects)
        });
        match listed {
            Err(Failure::NotFound) => Ok(Vec::new()),
            listed => self.done(prefix, listed),
        }
    }

    /// Deletes an object; one that is not there is deleted already.
    ///
    /// # Errors
    /// [`StoreError`]
    pub fn delete(&self, key: &str) -> Result<(), StoreError> {
        let path = self.path(key);
        let deleted = self.retried(key, |store| async {
            let path = path.clone();
            self.within(ANSWER, key, async move { store.delete(&path).await }).await
        });
        self.found(key, deleted).map(drop)
    }

    fn path(&self, key: &str) -> Path {
        let key = Path::from(key);
        // The prefix as it is: written out and read again, a `~` in it would be encoded.
        self.prefix.parts().chain(key.parts()).collect()
    }

    fn listed(&self, object: &object_store::ObjectMeta) -> Option<ListedObject> {
        let path = object.location.as_ref();
        let prefix = self.prefix.as_ref();
        let key = if prefix.is_empty() { Some(path) } else { path.strip_prefix(prefix)?.strip_prefix('/') };
        let modified = Timestamp::from_second(object.last_modified.timestamp()).ok()?;
        Some(ListedObject { key: key?.to_owned(), size: object.size, modified })
    }

    /// The answer to a request, which must come in this time.
    async fn within<T>(
        &self,
        limit: Duration,
        key: &str,
        answer: impl Future<Output = object_store::Result<T>>,
    ) -> Result<T, Failure> {
        match timeout(limit, answer).await {
            Ok(answer) => answer.map_err(|error| Failure::new(&error, key, &self.secrets)),
            Err(_) => Err(Failure::late(limit)),
        }
    }

    /// Writes the bytes of an object into `sink`.
    async fn receive(
        &self,
        store: Arc<dyn ObjectStore>,
        path: &Path,
        limit: u64,
        sink: &mut impl Write,
    ) -> Result<(), Failure> {
        let key = path.as_ref();
        let answer = self.within(ANSWER, key, store.get(path)).await?;
        let too_large = |size| Failure::Final(StoreError::TooLarge { key: key.to_owned(), size, limit });
        if answer.meta.size > limit {
            return Err(too_large(answer.meta.size));
        }
        let (size, mut stream, mut received) = (answer.meta.size, answer.into_stream(), 0);
        while let Some(piece) = self.within(PIECE, key, stream.try_next()).await? {
            received += piece.len() as u64;
            if received > limit {
                return Err(too_large(received));
            }
            sink.write_all(&piece).map_err(|source| local(key, source))?;
        }
        if received == size { Ok(()) } else { Err(Failure::Transient("the answer was cut short".to_owned())) }
    }

    /// Uploads a long file in parts, a few at a time.
    async fn upload(
        &self,
        store: Arc<dyn ObjectStore>,
        path: &Path,
        key: &str,
        file: &StoredFile,
    ) -> Result<(), Failure> {
        let mut upload = self.within(ANSWER, key, store.put_multipart(path)).await?;
        let limit = upload_time(PART * PARTS as u64);
        let mut offset = 0;
        let sent = async {
            while offset < file.size() {
                let mut parts = Vec::new();
                while parts.len() < PARTS && offset < file.size() {
                    let length = PART.min(file.size() - offset);
                    let bytes = file.read(offset, usize::try_from(length).unwrap_or_default());
                    parts.push(upload.put_part(PutPayload::from(bytes.map_err(|source| local(key, source))?)));
                    offset += length;
                }
                self.within(limit, key, try_join_all(parts)).await?;
            }
            self.within(limit, key, upload.complete()).await.map(drop)
        };
        let sent = sent.await;
        if sent.is_err()
            && let Err(failure) = self.within(ANSWER, key, upload.abort()).await
        {
            tracing::debug!(key, ?failure, "parts of an upload that failed stay in the store");
        }
        sent
    }

    pub(super) fn block_on<T>(&self, work: impl Future<Output = T>) -> T {
        let runtime = self.runtime.0.as_ref().expect("it is taken out only when the store is dropped");
        runtime.block_on(work)
    }
}

/// A runtime that can be dropped anywhere.
struct OwnRuntime(Option<Runtime>);

impl Drop for OwnRuntime {
    fn drop(&mut self) {
        // Dropping a runtime where it may not block would panic.
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

fn local(key: &str, source: std::io::Error) -> Failure {
    Failure::Final(StoreError::Local { path: key.to_owned(), source })
}

/// How long the upload of so many bytes may take.
fn upload_time(bytes: u64) -> Duration {
    ANSWER + Duration::from_secs(bytes / SLOWEST)
}
