//! One state of the catalog, unaffected by concurrent writes.

use std::{
    cell::{Cell, OnceCell},
    sync::Arc,
};

use rusqlite::Connection;

use crate::catalog::{
    Catalog, CatalogError,
    connection::{ReadTransaction, ReaderPool},
};

/// Everything read through one snapshot belongs together: an article that it found is there to the end of it. The state is that
/// of its first read, and is let go when it is dropped. Of use for a page, not for minutes: the log of the file grows while a
/// state of it is held. <https://www.sqlite.org/isolation.html>
pub struct Snapshot {
    readers: Arc<ReaderPool>,
    reader: OnceCell<ReadTransaction>,
    failed: Cell<bool>,
}

impl Catalog {
    /// The catalog as it is at the first read; until then it costs nothing.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot { readers: Arc::clone(&self.readers), reader: OnceCell::new(), failed: Cell::new(false) }
    }
}

impl Snapshot {
    pub(in crate::catalog) fn read<T>(
        &self,
        read: impl FnOnce(&Connection) -> Result<T, CatalogError>,
    ) -> Result<T, CatalogError> {
        let answer = self.connection().and_then(read);
        answer.inspect_err(|error| {
            self.failed.set(true);
            self.readers.note(error);
        })
    }

    fn connection(&self) -> Result<&Connection, CatalogError> {
        let reader = match self.reader.get() {
            Some(reader) => reader,
            None => {
                let begun = self.readers.begin()?;
                self.reader.get_or_init(|| begun)
            }
        };
        Ok(&reader.connection)
    }
}

/// A connection on which a read failed is closed, not kept.
impl Drop for Snapshot {
    fn drop(&mut self) {
        if let Some(reader) = self.reader.take()
            && !self.failed.get()
        {
            self.readers.end(reader);
        }
    }
}
