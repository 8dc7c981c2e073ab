//! The problems of an archive, stored with the article they belong to. A problem that stays keeps its number, so a reader of
//! problems up to a number gets only new ones.

use std::collections::HashMap;

use rusqlite::{Connection, Row};

use crate::{
    catalog::{CatalogError, Snapshot, changes::meta, compression::json},
    model::{
        diagnostic::{Diagnostic, DiagnosticCounts, Severity},
        slug::ArticleId,
    },
};

/// The last problem that was reported; at first, none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DiagnosticCursor {
    birth: String,
    last: i64,
}

/// Problems that were not reported yet.
#[derive(Debug)]
pub struct NewDiagnostics {
    /// The first of them: those of the archive as a whole, then article by article in the order in which they were found.
    pub first: Vec<Diagnostic>,
    /// How many there are.
    pub count: usize,
    /// How many problems there are now, known ones included.
    pub all: DiagnosticCounts,
    /// The last problem of these.
    pub cursor: DiagnosticCursor,
}

impl Snapshot {
    /// How many problems there are.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn diagnostic_counts(&self) -> Result<DiagnosticCounts, CatalogError> {
        self.read(counts)
    }

    /// The problems of an article and of the archive as a whole, and `most` others, errors first, the latest before the rest.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn diagnostics_near(&self, article: Option<&ArticleId>, most: usize) -> Result<Vec<Diagnostic>, CatalogError> {
        let own = article.map(ToString::to_string).unwrap_or_default();
        self.read(|connection| {
            let mut near =
                connection.prepare_cached("SELECT report FROM problem WHERE owner IN (?1, ?2, '') ORDER BY n")?;
            let mut others = connection.prepare_cached(
                "SELECT report FROM problem WHERE owner NOT IN (?1, ?2, '') ORDER BY is_error DESC, n DESC LIMIT ?3",
            )?;
            let most = i64::try_from(most).unwrap_or(i64::MAX);
            let links = owner_of_links(&own);
            let near = near.query_and_then((&own, &links), report)?;
            near.chain(others.query_and_then((&own, &links, most), report)?).collect()
        })
    }

    /// The problems found since `cursor`, the first `most` of them in full; all of them where the catalog was rebuilt since.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn diagnostics_after(&self, cursor: &DiagnosticCursor, most: usize) -> Result<NewDiagnostics, CatalogError> {
        self.read(|connection| {
            let birth = meta(connection, "birth")?;
            let after = if cursor.birth == birth { cursor.last } else { 0 };
            let (count, last) = connection
                .prepare_cached("SELECT count(*), max(n) FROM problem WHERE n > ?1")?
                .query_row([after], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, Option<i64>>(1)?)))?;
            // All of them in the order of the index of owners; a few out of many by their numbers, which `+` asks for.
            let mut find = connection.prepare_cached(match after {
                0 => "SELECT report FROM problem WHERE n > ?1 ORDER BY owner, n LIMIT ?2",
                _ => "SELECT report FROM problem WHERE n > ?1 ORDER BY +owner, n LIMIT ?2",
            })?;
            let most = i64::try_from(most).unwrap_or(i64::MAX);
            let first = find.query_and_then((after, most), report)?.collect::<Result<_, _>>()?;
            let count = usize::try_from(count).unwrap_or(usize::MAX);
            Ok(NewDiagnostics {
                first,
                count,
                all: counts(connection)?,
                cursor: DiagnosticCursor { birth, last: last.unwrap_or(after) },
            })
        })
    }
}

/// Replaces the problems of `owner`: an article's id, or `""` for the archive as a whole.
pub(in crate::catalog) fn replace(
    connection: &Connection,
    owner: &str,
    problems: &[Diagnostic],
) -> Result<(), CatalogError> {
    let mut gone: HashMap<String, Vec<i64>> = HashMap::new();
    let mut find = connection.prepare_cached("SELECT report, n FROM problem WHERE owner = ?1")?;
    let mut rows = find.query([owner])?;
    while let Some(row) = rows.next()? {
        gone.entry(row.get(0)?).or_default().push(row.get(1)?);
    }
    let mut insert = connection.prepare_cached("INSERT INTO problem (owner, is_error, report) VALUES (?1, ?2, ?3)")?;
    for problem in problems {
        let report = serde_json::to_string(problem).map_err(CatalogError::damaged)?;
        if gone.get_mut(&report).and_then(Vec::pop).is_none() {
            insert.execute((owner, problem.severity == Severity::Error, report))?;
        }
    }
    let mut delete = connection.prepare_cached("DELETE FROM problem WHERE n = ?1")?;
    gone.into_values().flatten().try_for_each(|n| delete.execute([n]).map(drop))?;
    Ok(())
}

fn counts(connection: &Connection) -> Result<DiagnosticCounts, CatalogError> {
    let mut find = connection.prepare_cached("SELECT is_error, count(*) FROM problem GROUP BY is_error")?;
    let mut rows = find.query([])?;
    let mut counts = DiagnosticCounts::default();
    while let Some(row) = rows.next()? {
        let count = usize::try_from(row.get::<_, i64>(1)?).unwrap_or_default();
        *(if row.get(0)? { &mut counts.errors } else { &mut counts.warnings }) = count;
    }
    Ok(counts)
}

fn report(row: &Row<'_>) -> Result<Diagnostic, CatalogError> {
    json(row, 0)
}

/// The end of the owner of problems that depend on other articles, too.
const SUFFIX: &str = "#links";

/// The owner of the problems with the links of an article.
pub(in crate::catalog) fn owner_of_links(id: &str) -> String {
    format!("{id}{SUFFIX}")
}
