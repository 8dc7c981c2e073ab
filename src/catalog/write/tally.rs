//! How many articles there are under a scope, in all and month by month: kept with every batch, never counted.

use std::ops::RangeInclusive;

use crate::{
    catalog::{Catalog, CatalogError, Listing, Period, Scope, Snapshot},
    model::{
        lang::Lang,
        slug::{Month, Year},
    },
    site::Topic,
};

/// A month that has articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MonthCount {
    /// The year.
    pub year: Year,
    /// The month.
    pub month: Month,
    /// How many there are.
    pub count: u64,
}

/// The row of a tally that counts every month.
pub(in crate::catalog) const EVER: u32 = 0;

impl Snapshot {
    /// How many articles readers of `lang` find in this scope.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn count(&self, scope: &Scope, lang: &Lang) -> Result<u64, CatalogError> {
        self.sum(scope, lang, &(EVER..=EVER))
    }

    /// The ids of at most `most` topics that have articles for readers of `lang`, with how many; the most used first.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn topics(&self, lang: &Lang, topic: Topic, most: u32) -> Result<Vec<(String, u64)>, CatalogError> {
        self.read(|connection| {
            // In the order of bytes `0` follows `/`.
            let (prefix, end) = (Scope::Topic(topic, String::new()).to_string(), format!("{topic}0"));
            let mut find = connection.prepare_cached(
                "SELECT name, count FROM scope JOIN tally ON tally.scope = s
                 WHERE name > ?1 AND name < ?2 AND lang = (SELECT l FROM language WHERE tag = ?3) AND month = ?4
                 ORDER BY count DESC, name LIMIT ?5",
            )?;
            let mut rows = find.query((&prefix, end, lang.as_str(), EVER, most))?;
            let mut topics = Vec::new();
            while let Some(row) = rows.next()? {
                let name: String = row.get(0)?;
                let id = name.strip_prefix(&prefix).unwrap_or_default();
                topics.push((id.to_owned(), count(row.get(1)?)?));
            }
            Ok(topics)
        })
    }

    /// Whether any topic of a kind has articles for readers of `lang`.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn has_topics(&self, lang: &Lang, topic: Topic) -> Result<bool, CatalogError> {
        self.read(|connection| {
            let (prefix, end) = (Scope::Topic(topic, String::new()).to_string(), format!("{topic}0"));
            let mut find = connection.prepare_cached(
                "SELECT 1 FROM scope JOIN tally ON tally.scope = s
                 WHERE name > ?1 AND name < ?2 AND lang = (SELECT l FROM language WHERE tag = ?3) AND month = ?4",
            )?;
            Ok(find.exists((prefix, end, lang.as_str(), EVER))?)
        })
    }

    /// How many of them were published in `period`.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn count_within(&self, scope: &Scope, lang: &Lang, period: Period) -> Result<u64, CatalogError> {
        self.sum(scope, lang, &period.months())
    }

    /// The months of a listing that have articles, from the oldest, regardless of the span it is narrowed to.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn months(&self, listing: &Listing) -> Result<Vec<MonthCount>, CatalogError> {
        self.read(|connection| {
            let mut find = connection.prepare_cached(
                "SELECT month, count FROM tally WHERE scope = (SELECT s FROM scope WHERE name = ?1)
                 AND lang = (SELECT l FROM language WHERE tag = ?2) AND month > 0 ORDER BY month",
            )?;
            let mut rows = find.query((listing.scope().to_string(), listing.tag()))?;
            let mut months = Vec::new();
            while let Some(row) = rows.next()? {
                let month: u32 = row.get(0)?;
                months.push(MonthCount {
                    year: i64::from(month / 100).try_into().map_err(CatalogError::damaged)?,
                    month: format!("{:02}", month % 100).parse().map_err(CatalogError::damaged)?,
                    count: count(row.get(1)?)?,
                });
            }
            Ok(months)
        })
    }

    fn sum(&self, scope: &Scope, lang: &Lang, months: &RangeInclusive<u32>) -> Result<u64, CatalogError> {
        self.read(|connection| {
            let mut sum = connection.prepare_cached(
                "SELECT coalesce(sum(count), 0) FROM tally WHERE scope = (SELECT s FROM scope WHERE name = ?1)
                 AND lang = (SELECT l FROM language WHERE tag = ?2) AND month BETWEEN ?3 AND ?4",
            )?;
            count(sum.query_row((scope.to_string(), lang.as_str(), *months.start(), *months.end()), |row| row.get(0))?)
        })
    }
}

impl Catalog {
    /// The tags, authors and sections that have an article, in the catalog that is being written.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn topics(&self) -> Result<Vec<(Topic, String)>, CatalogError> {
        self.write(|connection| {
            let mut find = connection.prepare_cached(
                "SELECT name FROM scope WHERE EXISTS (SELECT 1 FROM tally WHERE scope = s AND month = 0)",
            )?;
            let names = find.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
            let topic = |name: &String| match Scope::parse(name)? {
                Scope::Topic(topic, id) => Some((topic, id)),
                Scope::All => None,
            };
            Ok(names.iter().filter_map(topic).collect())
        })
    }

    /// Whether an article is listed under `scope`, in the catalog that is being written.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn is_used(&self, scope: &str) -> Result<bool, CatalogError> {
        self.write(|connection| {
            let mut find = connection.prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM tally WHERE scope = (SELECT s FROM scope WHERE name = ?1) AND month = 0)",
            )?;
            Ok(find.query_row([scope], |row| row.get(0))?)
        })
    }
}

fn count(stored: i64) -> Result<u64, CatalogError> {
    u64::try_from(stored).map_err(CatalogError::damaged)
}
