//! One batch of changes: what an article put into the tables is taken out, what it is now is put in.

use rusqlite::{Connection, OptionalExtension};

use super::{
    CatalogError, Change,
    address::{self, Claim},
    facts::Facts,
    problems,
    view::{ArticleMeta, VersionDetails},
};
use crate::{
    archive::{Article, Assembled, Stamp},
    config::Site,
    slug::ArticleId,
};

/// Bodies are stored at this level of zstd: 19 would save a tenth and cost forty times the time.
const LEVEL: i32 = 3;

/// Applies every change; returns the articles to put again.
pub(super) fn all(connection: &Connection, site: &Site, changes: &[Change]) -> Result<Vec<ArticleId>, CatalogError> {
    let mut again = Vec::new();
    for change in changes {
        let (id, freed) = match change {
            Change::Put(id, stamp, assembled) => (id, put(connection, site, (id, stamp), assembled)?),
            Change::Remove(id) => (id, remove(connection, id)?.1),
        };
        again.extend(freed.into_iter().filter(|other| other != id));
    }
    again.sort();
    again.dedup();
    Ok(again)
}

fn put(
    connection: &Connection,
    site: &Site,
    (id, stamp): (&ArticleId, &Stamp),
    assembled: &Assembled,
) -> Result<Vec<ArticleId>, CatalogError> {
    let (old, mut again) = remove(connection, id)?;
    connection.prepare_cached("INSERT INTO item VALUES (?1, ?2, ?3)")?.execute((
        id.year().get(),
        id.name().as_str(),
        stamp.as_bytes(),
    ))?;
    let mut found = assembled.problems.clone();
    if let Some(article) = &assembled.article {
        let n = insert_article(connection, site, article, old)?;
        insert_versions(connection, n, article)?;
        insert_media(connection, n, article)?;
        let mut claim = Claim { connection, n, article, problems: &mut found, again: &mut again };
        let slugs = claim.slugs(site)?;
        claim.aliases()?;
        address::set_slugs(connection, n, &slugs)?;
    }
    problems::replace(connection, &id.to_string(), &found)?;
    Ok(again)
}

/// Takes an article out of every table. Returns its number, if it had one, and the articles that wait for its addresses.
fn remove(connection: &Connection, id: &ArticleId) -> Result<(Option<i64>, Vec<ArticleId>), CatalogError> {
    let key = (id.year().get(), id.name().as_str());
    connection.prepare_cached("DELETE FROM item WHERE year = ?1 AND name = ?2")?.execute(key)?;
    problems::replace(connection, &id.to_string(), &[])?;
    let mut find = connection.prepare_cached("SELECT n, facts FROM article WHERE year = ?1 AND name = ?2")?;
    let found = find.query_row(key, |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))).optional()?;
    let Some((n, facts)) = found else { return Ok((None, Vec::new())) };
    let facts: Facts = serde_json::from_str(&facts).map_err(CatalogError::damaged)?;
    unlist(connection, n, id.name().as_str(), &facts)?;
    let waiting = address::waiting_for(connection, n)?;
    for delete in [
        "DELETE FROM article WHERE n = ?1",
        "DELETE FROM version WHERE article = ?1",
        "DELETE FROM body WHERE article = ?1",
        "DELETE FROM address WHERE article = ?1",
        "DELETE FROM alias WHERE article = ?1",
    ] {
        connection.prepare_cached(delete)?.execute([n])?;
    }
    connection.prepare_cached("DELETE FROM media WHERE year = ?1 AND name = ?2")?.execute(key)?;
    Ok((Some(n), waiting))
}

fn insert_article(
    connection: &Connection,
    site: &Site,
    article: &Article,
    n: Option<i64>,
) -> Result<i64, CatalogError> {
    let facts = Facts::of(article, site);
    let (year, name) = (article.id.year().get(), article.id.name().as_str());
    let json = (to_json(&facts)?, to_json(&ArticleMeta::of(article))?);
    connection
        .prepare_cached("INSERT INTO article (n, year, name, facts, meta) VALUES (?1, ?2, ?3, ?4, ?5)")?
        .execute((n, year, name, json.0, json.1))?;
    let n = connection.last_insert_rowid();
    list(connection, n, name, &facts)?;
    Ok(n)
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
    let mut insert = connection.prepare_cached("INSERT INTO media VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
    for media in &article.media {
        let id = &article.id;
        let widths = media.widths.iter().map(u32::to_string).collect::<Vec<_>>().join(" ");
        insert.execute((id.year().get(), id.name().as_str(), &media.file, &media.digest, n, widths))?;
    }
    Ok(())
}

fn list(connection: &Connection, n: i64, name: &str, facts: &Facts) -> Result<(), CatalogError> {
    let mut insert = connection.prepare_cached("INSERT INTO listing VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?;
    let mut count = connection.prepare_cached(
        "INSERT INTO tally VALUES (?1, ?2, ?3, 1) ON CONFLICT (scope, lang, month) DO UPDATE SET count = count + 1",
    )?;
    for (scope, lang, have) in facts.rows() {
        insert.execute((scope, lang, facts.published, name, n, have))?;
        count.execute((scope, lang, facts.month))?;
    }
    Ok(())
}

fn unlist(connection: &Connection, n: i64, name: &str, facts: &Facts) -> Result<(), CatalogError> {
    let mut delete = connection.prepare_cached(
        "DELETE FROM listing WHERE scope = ?1 AND lang = ?2 AND published = ?3 AND name = ?4 AND article = ?5",
    )?;
    let mut count = connection
        .prepare_cached("UPDATE tally SET count = count - 1 WHERE scope = ?1 AND lang = ?2 AND month = ?3")?;
    let mut sweep =
        connection.prepare_cached("DELETE FROM tally WHERE scope = ?1 AND lang = ?2 AND month = ?3 AND count <= 0")?;
    for (scope, lang, _) in facts.rows() {
        delete.execute((scope, lang, facts.published, name, n))?;
        count.execute((scope, lang, facts.month))?;
        sweep.execute((scope, lang, facts.month))?;
    }
    Ok(())
}

fn to_json(value: &impl serde::Serialize) -> Result<String, CatalogError> {
    serde_json::to_string(value).map_err(CatalogError::damaged)
}
