//! The problems of an archive, kept with the article they belong to.

use rusqlite::Connection;

use super::CatalogError;
use crate::problem::Problem;

/// Replaces the problems of `owner`: an article's id, or `""` for the archive as a whole.
pub(super) fn replace(connection: &Connection, owner: &str, problems: &[Problem]) -> Result<(), CatalogError> {
    connection.prepare_cached("DELETE FROM problem WHERE owner = ?1")?.execute([owner])?;
    let mut insert = connection.prepare_cached("INSERT INTO problem VALUES (?1, ?2)")?;
    for problem in problems {
        insert.execute((owner, serde_json::to_string(problem).map_err(CatalogError::damaged)?))?;
    }
    Ok(())
}

/// Every problem, by owner and path.
pub(super) fn all(connection: &Connection) -> Result<Vec<Problem>, CatalogError> {
    let mut statement = connection.prepare_cached("SELECT report FROM problem ORDER BY owner, rowid")?;
    let mut rows = statement.query([])?;
    let mut problems = Vec::new();
    while let Some(row) = rows.next()? {
        problems
            .push(serde_json::from_str(row.get_ref(0)?.as_str().unwrap_or_default()).map_err(CatalogError::damaged)?);
    }
    Ok(problems)
}
