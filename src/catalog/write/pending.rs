//! Articles of which something is not public, and when that changes.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension};

use crate::{
    article::Pending,
    catalog::{CatalogError, Snapshot, compression::article_id},
    model::slug::ArticleId,
};

/// Replaces what is noted about an article.
pub(in crate::catalog) fn put(
    connection: &Connection,
    id: &ArticleId,
    pending: Option<Pending>,
) -> Result<(), CatalogError> {
    let (year, name) = (id.collection().number(), id.name().as_str());
    match pending {
        Some(Pending { due, whole }) => connection
            .prepare_cached("INSERT OR REPLACE INTO pending (year, name, due, whole) VALUES (?1, ?2, ?3, ?4)")?
            .execute((year, name, due.map(Timestamp::as_second), whole))?,
        None => {
            connection.prepare_cached("DELETE FROM pending WHERE year = ?1 AND name = ?2")?.execute((year, name))?
        }
    };
    Ok(())
}

/// Whether nothing of an article is public, though its folder is there.
pub(in crate::catalog) fn is_whole(connection: &Connection, id: &ArticleId) -> Result<bool, CatalogError> {
    let mut find = connection.prepare_cached("SELECT 1 FROM pending WHERE year = ?1 AND name = ?2 AND whole")?;
    Ok(find.exists((id.collection().number(), id.name().as_str()))?)
}

impl Snapshot {
    /// The next moment at which something is published.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn next_publication(&self) -> Result<Option<Timestamp>, CatalogError> {
        self.read(|connection| {
            let mut find =
                connection.prepare_cached("SELECT due FROM pending WHERE due IS NOT NULL ORDER BY due LIMIT 1")?;
            let due: Option<i64> = find.query_row([], |row| row.get(0)).optional()?;
            due.map(|due| Timestamp::from_second(due).map_err(CatalogError::damaged)).transpose()
        })
    }

    /// The articles of which something is to be published by `now`.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn due(&self, now: Timestamp) -> Result<Vec<ArticleId>, CatalogError> {
        self.read(|connection| {
            let mut find = connection
                .prepare_cached("SELECT year, name FROM pending WHERE due IS NOT NULL AND due <= ?1 ORDER BY due")?;
            let mut rows = find.query([now.as_second()])?;
            let mut due = Vec::new();
            while let Some(row) = rows.next()? {
                due.push(article_id(row, 0)?);
            }
            Ok(due)
        })
    }
}
