//! Pictures and other files, by their address.

use rusqlite::OptionalExtension;

use super::{Catalog, CatalogError};
use crate::slug::ArticleId;

impl Catalog {
    /// The digest of an article's file as it was last read; `None` where the article has no such file.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn media_digest(&self, article: &ArticleId, file: &str) -> Result<Option<String>, CatalogError> {
        self.readers.with(|connection| {
            let mut find =
                connection.prepare_cached("SELECT digest FROM media WHERE year = ?1 AND name = ?2 AND file = ?3")?;
            let key = (article.year().get(), article.name().as_str(), file);
            Ok(find.query_row(key, |row| row.get(0)).optional()?)
        })
    }
}
