//! Versions that are no longer public: OAI-PMH reports them as deleted.

use rusqlite::Connection;

use crate::{catalog::CatalogError, model::slug::ArticleId};

/// Notes every public version of the dated article `n` as gone, before its rows are deleted.
pub(in crate::catalog) fn note(connection: &Connection, n: i64) -> Result<(), CatalogError> {
    let mut note = connection.prepare_cached(
        "INSERT OR REPLACE INTO gone (year, name, lang, article, section)
         SELECT a.year, a.name, v.lang, a.n, a.section FROM article AS a JOIN version AS v ON v.article = a.n
         WHERE a.n = ?1 AND a.year >= 0 AND v.unpublished IS NULL",
    )?;
    note.execute([n])?;
    Ok(())
}

/// Deletes the notes of versions that are public again.
pub(in crate::catalog) fn forget(connection: &Connection, n: i64, id: &ArticleId) -> Result<(), CatalogError> {
    let mut forget = connection.prepare_cached(
        "DELETE FROM gone WHERE year = ?1 AND name = ?2
         AND lang IN (SELECT lang FROM version WHERE article = ?3 AND unpublished IS NULL)",
    )?;
    forget.execute((id.collection().number(), id.name().as_str(), n))?;
    Ok(())
}
