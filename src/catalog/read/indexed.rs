//! Articles by their number, as search reads them: whole texts to index, a card to show, one version to quote from.

use rusqlite::{Connection, OptionalExtension, Row};

use super::{lookup::number, related, view};
use crate::{
    article::markdown::SafeHtml,
    catalog::{Card, CatalogError, Snapshot, write::listing_facts::ListingFacts},
    model::{lang::Lang, slug::ArticleId},
};

/// An article as search indexes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexedArticle {
    /// Seconds since 1970; 0 of an undated page.
    pub published: i64,
    /// The year of publication in the site's time zone, if it has one.
    pub year: Option<u32>,
    /// The listings it is in, as [`Scope`](crate::catalog::Scope) writes them.
    pub scopes: Vec<String>,
    /// The languages whose readers are shown a version of it.
    pub shown: Vec<Lang>,
    /// Its versions.
    pub versions: Vec<IndexedVersion>,
}

/// One version as plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexedVersion {
    /// Its language.
    pub lang: Lang,
    /// Its title.
    pub title: String,
    /// Its summary; may be empty.
    pub summary: String,
    /// Its visible text, one block a line.
    pub body: String,
}

impl Snapshot {
    /// The texts of the article with this number; `None` if it is gone, or was taken down.
    ///
    /// # Errors
    /// If the file cannot be read, or a row is damaged.
    pub fn texts(&self, number: i64) -> Result<Option<IndexedArticle>, CatalogError> {
        self.read(|connection| {
            let facts = ListingFacts::find(connection, number)?;
            // An article that was taken down is shown in no language.
            let Some(facts) = facts.filter(|facts| !facts.shown.is_empty()) else { return Ok(None) };
            Ok(Some(IndexedArticle {
                published: facts.published,
                year: Some(facts.month / 100).filter(|year| *year > 0),
                scopes: facts.scopes,
                shown: facts.shown.into_iter().map(|(lang, _)| lang).collect(),
                versions: versions(connection, number)?,
            }))
        })
    }

    /// The article with this number as a listing in `lang` shows it; `None` if it is gone, or readers of `lang` are
    /// shown no version of it.
    ///
    /// # Errors
    /// As [`Snapshot::texts`].
    pub fn card(&self, number: i64, lang: &Lang) -> Result<Option<Card>, CatalogError> {
        self.read(|connection| related::card(connection, number, lang))
    }

    /// The article `id` as a listing in `lang` shows it; `None` if there is none, or readers of `lang` are shown no version.
    ///
    /// # Errors
    /// As [`Snapshot::texts`].
    pub fn card_of(&self, id: &ArticleId, lang: &Lang) -> Result<Option<Card>, CatalogError> {
        self.read(|connection| match number(connection, id)? {
            Some(number) => related::card(connection, number, lang),
            None => Ok(None),
        })
    }

    /// One version of the article with this number, and the HTML that its text is taken from; `None` if it is not there.
    ///
    /// # Errors
    /// As [`Snapshot::texts`].
    pub fn version_text(&self, number: i64, lang: &Lang) -> Result<Option<(IndexedVersion, SafeHtml)>, CatalogError> {
        self.read(|connection| {
            let mut find =
                connection.prepare_cached("SELECT title, summary FROM version WHERE article = ?1 AND lang = ?2")?;
            let found = find.query_row((number, lang.as_str()), |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
            let Some((title, summary)) = found else { return Ok(None) };
            let html = view::body(connection, number, lang)?;
            Ok(Some((IndexedVersion { lang: lang.clone(), title, summary, body: html.plain() }, html)))
        })
    }

    /// The languages that the article with this number has.
    ///
    /// # Errors
    /// As [`Snapshot::texts`].
    pub fn version_languages(&self, number: i64) -> Result<Vec<Lang>, CatalogError> {
        self.read(|connection| {
            let mut find = connection.prepare_cached("SELECT lang FROM version WHERE article = ?1 ORDER BY lang")?;
            let tags = find.query_map([number], |row| row.get(0))?;
            Ok(tags.collect::<Result<_, _>>()?)
        })
    }
}

fn versions(connection: &Connection, number: i64) -> Result<Vec<IndexedVersion>, CatalogError> {
    let mut find =
        connection.prepare_cached("SELECT lang, title, summary FROM version WHERE article = ?1 ORDER BY lang")?;
    let version = |row: &Row<'_>| {
        let lang: Lang = row.get(0)?;
        let body = view::body(connection, number, &lang)?.plain();
        Ok(IndexedVersion { title: row.get(1)?, summary: row.get(2)?, body, lang })
    };
    find.query_and_then([number], version)?.collect()
}
