//! From an address to an article.

use rusqlite::{Connection, OptionalExtension};

use crate::{
    catalog::{CatalogError, Snapshot, compression::article_id},
    model::{
        lang::Lang,
        slug::{ArticleId, Collection, Slug},
    },
};

/// The match for `/<lang>/<year>/<slug>` or `/<lang>/<slug>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AddressMatch {
    /// This article, at its right address in this language.
    Article(ArticleId),
    /// An article whose right address in this language ends in another slug.
    Moved(ArticleId, Slug),
    /// Nothing.
    Nothing,
}

impl AddressMatch {
    /// The article, whether or not the address is its right one.
    pub fn id(self) -> Option<ArticleId> {
        match self {
            AddressMatch::Article(id) | AddressMatch::Moved(id, _) => Some(id),
            AddressMatch::Nothing => None,
        }
    }
}

impl Snapshot {
    /// Looks an address up. The slug of another language and the id lead to the right one.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn find(&self, lang: &Lang, collection: Collection, slug: &str) -> Result<AddressMatch, CatalogError> {
        self.read(|connection| {
            let mut find = connection.prepare_cached(
                "SELECT name FROM address AS d JOIN article AS a ON a.n = d.article
                 WHERE d.year = ?1 AND slug = ?2 AND lang = ?3",
            )?;
            let key = (collection.number(), slug, lang.as_str());
            if let Some(name) = find.query_row(key, |row| row.get(0)).optional()? {
                return Ok(AddressMatch::Article(ArticleId::new(collection, name)));
            }
            let mut find = connection
                .prepare_cached("SELECT article FROM address WHERE year = ?1 AND slug = ?2 ORDER BY lang LIMIT 1")?;
            let Some(n) = find.query_row((collection.number(), slug), |row| row.get(0)).optional()? else {
                return Ok(AddressMatch::Nothing);
            };
            Ok(match slug_of(connection, n, lang)? {
                Some(slug) => AddressMatch::Moved(id_of(connection, n)?, slug),
                None => AddressMatch::Nothing,
            })
        })
    }

    /// The article that had the path `path` once, and the language it had it in, if it was one version's.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn find_alias(&self, path: &str) -> Result<Option<(ArticleId, Option<Lang>)>, CatalogError> {
        self.read(|connection| {
            let mut find = connection
                .prepare_cached("SELECT article, lang FROM alias WHERE path = ?1 ORDER BY year, name LIMIT 1")?;
            let found = find.query_row([path], |row| Ok((row.get(0)?, row.get::<_, String>(1)?))).optional()?;
            let Some((n, lang)) = found else { return Ok(None) };
            Ok(Some((id_of(connection, n)?, lang.parse().ok())))
        })
    }

    /// Whether there are old paths that are `path` with a query.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn has_alias_with_query(&self, path: &str) -> Result<bool, CatalogError> {
        self.read(|connection| {
            let mut find =
                connection.prepare_cached("SELECT EXISTS (SELECT 1 FROM alias WHERE path > ?1 AND path < ?2)")?;
            // In the order of bytes `@` follows `?`.
            Ok(find.query_row([format!("{path}?"), format!("{path}@")], |row| row.get(0))?)
        })
    }

    /// The last part of an article's address in `lang`; `None` if there is no such article.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn slug(&self, id: &ArticleId, lang: &Lang) -> Result<Option<Slug>, CatalogError> {
        self.read(|connection| {
            let mut find = connection.prepare_cached(
                "SELECT slug FROM article AS a JOIN slug AS s ON s.article = a.n
                 WHERE year = ?1 AND name = ?2 AND lang = ?3",
            )?;
            let key = (id.collection().number(), id.name().as_str(), lang.as_str());
            Ok(find.query_row(key, |row| row.get(0)).optional()?)
        })
    }
}

/// The articles that have `slug` in `collection`, in any language; the one that has it in `lang` first.
pub(super) fn numbers_at(
    connection: &Connection,
    lang: &Lang,
    collection: Collection,
    slug: &str,
) -> Result<Vec<i64>, CatalogError> {
    let mut find = connection
        .prepare_cached("SELECT article FROM address WHERE year = ?1 AND slug = ?2 ORDER BY lang <> ?3, lang")?;
    Ok(find.query_map((collection.number(), slug, lang.as_str()), |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// The number of an article in the tables.
pub(in crate::catalog) fn number(connection: &Connection, id: &ArticleId) -> Result<Option<i64>, CatalogError> {
    let mut find = connection.prepare_cached("SELECT n FROM article WHERE year = ?1 AND name = ?2")?;
    Ok(find.query_row((id.collection().number(), id.name().as_str()), |row| row.get(0)).optional()?)
}

/// The article with the number `n`, which must exist.
pub(in crate::catalog) fn id_of(connection: &Connection, n: i64) -> Result<ArticleId, CatalogError> {
    let mut find = connection.prepare_cached("SELECT year, name FROM article WHERE n = ?1")?;
    let mut rows = find.query([n])?;
    article_id(rows.next()?.ok_or(rusqlite::Error::QueryReturnedNoRows)?, 0)
}

fn slug_of(connection: &Connection, n: i64, lang: &Lang) -> Result<Option<Slug>, CatalogError> {
    let mut find = connection.prepare_cached("SELECT slug FROM slug WHERE article = ?1 AND lang = ?2")?;
    Ok(find.query_row((n, lang.as_str()), |row| row.get(0)).optional()?)
}
