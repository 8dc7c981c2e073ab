//! Pictures and other files, by their address.

use rusqlite::{OptionalExtension, Row};

use crate::{
    catalog::{CatalogError, Snapshot, compression::article_id},
    media::Rendition,
    model::slug::ArticleId,
};

/// A picture, or another file of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PictureRow {
    /// Its article.
    pub article: ArticleId,
    /// Its path within the article's folder.
    pub file: String,
    /// The digest of its bytes as they are served.
    pub digest: String,
    /// The renditions to make, narrowest first; none if it is sent as it is.
    pub made: Vec<Rendition>,
}

impl Snapshot {
    /// A picture of which smaller ones are made; `None` if there is none, or the file goes out as it is.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn picture(&self, article: &ArticleId, file: &str) -> Result<Option<PictureRow>, CatalogError> {
        self.read(|connection| {
            let mut find = connection.prepare_cached(
                "SELECT year, name, file, digest, made FROM media
                 WHERE year = ?1 AND name = ?2 AND file = ?3 AND made != ''",
            )?;
            let mut rows = find.query((article.collection().number(), article.name().as_str(), file))?;
            rows.next()?.map(row).transpose()
        })
    }

    /// Up to `limit` pictures and other files, behind `after` in the order of article and file.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn pictures(&self, after: Option<&PictureRow>, limit: u32) -> Result<Vec<PictureRow>, CatalogError> {
        self.read(|connection| {
            let mut find = connection.prepare_cached(
                "SELECT year, name, file, digest, made FROM media
                 WHERE (year, name, file) > (?1, ?2, ?3) ORDER BY year, name, file LIMIT ?4",
            )?;
            let year = after.map_or(i64::MIN, |row| row.article.collection().number());
            let name = after.map_or("", |row| row.article.name().as_str());
            let mut rows = find.query((year, name, after.map_or("", |row| row.file.as_str()), limit))?;
            let mut found = Vec::new();
            while let Some(next) = rows.next()? {
                found.push(row(next)?);
            }
            Ok(found)
        })
    }

    /// The digest of an article's file as it was last read, and the state of the file at that moment, which is empty for a
    /// short one; `None` if the article has no such file.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn media_state(&self, article: &ArticleId, file: &str) -> Result<Option<(String, String)>, CatalogError> {
        self.read(|connection| {
            let mut find = connection
                .prepare_cached("SELECT digest, state FROM media WHERE year = ?1 AND name = ?2 AND file = ?3")?;
            let key = (article.collection().number(), article.name().as_str(), file);
            Ok(find.query_row(key, |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
        })
    }

    /// The digest of an article's file as it was last read; `None` if the article has no such file.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn media_digest(&self, article: &ArticleId, file: &str) -> Result<Option<String>, CatalogError> {
        self.read(|connection| {
            let mut find =
                connection.prepare_cached("SELECT digest FROM media WHERE year = ?1 AND name = ?2 AND file = ?3")?;
            let key = (article.collection().number(), article.name().as_str(), file);
            Ok(find.query_row(key, |row| row.get(0)).optional()?)
        })
    }
}

fn row(row: &Row<'_>) -> Result<PictureRow, CatalogError> {
    let made: String = row.get(4)?;
    Ok(PictureRow {
        article: article_id(row, 0)?,
        file: row.get(2)?,
        digest: row.get(3)?,
        made: made.split(' ').filter_map(Rendition::parse).collect(),
    })
}
