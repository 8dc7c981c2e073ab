//! The catalog's file: opened, checked, rebuilt where it does not fit, changed in batches.

use std::{
    collections::HashMap,
    fs::{self, File, OpenOptions, TryLockError},
    io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use rusqlite::{Connection, OptionalExtension};

use super::{
    Applied, CatalogError, PreparedArticle, Published, changes,
    compression::article_id,
    connection::{ReaderPool, open_aside, open_reader, open_writer},
    read::diagnostics,
    schema,
    write::apply,
};
use crate::{
    model::{Digest, diagnostic::Diagnostic, slug::ArticleId},
    site::Site,
    source::{make_folder, remove_database},
};

/// The catalog of one archive. Any number of readers; one writer at a time, among all processes.
pub struct Catalog {
    folder: PathBuf,
    pub(super) readers: Arc<ReaderPool>,
    writer: Mutex<CatalogWriter>,
}

/// The right to write.
enum CatalogWriter {
    /// This process.
    Own(Connection, WriterLock),
    /// This process, into a new file aside that is to take the place of the present one.
    Aside(Connection, WriterLock),
    /// Another process.
    Other,
}

/// One article that is new, has changed, or is gone.
#[derive(Debug)]
pub enum Change {
    /// The prepared rows of its files.
    Put(ArticleId, FileState, Box<PreparedArticle>),
    /// Its files have other times, but the same bytes.
    Same(ArticleId, FileState, Published),
    /// Its folder is gone.
    Remove(ArticleId, Published),
}

/// By what an article's files are known again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileState {
    /// Digest of their names, sizes and times.
    pub metadata_digest: Digest,
    /// Digest of their names and bytes.
    pub digest: Digest,
}

/// The name of its file in its folder.
pub const FILE: &str = "catalog.sqlite";
const ASIDE: &str = "catalog.new.sqlite";

impl Catalog {
    /// Opens the catalog in `folder`, which is created where it does not exist. One made by another version of Litopys, for
    /// other languages, or damaged, is replaced by an empty one; then every article counts as new. Where another
    /// process is the writer, this one only reads, until [`Catalog::take_over`].
    ///
    /// # Errors
    /// If the folder or the file cannot be written; [`CatalogError::Busy`] where another process is just making it.
    pub fn open(folder: &Path, site: &Site) -> Result<Catalog, CatalogError> {
        let io = |source| CatalogError::Io { path: folder.display().to_string(), source };
        make_folder(folder).map_err(io)?;
        let path = folder.join(FILE);
        let fingerprint = schema::fingerprint(site);
        let writer = match WriterLock::take(folder).map_err(io)? {
            Some(lock) => CatalogWriter::Own(writable(folder, &fingerprint)?, lock),
            None if is_usable(&path, &fingerprint) => CatalogWriter::Other,
            None => return Err(CatalogError::Busy),
        };
        Ok(Catalog { folder: folder.to_owned(), readers: Arc::new(ReaderPool::new(&path)), writer: Mutex::new(writer) })
    }

    /// The damage, if any read found it. [`Catalog::begin_anew`] repairs it.
    pub fn damage(&self) -> Option<String> {
        self.readers.damage()
    }

    /// Whether this process may write.
    pub fn is_writer(&self) -> bool {
        !matches!(*self.writer(), CatalogWriter::Other)
    }

    /// Becomes the writer, if there is no other any more. Says whether it is now.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn take_over(&self, site: &Site) -> Result<bool, CatalogError> {
        let mut writer = self.writer();
        if matches!(*writer, CatalogWriter::Other)
            && let Some(lock) = WriterLock::take(&self.folder).map_err(|source| self.failed(source))?
        {
            *writer = CatalogWriter::Own(writable(&self.folder, &schema::fingerprint(site))?, lock);
            self.readers.forget();
        }
        Ok(!matches!(*writer, CatalogWriter::Other))
    }

    /// Applies changes in one transaction: all of them, or none. Says what it touched, and which articles must be put
    /// again.
    ///
    /// # Errors
    /// If the file cannot be written; it is then as it was.
    pub fn apply(&self, site: &Site, changes: &[Change]) -> Result<Applied, CatalogError> {
        self.write(|connection| apply::all(connection, site, changes))
    }

    /// Replaces the problems of the archive as a whole (its folders, `site.toml`, locales), which belong to no article.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn set_archive_diagnostics(&self, found: &[Diagnostic]) -> Result<(), CatalogError> {
        self.write(|connection| diagnostics::replace(connection, "", found))
    }

    /// Begins an empty catalog aside: from now on everything is written into it, while readers keep the present one
    /// until [`Catalog::finish_anew`].
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn begin_anew(&self, site: &Site) -> Result<(), CatalogError> {
        let mut writer = self.writer();
        let lock = match std::mem::replace(&mut *writer, CatalogWriter::Other) {
            CatalogWriter::Own(_, lock) | CatalogWriter::Aside(_, lock) => lock,
            CatalogWriter::Other => return Err(CatalogError::Busy),
        };
        let path = self.folder.join(ASIDE);
        remove_database(&path).map_err(|source| self.failed(source))?;
        let connection = open_aside(&path)?;
        schema::create(&connection, &schema::fingerprint(site))?;
        // One transaction to the end: what is written again and again is written to the file once.
        connection.execute_batch("BEGIN")?;
        *writer = CatalogWriter::Aside(connection, lock);
        Ok(())
    }

    /// Whether an empty catalog was begun aside and is not finished.
    pub fn is_begun_anew(&self) -> bool {
        matches!(*self.writer(), CatalogWriter::Aside(..))
    }

    /// Puts the catalog aside in the place of the present one. Nothing where none was begun.
    ///
    /// # Errors
    /// If the file cannot be moved; readers then keep the present one.
    pub fn finish_anew(&self) -> Result<(), CatalogError> {
        let mut writer = self.writer();
        let (connection, lock) = match std::mem::replace(&mut *writer, CatalogWriter::Other) {
            CatalogWriter::Aside(connection, lock) => (connection, lock),
            other => {
                *writer = other;
                return Ok(());
            }
        };
        // For harvesters, everything in it changes now, unless its source has times that hold everywhere.
        connection.execute_batch("UPDATE change SET at = unixepoch() WHERE NOT is_published; COMMIT")?;
        drop(connection);
        let (aside, path) = (self.folder.join(ASIDE), self.folder.join(FILE));
        // It is a file with a log before anybody reads it: while one becomes so, readers are turned away.
        open_writer(&aside)?.execute_batch("PRAGMA wal_checkpoint(TRUNCATE);")?;
        let placed = sync(&aside).and_then(|()| remove_database(&path)).and_then(|()| fs::rename(&aside, &path));
        placed.map_err(|source| self.failed(source))?;
        *writer = CatalogWriter::Own(open_writer(&path)?, lock);
        self.readers.forget();
        Ok(())
    }

    /// How every article's files were when they were last read, in the catalog that is being written.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn seen(&self) -> Result<HashMap<ArticleId, FileState>, CatalogError> {
        self.write(|connection| {
            let mut statement = connection.prepare("SELECT year, name, stamp, digest FROM item")?;
            let mut rows = statement.query([])?;
            let mut seen = HashMap::new();
            while let Some(row) = rows.next()? {
                let id = article_id(row, 0)?;
                let metadata_digest =
                    |at| Digest::from_bytes(row.get_ref(at)?.as_blob().unwrap_or_default()).ok_or_else(bad_stamp);
                seen.insert(id, FileState { metadata_digest: metadata_digest(2)?, digest: metadata_digest(3)? });
            }
            Ok(seen)
        })
    }

    /// The digest of an article's files when they were last read, in the catalog that is being written.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn digest(&self, id: &ArticleId) -> Result<Option<Digest>, CatalogError> {
        if self.is_begun_anew() {
            return Ok(None);
        }
        self.snapshot().read(|connection| {
            let mut find = connection.prepare_cached("SELECT digest FROM item WHERE year = ?1 AND name = ?2")?;
            let key = (id.collection().number(), id.name().as_str());
            let found = find.query_row(key, |row| row.get::<_, Vec<u8>>(0)).optional()?;
            Ok(found.and_then(|digest| Digest::from_bytes(&digest)))
        })
    }

    /// Writes a copy of the catalog, as it is at this moment, to `path`, where nothing lies yet.
    ///
    /// # Errors
    /// If the catalog cannot be read or the copy not be written.
    pub fn save(&self, path: &Path) -> Result<(), CatalogError> {
        // Not within a transaction.
        open_reader(&self.folder.join(FILE))?.execute("VACUUM INTO ?1", [path.display().to_string()])?;
        Ok(())
    }

    /// Whether a pass over all articles has ended once: it looks up their links at its end. One that was interrupted leaves a part.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn was_whole(&self) -> Result<bool, CatalogError> {
        self.snapshot().read(|connection| Ok(changes::meta(connection, "links")? != "0"))
    }

    /// Whether it was made for the languages and the time zone of `site`.
    pub fn fits(&self, site: &Site) -> bool {
        let fingerprint = schema::fingerprint(site);
        self.snapshot().read(|connection| Ok(schema::matches(connection, &fingerprint))).unwrap_or(false)
    }

    pub(super) fn write<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, CatalogError>,
    ) -> Result<T, CatalogError> {
        let mut writer = self.writer();
        let all = || match &mut *writer {
            CatalogWriter::Own(connection, _) => {
                let transaction = connection.transaction()?;
                let done = work(&transaction)?;
                transaction.commit()?;
                Ok(done)
            }
            CatalogWriter::Aside(connection, _) => {
                let savepoint = connection.savepoint()?;
                let done = work(&savepoint)?;
                savepoint.commit()?;
                Ok(done)
            }
            CatalogWriter::Other => Err(CatalogError::Busy),
        };
        all().inspect_err(|error| self.readers.note(error))
    }

    fn writer(&self) -> std::sync::MutexGuard<'_, CatalogWriter> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn failed(&self, source: io::Error) -> CatalogError {
        CatalogError::Io { path: self.folder.display().to_string(), source }
    }
}

fn bad_stamp() -> CatalogError {
    CatalogError::damaged("a stamp")
}

/// The catalog in `folder` for writing: the one that is there, if it is valid, otherwise an empty one.
fn writable(folder: &Path, fingerprint: &str) -> Result<Connection, CatalogError> {
    let io = |source| CatalogError::Io { path: folder.display().to_string(), source };
    // Left over where a process was killed while it built one.
    remove_database(&folder.join(ASIDE)).map_err(io)?;
    let path = folder.join(FILE);
    if is_usable(&path, fingerprint)
        && let Ok(connection) = open_writer(&path)
    {
        return Ok(connection);
    }
    if path.exists() {
        tracing::info!("the catalog is of another version or `site.toml`, or damaged; it is rebuilt from the files");
    }
    empty(&path, fingerprint)
}

fn empty(path: &Path, fingerprint: &str) -> Result<Connection, CatalogError> {
    remove_database(path).map_err(|source| CatalogError::Io { path: path.display().to_string(), source })?;
    let connection = open_writer(path)?;
    schema::create(&connection, fingerprint)?;
    Ok(connection)
}

fn is_usable(path: &Path, fingerprint: &str) -> bool {
    path.exists() && open_writer(path).is_ok_and(|connection| schema::matches(&connection, fingerprint))
}

/// Sees to it that the file is on the disk as it is.
fn sync(path: &Path) -> io::Result<()> {
    fs::OpenOptions::new().write(true).open(path)?.sync_all()
}

/// Held by the one process that writes; the system lets go of it when that process ends, however it ends.
pub(super) struct WriterLock {
    _file: File,
}

impl WriterLock {
    /// The lock of the catalog in `folder`; `None` if another process holds it.
    pub(super) fn take(folder: &Path) -> io::Result<Option<WriterLock>> {
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(folder.join("lock"))?;
        match file.try_lock() {
            Ok(()) => Ok(Some(WriterLock { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_holds_it_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let first = WriterLock::take(folder.path()).unwrap();
        assert!(first.is_some() && WriterLock::take(folder.path()).unwrap().is_none());
        drop(first);
        assert!(WriterLock::take(folder.path()).unwrap().is_some());
    }
}
