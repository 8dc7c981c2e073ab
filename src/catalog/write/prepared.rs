//! Rows prepared in parallel before the single writer inserts them: serialised details, compressed bodies.

use rusqlite::Connection;

use crate::{
    article::{Article, Assembled, MediaFile, UnusableFile, Version},
    catalog::{
        CatalogError, Published,
        compression::{json, packed, to_json},
        details::VersionDetails,
    },
    model::{lang::Lang, slug::Slug},
};

/// An article's files as they were assembled, with the rows of its versions.
#[derive(Debug)]
pub struct PreparedArticle {
    pub(in crate::catalog) assembled: Assembled,
    /// When it was published, if the source says so.
    pub(in crate::catalog) published: Published,
    /// One for each version of the article, in its order.
    rows: Vec<PreparedVersion>,
}

/// The stored form of a version, besides its title and summary.
#[derive(Debug)]
pub(in crate::catalog) struct PreparedVersion {
    lang: Lang,
    /// The [`Thumbnail`](crate::article::Thumbnail) as JSON, if it has one.
    pub(in crate::catalog) thumbnail: Option<String>,
    /// [`VersionDetails`] as JSON.
    pub(in crate::catalog) details: String,
    /// Its HTML, packed.
    pub(in crate::catalog) body: Vec<u8>,
}

impl PreparedArticle {
    /// Makes ready what came of an article's files.
    ///
    /// # Errors
    /// If zstd has no memory left.
    pub fn new(assembled: Assembled) -> Result<PreparedArticle, CatalogError> {
        let rows = assembled.article.as_ref().map(rows).transpose()?.unwrap_or_default();
        Ok(PreparedArticle { assembled, published: Published::Unknown, rows })
    }

    /// The same, published at this time.
    #[must_use]
    pub fn with_published(self, published: Published) -> PreparedArticle {
        PreparedArticle { published, ..self }
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
        let thumbnail = article
            .lead_picture(version)
            .and_then(MediaFile::thumbnail)
            .map(|thumbnail| to_json(&thumbnail))
            .transpose()?;
        let body = packed(version.rendered.html.as_str())?;
        Ok(PreparedVersion { lang: version.lang.clone(), thumbnail, details, body })
    };
    article.versions.iter().map(row).collect()
}

/// A version whose rows stay as they are.
pub(in crate::catalog) struct RetainedVersion {
    pub(in crate::catalog) lang: Lang,
    /// The last part of its address.
    pub(in crate::catalog) slug: Slug,
    pub(in crate::catalog) details: VersionDetails,
}

/// The old rows that stay when `assembled` is put.
pub(in crate::catalog) enum Retained {
    /// All of the article: what its versions share cannot be read, or no version can.
    Article,
    /// These versions.
    Versions(Vec<RetainedVersion>),
}

/// The rows of the article `n` that stay.
pub(in crate::catalog) fn keep(
    connection: &Connection,
    n: i64,
    assembled: &Assembled,
) -> Result<Retained, CatalogError> {
    if assembled.article.is_none() && !assembled.broken.is_empty() {
        // The last good state stays, unless it shows a version that is not public now.
        let mut find = connection.prepare_cached("SELECT 1 FROM version WHERE article = ?1 AND lang = ?2")?;
        for (lang, _) in &assembled.hidden {
            if find.exists((n, lang.as_str()))? {
                return Ok(Retained::Versions(Vec::new()));
            }
        }
        return Ok(Retained::Article);
    }
    let mut find = connection.prepare_cached(
        "SELECT slug, details FROM version JOIN slug USING (article, lang) WHERE version.article = ?1 AND version.lang = ?2",
    )?;
    let mut kept = Vec::new();
    for broken in &assembled.broken {
        let UnusableFile::Version(lang) = broken else { continue };
        let mut rows = find.query((n, lang.as_str()))?;
        while let Some(row) = rows.next()? {
            kept.push(RetainedVersion { lang: lang.clone(), slug: row.get(0)?, details: json(row, 1)? });
        }
    }
    Ok(Retained::Versions(kept))
}

/// Takes the versions of the article `n` out of every table that has a row a version, but for those that are kept.
pub(in crate::catalog) fn delete_versions(
    connection: &Connection,
    n: i64,
    kept: &[RetainedVersion],
) -> Result<(), CatalogError> {
    let mut find = connection.prepare_cached("SELECT lang FROM version WHERE article = ?1")?;
    let langs = find.query_map([n], |row| row.get(0))?.collect::<Result<Vec<Lang>, _>>()?;
    for lang in langs.iter().filter(|lang| kept.iter().all(|kept| kept.lang != **lang)) {
        for delete in [
            "DELETE FROM version WHERE article = ?1 AND lang = ?2",
            "DELETE FROM body WHERE article = ?1 AND lang = ?2",
            "DELETE FROM alias WHERE article = ?1 AND lang = ?2",
            "DELETE FROM link WHERE article = ?1 AND lang = ?2",
        ] {
            connection.prepare_cached(delete)?.execute((n, lang.as_str()))?;
        }
    }
    connection.prepare_cached("DELETE FROM alias WHERE article = ?1 AND lang = ''")?.execute([n])?;
    Ok(())
}
