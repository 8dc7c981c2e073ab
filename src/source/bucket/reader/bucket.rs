//! The archive in a bucket, as a source: what is read of it lies on this machine.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use arc_swap::ArcSwap;

use super::{
    checkpoint::{self, CheckpointForm},
    contact::Contact,
    local_copy::{LocalCopy, short},
    media_cache::{MediaCache, MediaError},
    read_error::ReadError,
};
use crate::{
    article::{ArticleFolder, File, FileError, LargeFile},
    media::is_picture,
    model::{Digest, slug::ArticleId},
    source::{
        Cursor, Delta, ListedArticle, SiteFiles, Source, SourceChanges, SourceError, SourceSnapshot, StoredFile,
        bucket::{FileEntry, Store, StoreError, derived_key},
        file_reader::{LARGEST, LARGEST_TEXT, LONGEST_HELD},
        make_folder,
    },
};

/// The folder of the media cache, in the state folder.
const MEDIA: &str = "media";
/// Bytes of a picture that was made smaller, at most.
const LARGEST_RENDITION: u64 = 8 << 20;

/// How a reader reads.
#[derive(Debug, Clone)]
pub struct ReaderOptions {
    /// Bytes that media may take on this machine.
    pub media: u64,
    /// The place of a checkpoint's databases at the first start; `None` to use packs only.
    pub checkpoint: Option<CheckpointForm>,
}

/// An archive in a bucket. Everything but media lies in a local copy, which is served while the store is away.
pub struct Bucket {
    store: Arc<Store>,
    folder: PathBuf,
    local: ArcSwap<LocalCopy>,
    pub(super) media: MediaCache,
    pub(super) contact: Contact,
    /// How often something was applied, for those who wait for it.
    applied: Mutex<u64>,
    bell: Condvar,
    /// Whether the local copy was found to be damaged.
    damaged: AtomicBool,
    /// Articles that were read without a file that the bucket should have, and when that was last tried.
    incomplete: Mutex<Incomplete>,
}

#[derive(Default)]
struct Incomplete {
    articles: std::collections::BTreeSet<ArticleId>,
    tried: Option<Instant>,
}

/// How often it is tried again to have what is missing.
const AGAIN: Duration = Duration::from_secs(20);

impl Bucket {
    /// The archive in `store`, with its local copy in `folder`. An existing copy is used without a request to the store;
    /// otherwise everything is fetched, and `progress` reports how many packs of how many.
    ///
    /// `store` should try each request once (see [`Store::with_patience`]): what is worth a second try gets it here.
    ///
    /// # Errors
    /// The folder cannot be written, or there is no local copy and none can be fetched.
    pub fn open(
        store: Arc<Store>,
        folder: &Path,
        options: &ReaderOptions,
        progress: &dyn Fn(usize, usize),
    ) -> Result<Bucket, SourceError> {
        let io = |source| SourceError::Io { path: folder.display().to_string(), source };
        make_folder(folder).map_err(io)?;
        let mut local = LocalCopy::open(folder)?;
        if let Some(form) = &options.checkpoint
            && local.is_empty()?
        {
            drop(local);
            checkpoint::take(&store, folder, form);
            local = LocalCopy::open(folder)?;
        }
        let media = MediaCache::open(&folder.join(MEDIA), options.media, Arc::clone(&store)).map_err(io)?;
        let bucket = Bucket {
            store,
            folder: folder.to_owned(),
            local: ArcSwap::from_pointee(local),
            media,
            contact: Contact::new(),
            applied: Mutex::default(),
            bell: Condvar::new(),
            damaged: AtomicBool::new(false),
            incomplete: Mutex::default(),
        };
        if bucket.local().is_empty()? {
            bucket.local().change(|change| bucket.replace(change, progress))?;
        }
        Ok(bucket)
    }

    /// The number of the last segment that was applied.
    ///
    /// # Errors
    /// The local copy cannot be read.
    pub fn sequence(&self) -> Result<u64, SourceError> {
        Ok(self.local().position()?.sequence)
    }

    /// A digest of all articles and files of the site: equal in all readers that have the same.
    ///
    /// # Errors
    /// The local copy cannot be read.
    pub fn contents(&self) -> Result<String, SourceError> {
        self.local().contents()
    }

    /// The store that it is read from.
    pub(super) fn store(&self) -> &Store {
        &self.store
    }

    pub(super) fn local(&self) -> Arc<LocalCopy> {
        self.local.load_full()
    }

    /// Wakes the threads that wait for a change to be applied.
    pub(super) fn applied(&self) {
        *self.applied.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        self.bell.notify_all();
    }

    /// Whether the local copy was found to be damaged.
    pub(super) fn is_damaged(&self) -> bool {
        self.damaged.load(Ordering::Acquire)
    }

    /// Fetches everything into a new local copy, which then takes the place of the damaged one.
    pub(super) fn renew(&self) -> Result<(), ReadError> {
        tracing::error!("the local copy of the bucket is damaged; it is fetched again");
        let aside = LocalCopy::create_aside(&self.folder)?;
        aside.change(|change| self.replace(change, &|_, _| {}))?;
        self.local().close();
        self.local.store(Arc::new(aside.take_place(&self.folder)?));
        self.damaged.store(false, Ordering::Release);
        self.applied();
        Ok(())
    }

    /// Has a file of media here; one that is missing is noted and passed over.
    pub(super) fn prefetch_media(&self, entry: &FileEntry) -> Result<(), ReadError> {
        match self.media.stored(entry) {
            Err(MediaError::Away(reason)) => {
                Err(ReadError::Away(StoreError::Away { key: entry.digest.to_string(), reason }))
            }
            // Said by the cache of media.
            Ok(_) | Err(MediaError::Missing(_) | MediaError::NoRoom(_)) => Ok(()),
        }
    }

    /// Has articles read again that were read without a file, where it may be there by now.
    pub(super) fn retry_incomplete(&self) -> Result<(), ReadError> {
        let articles = {
            let mut incomplete = self.incomplete();
            if incomplete.articles.is_empty() || incomplete.tried.is_some_and(|tried| tried.elapsed() < AGAIN) {
                return Ok(());
            }
            let is_first = incomplete.tried.replace(Instant::now()).is_none();
            // They were read this moment.
            if is_first {
                return Ok(());
            }
            incomplete.articles.clone()
        };
        self.media.retry_failures();
        self.local().change(|change| articles.iter().try_for_each(|id| change.touch(id)))?;
        self.applied();
        Ok(())
    }

    fn incomplete(&self) -> MutexGuard<'_, Incomplete> {
        self.incomplete.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Passes on what came of reading the local copy, and notes where it is damaged.
    fn noted<T>(&self, read: Result<T, SourceError>) -> Result<T, SourceError> {
        read.inspect_err(|error| {
            if matches!(error, SourceError::Bucket { .. }) {
                self.damaged.store(true, Ordering::Release);
            }
        })
    }

    /// The bytes of a file of media, or why the file has none.
    fn media_bytes(&self, path: &str, entry: &FileEntry) -> Result<Result<Vec<u8>, FileError>, SourceError> {
        if entry.size > LARGEST {
            return Ok(Err(FileError::TooLarge { size: entry.size, limit: LARGEST }));
        }
        settled(path, self.media.bytes(entry))
    }

    fn large(&self, path: &str, entry: &FileEntry) -> Result<Result<LargeFile, FileError>, SourceError> {
        let head = settled(path, self.media.head(entry))?;
        Ok(head.map(|head| LargeFile {
            path: path.to_owned(),
            size: entry.size,
            digest: short(&entry.digest),
            head,
            // No file on the disk is ever in this state, so one that is sent is compared with its digest.
            state: "bucket".to_owned(),
        }))
    }

    /// An article with its files.
    fn read(&self, id: &ArticleId) -> Result<Option<ArticleFolder>, SourceError> {
        let Some(article) = self.noted(self.local().article(id))? else {
            self.incomplete().articles.remove(id);
            return Ok(None);
        };
        let (mut files, mut large) = (Vec::new(), Vec::new());
        let mut is_whole = true;
        for (path, (entry, text)) in article.files {
            let bytes = match text {
                Some(text) if entry.size > LARGEST_TEXT => {
                    drop(text);
                    Err(FileError::TooLarge { size: entry.size, limit: LARGEST_TEXT })
                }
                Some(text) => Ok(text),
                None if entry.size > LONGEST_HELD && !is_picture(&path) => match self.large(&path, &entry)? {
                    Ok(file) => {
                        large.push(file);
                        continue;
                    }
                    Err(fault) => Err(fault),
                },
                None => self.media_bytes(&path, &entry)?,
            };
            is_whole &= !matches!(bytes, Err(FileError::Unreadable(_)));
            files.push(File { path, bytes });
        }
        let metadata_digest = if is_whole {
            self.incomplete().articles.remove(id);
            short(&article.digest)
        } else {
            self.incomplete().articles.insert(id.clone());
            // Unlike the digest that is listed: it is read again at the next start.
            Digest::hash(format!("{} incomplete", article.digest).as_bytes())
        };
        Ok(Some(ArticleFolder { id: id.clone(), metadata_digest, files, large }))
    }

    /// The entry of a file of media in an article.
    fn media_entry(&self, path: &str) -> Result<Option<FileEntry>, SourceError> {
        let Some(id) = ArticleId::of_path(path) else { return Ok(None) };
        let found = self.noted(self.local().article(&id))?;
        Ok(found.and_then(|mut article| article.files.remove(path)).map(|(entry, _)| entry).filter(|entry| entry.media))
    }
}

/// A missing object is an error of that file; a store that cannot be reached is an error of the source.
fn settled<T>(path: &str, media: Result<T, MediaError>) -> Result<Result<T, FileError>, SourceError> {
    match media {
        Ok(bytes) => Ok(Ok(bytes)),
        Err(MediaError::Missing(reason)) => Ok(Err(FileError::Unreadable(reason))),
        Err(MediaError::Away(reason) | MediaError::NoRoom(reason)) => {
            Err(SourceError::Away { what: format!("`{path}`"), reason })
        }
    }
}

impl Source for Bucket {
    fn snapshot(&self, each: &mut dyn FnMut(ListedArticle)) -> Result<SourceSnapshot, SourceError> {
        let cursor = self.noted(self.local().list(each))?;
        Ok(SourceSnapshot { cursor, problems: Vec::new(), unread: Vec::new() })
    }

    fn changes(&self, since: &Cursor) -> SourceChanges {
        let local = self.local();
        match self.noted(local.changes(since)) {
            Ok(Some(changes)) => SourceChanges::Known(Delta {
                cursor: local.cursor_at(changes.change),
                articles: changes.articles.into_iter().collect(),
                site: if changes.site { SiteFiles::Changed } else { SiteFiles::Same },
            }),
            Ok(None) | Err(_) => SourceChanges::Unknown,
        }
    }

    fn wait(&self, since: &Cursor, patience: Duration) {
        let applied = self.applied.lock().unwrap_or_else(PoisonError::into_inner);
        let before = *applied;
        if self.local().cursor().is_ok_and(|now| now != *since) {
            return;
        }
        drop(self.bell.wait_timeout_while(applied, patience, |applied| *applied == before));
    }

    fn fetch(&self, id: &ArticleId) -> Result<Option<ArticleFolder>, SourceError> {
        // Until it can be read, its files are there and cannot be had.
        self.read(id).inspect_err(|error| {
            if matches!(error, SourceError::Away { .. }) {
                self.incomplete().articles.insert(id.clone());
            }
        })
    }

    fn site_files(&self, folder: &str) -> Result<Vec<File>, SourceError> {
        let of_site = self.noted(self.local().site_files(folder))?;
        if !of_site.is_empty() {
            return Ok(of_site.into_iter().map(|(path, bytes)| File { path, bytes: Ok(bytes) }).collect());
        }
        let Some(id) = ArticleId::of_path(folder) else { return Ok(Vec::new()) };
        let Some(article) = self.noted(self.local().article(&id))? else { return Ok(Vec::new()) };
        let below = format!("{folder}/");
        let mut files = Vec::new();
        for (path, (entry, text)) in article.files {
            if path == folder || path.starts_with(&below) {
                let away = |reason| SourceError::Away { what: format!("`{path}`"), reason };
                // A file too large for memory is served from the disk: this says why it is not.
                if entry.size > LARGEST {
                    self.media.stored(&entry).map_err(|error| away(error.to_string()))?;
                }
                let bytes = text.map_or_else(|| self.media_bytes(&path, &entry), |text| Ok(Ok(text)))?;
                // The archive has the file: it is served again when its object is repaired.
                if let Err(FileError::Unreadable(reason)) = bytes {
                    return Err(away(reason));
                }
                files.push(File { path, bytes });
            }
        }
        Ok(files)
    }

    fn stored(&self, path: &str) -> Option<StoredFile> {
        let entry = self.media_entry(path).ok()??;
        // Why there is none, `site_files` says.
        self.media.stored(&entry).ok().filter(|_| !is_picture(path) || entry.size <= LARGEST)
    }

    fn published(&self, id: &ArticleId) -> Result<Option<i64>, SourceError> {
        self.noted(self.local().published(id))
    }

    fn rendition(&self, name: &str) -> Option<Vec<u8>> {
        self.media.small_object(&derived_key(name), LARGEST_RENDITION)
    }

    fn is_remote(&self) -> bool {
        true
    }

    fn is_missing(&self, path: &str) -> bool {
        let is_incomplete = ArticleId::of_path(path).is_some_and(|id| self.incomplete().articles.contains(&id));
        is_incomplete && self.media_entry(path).is_ok_and(|entry| entry.is_some())
    }

    fn lag(&self) -> Option<Duration> {
        Some(self.contact.lag())
    }
}
