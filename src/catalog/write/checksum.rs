//! Checksums, by which a byte that changed on the disk is noticed. SQLite sees a page that makes no sense, not a letter
//! that became another one; a checksum is a digest of all rows of an article, stored with it.

use std::{
    ops::ControlFlow,
    time::{Duration, Instant},
};

use rusqlite::{Connection, types::ValueRef};

use super::listing_facts::ListingFacts;
use crate::{
    catalog::{Catalog, CatalogError, ListingKey, compression::article_id, read::lookup::id_of},
    model::Digest,
};

/// Every row of an article that readers are shown something of, in a fixed order.
const SEALED: [&str; 5] = [
    "SELECT year, name, section, facts, meta FROM article WHERE n = ?1",
    "SELECT * FROM version WHERE article = ?1 ORDER BY lang",
    "SELECT * FROM body WHERE article = ?1 ORDER BY lang",
    "SELECT * FROM slug WHERE article = ?1 ORDER BY lang",
    "SELECT file, digest, made FROM media WHERE article = ?1 ORDER BY file",
];

/// Articles that are compared with their checksums in one go.
const CHUNK: u32 = 64;

/// The rows of an article as they are being written, in the order of [`SEALED`]: what is known need not be read back.
#[derive(Default)]
pub(in crate::catalog) struct RowsToSeal(Vec<u8>);

impl RowsToSeal {
    /// A row with these values.
    pub(in crate::catalog) fn add<'a>(&mut self, values: impl IntoIterator<Item = ValueRef<'a>>) {
        values.into_iter().for_each(|value| write(&mut self.0, value));
    }
}

/// Seals the article `n`, whose rows are `rows`; `None` if some of them were there before.
pub(in crate::catalog) fn set(connection: &Connection, n: i64, rows: Option<&RowsToSeal>) -> Result<(), CatalogError> {
    let seal = match rows {
        Some(RowsToSeal(rows)) => Digest::hash(rows),
        None => checksum(connection, n)?,
    };
    connection.prepare_cached("UPDATE article SET seal = ?2 WHERE n = ?1")?.execute((n, seal.as_bytes()))?;
    Ok(())
}

fn checksum(connection: &Connection, n: i64) -> Result<Digest, CatalogError> {
    let mut text = Vec::new();
    for sql in SEALED {
        let mut statement = connection.prepare_cached(sql)?;
        let columns = statement.column_count();
        let mut rows = statement.query([n])?;
        while let Some(row) = rows.next()? {
            for column in 0..columns {
                write(&mut text, row.get_ref(column)?);
            }
        }
    }
    Ok(Digest::hash(&text))
}

fn write(out: &mut Vec<u8>, value: ValueRef<'_>) {
    let (kind, bytes): (u8, &[u8]) = match value {
        ValueRef::Null => (0, &[]),
        ValueRef::Integer(number) => {
            out.push(1);
            return out.extend(number.to_le_bytes());
        }
        ValueRef::Real(number) => {
            out.push(2);
            return out.extend(number.to_le_bytes());
        }
        ValueRef::Text(text) => (3, text),
        ValueRef::Blob(bytes) => (4, bytes),
    };
    out.push(kind);
    out.extend((bytes.len() as u64).to_le_bytes());
    out.extend(bytes);
}

impl Catalog {
    /// Reads the whole catalog once and compares it with its checksums, a little at a time: `pause` is called between, with
    /// the time that the last bit took, and says whether to go on. Damage that is found is noted
    /// ([`Catalog::damage`]).
    ///
    /// # Errors
    /// If the file cannot be read at all.
    pub fn scrub(&self, mut pause: impl FnMut(Duration) -> ControlFlow<()>) -> Result<(), CatalogError> {
        let mut after = i64::MIN;
        loop {
            let begun = Instant::now();
            let Some(last) = self.snapshot().read(|connection| chunk(connection, after))? else { return Ok(()) };
            after = last;
            if pause(begun.elapsed()).is_break() {
                return Ok(());
            }
        }
    }
}

/// Compares some articles after the number `after` with their checksums; the last one's number, `None` at the end.
fn chunk(connection: &Connection, after: i64) -> Result<Option<i64>, CatalogError> {
    let mut last = None;
    let mut find =
        connection.prepare_cached("SELECT n, year, name, seal FROM article WHERE n > ?1 ORDER BY n LIMIT ?2")?;
    let mut rows = find.query((after, CHUNK))?;
    while let Some(row) = rows.next()? {
        let n: i64 = row.get(0)?;
        if checksum(connection, n)?.as_bytes() != row.get_ref(3)?.as_blob().unwrap_or_default() {
            return Err(CatalogError::damaged(format!("`{}` is not as it was written", article_id(row, 1)?)));
        }
        check_listed(connection, n)?;
        last = Some(n);
    }
    Ok(last)
}

/// Sees whether the article `n` stands in every listing that it belongs in, at its place and in its version.
fn check_listed(connection: &Connection, n: i64) -> Result<(), CatalogError> {
    let Some(facts) = ListingFacts::find(connection, n)? else { return Ok(()) };
    let id = id_of(connection, n)?;
    let mut find = connection.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM listing WHERE scope = (SELECT s FROM scope WHERE name = ?1)
         AND lang = (SELECT l FROM language WHERE tag = ?2) AND moment = ?3 AND tie = ?4 AND article = ?5
         AND have = (SELECT l FROM language WHERE tag = ?6) AND place = ?7)",
    )?;
    for (scope, lang, have) in facts.rows() {
        for (place, seconds) in facts.places(have) {
            let row = (scope, lang, seconds, ListingKey::new(seconds, &id).tie(), n, have, place as i64);
            if !find.query_row(row, |row| row.get::<_, bool>(0))? {
                return Err(CatalogError::damaged(format!("`{id}` does not stand where it is listed")));
            }
        }
    }
    Ok(())
}
