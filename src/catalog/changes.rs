//! The changes, batch by batch: search follows the catalog by them, and the page cache learns which pages to drop.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension};

use super::{CatalogError, Snapshot, write::listing_facts::ListingFacts};
use crate::model::slug::ArticleId;

/// The result of a batch of changes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Applied {
    /// The articles to put again, because an address they had lost, or now lose, to another article changed hands.
    pub again: Vec<ArticleId>,
    /// The changes that readers may see.
    pub touched: ChangeSet,
}

/// When an article changed, for harvesters of metadata.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Published {
    /// The source does not say: when this catalog learns of it.
    #[default]
    Unknown,
    /// In this second since 1970, by the source.
    At(i64),
    /// The same; its files did not change since, but perhaps its address.
    AtOrNow(i64),
}

/// The articles and topics that a batch of changes touched.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChangeSet {
    /// The articles that were put or removed.
    pub articles: BTreeSet<ArticleId>,
    /// The scopes of the listings that they stand in, or stood in, as [`Scope`](super::Scope) writes them.
    pub scopes: BTreeSet<String>,
}

/// A point in the life of one catalog. A rebuilt catalog has another birth, and its batches say nothing of
/// the old one's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// Distinguishes one catalog file from another.
    pub birth: String,
    /// The number of the last batch applied.
    pub batch: u64,
}

impl ChangeSet {
    /// Takes up what another batch touched.
    pub fn extend(&mut self, other: ChangeSet) {
        self.articles.extend(other.articles);
        self.scopes.extend(other.scopes);
    }

    pub(super) fn note(&mut self, id: &ArticleId, facts: Option<&ListingFacts>) {
        self.articles.insert(id.clone());
        self.scopes.extend(facts.into_iter().flat_map(|facts| facts.scopes.iter().cloned()));
    }
}

impl Snapshot {
    /// The current state of the catalog.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn point(&self) -> Result<Revision, CatalogError> {
        self.read(|connection| {
            let birth = meta(connection, "birth")?;
            Ok(Revision { birth, batch: meta(connection, "batch")?.parse().map_err(CatalogError::damaged)? })
        })
    }

    /// The numbers of at most `limit` articles that changed in batches after `batch`, each with the batch it last
    /// changed in, in the order of batches. An article that is gone has a number and no row.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn changed_after(&self, batch: u64, limit: u32) -> Result<Vec<(u64, i64)>, CatalogError> {
        self.read(|connection| {
            let mut find = connection.prepare_cached(
                "SELECT batch, article FROM change WHERE batch > ?1 ORDER BY batch, article LIMIT ?2",
            )?;
            let rows = find.query_map((i64::try_from(batch).unwrap_or(i64::MAX), limit), |row| {
                Ok((u64::try_from(row.get::<_, i64>(0)?).unwrap_or_default(), row.get(1)?))
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}

/// A batch that was begun.
#[derive(Debug, Clone, Copy)]
pub(super) struct BatchNumber {
    number: i64,
    /// This second since 1970, or that of the latest change where the clock was put back since.
    now: i64,
}

/// Begins a batch.
pub(super) fn begin(connection: &Connection) -> Result<BatchNumber, CatalogError> {
    let batch: u64 = meta(connection, "batch")?.parse().map_err(CatalogError::damaged)?;
    connection.prepare_cached("UPDATE meta SET value = ?1 WHERE key = 'batch'")?.execute([(batch + 1).to_string()])?;
    let number = i64::try_from(batch + 1).map_err(CatalogError::damaged)?;
    let mut now = connection.prepare_cached("SELECT max(unixepoch(), coalesce(max(at), 0)) FROM change")?;
    Ok(BatchNumber { number, now: now.query_row([], |row| row.get(0))? })
}

/// Notes that the article `n` changed in `batch`. A harvester that has seen it meets it again: its datestamp never goes back.
pub(super) fn note(
    connection: &Connection,
    n: i64,
    batch: BatchNumber,
    published: Published,
) -> Result<(), CatalogError> {
    let mut find = connection.prepare_cached("SELECT at FROM change WHERE article = ?1 AND batch < ?2")?;
    let before: Option<i64> = find.query_row((n, batch.number), |row| row.get(0)).optional()?;
    let (at, is_published) = match published {
        Published::At(at) if before.is_none_or(|before| before <= at) => (at, true),
        Published::AtOrNow(at) if before.is_none_or(|before| before < at) => (at, true),
        _ => (batch.now, false),
    };
    connection
        .prepare_cached(
            "INSERT INTO change (article, batch, at, is_published) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (article) DO UPDATE SET batch = ?2, at = ?3, is_published = ?4 WHERE batch < ?2",
        )?
        .execute((n, batch.number, at, is_published))?;
    Ok(())
}

/// Notes that the article was published later than it is noted, with the same files.
pub(super) fn note_same(connection: &Connection, id: &ArticleId, published: Published) -> Result<(), CatalogError> {
    let (Published::At(at) | Published::AtOrNow(at)) = published else { return Ok(()) };
    let mut update = connection.prepare_cached(
        "UPDATE change SET at = ?3, is_published = 1
         WHERE at < ?3 AND article = (SELECT n FROM article WHERE year = ?1 AND name = ?2)",
    )?;
    update.execute((id.collection().number(), id.name().as_str(), at))?;
    Ok(())
}

pub(super) fn meta(connection: &Connection, key: &str) -> Result<String, CatalogError> {
    let mut find = connection.prepare_cached("SELECT value FROM meta WHERE key = ?1")?;
    let value = find.query_row([key], |row| row.get(0)).optional()?;
    value.ok_or_else(|| CatalogError::damaged(format!("it does not say its {key}")))
}
