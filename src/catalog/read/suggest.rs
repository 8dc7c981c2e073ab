//! Candidates for a mistyped address: slugs and topics near the wrong one in the order of an index, and a slug in other years.
//! The work is bounded by the constants here, however many articles there are.

use std::collections::BTreeSet;

use rusqlite::Connection;

use super::{lookup::numbers_at, related};
use crate::{
    catalog::{Card, CatalogError, Scope, Snapshot, write::tally::EVER},
    model::{lang::Lang, slug::Collection},
    site::Topic,
};

/// Years in which a slug is looked up, the newest first. Each costs two steps down an index.
const YEARS: u32 = 1_000;
/// Names that are read on each side of where the wrong one would stand in the alphabet. A year of no more articles is read whole;
/// in a larger one, those that begin as the wrong one does are the nearest.
const NEAR: u32 = 512;

impl Snapshot {
    /// Articles that have `slug` in any year, as readers of `lang` find them, the newest year first; at most `limit`.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn in_any_year(&self, lang: &Lang, slug: &str, limit: usize) -> Result<Vec<Card>, CatalogError> {
        self.read(|connection| {
            // From year to year along the index, without a look at what is between.
            let mut find = connection.prepare_cached(
                "WITH RECURSIVE had (year) AS (
                   SELECT max(year) FROM address UNION ALL
                   SELECT (SELECT max(year) FROM address WHERE year < had.year) FROM had WHERE year IS NOT NULL LIMIT ?3
                 )
                 SELECT article FROM had CROSS JOIN address AS d ON d.year = had.year AND d.slug = ?1
                 ORDER BY had.year DESC, d.lang <> ?2, d.lang",
            )?;
            let numbers = find.query_map((slug, lang.as_str(), YEARS), |row| row.get(0))?.collect::<Result<_, _>>()?;
            cards(connection, numbers, lang, limit)
        })
    }

    /// Articles of `collection` that have `slug` in any language, as readers of `lang` find them.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn in_collection(&self, lang: &Lang, collection: Collection, slug: &str) -> Result<Vec<Card>, CatalogError> {
        self.read(|connection| cards(connection, numbers_at(connection, lang, collection, slug)?, lang, usize::MAX))
    }

    /// The slugs of `collection`, in any language, that stand next to `slug` in the alphabet.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn slugs_near(&self, collection: Collection, slug: &str) -> Result<Vec<String>, CatalogError> {
        self.read(|connection| {
            let mut near = Vec::new();
            for sql in [
                "SELECT DISTINCT slug FROM address WHERE year = ?1 AND slug < ?2 ORDER BY slug DESC LIMIT ?3",
                "SELECT DISTINCT slug FROM address WHERE year = ?1 AND slug >= ?2 ORDER BY slug LIMIT ?3",
            ] {
                let mut find = connection.prepare_cached(sql)?;
                let slugs = find.query_map((collection.number(), slug, NEAR), |row| row.get(0))?;
                near.extend(slugs.collect::<Result<Vec<String>, _>>()?);
            }
            Ok(near)
        })
    }

    /// The ids of topics with articles for readers of `lang` that stand next to `id` in the alphabet.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn topics_near(&self, lang: &Lang, topic: Topic, id: &str) -> Result<Vec<String>, CatalogError> {
        self.read(|connection| {
            let mut near = Vec::new();
            let name = |id: &str| Scope::Topic(topic, id.to_owned()).to_string();
            let prefix = name("");
            // In the order of bytes `0` follows `/`.
            let end = format!("{topic}0");
            for (range, order) in [("name > ?1 AND name < ?2", "DESC"), ("name >= ?2 AND name < ?1", "ASC")] {
                let mut find = connection.prepare_cached(&format!(
                    "SELECT name FROM (SELECT s, name FROM scope WHERE {range} ORDER BY name {order} LIMIT ?3)
                     WHERE EXISTS (
                       SELECT 1 FROM tally WHERE scope = s AND lang = (SELECT l FROM language WHERE tag = ?4) AND month = ?5
                     )"
                ))?;
                let bound = if order == "DESC" { &prefix } else { &end };
                let names = find.query_map((bound, name(id), NEAR, lang.as_str(), EVER), |row| row.get(0))?;
                for name in names.collect::<Result<Vec<String>, _>>()? {
                    near.extend(name.strip_prefix(&prefix).map(str::to_owned));
                }
            }
            Ok(near)
        })
    }
}

/// The cards of the articles `numbers`, each once, of those that readers of `lang` are shown.
fn cards(connection: &Connection, numbers: Vec<i64>, lang: &Lang, limit: usize) -> Result<Vec<Card>, CatalogError> {
    let mut seen = BTreeSet::new();
    let mut cards = Vec::new();
    for n in numbers.into_iter().filter(|n| seen.insert(*n)) {
        if cards.len() == limit {
            break;
        }
        cards.extend(related::card(connection, n, lang)?);
    }
    Ok(cards)
}
