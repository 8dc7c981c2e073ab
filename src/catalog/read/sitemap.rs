//! Every article with the addresses of all its versions, stretch by stretch: what maps of the site are made of.

use super::{lookup::id_of, view};
use crate::{
    article::Versions,
    catalog::{
        CatalogError, Listing, ListingKey, ListingPart, Snapshot, VersionSummary, compression::json,
        write::listing_facts::ListingFacts,
    },
    model::slug::{ArticleId, Collection},
};

/// An article with its versions.
#[derive(Debug, Clone)]
pub struct SitemapArticle {
    /// Which article.
    pub id: ArticleId,
    /// Its place in time.
    pub key: ListingKey,
    /// Its versions, in the alphabet of their tags.
    pub versions: Versions<VersionSummary>,
}

impl Snapshot {
    /// At most `limit` articles of a part of `listing`.
    ///
    /// # Errors
    /// Where the file cannot be read.
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
    /// Where the file cannot be read.
    pub fn undated_pages(&self) -> Result<Vec<SitemapArticle>, CatalogError> {
        self.read(|connection| {
            let mut find = connection.prepare_cached("SELECT n, facts FROM article WHERE year = ?1 ORDER BY name")?;
            let mut rows = find.query([Collection::Pages.number()])?;
            let mut pages = Vec::new();
            while let Some(row) = rows.next()? {
                let (n, facts): (i64, ListingFacts) = (row.get(0)?, json(row, 1)?);
                if !facts.shown.is_empty() {
                    let id = id_of(connection, n)?;
                    let key = ListingKey::new(facts.published, &id);
                    pages.push(SitemapArticle { id, key, versions: view::versions(connection, n)? });
                }
            }
            Ok(pages)
        })
    }

    /// Where the parts of `listing` begin that have `size` articles each: one walk along the keys.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn parts(&self, listing: &Listing, size: u32) -> Result<Vec<ListingPart>, CatalogError> {
        self.read(|connection| {
            let mut parts = Vec::new();
            let Some(walk) = listing.walk(connection)? else { return Ok(parts) };
            let mut part = ListingPart::First;
            loop {
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
        })
    }
}
