//! Dated articles, deleted ones included, in the order of their last change here. Harvesters of metadata read them
//! part by part. The cost of a part depends on its length, not on its position.

use std::{fmt, str::FromStr};

use rusqlite::{OptionalExtension, Row};

use super::lookup::number;
use crate::{
    catalog::{ArticleView, CatalogError, Snapshot, compression::article_id},
    model::{lang::Lang, slug::ArticleId},
};

/// A place in the order of changes: the second since 1970 and the number of the article.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct HarvestKey {
    at: i64,
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

/// `1751180400-204`: as a resumption token carries it.
impl fmt::Display for HarvestKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}-{}", self.at, self.article)
    }
}

/// Reads exactly the form that [`HarvestKey`] writes.
impl FromStr for HarvestKey {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (at, article) = text.split_once('-').ok_or(())?;
        let key = HarvestKey { at: at.parse().map_err(|_| ())?, article: article.parse().map_err(|_| ())? };
        (key.at >= 0 && key.article >= 0 && key.to_string() == text).then_some(key).ok_or(())
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
            let begin = window.from.map(|from| HarvestKey { at: from.saturating_sub(1), article: i64::MAX });
            let after = begin.map_or(after, |begin| after.max(begin));
            let mut find = connection.prepare_cached(&format!(
                "SELECT c.at, c.article, a.year, a.name FROM change AS c LEFT JOIN article AS a ON a.n = c.article
                 WHERE (c.at, c.article) > (?1, ?2) AND c.at <= ?3 AND {IS_SHOWN}
                 ORDER BY c.at, c.article LIMIT ?6"
            ))?;
            let (last, lang) = (window.until.unwrap_or(i64::MAX), window.lang.as_ref().map(Lang::as_str));
            let rows = find.query_and_then((after.at, after.article, last, lang, &window.section, limit), changed)?;
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
                "SELECT c.at, c.article, a.year, a.name FROM change AS c LEFT JOIN article AS a ON a.n = c.article
                 WHERE c.article = ?1",
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
        self.read(|connection| Ok(connection.query_row("SELECT min(at) FROM change", [], |row| row.get(0))?))
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
        Ok(HarvestedArticle { key: found.key, changed: found.key.at, view, gone })
    }
}

/// A row of the walk along changes.
struct ChangedRow {
    key: HarvestKey,
    id: Option<ArticleId>,
}

fn changed(row: &Row<'_>) -> Result<ChangedRow, CatalogError> {
    let is_there = row.get::<_, Option<i64>>(2)?.is_some();
    Ok(ChangedRow {
        key: HarvestKey { at: row.get(0)?, article: row.get(1)? },
        id: is_there.then(|| article_id(row, 2)).transpose()?,
    })
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
        fn reads_what_it_writes(at in 0_i64.., article in 0_i64..) {
            let key = HarvestKey { at, article };
            prop_assert_eq!(key.to_string().parse(), Ok(key));
        }
    }
}
