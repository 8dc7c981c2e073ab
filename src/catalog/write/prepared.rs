//! What of a changed article can be made before its turn to be written comes: many are made ready at once, one writes.

use crate::{
    article::{Article, Assembled, Version},
    catalog::{CatalogError, column::to_json, compression::packed, details::VersionDetails},
    model::lang::Lang,
};

/// An article's files as they were assembled, with the rows of its versions.
#[derive(Debug)]
pub struct PreparedArticle {
    pub(in crate::catalog) assembled: Assembled,
    /// One for each version of the article, in its order.
    rows: Vec<PreparedVersion>,
}

/// What is stored of a version in addition to its title and summary.
#[derive(Debug)]
pub(in crate::catalog) struct PreparedVersion {
    lang: Lang,
    /// [`VersionDetails`] as JSON.
    pub(in crate::catalog) details: String,
    /// Its HTML, packed.
    pub(in crate::catalog) body: Vec<u8>,
}

impl PreparedArticle {
    /// Makes ready what came of an article's files.
    ///
    /// # Errors
    /// Where zstd has no memory left.
    pub fn new(assembled: Assembled) -> Result<PreparedArticle, CatalogError> {
        let rows = assembled.article.as_ref().map(rows).transpose()?.unwrap_or_default();
        Ok(PreparedArticle { assembled, rows })
    }

    /// The row of the version in `lang`.
    pub(in crate::catalog) fn row(&self, lang: &Lang) -> Result<&PreparedVersion, CatalogError> {
        let found = self.rows.iter().find(|row| row.lang == *lang);
        found.ok_or_else(|| CatalogError::damaged(format!("no row was made ready for `{lang}`")))
    }
}

fn rows(article: &Article) -> Result<Vec<PreparedVersion>, CatalogError> {
    let row = |version: &Version| {
        let details = to_json(&VersionDetails::new(article, version))?;
        Ok(PreparedVersion { lang: version.lang.clone(), details, body: packed(version.rendered.html.as_str())? })
    };
    article.versions.iter().map(row).collect()
}
