//! One transaction of the local copy: what a segment, or a whole snapshot, changes.

use rusqlite::Connection;

use super::{
    local_tables::{FILE, Position, broken, missing_site, position, set},
    packed_article::pack,
};
use crate::{
    model::slug::ArticleId,
    source::{
        SourceError,
        bucket::{ArticleEntry, FileEntry, FileList, Texts},
    },
};

/// A file of the site.
pub(super) struct SiteFile {
    pub(super) path: String,
    pub(super) entry: FileEntry,
    /// Its bytes; `None` if the bucket does not have them as they were published.
    pub(super) bytes: Option<Vec<u8>>,
}

/// One transaction.
pub(super) struct LocalChange<'a> {
    pub(super) connection: &'a Connection,
    /// Its number.
    pub(super) change: u64,
    /// The publication time of the changes that follow, in seconds since 1970.
    pub(super) published: i64,
}

impl LocalChange<'_> {
    /// Begins a replacement of everything: what is not put from now on goes at [`LocalChange::end_replacement`].
    pub(super) fn begin_replacement(&mut self) -> Result<(), SourceError> {
        let tables =
            "CREATE TEMP TABLE IF NOT EXISTS present (id TEXT PRIMARY KEY) WITHOUT ROWID; DELETE FROM present;";
        self.connection.execute_batch(tables).map_err(broken)
    }

    /// Notes that an article is in the replacement, or not any more.
    pub(super) fn note_present(&mut self, id: &ArticleId, is_present: bool) -> Result<(), SourceError> {
        let statement = if is_present {
            "INSERT OR IGNORE INTO present (id) VALUES (?1)"
        } else {
            "DELETE FROM present WHERE id = ?1"
        };
        self.run(statement, [id.to_string()])
    }

    /// Removes the articles that are not in the replacement.
    pub(super) fn end_replacement(&mut self) -> Result<(), SourceError> {
        let statement = "UPDATE article SET digest = NULL, data = NULL, change = ?1, published = ?2
                         WHERE digest IS NOT NULL AND id NOT IN (SELECT id FROM present)";
        self.run(statement, (self.number(), self.published))?;
        self.connection.execute_batch("DELETE FROM present").map_err(broken)
    }

    /// Puts an article; nothing changes where it is there with this digest. `texts` has the bytes of every file that is not media.
    pub(super) fn put(&mut self, id: &ArticleId, entry: &ArticleEntry, texts: &Texts) -> Result<(), SourceError> {
        let same =
            self.connection.prepare_cached("SELECT 1 FROM article WHERE id = ?1 AND digest = ?2 AND published >= ?3");
        let (name, digest) = (id.to_string(), entry.digest.to_string());
        let published = entry.published.unwrap_or(self.published);
        if same.and_then(|mut same| same.exists((&name, &digest, published))).map_err(broken)? {
            return Ok(());
        }
        let packed = pack(entry, texts).map_err(|reason| SourceError::Bucket {
            reason: format!("the article `{id}` cannot be stored ({reason})"),
        })?;
        let statement =
            "INSERT OR REPLACE INTO article (id, digest, data, change, published) VALUES (?1, ?2, ?3, ?4, ?5)";
        self.run(statement, (name, digest, packed, self.number(), published))
    }

    /// Removes an article; that it was there stays noted.
    pub(super) fn remove(&mut self, id: &ArticleId) -> Result<(), SourceError> {
        let statement = "UPDATE article SET digest = NULL, data = NULL, change = ?2, published = ?3 WHERE id = ?1 AND digest IS NOT NULL";
        self.run(statement, (id.to_string(), self.number(), self.published))
    }

    /// Has an article read again by those who follow this copy.
    pub(super) fn touch(&mut self, id: &ArticleId) -> Result<(), SourceError> {
        self.run("UPDATE article SET change = ?2 WHERE id = ?1", (id.to_string(), self.number()))
    }

    /// Whether the files of the site are those of `entries` already.
    pub(super) fn has_site(&self, entries: &FileList) -> Result<bool, SourceError> {
        let found = || {
            let mut all = self.connection.prepare("SELECT path, digest FROM site ORDER BY path")?;
            let rows = all.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect::<rusqlite::Result<Vec<(String, String)>>>()
        };
        let listed = entries.iter().map(|(path, entry)| (path.clone(), entry.digest.to_string()));
        let is_whole = missing_site(self.connection).map_err(broken)?.is_empty();
        Ok(is_whole && found().map_err(broken)? == listed.collect::<Vec<_>>())
    }

    /// Puts the files of the site in the place of those that were there. Of one that is missing, the former one stays.
    pub(super) fn put_site(&mut self, files: Vec<SiteFile>) -> Result<(), SourceError> {
        let is_missing = |file: &&SiteFile| file.bytes.is_none();
        let missing = files.iter().filter(is_missing).map(|file| (file.path.clone(), file.entry.clone()));
        let missing: FileList = missing.collect();
        for path in self.site_paths()? {
            if !missing.contains_key(&path) {
                self.run("DELETE FROM site WHERE path = ?1", [path])?;
            }
        }
        files.into_iter().try_for_each(|file| self.put_site_file(file))?;
        self.set_missing_site(&missing)
    }

    /// Puts files of the site that were missing, unless others were published in their place since.
    pub(super) fn put_missing_site(&mut self, files: Vec<SiteFile>) -> Result<(), SourceError> {
        let mut missing = missing_site(self.connection).map_err(broken)?;
        for file in files {
            if missing.get(&file.path) == Some(&file.entry) {
                missing.remove(&file.path);
                self.put_site_file(file)?;
            }
        }
        self.set_missing_site(&missing)
    }

    fn site_paths(&self) -> Result<Vec<String>, SourceError> {
        let paths = || {
            let mut all = self.connection.prepare("SELECT path FROM site")?;
            all.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()
        };
        paths().map_err(broken)
    }

    fn put_site_file(&mut self, SiteFile { path, entry, bytes }: SiteFile) -> Result<(), SourceError> {
        let Some(bytes) = bytes else { return Ok(()) };
        let statement = "INSERT OR REPLACE INTO site (path, digest, bytes) VALUES (?1, ?2, ?3)";
        self.run(statement, (path, entry.digest.to_string(), bytes))
    }

    /// Notes which files of the site are missing, and that the site changed.
    fn set_missing_site(&mut self, missing: &FileList) -> Result<(), SourceError> {
        let listed = serde_json::to_string(missing)
            .map_err(|error| SourceError::Io { path: FILE.to_owned(), source: error.into() })?;
        let change = self.change.to_string();
        set(self.connection, "site_missing", &format!("{change} {listed}")).map_err(broken)?;
        set(self.connection, "site_change", &change).map_err(broken)
    }

    /// Its position in the log.
    pub(super) fn position(&self) -> Result<Position, SourceError> {
        position(self.connection).map_err(broken)
    }

    /// Sets where it is in the log after this transaction.
    pub(super) fn set_position(&mut self, position: Position) -> Result<(), SourceError> {
        set(self.connection, "sequence", &position.sequence.to_string()).map_err(broken)?;
        let log = position.log.map(|log| log.to_string()).unwrap_or_default();
        set(self.connection, "log", &log).map_err(broken)
    }

    fn number(&self) -> i64 {
        i64::try_from(self.change).unwrap_or(i64::MAX)
    }

    fn run(&self, statement: &str, values: impl rusqlite::Params) -> Result<(), SourceError> {
        let run = || self.connection.prepare_cached(statement)?.execute(values).map(drop);
        run().map_err(broken)
    }
}
