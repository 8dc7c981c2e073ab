//! One batch of changes: what an article put into the tables is taken out, what it is now is put in.

use rusqlite::{Connection, OptionalExtension};

use super::{
    Applied, CatalogError, Change, Seen,
    address::{self, Claim},
    changes,
    facts::Facts,
    problems,
    shelf::Shelf,
    view::{ArticleMeta, VersionDetails},
    words,
};
use crate::{
    archive::{Article, Assembled},
    config::Site,
    slug::ArticleId,
};

/// Bodies are stored at this level of zstd: 19 would save a tenth and cost forty times the time.
const LEVEL: i32 = 3;

/// Applies every change, as one batch.
pub(super) fn all(connection: &Connection, site: &Site, changes: &[Change]) -> Result<Applied, CatalogError> {
    if changes.is_empty() {
        return Ok(Applied::default());
    }
    let number = changes::begin(connection)?;
    let mut batch = Batch { connection, site, number, applied: Applied::default(), shelf: Shelf::of(connection) };
    for change in changes {
        match change {
            Change::Put(id, seen, assembled) => batch.put(id, seen, assembled)?,
            Change::Same(id, seen) => note_seen(connection, id, seen)?,
            Change::Remove(id) => _ = batch.remove(id)?,
        }
    }
    batch.shelf.finish()?;
    let mut applied = batch.applied;
    applied.again.sort();
    applied.again.dedup();
    Ok(applied)
}

struct Batch<'a> {
    connection: &'a Connection,
    site: &'a Site,
    number: u64,
    applied: Applied,
    shelf: Shelf<'a>,
}

impl Batch<'_> {
    fn put(&mut self, id: &ArticleId, seen: &Seen, assembled: &Assembled) -> Result<(), CatalogError> {
        let connection = self.connection;
        let old = self.remove(id)?;
        note_seen(connection, id, seen)?;
        let mut found = assembled.problems.clone();
        if let Some(article) = &assembled.article {
            let facts = Facts::of(article, self.site);
            self.applied.touched.note(id, Some(&facts));
            let n = insert_article(connection, article, &facts, old)?;
            self.shelf.put(n, id, &facts)?;
            words::put(connection, n, article, &facts)?;
            changes::note(connection, n, self.number)?;
            insert_versions(connection, n, article)?;
            insert_media(connection, n, article)?;
            let mut again = Vec::new();
            let mut claim = Claim { connection, n, article, problems: &mut found, again: &mut again };
            let slugs = claim.slugs(self.site)?;
            claim.aliases()?;
            address::set_slugs(connection, n, &slugs)?;
            self.applied.again.extend(again.into_iter().filter(|other| other != id));
        }
        problems::replace(connection, &id.to_string(), &found)
    }

    /// Takes an article out of every table. Returns its number, if it had one.
    fn remove(&mut self, id: &ArticleId) -> Result<Option<i64>, CatalogError> {
        let connection = self.connection;
        let key = (id.year().get(), id.name().as_str());
        connection.prepare_cached("DELETE FROM item WHERE year = ?1 AND name = ?2")?.execute(key)?;
        problems::replace(connection, &id.to_string(), &[])?;
        self.applied.touched.note(id, None);
        let mut find = connection.prepare_cached("SELECT n, facts FROM article WHERE year = ?1 AND name = ?2")?;
        let found = find.query_row(key, |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))).optional()?;
        let Some((n, facts)) = found else { return Ok(None) };
        let facts: Facts = serde_json::from_str(&facts).map_err(CatalogError::damaged)?;
        self.applied.touched.note(id, Some(&facts));
        changes::note(connection, n, self.number)?;
        self.shelf.take(n, id, &facts)?;
        words::take(connection, n, &facts)?;
        let waiting = address::waiting_for(connection, n)?;
        self.applied.again.extend(waiting.into_iter().filter(|other| other != id));
        delete(connection, n)?;
        connection.prepare_cached("DELETE FROM media WHERE year = ?1 AND name = ?2")?.execute(key)?;
        Ok(Some(n))
    }
}

fn note_seen(connection: &Connection, id: &ArticleId, seen: &Seen) -> Result<(), CatalogError> {
    let mut note = connection.prepare_cached("INSERT OR REPLACE INTO item VALUES (?1, ?2, ?3, ?4)")?;
    note.execute((id.year().get(), id.name().as_str(), seen.stamp.as_bytes(), seen.digest.as_bytes()))?;
    Ok(())
}

fn delete(connection: &Connection, n: i64) -> Result<(), CatalogError> {
    for delete in [
        "DELETE FROM article WHERE n = ?1",
        "DELETE FROM version WHERE article = ?1",
        "DELETE FROM body WHERE article = ?1",
        "DELETE FROM address WHERE article = ?1",
        "DELETE FROM alias WHERE article = ?1",
    ] {
        connection.prepare_cached(delete)?.execute([n])?;
    }
    Ok(())
}

fn insert_article(
    connection: &Connection,
    article: &Article,
    facts: &Facts,
    n: Option<i64>,
) -> Result<i64, CatalogError> {
    let (year, name) = (article.id.year().get(), article.id.name().as_str());
    let json = (to_json(facts)?, to_json(&ArticleMeta::of(article))?);
    connection
        .prepare_cached("INSERT INTO article (n, year, name, section, facts, meta) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
        .execute((n, year, name, &article.meta.section, json.0, json.1))?;
    Ok(connection.last_insert_rowid())
}

fn insert_versions(connection: &Connection, n: i64, article: &Article) -> Result<(), CatalogError> {
    let mut insert = connection.prepare_cached("INSERT INTO version VALUES (?1, ?2, ?3, ?4, ?5)")?;
    let mut insert_body = connection.prepare_cached("INSERT INTO body VALUES (?1, ?2, ?3)")?;
    for version in &article.versions {
        let details = to_json(&VersionDetails::of(article, version))?;
        let lang = version.lang.as_str();
        insert.execute((n, lang, &version.text.title, &version.text.summary, details))?;
        let html =
            zstd::bulk::compress(version.rendered.html.as_str().as_bytes(), LEVEL).map_err(CatalogError::damaged)?;
        insert_body.execute((n, lang, html))?;
    }
    Ok(())
}

fn insert_media(connection: &Connection, n: i64, article: &Article) -> Result<(), CatalogError> {
    let mut insert = connection.prepare_cached("INSERT INTO media VALUES (?1, ?2, ?3, ?4, ?5)")?;
    for media in &article.media {
        let id = &article.id;
        insert.execute((id.year().get(), id.name().as_str(), &media.file, &media.digest, n))?;
    }
    Ok(())
}

fn to_json(value: &impl serde::Serialize) -> Result<String, CatalogError> {
    serde_json::to_string(value).map_err(CatalogError::damaged)
}
