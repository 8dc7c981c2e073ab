//! One batch of changes: what an article put into the tables is taken out, what it is now is put in.

use rusqlite::{Connection, OptionalExtension};

use super::{
    Applied, CatalogError, Change, Seen,
    address::{self, Claim},
    changes,
    facts::Facts,
    kept::{self, Keep, Kept},
    lookup::number,
    problems, seal,
    shelf::Shelf,
    view::{ArticleMeta, VersionDetails},
    words,
};
use crate::{
    archive::{Article, Assembled},
    config::Site,
    problem::Problem,
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
            Change::Remove(id) => batch.remove(id)?,
        }
    }
    batch.shelf.finish()?;
    let mut applied = batch.applied;
    applied.again.sort();
    applied.again.dedup();
    for id in &applied.again {
        forget_seen(connection, id)?;
    }
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
        note_seen(connection, id, seen)?;
        let mut found = assembled.problems.clone();
        match self.keep(id, assembled)? {
            Keep::Article => {}
            Keep::Versions(kept) => {
                let old = self.unlist(id, &kept)?;
                if let Some(article) = &assembled.article {
                    self.insert(&kept::without(article, &kept), old, &kept, &mut found)?;
                } else if let Some(n) = old {
                    delete_article(connection, n)?;
                }
            }
        }
        problems::replace(connection, &id.to_string(), &found)
    }

    fn insert(
        &mut self,
        article: &Article,
        old: Option<i64>,
        kept: &[Kept],
        found: &mut Vec<Problem>,
    ) -> Result<(), CatalogError> {
        let connection = self.connection;
        let facts = Facts::of(article, kept, self.site);
        self.applied.touched.note(&article.id, Some(&facts));
        let n = insert_article(connection, article, &facts, old)?;
        self.shelf.put(n, &article.id, &facts)?;
        words::put(connection, n, article, &facts)?;
        changes::note(connection, n, self.number)?;
        insert_versions(connection, n, article)?;
        insert_media(connection, n, article)?;
        let mut again = Vec::new();
        let mut claim = Claim { connection, n, article, kept, problems: found, again: &mut again };
        let slugs = claim.slugs(self.site)?;
        claim.aliases()?;
        address::set_slugs(connection, n, &slugs)?;
        seal::set(connection, n)?;
        self.applied.again.extend(again.into_iter().filter(|other| *other != article.id));
        Ok(())
    }

    fn keep(&self, id: &ArticleId, assembled: &Assembled) -> Result<Keep, CatalogError> {
        match number(self.connection, id)? {
            Some(n) => kept::keep(self.connection, n, assembled),
            None => Ok(Keep::Versions(Vec::new())),
        }
    }

    fn remove(&mut self, id: &ArticleId) -> Result<(), CatalogError> {
        let key = (id.year().get(), id.name().as_str());
        self.connection.prepare_cached("DELETE FROM item WHERE year = ?1 AND name = ?2")?.execute(key)?;
        problems::replace(self.connection, &id.to_string(), &[])?;
        match self.unlist(id, &[])? {
            Some(n) => delete_article(self.connection, n),
            None => Ok(()),
        }
    }

    /// Takes an article out of every table but `article`, where its number stays, and the rows of the versions that are
    /// kept. Returns its number, if it had one.
    fn unlist(&mut self, id: &ArticleId, kept: &[Kept]) -> Result<Option<i64>, CatalogError> {
        let connection = self.connection;
        let key = (id.year().get(), id.name().as_str());
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
        kept::delete_versions(connection, n, kept)?;
        connection.prepare_cached("DELETE FROM address WHERE article = ?1")?.execute([n])?;
        connection.prepare_cached("DELETE FROM media WHERE year = ?1 AND name = ?2")?.execute(key)?;
        Ok(Some(n))
    }
}

fn delete_article(connection: &Connection, n: i64) -> Result<(), CatalogError> {
    connection.prepare_cached("DELETE FROM article WHERE n = ?1")?.execute([n])?;
    Ok(())
}

fn note_seen(connection: &Connection, id: &ArticleId, seen: &Seen) -> Result<(), CatalogError> {
    let mut note = connection.prepare_cached("INSERT OR REPLACE INTO item VALUES (?1, ?2, ?3, ?4)")?;
    note.execute((id.year().get(), id.name().as_str(), seen.stamp.as_bytes(), seen.digest.as_bytes()))?;
    Ok(())
}

/// Sees to it that an article that must be put again is read again even if this process ends before.
fn forget_seen(connection: &Connection, id: &ArticleId) -> Result<(), CatalogError> {
    let mut forget = connection
        .prepare_cached("UPDATE item SET stamp = zeroblob(16), digest = zeroblob(16) WHERE year = ?1 AND name = ?2")?;
    forget.execute((id.year().get(), id.name().as_str()))?;
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
        .prepare_cached(
            "INSERT OR REPLACE INTO article (n, year, name, section, facts, meta) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute((n, year, name, &article.meta.section, json.0, json.1))?;
    Ok(connection.last_insert_rowid())
}

fn insert_versions(connection: &Connection, n: i64, article: &Article) -> Result<(), CatalogError> {
    let mut insert = connection.prepare_cached("INSERT INTO version VALUES (?1, ?2, ?3, ?4, ?5)")?;
    let mut insert_body = connection.prepare_cached("INSERT INTO body VALUES (?1, ?2, ?3)")?;
    let mut packer = zstd::bulk::Compressor::new(LEVEL).map_err(CatalogError::damaged)?;
    packer.include_checksum(true).map_err(CatalogError::damaged)?;
    for version in &article.versions {
        let details = to_json(&VersionDetails::of(article, version))?;
        let lang = version.lang.as_str();
        insert.execute((n, lang, &version.text.title, &version.text.summary, details))?;
        let html = packer.compress(version.rendered.html.as_str().as_bytes()).map_err(CatalogError::damaged)?;
        insert_body.execute((n, lang, html))?;
    }
    Ok(())
}

fn insert_media(connection: &Connection, n: i64, article: &Article) -> Result<(), CatalogError> {
    let mut insert = connection.prepare_cached("INSERT INTO media VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
    for media in &article.media {
        let id = &article.id;
        let widths = media.widths.iter().map(u32::to_string).collect::<Vec<_>>().join(" ");
        insert.execute((id.year().get(), id.name().as_str(), &media.file, &media.digest, n, widths))?;
    }
    Ok(())
}

fn to_json(value: &impl serde::Serialize) -> Result<String, CatalogError> {
    serde_json::to_string(value).map_err(CatalogError::damaged)
}
