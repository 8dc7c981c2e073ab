//! The publisher's memory of the bucket, a small database in the state folder that saves reading the bucket again. It can be
//! deleted: the bucket contains all of it.

use std::{
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Transaction, params};

use super::{
    super::{ArticleEntry, ContentDigest, Contents, FileList},
    PublishError,
    part::packed_size,
};
use crate::model::{Digest, slug::ArticleId};

/// The version of the tables; another one is thrown away.
const VERSION: i64 = 3;
/// How often a state that another process has open is tried again.
const TRIES: u32 = 5;

const TABLES: &str = "
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE article (
  id TEXT PRIMARY KEY, digest TEXT NOT NULL, files TEXT NOT NULL, raw INTEGER NOT NULL, object TEXT NOT NULL, published INTEGER NOT NULL
);
CREATE TABLE staged (id TEXT PRIMARY KEY, digest TEXT, files TEXT, raw INTEGER, object TEXT, published INTEGER);
CREATE TABLE seen (id TEXT PRIMARY KEY, stamp BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE media (digest TEXT NOT NULL, id TEXT NOT NULL, PRIMARY KEY (digest, id)) WITHOUT ROWID;
CREATE INDEX media_of ON media (id);
CREATE TABLE lost (digest TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE object (key TEXT PRIMARY KEY, put INTEGER NOT NULL, gone INTEGER) WITHOUT ROWID;
CREATE TABLE pack (contents TEXT PRIMARY KEY, key TEXT NOT NULL, size INTEGER NOT NULL, digest TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE long (path TEXT PRIMARY KEY, state TEXT NOT NULL, size INTEGER NOT NULL, digest TEXT NOT NULL) WITHOUT ROWID;
";

/// The name under which the files of the site stand among the articles.
const SITE: &str = "site";

/// The publisher's memory of the bucket.
pub(super) struct State {
    path: PathBuf,
    pub(super) db: Connection,
}

/// The last segment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) sequence: u64,
    /// The digest of its stored bytes; `None` before the first.
    pub(super) log: Option<ContentDigest>,
}

/// An article, or the site, as the bucket has it.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) entry: ArticleEntry,
    /// The segment or pack that holds its texts.
    pub(super) object: String,
}

/// An article in a list of all.
pub(super) struct KnownRow {
    pub(super) id: String,
    pub(super) digest: String,
    /// Bytes that it takes in a pack.
    pub(super) raw: u64,
    /// When it was published, in seconds since 1970.
    pub(super) published: i64,
}

pub(super) type Result<T> = std::result::Result<T, PublishError>;

impl State {
    /// The state in the file at `path`, empty where there is none or one of another bucket. No other process can open it meanwhile.
    pub(super) fn open(path: &Path, address: &str) -> Result<State> {
        let wrong = |source: rusqlite::Error| match source.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DatabaseBusy) => PublishError::Busy { path: path.display().to_string() },
            _ => PublishError::State { path: path.display().to_string(), source },
        };
        let mut tries = TRIES;
        loop {
            let db = Connection::open(path).map_err(wrong)?;
            let state = State { path: path.to_owned(), db };
            match state.prepare(address).map_err(wrong) {
                // Of two that begin at one moment each may hinder the other: both let go, and come back at different times.
                Err(PublishError::Busy { .. }) if tries > 0 => {
                    drop(state);
                    tries -= 1;
                    thread::sleep(Duration::from_millis(10 + u64::from(std::process::id() % 8) * 12));
                }
                prepared => return prepared.map(|()| state),
            }
        }
    }

    fn prepare(&self, address: &str) -> rusqlite::Result<()> {
        self.db.execute_batch(
            "PRAGMA busy_timeout = 0; PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = TRUNCATE; BEGIN EXCLUSIVE; COMMIT;",
        )?;
        let version: i64 = self.db.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        let known = if version == VERSION { self.meta("address")? } else { None };
        if known.as_deref() != Some(address) {
            self.clear()?;
            self.set("address", address)?;
        }
        self.db.execute("DELETE FROM staged", [])?;
        Ok(())
    }

    fn clear(&self) -> rusqlite::Result<()> {
        let mut statement =
            self.db.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")?;
        let names = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
        drop(statement);
        let dropped: String = names.iter().map(|name| format!("DROP TABLE \"{name}\";")).collect();
        self.db.execute_batch(&format!("BEGIN;{dropped}{TABLES}PRAGMA user_version = {VERSION};COMMIT;"))
    }

    /// Forgets all of the bucket.
    pub(super) fn reset(&self) -> Result<()> {
        let reset = || {
            let address = self.meta("address")?.unwrap_or_default();
            self.clear()?;
            self.set("address", &address)
        };
        self.tried(reset())
    }

    pub(super) fn tried<T>(&self, done: rusqlite::Result<T>) -> Result<T> {
        done.map_err(|source| PublishError::State { path: self.path.display().to_string(), source })
    }

    fn meta(&self, key: &str) -> rusqlite::Result<Option<String>> {
        self.db.prepare_cached("SELECT value FROM meta WHERE key = ?")?.query_row([key], |row| row.get(0)).optional()
    }

    fn set(&self, key: &str, value: &str) -> rusqlite::Result<()> {
        self.db.prepare_cached("INSERT OR REPLACE INTO meta VALUES (?, ?)")?.execute([key, value]).map(drop)
    }

    /// A number that is remembered; zero where it was never set.
    pub(super) fn number(&self, key: &str) -> Result<u64> {
        let found = self.tried(self.meta(key))?;
        Ok(found.and_then(|value| value.parse().ok()).unwrap_or_default())
    }

    /// Remembers a number.
    pub(super) fn set_number(&self, key: &str, value: u64) -> Result<()> {
        self.tried(self.set(key, &value.to_string()))
    }

    /// Remembers when the last segment was published.
    pub(super) fn set_published(&self, at: Timestamp) -> Result<()> {
        self.set_number("published", u64::try_from(at.as_second()).unwrap_or_default())
    }

    /// The last segment of the bucket, as far as it is known here.
    pub(super) fn head(&self) -> Result<Head> {
        let log = self.tried(self.meta("log"))?.and_then(|text| text.parse().ok());
        Ok(Head { sequence: self.number("sequence")?, log })
    }

    /// An article as the bucket has it.
    pub(super) fn article(&self, id: &ArticleId) -> Result<Option<Known>> {
        self.known(&id.to_string())
    }

    /// The files of the site as the bucket has them.
    pub(super) fn site(&self) -> Result<Option<Known>> {
        self.known(SITE)
    }

    fn known(&self, id: &str) -> Result<Option<Known>> {
        let read = || {
            let mut statement = self.db.prepare_cached("SELECT files, object, published FROM article WHERE id = ?")?;
            statement.query_row([id], |row| Ok((row.get::<_, String>(0)?, row.get(1)?, row.get(2)?))).optional()
        };
        let Some((files, object, published)) = self.tried(read())? else { return Ok(None) };
        let files: FileList = serde_json::from_str(&files).map_err(|error| self.unreadable(error))?;
        Ok(Some(Known { entry: ArticleEntry { published: Some(published), ..ArticleEntry::new(files) }, object }))
    }

    fn unreadable(&self, error: serde_json::Error) -> PublishError {
        let source = rusqlite::Error::ToSqlConversionFailure(Box::new(error));
        PublishError::State { path: self.path.display().to_string(), source }
    }

    /// All articles in the order of their ids.
    pub(super) fn rows(&self) -> Result<Vec<KnownRow>> {
        let read = || {
            let mut statement = self
                .db
                .prepare_cached("SELECT id, digest, raw, published FROM article WHERE id <> 'site' ORDER BY id")?;
            let row = |row: &rusqlite::Row<'_>| {
                let raw = row.get::<_, i64>(2)?.unsigned_abs();
                Ok(KnownRow { id: row.get(0)?, digest: row.get(1)?, raw, published: row.get(3)? })
            };
            statement.query_map([], row)?.collect()
        };
        self.tried(read())
    }

    /// How many articles the bucket has.
    pub(super) fn count(&self) -> Result<usize> {
        let sql = "SELECT count(*) FROM article WHERE id <> 'site'";
        let count: i64 = self.tried(self.db.query_row(sql, [], |row| row.get(0)))?;
        Ok(usize::try_from(count).unwrap_or_default())
    }

    /// The state of an article's files in the folder when it was last compared with the bucket.
    pub(super) fn stamp(&self, id: &ArticleId) -> Result<Option<Digest>> {
        let read = || {
            let mut statement = self.db.prepare_cached("SELECT stamp FROM seen WHERE id = ?")?;
            statement.query_row([id.to_string()], |row| row.get::<_, Vec<u8>>(0)).optional()
        };
        Ok(self.tried(read())?.and_then(|bytes| Digest::from_bytes(&bytes)))
    }

    /// Remembers that article's files in this state are as the bucket has them.
    pub(super) fn set_stamps(&mut self, stamps: &[(ArticleId, Option<Digest>)]) -> Result<()> {
        let write = |db: &mut Connection| {
            let transaction = db.transaction()?;
            for (id, stamp) in stamps {
                let id = id.to_string();
                match stamp {
                    Some(stamp) => transaction
                        .prepare_cached("INSERT OR REPLACE INTO seen VALUES (?, ?)")?
                        .execute(params![id, stamp.as_bytes()])?,
                    None => transaction.prepare_cached("DELETE FROM seen WHERE id = ?")?.execute([id])?,
                };
            }
            transaction.commit()
        };
        let done = write(&mut self.db);
        self.tried(done)
    }

    /// Notes what the next segment changes; [`State::commit`] makes it the state. Articles that do not say when they were published
    /// were so at `published`.
    pub(super) fn stage(&mut self, contents: &Contents, object: &str, published: Timestamp) -> Result<()> {
        let published = published.as_second();
        let write = |db: &mut Connection| {
            let transaction = db.transaction()?;
            for (id, entry) in &contents.articles {
                stage(&transaction, &id.to_string(), entry, object, published)?;
            }
            if let Some(site) = &contents.site {
                stage(&transaction, SITE, &ArticleEntry::new(site.clone()), object, published)?;
            }
            transaction.commit()
        };
        let done = write(&mut self.db);
        self.tried(done)
    }

    /// Notes which articles the next segment removes.
    pub(super) fn stage_removed(&mut self, removed: &[ArticleId]) -> Result<()> {
        let write = |db: &mut Connection| {
            let transaction = db.transaction()?;
            for id in removed {
                transaction
                    .prepare_cached("INSERT OR REPLACE INTO staged VALUES (?, NULL, NULL, NULL, NULL, NULL)")?
                    .execute([id.to_string()])?;
            }
            transaction.commit()
        };
        let done = write(&mut self.db);
        self.tried(done)
    }

    /// Forgets what was noted for a segment that was not written.
    pub(super) fn unstage(&self) -> Result<()> {
        self.tried(self.db.execute("DELETE FROM staged", []).map(drop))
    }

    /// Makes what was noted the state, with `head` as the last segment. `foreign`: another publisher wrote it, so that the folder is to be
    /// compared with it again.
    pub(super) fn commit(&mut self, head: Head, foreign: bool) -> Result<()> {
        let write = |db: &mut Connection| {
            let transaction = db.transaction()?;
            if foreign {
                transaction.execute("DELETE FROM seen WHERE id IN (SELECT id FROM staged)", [])?;
            }
            replace_media(&transaction)?;
            transaction.execute("DELETE FROM article WHERE id IN (SELECT id FROM staged)", [])?;
            transaction.execute("INSERT INTO article SELECT * FROM staged WHERE object IS NOT NULL", [])?;
            transaction.execute("DELETE FROM staged", [])?;
            let set = |key: &str, value: String| {
                transaction.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [key, &value]).map(drop)
            };
            set("sequence", head.sequence.to_string())?;
            set("log", head.log.map(|log| log.to_string()).unwrap_or_default())?;
            transaction.commit()
        };
        let done = write(&mut self.db);
        self.tried(done)
    }
}

fn stage(
    transaction: &Transaction<'_>,
    id: &str,
    entry: &ArticleEntry,
    object: &str,
    published: i64,
) -> rusqlite::Result<()> {
    let files = serde_json::to_string(&entry.files)
        .map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))?;
    let raw = i64::try_from(packed_size(entry)).unwrap_or(i64::MAX);
    let mut statement = transaction.prepare_cached("INSERT OR REPLACE INTO staged VALUES (?, ?, ?, ?, ?, ?)")?;
    let published = entry.published.unwrap_or(published);
    statement.execute(params![id, entry.digest.to_string(), files, raw, object, published]).map(drop)
}

/// Brings the table of media that articles name up to date.
fn replace_media(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    transaction.execute("DELETE FROM media WHERE id IN (SELECT id FROM staged)", [])?;
    let named = "INSERT OR IGNORE INTO media SELECT json_extract(file.value, '$.digest'), staged.id FROM staged, \
                 json_each(staged.files) AS file WHERE staged.files IS NOT NULL AND json_extract(file.value, '$.media')";
    transaction.execute(named, []).map(drop)
}
