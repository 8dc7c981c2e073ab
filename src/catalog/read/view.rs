//! Everything a page about one article needs, read at once.

use rusqlite::{Connection, Row};
use serde::{Deserialize, Serialize};

use super::lookup::number;
use crate::{
    article::{Article, Audience, InLanguage, Unpublished, Version, Versions, Withdrawn, markdown::SafeHtml},
    catalog::{
        CatalogError, ListingKey, Snapshot, VersionDetails, compression::json, compression::unpacked,
        write::listing_facts::ListingFacts,
    },
    model::{
        date::Moment,
        lang::Lang,
        slug::{ArticleId, Slug},
    },
    site::Site,
};

/// The number of an article that is not in the tables; SQLite gives positive ones.
const NO_NUMBER: i64 = 0;

/// The metadata that all versions share, as the catalog stores it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArticleMeta {
    /// When the article was published; `None` of an undated page.
    pub published: Option<Moment>,
    /// The language of the source version.
    pub source: Lang,
    /// The languages that the article is meant for.
    #[serde(default, skip_serializing_if = "Audience::is_all")]
    pub languages: Audience,
    /// The section's id.
    pub section: Option<String>,
    /// The id of the series that it is a part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series: Option<String>,
    /// Which part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<u32>,
    /// The tags' ids.
    pub tags: Vec<String>,
    /// The authors' ids.
    pub authors: Vec<String>,
    /// Why it was taken down, if it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Withdrawn>,
    /// SPDX id or words.
    pub licence: Option<String>,
    /// The origin of the text.
    pub origin: Option<String>,
}

/// A version that exists, without its body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionSummary {
    /// Its language.
    pub lang: Lang,
    /// The last part of its address.
    pub slug: Slug,
    /// Its title.
    pub title: String,
    /// Its summary; may be empty.
    pub summary: String,
    /// Why it is not public; only in a preview.
    pub unpublished: Option<Unpublished>,
    /// The rest of its front matter.
    pub details: VersionDetails,
}

/// An article with all that its page shows.
#[derive(Debug, Clone)]
pub struct ArticleView {
    /// Its id.
    pub id: ArticleId,
    /// Its place in listings.
    pub key: ListingKey,
    /// The metadata that its versions share.
    pub meta: ArticleMeta,
    /// Its versions, in the alphabet of their tags.
    pub versions: Versions<VersionSummary>,
    /// The body of the version asked for.
    pub body: SafeHtml,
    /// Its number in the tables.
    pub(in crate::catalog) number: i64,
    /// The language whose title stands for the article.
    pub(in crate::catalog) first: Option<Lang>,
}

impl ArticleMeta {
    pub(in crate::catalog) fn new(article: &Article) -> Self {
        let meta = &article.meta;
        ArticleMeta {
            published: meta.published,
            source: meta.source.clone(),
            languages: meta.languages.clone(),
            section: meta.section.clone(),
            series: meta.series.clone(),
            part: meta.part,
            tags: meta.tags.clone(),
            authors: meta.authors.clone(),
            withdrawn: meta.withdrawn.clone(),
            licence: meta.licence.clone(),
            origin: meta.origin.clone(),
        }
    }
}

impl ArticleView {
    /// The view of an article that is in no catalog, with the body of the version in `shown`.
    pub fn from_article(article: &Article, shown: &Lang, site: &Site) -> ArticleView {
        let facts = ListingFacts::new(article, &[], site);
        let version = |version: &Version| VersionSummary {
            lang: version.lang.clone(),
            slug: version.slug(&article.id).clone(),
            title: version.text.title.clone(),
            summary: version.text.summary.clone(),
            unpublished: version.unpublished,
            details: VersionDetails::new(article, version),
        };
        let body = article.versions.get(shown).map(|version| version.rendered.html.as_str().to_owned());
        ArticleView {
            id: article.id.clone(),
            key: ListingKey::new(facts.published, &article.id),
            meta: ArticleMeta::new(article),
            versions: article.versions.iter().map(version).collect(),
            body: SafeHtml::from_stored(body.unwrap_or_default()),
            number: NO_NUMBER,
            first: facts.first,
        }
    }

    /// The version that the others are translated from.
    pub fn source(&self) -> Option<&VersionSummary> {
        self.versions.get(&self.meta.source)
    }
}

impl InLanguage for VersionSummary {
    fn lang(&self) -> &Lang {
        &self.lang
    }
}

impl Snapshot {
    /// The versions of an article and the body of the one that `shown` chooses among their languages.
    /// `None` if there is no such article; a view without a body where `shown` chooses none.
    ///
    /// # Errors
    /// If the file cannot be read, or a row is damaged.
    pub fn article(
        &self,
        id: &ArticleId,
        shown: impl Fn(&[Lang]) -> Option<Lang>,
    ) -> Result<Option<ArticleView>, CatalogError> {
        self.read(|connection| {
            let mut find =
                connection.prepare_cached("SELECT n, facts, meta FROM article WHERE year = ?1 AND name = ?2")?;
            let mut rows = find.query((id.collection().number(), id.name().as_str()))?;
            let Some(row) = rows.next()? else { return Ok(None) };
            let (n, facts, meta): (i64, ListingFacts, ArticleMeta) = (row.get(0)?, json(row, 1)?, json(row, 2)?);
            let versions = versions(connection, n)?;
            let langs: Vec<Lang> = versions.languages().cloned().collect();
            let body = match shown(&langs) {
                Some(lang) => body(connection, n, &lang)?,
                None => SafeHtml::from_stored(String::new()),
            };
            let key = ListingKey::new(facts.published, id);
            Ok(Some(ArticleView { id: id.clone(), key, meta, versions, body, number: n, first: facts.first }))
        })
    }

    /// The body of one version; `None` if there is no such version.
    ///
    /// # Errors
    /// If the file cannot be read, or the row is damaged.
    pub fn body(&self, id: &ArticleId, lang: &Lang) -> Result<Option<SafeHtml>, CatalogError> {
        self.read(|connection| match number(connection, id)? {
            Some(n) if versions(connection, n)?.has(lang) => body(connection, n, lang).map(Some),
            _ => Ok(None),
        })
    }

    /// The languages an article has; empty where there is no such article.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn languages_of(&self, id: &ArticleId) -> Result<Vec<Lang>, CatalogError> {
        self.read(|connection| {
            let mut find = connection.prepare_cached(
                "SELECT v.lang FROM article AS a JOIN version AS v ON v.article = a.n
                 JOIN slug AS s ON s.article = v.article AND s.lang = v.lang WHERE year = ?1 AND name = ?2 ORDER BY v.lang",
            )?;
            let key = (id.collection().number(), id.name().as_str());
            Ok(find.query_map(key, |row| row.get(0))?.collect::<Result<_, _>>()?)
        })
    }

    /// Whether there is an article in `lang` that was not taken down.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn has_language(&self, lang: &Lang) -> Result<bool, CatalogError> {
        self.read(|connection| {
            let mut find = connection.prepare_cached(
                "SELECT 1 FROM version AS v WHERE lang = ?1
                 AND (SELECT json_extract(meta, '$.withdrawn') FROM article WHERE n = v.article) IS NULL",
            )?;
            Ok(find.exists([lang.as_str()])?)
        })
    }
}

pub(in crate::catalog) fn versions(connection: &Connection, n: i64) -> Result<Versions<VersionSummary>, CatalogError> {
    let mut find = connection.prepare_cached(
        "SELECT v.lang, slug, title, summary, unpublished, details FROM version AS v
         JOIN slug AS s ON s.article = v.article AND s.lang = v.lang WHERE v.article = ?1 ORDER BY v.lang",
    )?;
    let version = |row: &Row<'_>| {
        Ok(VersionSummary {
            lang: row.get(0)?,
            slug: row.get(1)?,
            title: row.get(2)?,
            summary: row.get(3)?,
            unpublished: row.get(4)?,
            details: json(row, 5)?,
        })
    };
    find.query_and_then([n], version)?.collect()
}

pub(in crate::catalog) fn body(connection: &Connection, n: i64, lang: &Lang) -> Result<SafeHtml, CatalogError> {
    let mut find = connection.prepare_cached("SELECT html FROM body WHERE article = ?1 AND lang = ?2")?;
    let mut rows = find.query((n, lang.as_str()))?;
    let stored = rows.next()?.ok_or_else(|| CatalogError::damaged(format!("no body for article {n} in {lang}")))?;
    unpacked(stored.get_ref(0)?.as_blob().map_err(CatalogError::damaged)?).map(SafeHtml::from_stored)
}
