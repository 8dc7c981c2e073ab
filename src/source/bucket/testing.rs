//! A store that fails as a test wants.

use std::{
    fmt,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use async_trait::async_trait;
use futures_util::{StreamExt, stream::BoxStream};
use object_store::{
    CopyOptions, Error, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta, ObjectStore, PutMode,
    PutMultipartOptions, PutOptions, PutPayload, PutResult, Result, memory::InMemory, path::Path,
};

/// The way in which a request fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Nothing is done, and it fails.
    Before,
    /// It is done, and the answer is lost.
    After,
    /// Nothing is done, because another write of the object is under way: 409 of S3.
    Busy,
}

/// A store in memory, whose writes can fail.
#[derive(Debug, Default)]
pub(crate) struct FailingStore {
    pub(crate) inner: Arc<InMemory>,
    /// Every write from this number on fails, as when the process was killed; the first is 0.
    dies_at: Mutex<Option<(usize, Fault)>>,
    /// This write alone fails.
    fails_at: Mutex<Option<(usize, Fault)>>,
    writes: AtomicUsize,
    reads: AtomicUsize,
    /// Whether conditional writes are taken for plain ones, as by Garage.
    pub(crate) ignores_conditions: AtomicBool,
    /// Whether no write is allowed.
    pub(crate) refuses_writes: AtomicBool,
    /// Whether nothing answers.
    pub(crate) is_away: AtomicBool,
    /// The one object that cannot be read.
    broken: Mutex<Option<Path>>,
}

impl FailingStore {
    /// One over these objects.
    pub(crate) fn over(inner: &Arc<InMemory>) -> FailingStore {
        FailingStore { inner: Arc::clone(inner), ..FailingStore::default() }
    }

    /// The process is killed at this write.
    pub(crate) fn dies_at(self, write: usize, fault: Fault) -> FailingStore {
        *self.dies_at.lock().unwrap() = Some((write, fault));
        self
    }

    /// The process was not killed: the store was away, and is back.
    pub(crate) fn comes_back(&self) {
        *self.dies_at.lock().unwrap() = None;
    }

    /// This write fails, and those after it succeed.
    pub(crate) fn fails_at(self, write: usize, fault: Fault) -> FailingStore {
        *self.fails_at.lock().unwrap() = Some((write, fault));
        self
    }

    /// The object at `key` cannot be read from now on, as where a node lost a part of it.
    pub(crate) fn breaks(&self, key: &str) {
        *self.broken.lock().unwrap() = Some(Path::from(key));
    }

    /// All objects can be read again.
    pub(crate) fn mends(&self) {
        *self.broken.lock().unwrap() = None;
    }

    /// Writes and deletions so far.
    pub(crate) fn writes(&self) -> usize {
        self.writes.load(Ordering::Relaxed)
    }

    /// Reads and listings so far.
    pub(crate) fn reads(&self) -> usize {
        self.reads.load(Ordering::Relaxed)
    }

    fn read(&self) -> Result<()> {
        self.reads.fetch_add(1, Ordering::Relaxed);
        self.check_dead()
    }

    fn check_dead(&self) -> Result<()> {
        let is_dead = self.dies_at.lock().unwrap().is_some_and(|(at, _)| self.writes() > at);
        if is_dead || self.is_away.load(Ordering::Relaxed) { Err(lost()) } else { Ok(()) }
    }

    /// Counts a write; says how it fails.
    fn write(&self) -> Result<Option<Fault>> {
        self.check_dead()?;
        if self.refuses_writes.load(Ordering::Relaxed) {
            return Err(Error::PermissionDenied { path: String::new(), source: "read only".into() });
        }
        let number = self.writes.fetch_add(1, Ordering::Relaxed);
        let due = |at: &Mutex<Option<(usize, Fault)>>| {
            at.lock().unwrap().filter(|(at, _)| *at == number).map(|(_, fault)| fault)
        };
        match due(&self.dies_at).or(due(&self.fails_at)) {
            Some(Fault::Before) => Err(lost()),
            fault => Ok(fault),
        }
    }
}

fn lost() -> Error {
    Error::Generic { store: "test", source: "the connection was lost".into() }
}

impl fmt::Display for FailingStore {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("memory")
    }
}

#[async_trait]
impl ObjectStore for FailingStore {
    async fn put_opts(&self, location: &Path, payload: PutPayload, mut opts: PutOptions) -> Result<PutResult> {
        let fault = self.write()?;
        if fault == Some(Fault::Busy) {
            return Err(Error::AlreadyExists { path: location.to_string(), source: "conflict".into() });
        }
        if self.ignores_conditions.load(Ordering::Relaxed) {
            opts.mode = PutMode::Overwrite;
        }
        let done = self.inner.put_opts(location, payload, opts).await;
        if fault.is_some() { Err(lost()) } else { done }
    }

    async fn put_multipart_opts(&self, location: &Path, opts: PutMultipartOptions) -> Result<Box<dyn MultipartUpload>> {
        match self.write()? {
            Some(_) => Err(lost()),
            None => self.inner.put_multipart_opts(location, opts).await,
        }
    }

    async fn get_opts(&self, location: &Path, options: GetOptions) -> Result<GetResult> {
        self.read()?;
        if self.broken.lock().unwrap().as_ref() == Some(location) {
            return Err(lost());
        }
        self.inner.get_opts(location, options).await
    }

    fn delete_stream(&self, locations: BoxStream<'static, Result<Path>>) -> BoxStream<'static, Result<Path>> {
        match self.write() {
            Err(error) => futures_util::stream::once(async { Err(error) }).boxed(),
            Ok(_) => self.inner.delete_stream(locations),
        }
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        match self.read() {
            Err(error) => futures_util::stream::once(async { Err(error) }).boxed(),
            Ok(()) => self.inner.list(prefix),
        }
    }

    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> Result<ListResult> {
        self.read()?;
        self.inner.list_with_delimiter(prefix).await
    }

    async fn copy_opts(&self, from: &Path, to: &Path, options: CopyOptions) -> Result<()> {
        self.inner.copy_opts(from, to, options).await
    }
}
