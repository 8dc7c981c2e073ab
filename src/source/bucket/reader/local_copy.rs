//! A reader's copy of a bucket on its own disk: every article with its texts, the files of the site, and the position in the
//! log. One SQLite file, changed in whole transactions: a reader that is killed finds the state before or after one.

use std::{
    fmt, fs,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use rusqlite::{Connection, OptionalExtension, Row, TransactionBehavior};

use super::{
    local_change::LocalChange,
    local_tables::{
        ASIDE, FILE, Position, TABLES, VERSION, broken, meta, missing_site, number, position, reader, set, unreadable,
        writer,
    },
    packed_article::{LocalArticle, unpack},
};
use crate::{
    model::{Digest, slug::ArticleId},
    source::{
        Cursor, ListedArticle, SourceError,
        bucket::{ContentDigest, FileList},
        make_folder, remove_database,
    },
};

/// The changes between two points.
pub(super) struct LocalChanges {
    /// The point at which this is so.
    pub(super) change: u64,
    pub(super) articles: Vec<ArticleId>,
    pub(super) site: bool,
}

/// The local copy of a bucket. Any number of threads read it, one writes.
pub(super) struct LocalCopy {
    path: PathBuf,
    birth: String,
    writer: Mutex<Option<Connection>>,
    idle: Mutex<Vec<Connection>>,
}

impl LocalCopy {
    /// The copy in `folder`; an empty one where there is none, or one that this program cannot use.
    pub(super) fn open(folder: &Path) -> Result<LocalCopy, SourceError> {
        let path = folder.join(FILE);
        make_folder(folder).map_err(|source| SourceError::Io { path: folder.display().to_string(), source })?;
        if path.exists() {
            match LocalCopy::at(&path).map_err(broken) {
                Ok(Some(copy)) => return Ok(copy),
                Ok(None) => tracing::info!("the local copy of the bucket is of another version; it is fetched again"),
                Err(SourceError::Bucket { reason }) => tracing::warn!(reason, "the archive is fetched again"),
                // A full disk, or one that is not there, says nothing of the copy.
                Err(error) => return Err(error),
            }
        }
        LocalCopy::create(&path)
    }

    /// An empty copy that is to take the place of the one in `folder`.
    pub(super) fn create_aside(folder: &Path) -> Result<LocalCopy, SourceError> {
        LocalCopy::create(&folder.join(ASIDE))
    }

    /// Puts this copy in the place of the one in `folder`, which must be closed.
    pub(super) fn take_place(self, folder: &Path) -> Result<LocalCopy, SourceError> {
        let (own, path) = (self.path.clone(), folder.join(FILE));
        if let Some(connection) = self.writer().take() {
            connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").map_err(broken)?;
        }
        drop(self);
        let io = |source| SourceError::Io { path: path.display().to_string(), source };
        remove_database(&path).and_then(|()| fs::rename(&own, &path)).map_err(io)?;
        LocalCopy::at(&path).map_err(broken)?.ok_or_else(unreadable)
    }

    /// Writes no more. Who reads goes on with what is there.
    pub(super) fn close(&self) {
        drop(self.writer().take());
    }

    fn create(path: &Path) -> Result<LocalCopy, SourceError> {
        remove_database(path).map_err(|source| SourceError::Io { path: path.display().to_string(), source })?;
        let connection = writer(path).map_err(broken)?;
        let create = || {
            connection.execute_batch(&format!("BEGIN; {TABLES}"))?;
            let meta = "INSERT INTO meta (key, value) VALUES ('version', ?1), ('birth', lower(hex(randomblob(8)))),
                        ('change', '0'), ('site_change', '0'), ('sequence', '0'), ('log', '')";
            connection.execute(meta, [VERSION.to_string()])?;
            connection.execute_batch("COMMIT")
        };
        create().map_err(broken)?;
        drop(connection);
        LocalCopy::at(path).map_err(broken)?.ok_or_else(unreadable)
    }

    /// The copy at `path`; `None` where it is of another version.
    fn at(path: &Path) -> rusqlite::Result<Option<LocalCopy>> {
        let connection = writer(path)?;
        let tables = connection
            .query_row("SELECT count(*) FROM sqlite_master WHERE name = 'meta'", [], |row| row.get::<_, u32>(0));
        if tables? == 0 || meta(&connection, "version")? != VERSION.to_string() {
            return Ok(None);
        }
        let birth = meta(&connection, "birth")?;
        Ok(Some(LocalCopy {
            path: path.to_owned(),
            birth,
            writer: Mutex::new(Some(connection)),
            idle: Mutex::default(),
        }))
    }

    /// Its position in the log.
    pub(super) fn position(&self) -> Result<Position, SourceError> {
        self.read(position)
    }

    /// Whether no segment was ever applied.
    pub(super) fn is_empty(&self) -> Result<bool, SourceError> {
        Ok(self.position()?.sequence == 0)
    }

    /// The point that later changes are counted from.
    pub(super) fn cursor(&self) -> Result<Cursor, SourceError> {
        let change = self.read(|connection| meta(connection, "change"))?;
        Ok(self.cursor_at(&change))
    }

    pub(super) fn cursor_at(&self, change: impl fmt::Display) -> Cursor {
        Cursor::new(format!("{} {change}", self.birth))
    }

    /// The changes since a cursor; `None` if the cursor is not one of this copy.
    pub(super) fn changes(&self, since: &Cursor) -> Result<Option<LocalChanges>, SourceError> {
        let Some(since) = since.as_str().split_once(' ').filter(|(birth, _)| *birth == self.birth) else {
            return Ok(None);
        };
        let Ok(since) = since.1.parse::<u64>() else { return Ok(None) };
        self.read(|connection| {
            let change = number(connection, "change")?;
            if change < since {
                return Ok(None);
            }
            let mut changes = LocalChanges { change, articles: Vec::new(), site: false };
            if change > since {
                let mut find = connection.prepare_cached("SELECT id FROM article WHERE change > ?1")?;
                let mut rows = find.query([i64::try_from(since).unwrap_or(i64::MAX)])?;
                while let Some(row) = rows.next()? {
                    changes.articles.extend(id(row)?);
                }
                changes.site = number(connection, "site_change")? > since;
            }
            Ok(Some(changes))
        })
    }

    /// Calls `each` for every article; returns the point at which this is so.
    pub(super) fn list(&self, each: &mut dyn FnMut(ListedArticle)) -> Result<Cursor, SourceError> {
        self.read(|connection| {
            let change = number(connection, "change")?;
            let mut all = connection.prepare("SELECT id, digest FROM article WHERE digest IS NOT NULL")?;
            let mut rows = all.query([])?;
            while let Some(row) = rows.next()? {
                let digest: Option<ContentDigest> = row.get::<_, String>(1)?.parse().ok();
                if let (Some(id), Some(digest)) = (id(row)?, digest) {
                    each(ListedArticle { id, metadata_digest: short(&digest) });
                }
            }
            Ok(self.cursor_at(change))
        })
    }

    /// An article, whole and as it was published.
    pub(super) fn article(&self, id: &ArticleId) -> Result<Option<LocalArticle>, SourceError> {
        let found = self.read(|connection| {
            let mut find =
                connection.prepare_cached("SELECT digest, data FROM article WHERE id = ?1 AND digest IS NOT NULL")?;
            find.query_row([id.to_string()], |row| Ok((row.get::<_, String>(0)?, row.get::<_, Vec<u8>>(1)?))).optional()
        })?;
        let unpacked = found.map(|(digest, data)| {
            let digest = digest.parse::<ContentDigest>().map_err(|error| error.to_string())?;
            unpack(digest, &data)
        });
        unpacked.transpose().map_err(|reason| SourceError::Bucket {
            reason: format!("the local copy of `{}` is damaged ({reason})", id.folder()),
        })
    }

    /// When the article was last changed or removed by a publish, in seconds since 1970.
    pub(super) fn published(&self, id: &ArticleId) -> Result<Option<i64>, SourceError> {
        self.read(|connection| {
            let mut find = connection.prepare_cached("SELECT published FROM article WHERE id = ?1")?;
            find.query_row([id.to_string()], |row| row.get(0)).optional()
        })
    }

    /// The files of the site below `folder`, or that very file.
    pub(super) fn site_files(&self, folder: &str) -> Result<Vec<(String, Vec<u8>)>, SourceError> {
        self.read(|connection| {
            let mut find = connection.prepare_cached(
                "SELECT path, bytes FROM site WHERE path = ?1 OR (path >= ?1 || '/' AND path < ?1 || '0') ORDER BY path",
            )?;
            find.query_map([folder], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        })
    }

    /// The files of the site that the bucket did not have as they were published.
    pub(super) fn missing_site(&self) -> Result<FileList, SourceError> {
        self.read(missing_site)
    }

    /// Changes it in one transaction: what `work` does is kept as a whole where it succeeds.
    pub(super) fn change<T, E: From<SourceError>>(
        &self,
        work: impl FnOnce(&mut LocalChange<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut writer = self.writer();
        let connection = writer.as_mut().ok_or_else(unreadable)?;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(broken)?;
        let change = number(&transaction, "change").map_err(broken)? + 1;
        let done = work(&mut LocalChange { connection: &transaction, change, published: 0 })?;
        set(&transaction, "change", &change.to_string()).map_err(broken)?;
        transaction.commit().map_err(broken)?;
        Ok(done)
    }

    /// Writes a copy of it to `path`, where nothing lies yet.
    pub(super) fn save(&self, path: &Path) -> Result<(), SourceError> {
        // Not within a transaction.
        let copy = || reader(&self.path)?.execute("VACUUM INTO ?1", [path.display().to_string()]);
        copy().map(drop).map_err(broken)
    }

    /// A digest of all that it holds, equal in every reader with the same articles and files of the site.
    pub(super) fn contents(&self) -> Result<String, SourceError> {
        self.read(|connection| {
            let mut hasher = blake3::Hasher::new();
            for query in [
                "SELECT id, digest FROM article WHERE digest IS NOT NULL ORDER BY id",
                "SELECT path, digest FROM site ORDER BY path",
            ] {
                let mut all = connection.prepare(query)?;
                let mut rows = all.query([])?;
                while let Some(row) = rows.next()? {
                    let (name, digest): (String, String) = (row.get(0)?, row.get(1)?);
                    hasher.update(name.as_bytes()).update(b"\0").update(digest.as_bytes()).update(b"\n");
                }
            }
            Ok(hasher.finalize().to_hex().to_string())
        })
    }

    fn read<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, SourceError> {
        let idle = self.idle().pop();
        let connection = idle.map_or_else(|| reader(&self.path), Ok).map_err(broken)?;
        let done = connection.unchecked_transaction().and_then(|transaction| {
            let done = work(&transaction)?;
            transaction.commit()?;
            Ok(done)
        });
        let done = done.map_err(broken)?;
        self.idle().push(connection);
        Ok(done)
    }

    fn writer(&self) -> MutexGuard<'_, Option<Connection>> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn id(row: &Row<'_>) -> rusqlite::Result<Option<ArticleId>> {
    Ok(row.get::<_, String>(0)?.parse().ok())
}

/// The digest that a listing of articles carries.
pub(super) fn short(digest: &ContentDigest) -> Digest {
    let first = digest.as_bytes().first_chunk::<16>().expect("a digest has 32 bytes");
    Digest::from_bytes(first).expect("16 bytes are a digest")
}
