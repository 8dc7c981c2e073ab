//! Links between articles: one that leads to no article is a problem of the article it stands in, and is found when either of
//! the two comes or goes. Each change costs as much as the links that it makes or breaks, in an archive of any size.

use std::collections::BTreeSet;

use rusqlite::Connection;

use super::{diagnostics, lookup::number};
use crate::{
    article::{Article, markdown::broken_link},
    catalog::{
        Catalog, CatalogError,
        changes::{begin, meta},
        compression::article_id,
        write::pending,
    },
    model::{diagnostic::Place, slug::ArticleId},
};

/// So many articles in one pass, and one walk over all links is cheaper.
const MANY: usize = 1_000;
/// A link that was not looked up yet.
const UNKNOWN: u8 = 2;
/// Whether the link leads to no article; one that is not public yet is one.
const BROKEN: &str = "(NOT EXISTS (SELECT 1 FROM article WHERE article.year = link.year AND article.name = link.name)
   AND NOT EXISTS (SELECT 1 FROM pending WHERE pending.year = link.year AND pending.name = link.name AND whole))";

impl Catalog {
    /// The number of the last batch, in the catalog that is being written.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn batch(&self) -> Result<u64, CatalogError> {
        self.write(|connection| meta(connection, "batch")?.parse().map_err(CatalogError::damaged))
    }

    /// Reports the links that lead to no article, where `touched` are the articles of all batches after the batch `began`.
    /// If other batches came before, every link is looked up.
    ///
    /// # Errors
    /// If the file cannot be written; it is then as it was.
    pub fn check_links(&self, touched: &BTreeSet<ArticleId>, began: u64) -> Result<(), CatalogError> {
        self.write(|connection| {
            let checked: u64 = meta(connection, "links")?.parse().map_err(CatalogError::damaged)?;
            let batch: u64 = meta(connection, "batch")?.parse().map_err(CatalogError::damaged)?;
            if batch == 0 {
                // An archive without articles is whole, too: the number of a batch says so from now on.
                begin(connection)?;
            } else if checked == batch && touched.is_empty() {
                return Ok(());
            }
            let mut owners = BTreeSet::new();
            if checked == began && touched.len() <= MANY {
                look_up(connection, touched, &mut owners)?;
            } else {
                look_up_all(connection, &mut owners)?;
            }
            owners.iter().try_for_each(|owner| report(connection, owner))?;
            connection
                .prepare_cached(
                    "UPDATE meta SET value = (SELECT value FROM meta WHERE key = 'batch') WHERE key = 'links'",
                )?
                .execute([])?;
            Ok(())
        })
    }
}

/// Writes the links of the article `n`, to be looked up.
pub(in crate::catalog) fn put(connection: &Connection, n: i64, article: &Article) -> Result<(), CatalogError> {
    let mut insert = connection.prepare_cached(
        "INSERT OR IGNORE INTO link (article, lang, line, \"column\", year, name, broken) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    for version in &article.versions {
        for link in &version.rendered.links {
            let Place { line, column } = link.place;
            let (year, name) = (link.to.collection().number(), link.to.name().as_str());
            insert.execute((n, version.lang.as_str(), line, column, year, name, UNKNOWN))?;
        }
    }
    Ok(())
}

/// Looks up the links of the `touched` articles and those that lead to them.
fn look_up(
    connection: &Connection,
    touched: &BTreeSet<ArticleId>,
    owners: &mut BTreeSet<ArticleId>,
) -> Result<(), CatalogError> {
    let mut own = connection.prepare_cached(&format!("UPDATE link SET broken = {BROKEN} WHERE article = ?1"))?;
    let mut leading = connection.prepare_cached(
        "SELECT DISTINCT article.year, article.name FROM link JOIN article ON article.n = link.article
         WHERE link.year = ?1 AND link.name = ?2 AND link.broken = ?3",
    )?;
    let mut turn =
        connection.prepare_cached("UPDATE link SET broken = ?3 WHERE year = ?1 AND name = ?2 AND broken = ?4")?;
    for id in touched {
        owners.insert(id.clone());
        let n = number(connection, id)?;
        if let Some(n) = n {
            own.execute([n])?;
        }
        let is_broken = n.is_none() && !pending::is_whole(connection, id)?;
        let (now, before) = (u8::from(is_broken), u8::from(!is_broken));
        let (year, name) = (id.collection().number(), id.name().as_str());
        owners.extend(ids(&mut leading, (year, name, before))?);
        turn.execute((year, name, now, before))?;
    }
    Ok(())
}

fn look_up_all(connection: &Connection, owners: &mut BTreeSet<ArticleId>) -> Result<(), CatalogError> {
    connection.execute(&format!("UPDATE link SET broken = {BROKEN} WHERE broken != {BROKEN}"), [])?;
    let mut broken = connection.prepare(
        "SELECT DISTINCT article.year, article.name FROM link JOIN article ON article.n = link.article WHERE broken = 1",
    )?;
    owners.extend(ids(&mut broken, ())?);
    let mut reported = connection.prepare("SELECT DISTINCT owner FROM problem WHERE owner LIKE '%#links'")?;
    let reported = reported.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    owners.extend(reported.iter().filter_map(|owner| owner.strip_suffix(SUFFIX)?.parse::<ArticleId>().ok()));
    Ok(())
}

fn ids(statement: &mut rusqlite::Statement<'_>, key: impl rusqlite::Params) -> Result<Vec<ArticleId>, CatalogError> {
    statement.query_and_then(key, |row| article_id(row, 0))?.collect()
}

/// The end of the owner of problems that depend on other articles, too.
const SUFFIX: &str = "#links";

fn report(connection: &Connection, id: &ArticleId) -> Result<(), CatalogError> {
    let mut found = Vec::new();
    if let Some(n) = number(connection, id)? {
        let mut find = connection.prepare_cached(
            "SELECT lang, line, \"column\", year, name FROM link WHERE article = ?1 AND broken = 1 ORDER BY lang, line, \"column\"",
        )?;
        let mut rows = find.query([n])?;
        while let Some(row) = rows.next()? {
            let path = format!("{}/{}.md", id.folder(), row.get::<_, String>(0)?);
            let place = Place { line: row.get(1)?, column: row.get(2)? };
            let to = article_id(row, 3)?;
            found.push(broken_link(&path, place, &to.to_string(), None));
        }
    }
    diagnostics::replace(
        connection,
        &diagnostics::owner_of_links(&id.to_string()),
        &crate::model::diagnostic::cap_per_file(found),
    )
}
