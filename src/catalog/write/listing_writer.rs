//! Puts an article's rows into the listings of a batch and takes them out; tallies and numbers of scopes on the way.

use std::collections::{BTreeMap, HashMap, HashSet};

use rusqlite::{Connection, OptionalExtension};

use super::{
    listing_facts::{ListingColumn, ListingFacts},
    tally::EVER,
};
use crate::{
    catalog::{CatalogError, ListingKey},
    model::slug::ArticleId,
};

/// The statements on a table that gives names numbers.
struct Numbering {
    /// Finds the number of a name.
    find: &'static str,
    /// Gives a name the next number.
    insert: &'static str,
}

const SCOPE: Numbering =
    Numbering { find: "SELECT s FROM scope WHERE name = ?1", insert: "INSERT INTO scope (name) VALUES (?1)" };
const LANGUAGE: Numbering =
    Numbering { find: "SELECT l FROM language WHERE tag = ?1", insert: "INSERT INTO language (tag) VALUES (?1)" };

/// The listings, as one batch changes them.
pub(in crate::catalog) struct ListingWriter<'a> {
    connection: &'a Connection,
    scopes: HashMap<String, i64>,
    languages: HashMap<String, i64>,
    /// The languages that are noted to have a version that appeared late.
    late: HashSet<i64>,
    /// The change of each count: by scope, language and month. Written once a batch, not once a row.
    gains: BTreeMap<(i64, i64, u32), i64>,
}

impl<'a> ListingWriter<'a> {
    pub(in crate::catalog) fn new(connection: &'a Connection) -> Self {
        ListingWriter {
            connection,
            scopes: HashMap::new(),
            languages: HashMap::new(),
            late: HashSet::new(),
            gains: BTreeMap::new(),
        }
    }

    /// Lists the article `n`.
    pub(in crate::catalog) fn put(&mut self, n: i64, id: &ArticleId, facts: &ListingFacts) -> Result<(), CatalogError> {
        let mut insert = self.connection.prepare_cached(
            "INSERT OR REPLACE INTO listing (scope, lang, place, moment, tie, article, have) \
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?;
        for (scope, lang, have) in facts.rows() {
            let (scope, lang, number) = (self.scope(scope)?, self.language(lang)?, self.language(have)?);
            for (place, seconds) in facts.places(have) {
                let key = ListingKey::new(seconds, id);
                insert.execute((scope, lang, place as i64, seconds, key.tie(), n, number))?;
                if place == ListingColumn::Appeared {
                    self.note_late(lang)?;
                }
            }
            self.gain(scope, lang, facts.month, 1);
        }
        Ok(())
    }

    /// Takes it out again.
    pub(in crate::catalog) fn take(
        &mut self,
        n: i64,
        id: &ArticleId,
        facts: &ListingFacts,
    ) -> Result<(), CatalogError> {
        let mut delete = self.connection.prepare_cached(
            "DELETE FROM listing WHERE scope = ?1 AND lang = ?2 AND place = ?3 AND moment = ?4 AND tie = ?5 AND article = ?6",
        )?;
        for (scope, lang, have) in facts.rows() {
            let (scope, lang) = (self.scope(scope)?, self.language(lang)?);
            for (place, seconds) in facts.places(have) {
                delete.execute((scope, lang, place as i64, seconds, ListingKey::new(seconds, id).tie(), n))?;
            }
            self.gain(scope, lang, facts.month, -1);
        }
        Ok(())
    }

    /// Writes the tallies.
    pub(in crate::catalog) fn finish(self) -> Result<(), CatalogError> {
        let mut add = self.connection.prepare_cached(
            "INSERT INTO tally (scope, lang, month, count) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (scope, lang, month) DO UPDATE SET count = count + excluded.count",
        )?;
        let mut sweep = self
            .connection
            .prepare_cached("DELETE FROM tally WHERE scope = ?1 AND lang = ?2 AND month = ?3 AND count <= 0")?;
        for ((scope, lang, month), gain) in self.gains.into_iter().filter(|(_, gain)| *gain != 0) {
            add.execute((scope, lang, month, gain))?;
            if gain < 0 {
                sweep.execute((scope, lang, month))?;
            }
        }
        Ok(())
    }

    fn gain(&mut self, scope: i64, lang: i64, month: u32, gain: i64) {
        for month in [EVER, month] {
            *self.gains.entry((scope, lang, month)).or_default() += gain;
        }
    }

    /// Notes that a version shown to readers of `lang` appeared late: only then are there places apart to be read.
    fn note_late(&mut self, lang: i64) -> Result<(), CatalogError> {
        if self.late.insert(lang) {
            self.connection.prepare_cached("UPDATE language SET late = 1 WHERE l = ?1")?.execute([lang])?;
        }
        Ok(())
    }

    fn scope(&mut self, name: &str) -> Result<i64, CatalogError> {
        number(self.connection, &mut self.scopes, &SCOPE, name)
    }

    fn language(&mut self, tag: &str) -> Result<i64, CatalogError> {
        number(self.connection, &mut self.languages, &LANGUAGE, tag)
    }
}

/// The number that stands for `name` in the listings; given where it has none yet.
fn number(
    connection: &Connection,
    known: &mut HashMap<String, i64>,
    statements: &Numbering,
    name: &str,
) -> Result<i64, CatalogError> {
    if let Some(number) = known.get(name) {
        return Ok(*number);
    }
    let found = connection.prepare_cached(statements.find)?.query_row([name], |row| row.get(0)).optional()?;
    let number = match found {
        Some(number) => number,
        None => {
            connection.prepare_cached(statements.insert)?.execute([name])?;
            connection.last_insert_rowid()
        }
    };
    known.insert(name.to_owned(), number);
    Ok(number)
}
