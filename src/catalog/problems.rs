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

/// Every problem, by owner and in the order in which they were found.
pub(super) fn all(connection: &Connection) -> Result<Vec<Problem>, CatalogError> {
    // As they lie in the file, and sorted here: by the index of owners each row is read from another page.
    let mut statement = connection.prepare_cached("SELECT owner, report FROM problem")?;
    let mut rows = statement.query([])?;
    let mut problems = Vec::new();
    while let Some(row) = rows.next()? {
        let report = row.get_ref(1)?.as_str().unwrap_or_default();
        problems.push((row.get::<_, String>(0)?, serde_json::from_str(report).map_err(CatalogError::damaged)?));
    }
    problems.sort_by(|(a, _): &(String, Problem), (b, _)| a.cmp(b));
    Ok(problems.into_iter().map(|(_, problem)| problem).collect())
}
