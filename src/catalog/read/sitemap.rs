//! Every article with the addresses of all its versions, stretch by stretch: what maps of the site and exports are made of.

use std::ops::Range;

use rusqlite::{Connection, Row};

use super::{
    listing::KeyWalk,
    lookup::id_of,
    view::{self, ArticleMeta},
};
use crate::{
    article::Versions,
    catalog::{
        CatalogError, Listing, ListingKey, ListingPart, Snapshot, VersionSummary, compression::article_id,
        compression::json, write::listing_facts::ListingFacts,
    },
    model::{
        lang::Lang,
        slug::{ArticleId, Collection, Slug},
    },
};

/// An article with its versions.
#[derive(Debug, Clone)]
pub struct SitemapArticle {
    /// The id of the article.
    pub id: ArticleId,
    /// Its place in time.
    pub key: ListingKey,
    /// Its versions, in the alphabet of their tags.
    pub versions: Versions<VersionSummary>,
}

/// An article with everything that makes its addresses, those that it had once among them.
#[derive(Debug, Clone)]
pub struct AddressedArticle {
    /// The id of the article.
    pub id: ArticleId,
    /// Whether it was taken down.
    pub is_withdrawn: bool,
    /// Its versions, in the alphabet of their tags.
    pub versions: Versions<VersionSummary>,
    /// The last part of its address in each language of the site.
    pub slugs: Vec<(Lang, Slug)>,
    /// Its slugs and its name, without those that another article of the same year or collection has, too.
    pub unshared: Vec<Slug>,
    /// The old paths that lead to it.
    pub aliases: Vec<String>,
}

impl Snapshot {
    /// The highest number of an article in the tables; 0 where there is none.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn last_number(&self) -> Result<i64, CatalogError> {
        self.read(|connection| {
            Ok(connection.query_row("SELECT coalesce(max(n), 0) FROM article", [], |row| row.get(0))?)
        })
    }

    /// The articles with these numbers, undated pages and texts about authors among them.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn addressed(&self, numbers: Range<i64>) -> Result<Vec<AddressedArticle>, CatalogError> {
        self.read(|connection| {
            let mut find =
                connection.prepare_cached("SELECT n, meta, year, name FROM article WHERE n >= ?1 AND n < ?2")?;
            let article = |row: &Row<'_>| {
                let (number, meta): (i64, ArticleMeta) = (row.get(0)?, json(row, 1)?);
                Ok(AddressedArticle {
                    id: article_id(row, 2)?,
                    is_withdrawn: meta.withdrawn.is_some(),
                    versions: view::versions(connection, number)?,
                    slugs: slugs(connection, number)?,
                    unshared: unshared(connection, number)?,
                    aliases: aliases(connection, number)?,
                })
            };
            find.query_and_then((numbers.start, numbers.end), article)?.collect()
        })
    }

    /// At most `limit` articles of a part of `listing`.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn mapped(
        &self,
        listing: &Listing,
        part: ListingPart,
        limit: u32,
    ) -> Result<Vec<SitemapArticle>, CatalogError> {
        self.read(|connection| {
            let mut mapped = Vec::new();
            let Some(walk) = listing.walk(connection)? else { return Ok(mapped) };
            for (key, n) in walk.keys(connection, listing.at(part), limit)? {
                mapped.push(SitemapArticle {
                    id: id_of(connection, n)?,
                    key,
                    versions: view::versions(connection, n)?,
                });
            }
            Ok(mapped)
        })
    }

    /// Every undated page that readers are shown, by the names of their folders.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn undated_pages(&self) -> Result<Vec<SitemapArticle>, CatalogError> {
        self.read(|connection| {
            let mut find = connection.prepare_cached("SELECT n, facts FROM article WHERE year = ?1 ORDER BY name")?;
            let mut rows = find.query([Collection::Pages.number()])?;
            let mut pages = Vec::new();
            while let Some(row) = rows.next()? {
                let (n, facts): (i64, ListingFacts) = (row.get(0)?, json(row, 1)?);
                // Readers are shown no version of one that was taken down.
                if !facts.shown.is_empty() {
                    let id = id_of(connection, n)?;
                    let key = ListingKey::new(facts.published, &id);
                    pages.push(SitemapArticle { id, key, versions: view::versions(connection, n)? });
                }
            }
            Ok(pages)
        })
    }

    /// At most `limit` authors about whom there is a text, by their ids, each with the languages whose readers are shown it.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn described_authors(&self, limit: usize) -> Result<Vec<(String, Vec<Lang>)>, CatalogError> {
        self.read(|connection| {
            let mut find =
                connection.prepare_cached("SELECT name, facts FROM article WHERE year = ?1 ORDER BY name")?;
            let mut rows = find.query([Collection::Authors.number()])?;
            let mut authors = Vec::new();
            while let Some(row) = rows.next()?.filter(|_| authors.len() < limit) {
                let (name, facts): (String, ListingFacts) = (row.get(0)?, json(row, 1)?);
                authors.push((name, facts.shown.into_iter().map(|(lang, _)| lang).collect()));
            }
            Ok(authors)
        })
    }

    /// The keys at which the parts of `listing` with `size` articles each begin: one walk along the keys.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn parts(&self, listing: &Listing, size: u32) -> Result<Vec<ListingPart>, CatalogError> {
        self.read(|connection| match listing.walk(connection)? {
            Some(walk) => starts(connection, &walk, listing, size, size),
            None => Ok(Vec::new()),
        })
    }

    /// The same for the documents of a feed, as [`Snapshot::feed_page`] parts it.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn feed_parts(&self, listing: &Listing, size: u32) -> Result<Vec<ListingPart>, CatalogError> {
        let size = size.max(1);
        self.read(|connection| match listing.walk(connection)? {
            Some(walk) => {
                let first = size + walk.remainder(connection, size)?;
                starts(connection, &walk, listing, first, size)
            }
            None => Ok(Vec::new()),
        })
    }
}

/// The keys at which parts begin; the first has `first` articles and each other one `size`.
fn starts(
    connection: &Connection,
    walk: &KeyWalk,
    listing: &Listing,
    first: u32,
    size: u32,
) -> Result<Vec<ListingPart>, CatalogError> {
    let mut parts = Vec::new();
    let mut part = ListingPart::First;
    loop {
        let size = if part == ListingPart::First { first } else { size };
        let keys = walk.keys(connection, listing.at(part), size)?;
        if keys.is_empty() {
            return Ok(parts);
        }
        parts.push(part);
        match keys.get((size as usize).saturating_sub(1)) {
            Some((last, _)) => part = ListingPart::Past(*last),
            None => return Ok(parts),
        }
    }
}

fn slugs(connection: &Connection, n: i64) -> Result<Vec<(Lang, Slug)>, CatalogError> {
    let mut find = connection.prepare_cached("SELECT lang, slug FROM slug WHERE article = ?1 ORDER BY lang")?;
    find.query_and_then([n], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

fn unshared(connection: &Connection, n: i64) -> Result<Vec<Slug>, CatalogError> {
    let mut find = connection.prepare_cached(
        "SELECT DISTINCT slug FROM address AS own WHERE article = ?1 AND NOT EXISTS (
           SELECT 1 FROM address WHERE year = own.year AND slug = own.slug AND article <> own.article
         )",
    )?;
    find.query_and_then([n], |row| Ok(row.get(0)?))?.collect()
}

/// The old paths that an article holds: of several that claim one, the first in the order of folders does.
fn aliases(connection: &Connection, n: i64) -> Result<Vec<String>, CatalogError> {
    let mut find = connection.prepare_cached(
        "SELECT path FROM alias AS own WHERE article = ?1 AND NOT EXISTS (
           SELECT 1 FROM alias WHERE path = own.path AND (year, name) < (own.year, own.name)
         ) ORDER BY path",
    )?;
    find.query_and_then([n], |row| Ok(row.get(0)?))?.collect()
}
