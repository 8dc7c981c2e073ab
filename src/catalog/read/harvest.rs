//! Dated articles, deleted ones included, in the order of their last change here. Harvesters of metadata read them
//! part by part. The cost of a part depends on its length, not on its position.

use std::{fmt, str::FromStr};

use rusqlite::{Connection, OptionalExtension, Row};

use super::lookup::number;
use crate::{
    catalog::{ArticleView, CatalogError, Snapshot, compression::article_id},
    model::{lang::Lang, slug::ArticleId},
};

/// A place in the order of changes: the batch and the number of the article.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct HarvestKey {
    batch: i64,
    article: i64,
}

/// The requested changes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HarvestWindow {
    /// Changes of this second and later.
    pub from: Option<i64>,
    /// Changes of this second and earlier.
    pub until: Option<i64>,
    /// Articles that have, or had, a version in this language.
    pub lang: Option<Lang>,
    /// Articles of this section.
    pub section: Option<String>,
}

/// An article that changed.
#[derive(Debug)]
pub struct HarvestedArticle {
    /// Its place in the order of changes.
    pub key: HarvestKey,
    /// When it changed, in seconds since 1970.
    pub changed: i64,
    /// The article as it is now, without a body; `None` if it is gone.
    pub view: Option<ArticleView>,
    /// Its versions that are gone.
    pub gone: Vec<GoneVersion>,
}

/// A version that was public and is not any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoneVersion {
    /// Its article.
    pub id: ArticleId,
    /// Its language.
    pub lang: Lang,
    /// The section that its article was in.
    pub section: Option<String>,
}

/// `17-204`: as a resumption token carries it.
impl fmt::Display for HarvestKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}-{}", self.batch, self.article)
    }
}

/// Reads exactly the form that [`HarvestKey`] writes.
impl FromStr for HarvestKey {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (batch, article) = text.split_once('-').ok_or(())?;
        let key = HarvestKey { batch: batch.parse().map_err(|_| ())?, article: article.parse().map_err(|_| ())? };
        (key.batch >= 0 && key.article >= 0 && key.to_string() == text).then_some(key).ok_or(())
    }
}

/// Whether the article `c.article` has a public version in the language ?4, or in any, or had one.
const IS_SHOWN: &str = "(a.year >= 0 AND (?5 IS NULL OR a.section = ?5) AND EXISTS (
     SELECT 1 FROM version AS v WHERE v.article = c.article AND v.unpublished IS NULL AND (?4 IS NULL OR v.lang = ?4))
   OR EXISTS (SELECT 1 FROM gone AS g WHERE g.article = c.article
     AND (?4 IS NULL OR g.lang = ?4) AND (?5 IS NULL OR g.section = ?5)))";

impl Snapshot {
    /// At most `limit` articles of `window` that come after `after`.
    ///
    /// # Errors
    /// If the file cannot be read, or a row is damaged.
    pub fn harvest(
        &self,
        window: &HarvestWindow,
        after: HarvestKey,
        limit: u32,
    ) -> Result<Vec<HarvestedArticle>, CatalogError> {
        let found = self.read(|connection| {
            let Some((after, last)) = batches(connection, window, after)? else { return Ok(Vec::new()) };
            let mut find = connection.prepare_cached(&format!(
                "SELECT c.batch, c.article, b.at, a.year, a.name FROM change AS c JOIN batch_time AS b USING (batch)
                 LEFT JOIN article AS a ON a.n = c.article
                 WHERE (c.batch, c.article) > (?1, ?2) AND c.batch <= ?3 AND {IS_SHOWN}
                 ORDER BY c.batch, c.article LIMIT ?6"
            ))?;
            let lang = window.lang.as_ref().map(Lang::as_str);
            let rows =
                find.query_and_then((after.batch, after.article, last, lang, &window.section, limit), changed)?;
            rows.collect::<Result<Vec<_>, CatalogError>>()
        })?;
        found.into_iter().map(|found| self.harvested_of(found)).collect()
    }

    /// The article `id`, if it is there or was; `None` if readers were never shown it.
    ///
    /// # Errors
    /// As [`Snapshot::harvest`].
    pub fn harvested(&self, id: &ArticleId) -> Result<Option<HarvestedArticle>, CatalogError> {
        let found = self.read(|connection| {
            let mut find =
                connection.prepare_cached("SELECT article FROM gone WHERE year = ?1 AND name = ?2 LIMIT 1")?;
            let key = (id.collection().number(), id.name().as_str());
            let mut gone = || find.query_row(key, |row| row.get::<_, i64>(0)).optional();
            let n = match number(connection, id)? {
                Some(n) => Some(n),
                None => gone()?,
            };
            let Some(n) = n else { return Ok(None) };
            let mut find = connection.prepare_cached(
                "SELECT c.batch, c.article, b.at, a.year, a.name FROM change AS c JOIN batch_time AS b USING (batch)
                 LEFT JOIN article AS a ON a.n = c.article WHERE c.article = ?1",
            )?;
            find.query_and_then([n], changed)?.next().transpose()
        })?;
        found.map(|found| self.harvested_of(found)).transpose()
    }

    /// The time of the oldest change that is still the last one of its article; `None` if there is none.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn earliest_change(&self) -> Result<Option<i64>, CatalogError> {
        self.read(|connection| Ok(connection.query_row("SELECT min(at) FROM batch_time", [], |row| row.get(0))?))
    }

    fn harvested_of(&self, found: ChangedRow) -> Result<HarvestedArticle, CatalogError> {
        let view = match &found.id {
            Some(id) => self.article(id, |_| None)?,
            None => None,
        };
        let gone = self.read(|connection| {
            let mut find = connection.prepare_cached(
                "SELECT year, name, lang, section FROM gone WHERE article = ?1 ORDER BY year, name, lang",
            )?;
            let rows = find.query_and_then([found.key.article], |row| {
                Ok(GoneVersion { id: article_id(row, 0)?, lang: row.get(2)?, section: row.get(3)? })
            })?;
            rows.collect::<Result<Vec<_>, CatalogError>>()
        })?;
        Ok(HarvestedArticle { key: found.key, changed: found.at, view, gone })
    }
}

/// A row of the walk along changes.
struct ChangedRow {
    key: HarvestKey,
    at: i64,
    id: Option<ArticleId>,
}

fn changed(row: &Row<'_>) -> Result<ChangedRow, CatalogError> {
    let is_there = row.get::<_, Option<i64>>(3)?.is_some();
    Ok(ChangedRow {
        key: HarvestKey { batch: row.get(0)?, article: row.get(1)? },
        at: row.get(2)?,
        id: is_there.then(|| article_id(row, 3)).transpose()?,
    })
}

/// The key after which the walk begins and the last batch that it meets; `None` if no batch lies in the window.
fn batches(
    connection: &Connection,
    window: &HarvestWindow,
    after: HarvestKey,
) -> Result<Option<(HarvestKey, i64)>, CatalogError> {
    let mut find =
        connection.prepare_cached("SELECT min(batch), max(batch) FROM batch_time WHERE at BETWEEN ?1 AND ?2")?;
    let span = (window.from.unwrap_or(i64::MIN), window.until.unwrap_or(i64::MAX));
    let (first, last) =
        find.query_row(span, |row| Ok((row.get::<_, Option<i64>>(0)?, row.get::<_, Option<i64>>(1)?)))?;
    let start = |first: i64| HarvestKey { batch: first - 1, article: i64::MAX };
    Ok(first.zip(last).map(|(first, last)| (after.max(start(first)), last)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_invalid_key_is_refused() {
        for wrong in ["", "-", "1", "1-", "-1-2", "01-2", "1-+2", "1-2-3", "1-99999999999999999999"] {
            assert_eq!(wrong.parse::<HarvestKey>(), Err(()), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn reads_what_it_writes(batch in 0_i64.., article in 0_i64..) {
            let key = HarvestKey { batch, article };
            prop_assert_eq!(key.to_string().parse(), Ok(key));
        }
    }
}
