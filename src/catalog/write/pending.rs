//! Articles of which something is not public, and when that changes.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension};

use crate::{
    article::Pending,
    catalog::{
        Catalog, CatalogError, Snapshot,
        compression::{article_id, json},
        read::view::ArticleMeta,
    },
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

/// How the folder of an article is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// There is no such folder.
    Absent,
    /// Nothing in it can be shown.
    Unreadable,
    /// Readers see nothing of it yet.
    Hidden,
    /// It was taken down.
    Withdrawn,
    /// Readers see it.
    Shown,
}

impl Catalog {
    /// How an article is there, in the catalog that is being written.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn presence(&self, id: &ArticleId) -> Result<Presence, CatalogError> {
        self.write(|connection| {
            if is_whole(connection, id)? {
                return Ok(Presence::Hidden);
            }
            let key = (id.collection().number(), id.name().as_str());
            let mut find = connection.prepare_cached("SELECT meta FROM article WHERE year = ?1 AND name = ?2")?;
            if let Some(row) = find.query(key)?.next()? {
                let meta: ArticleMeta = json(row, 0)?;
                return Ok(if meta.withdrawn.is_some() { Presence::Withdrawn } else { Presence::Shown });
            }
            let mut find = connection.prepare_cached("SELECT 1 FROM item WHERE year = ?1 AND name = ?2")?;
            Ok(if find.exists(key)? { Presence::Unreadable } else { Presence::Absent })
        })
    }

    /// Whether readers see nothing of some article yet, in the catalog that is being written.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn has_hidden(&self) -> Result<bool, CatalogError> {
        self.write(|connection| {
            Ok(connection.prepare_cached("SELECT 1 FROM pending WHERE whole LIMIT 1")?.exists([])?)
        })
    }
}

impl Snapshot {
    /// Whether readers see nothing of an article yet, though its folder is there.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn is_hidden(&self, id: &ArticleId) -> Result<bool, CatalogError> {
        self.read(|connection| is_whole(connection, id))
    }

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
