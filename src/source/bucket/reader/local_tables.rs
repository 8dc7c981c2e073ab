//! The tables of the local copy, and its connections.

use std::{io, path::Path};

use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension};

use crate::source::{
    SourceError,
    bucket::{ContentDigest, FileList},
};

/// Raised when the tables or what is packed into them change: an older copy is then fetched again.
pub const VERSION: u32 = 2;
/// The name of the file in the state folder.
pub(super) const FILE: &str = "source.sqlite";
/// The one that is to take its place.
pub(super) const ASIDE: &str = "source.new.sqlite";

/// All tables, empty.
pub(super) const TABLES: &str = "
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
-- One row an article, also one that is gone (`digest` and `data` are NULL then); `change` counts the transactions of this file,
-- `published` is the second since 1970 at which the segment was written that changed it last.
CREATE TABLE article (id TEXT PRIMARY KEY, digest TEXT, data BLOB, change INTEGER NOT NULL, published INTEGER NOT NULL);
CREATE INDEX article_change ON article (change);
-- The files of the site as a whole, media included: a reader starts without the store.
CREATE TABLE site (path TEXT PRIMARY KEY, digest TEXT NOT NULL, bytes BLOB NOT NULL);
";

/// A reader's position in the log of the bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Position {
    /// The last segment that was applied.
    pub(super) sequence: u64,
    /// The digest of its stored bytes; `None` before the first one.
    pub(super) log: Option<ContentDigest>,
}

/// The position in the log.
pub(super) fn position(connection: &Connection) -> rusqlite::Result<Position> {
    Ok(Position { sequence: number(connection, "sequence")?, log: meta(connection, "log")?.parse().ok() })
}

/// A value.
pub(super) fn meta(connection: &Connection, key: &str) -> rusqlite::Result<String> {
    connection.prepare_cached("SELECT value FROM meta WHERE key = ?1")?.query_row([key], |row| row.get(0))
}

/// A value that is a number.
pub(super) fn number(connection: &Connection, key: &str) -> rusqlite::Result<u64> {
    Ok(meta(connection, key)?.parse().unwrap_or_default())
}

/// Sets a value.
pub(super) fn set(connection: &Connection, key: &str, value: &str) -> rusqlite::Result<()> {
    let statement = "INSERT OR REPLACE INTO meta (key, value) VALUES (?1, ?2)";
    connection.prepare_cached(statement)?.execute([key, value]).map(drop)
}

/// The files of the site that the bucket did not have as they were published. A copy of an earlier program has no such list, or
/// one from before that program changed the site.
pub(super) fn missing_site(connection: &Connection) -> rusqlite::Result<FileList> {
    let (listed, change) = (meta(connection, "site_missing").optional()?, meta(connection, "site_change")?);
    let listed = listed.as_deref().and_then(|listed| listed.split_once(' ')).filter(|(of, _)| *of == change);
    Ok(listed.and_then(|(_, listed)| serde_json::from_str(listed).ok()).unwrap_or_default())
}

/// The error of a file that is not as it was just written.
pub(super) fn unreadable() -> SourceError {
    SourceError::Bucket { reason: "the local copy cannot be read back".to_owned() }
}

/// The error of SQLite: damage, or what the disk says.
pub(super) fn broken(error: rusqlite::Error) -> SourceError {
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            SourceError::Bucket { reason: format!("the local copy `{FILE}` is damaged ({error})") }
        }
        _ => SourceError::Io { path: FILE.to_owned(), source: io::Error::other(error) },
    }
}

/// The connection of the one writer.
pub(super) fn writer(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    // As the catalog has it: readers go on while a segment is applied, and a crash leaves the file whole.
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA temp_store = MEMORY; PRAGMA busy_timeout = 30000;
         PRAGMA cache_size = -16384;",
    )?;
    Ok(connection)
}

/// A connection that reads.
pub(super) fn reader(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.execute_batch("PRAGMA busy_timeout = 5000;")?;
    Ok(connection)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::bucket::FileEntry;

    /// A program that does not know the list may have changed the site meanwhile.
    #[test]
    fn a_list_of_missing_files_holds_until_the_site_changes() {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(TABLES).unwrap();
        set(&connection, "site_change", "7").unwrap();
        assert_eq!(missing_site(&connection).unwrap(), FileList::new());
        let files = FileList::from([("static/a.png".to_owned(), FileEntry::of("static/a.png", b"x"))]);
        let listed = serde_json::to_string(&files).unwrap();
        for (change, expected) in [("7", files), ("1", FileList::new())] {
            set(&connection, "site_missing", &format!("{change} {listed}")).unwrap();
            assert_eq!(missing_site(&connection).unwrap(), expected, "{change}");
        }
    }
}
