//! The parts of a series, in their order.

use super::listing::{Listing, ListingPart, Scope};
use crate::{
    catalog::{ArticleMeta, Card, CatalogError, Snapshot, compression::json},
    model::lang::Lang,
    site::Topic,
};

/// Parts that are named on a page, at most; the listing of the series has all.
const MOST: u32 = 200;

/// An article of a series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeriesPart {
    /// The article, as readers of the language find it.
    pub card: Card,
    /// Its number, if its `article.toml` has one.
    pub number: Option<u32>,
}

impl Snapshot {
    /// The parts of the series `id` that readers of `lang` are shown: by number, then by date.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn series(&self, id: &str, lang: &Lang) -> Result<Vec<SeriesPart>, CatalogError> {
        let listing = Listing::new(Scope::Topic(Topic::Series, id.to_owned()), lang);
        let cards = self.page(&listing, ListingPart::First, MOST)?.cards;
        self.read(|connection| {
            let mut find = connection.prepare_cached("SELECT meta FROM article WHERE year = ?1 AND name = ?2")?;
            let mut parts = Vec::new();
            for card in cards {
                let mut rows = find.query((card.id.collection().number(), card.id.name().as_str()))?;
                let meta: Option<ArticleMeta> = rows.next()?.map(|row| json(row, 0)).transpose()?;
                parts.push(SeriesPart { number: meta.and_then(|meta| meta.part), card });
            }
            parts.sort_by_key(|part| (part.number.is_none(), part.number, part.card.key.published()));
            Ok(parts)
        })
    }
}
