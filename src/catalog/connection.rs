//! Connections: one that writes, as many that read as there are readers at once.

use std::{
    path::{Path, PathBuf},
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
};

use rusqlite::{Connection, OpenFlags, config::DbConfig};

use super::CatalogError;

/// Read-only connections, opened on demand and reused.
pub(super) struct ReaderPool {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
    /// Raised each time another file comes to lie at the path.
    generation: AtomicU64,
    /// The first damage that was found in the file.
    damage: Mutex<Option<String>>,
}

/// One of the connections, within a transaction.
pub(super) struct ReadTransaction {
    pub(super) connection: Connection,
    /// The generation of the file when the connection was taken.
    generation: u64,
}

/// Statements kept prepared on each connection: more than there are queries.
const STATEMENTS: usize = 64;

impl ReaderPool {
    pub(super) fn new(path: &Path) -> Self {
        ReaderPool {
            path: path.to_owned(),
            idle: Mutex::default(),
            generation: AtomicU64::new(0),
            damage: Mutex::default(),
        }
    }

    /// Forgets every idle connection: another file has come to lie at the path.
    pub(super) fn forget(&self) {
        self.generation.fetch_add(1, Ordering::AcqRel);
        if let Ok(mut idle) = self.idle.lock() {
            idle.clear();
        }
        if let Ok(mut damage) = self.damage.lock() {
            *damage = None;
        }
    }

    /// The damage that was found in the file, if any.
    pub(super) fn damage(&self) -> Option<String> {
        self.damage.lock().map_or(None, |damage| damage.clone())
    }

    /// Notes the error if it shows that the file is damaged.
    pub(super) fn note(&self, error: &CatalogError) {
        if let Some(what) = error.damage()
            && let Ok(mut damage) = self.damage.lock()
        {
            damage.get_or_insert(what);
        }
    }

    /// A connection on which one state of the file is read, until [`ReaderPool::end`]: the file is locked once for all that is read
    /// of it, where each statement by itself would lock it again, which costs more than most of them do.
    pub(super) fn begin(&self) -> Result<ReadTransaction, CatalogError> {
        let generation = self.generation.load(Ordering::Acquire);
        let idle = self.idle.lock().map_or(None, |mut idle| idle.pop());
        let connection = idle.map_or_else(|| open_reader(&self.path), Ok)?;
        connection.prepare_cached("BEGIN")?.execute([])?;
        Ok(ReadTransaction { connection, generation })
    }

    /// Lets the state go, and keeps the connection for the next reader unless the file is another one by now.
    pub(super) fn end(&self, reader: ReadTransaction) {
        let ReadTransaction { connection, generation } = reader;
        let ended = connection.prepare_cached("COMMIT").and_then(|mut commit| commit.execute([]));
        match ended {
            // Closed with the connection.
            Err(error) => self.note(&error.into()),
            Ok(_) => {
                if let Ok(mut idle) = self.idle.lock()
                    && generation == self.generation.load(Ordering::Acquire)
                {
                    idle.push(connection);
                }
            }
        }
    }
}

/// The connection of the one writer.
pub(super) fn open_writer(path: &Path) -> Result<Connection, CatalogError> {
    let connection = Connection::open(path)?;
    // Pages of 16 KiB: packed bodies are two or three KiB, and several of them fill one.
    // Write-ahead log: readers go on undisturbed while a batch is written. `NORMAL` keeps the file whole through a
    // crash; the last batch may be lost then, and is made again from the files. https://www.sqlite.org/wal.html
    connection.execute_batch(
        "PRAGMA page_size = 16384; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536;
         PRAGMA temp_store = MEMORY; PRAGMA busy_timeout = 30000; PRAGMA wal_autocheckpoint = 2048;",
    )?;
    prepare_once(&connection)?;
    Ok(connection)
}

/// The connection that builds a catalog aside, which has no readers yet and a crash may take: no log and no waiting for the
/// disk, and a batch that fails is still taken back.
pub(super) fn open_aside(path: &Path) -> Result<Connection, CatalogError> {
    let connection = Connection::open(path)?;
    connection.execute_batch(
        "PRAGMA page_size = 16384; PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF;
         PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -131072; PRAGMA temp_store = MEMORY;",
    )?;
    prepare_once(&connection)?;
    Ok(connection)
}

/// A connection that reads.
pub(super) fn open_reader(path: &Path) -> Result<Connection, CatalogError> {
    let connection =
        Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    // No `mmap_size`: a file that is cut short under a map of it ends the process, not the query.
    connection.execute_batch("PRAGMA cache_size = -8192; PRAGMA busy_timeout = 5000;")?;
    prepare_once(&connection)?;
    Ok(connection)
}

/// Keeps statements prepared for good. Without the stability guarantee SQLite plans a statement again each time another
/// value is bound to its `LIMIT`, which cost more than running it (<https://www.sqlite.org/queryplanner-ng.html#qpstab>).
fn prepare_once(connection: &Connection) -> Result<(), CatalogError> {
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}
