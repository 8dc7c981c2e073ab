//! Listings page by key, never by offset: a page deep in the archive costs what the first costs.

use std::{fmt, str::FromStr};

use rusqlite::{Connection, Row};

use super::{Card, Catalog, CatalogError, view::ArticleMeta};
use crate::{content::Topic, lang::Lang};

/// What a listing lists.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Every article.
    All,
    /// Those under one tag, author or section.
    Topic(Topic, String),
}

/// An article's place in every listing: newest first, then by the name of its folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    published: i64,
    name: String,
}

/// A page of a listing, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The articles of this page.
    pub cards: Vec<Card>,
    /// Whether there are articles newer than the first one here.
    pub has_newer: bool,
    /// Whether there are articles older than the last one here.
    pub has_older: bool,
}

/// Which part of a listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum From {
    /// The newest articles.
    Newest,
    /// Those older than this one.
    Before(Key),
    /// Those newer than this one, the nearest ones.
    After(Key),
}

impl Key {
    /// The key of an article published at `published` seconds since 1970, in the folder `name`.
    pub fn new(published: i64, name: impl Into<String>) -> Key {
        Key { published, name: name.into() }
    }

    /// Seconds since 1970.
    pub fn published(&self) -> i64 {
        self.published
    }
}

/// `1751180400-dnipro`: as the pager's addresses carry it.
impl fmt::Display for Key {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}-{}", self.published, self.name)
    }
}

impl FromStr for Key {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        // The first hyphen may be the sign of a year before 1970.
        let at = text.get(1..).and_then(|rest| rest.find('-')).ok_or(())? + 1;
        let (published, name) = text.split_at(at);
        Ok(Key { published: published.parse().map_err(|_| ())?, name: name.get(1..).unwrap_or_default().to_owned() })
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Scope::All => Ok(()),
            Scope::Topic(topic, id) => write!(out, "{topic}/{id}"),
        }
    }
}

const OLDER: &str = "SELECT published, l.name, have, a.year, s.slug, v.title, v.summary, a.meta
  FROM listing AS l JOIN article AS a ON a.n = l.article JOIN version AS v ON v.article = l.article AND v.lang = l.have
  JOIN slug AS s ON s.article = l.article AND s.lang = l.lang
  WHERE scope = ?1 AND l.lang = ?2 AND (published, l.name) < (?3, ?4) AND published >= ?5
  ORDER BY published DESC, l.name DESC LIMIT ?6";

const NEWER: &str = "SELECT published, l.name, have, a.year, s.slug, v.title, v.summary, a.meta
  FROM listing AS l JOIN article AS a ON a.n = l.article JOIN version AS v ON v.article = l.article AND v.lang = l.have
  JOIN slug AS s ON s.article = l.article AND s.lang = l.lang
  WHERE scope = ?1 AND l.lang = ?2 AND (published, l.name) > (?3, ?4) AND published < ?5
  ORDER BY published, l.name LIMIT ?6";

impl Catalog {
    /// A page of at most `size` articles.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn page(&self, scope: &Scope, lang: &Lang, from: &From, size: u32) -> Result<Page, CatalogError> {
        self.readers.with(|connection| {
            let walk = |sql, key: &Key, bound| walk(connection, sql, (scope, lang), (key, bound), size + 1);
            let newest = Key::new(i64::MAX, "");
            let mut page = match from {
                From::Newest => Page { cards: walk(OLDER, &newest, i64::MIN)?, has_newer: false, has_older: false },
                From::Before(key) => Page { cards: walk(OLDER, key, i64::MIN)?, has_newer: true, has_older: false },
                From::After(key) => Page { cards: walk(NEWER, key, i64::MAX)?, has_newer: false, has_older: true },
            };
            let more = page.cards.len() > size as usize;
            page.cards.truncate(size as usize);
            if matches!(from, From::After(_)) {
                page.has_newer = more;
                page.cards.reverse();
            } else {
                page.has_older = more;
            }
            Ok(page)
        })
    }

    /// The articles next to the one at `key` in time: the newer one, the older one.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn neighbours(&self, lang: &Lang, key: &Key) -> Result<(Option<Card>, Option<Card>), CatalogError> {
        self.readers.with(|connection| {
            let one = |sql, bound| walk(connection, sql, (&Scope::All, lang), (key, bound), 1);
            Ok((one(NEWER, i64::MAX)?.pop(), one(OLDER, i64::MIN)?.pop()))
        })
    }

    /// How many articles readers of `lang` find in this scope.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn count(&self, scope: &Scope, lang: &Lang) -> Result<u64, CatalogError> {
        self.readers.with(|connection| {
            let mut sum = connection
                .prepare_cached("SELECT coalesce(sum(count), 0) FROM tally WHERE scope = ?1 AND lang = ?2")?;
            let count: i64 = sum.query_row((scope.to_string(), lang.as_str()), |row| row.get(0))?;
            u64::try_from(count).map_err(CatalogError::damaged)
        })
    }
}

fn walk(
    connection: &Connection,
    sql: &str,
    (scope, lang): (&Scope, &Lang),
    (key, bound): (&Key, i64),
    limit: u32,
) -> Result<Vec<Card>, CatalogError> {
    let mut statement = connection.prepare_cached(sql)?;
    let parameters = (scope.to_string(), lang.as_str(), key.published, &key.name, bound, limit);
    let mut rows = statement.query(parameters)?;
    let mut cards = Vec::new();
    while let Some(row) = rows.next()? {
        cards.push(card(row)?);
    }
    Ok(cards)
}

/// Reads a row of the columns that [`OLDER`] has.
pub(super) fn card(row: &Row<'_>) -> Result<Card, CatalogError> {
    let meta = ArticleMeta::from_json(row.get_ref(7)?.as_str().unwrap_or_default())?;
    Ok(Card {
        key: Key::new(row.get(0)?, row.get::<_, String>(1)?),
        lang: row.get_ref(2)?.as_str().unwrap_or_default().parse().map_err(CatalogError::damaged)?,
        year: format!("{:04}", row.get::<_, i64>(3)?).parse().map_err(CatalogError::damaged)?,
        slug: row.get(4)?,
        title: row.get(5)?,
        summary: row.get(6)?,
        section: meta.section,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_reads_what_it_writes() {
        for key in [Key::new(1_751_180_400, "dnipro"), Key::new(-5, "a-b"), Key::new(0, "x")] {
            assert_eq!(key.to_string().parse(), Ok(key));
        }
        for wrong in ["", "-", "x-y", "12", "я-x"] {
            assert_eq!(wrong.parse::<Key>(), Err(()), "{wrong}");
        }
    }
}
