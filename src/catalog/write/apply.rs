//! One batch of changes: what an article put into the tables is taken out, what it is now is put in.

use std::collections::HashSet;

use rusqlite::{Connection, types::ValueRef};

use super::{
    address::{self, Claim, WaitingClaim},
    checksum::{self, RowsToSeal},
    gone,
    listing_facts::ListingFacts,
    listing_writer::ListingWriter,
    pending,
    prepared::{self, Retained, RetainedVersion},
    title_words,
};
use crate::{
    article::{Article, Assembled, MediaFile, Staleness},
    catalog::{
        Applied, CatalogError, Change, FileState, PreparedArticle, Published,
        changes::{self, BatchNumber},
        compression::{json, to_json},
        read::{
            diagnostics, links,
            lookup::number,
            view::{self, ArticleMeta},
        },
    },
    model::{diagnostic::Diagnostic, slug::ArticleId},
    site::Site,
};

/// Applies every change, as one batch.
pub(in crate::catalog) fn all(
    connection: &Connection,
    site: &Site,
    changes: &[Change],
) -> Result<Applied, CatalogError> {
    if changes.is_empty() {
        return Ok(Applied::default());
    }
    let (number, shelf) = (changes::begin(connection)?, ListingWriter::new(connection));
    let mut batch =
        BatchWriter { connection, site, number, published: Published::Unknown, applied: Applied::default(), shelf };
    for change in changes {
        match change {
            Change::Put(id, seen, ready) => batch.put(id, seen, ready)?,
            Change::Same(id, seen, published) => {
                note_seen(connection, id, seen)?;
                changes::note_same(connection, id, *published)?;
            }
            Change::Remove(id, published) => {
                batch.published = *published;
                batch.remove(id)?;
            }
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

struct BatchWriter<'a> {
    connection: &'a Connection,
    site: &'a Site,
    number: BatchNumber,
    /// When the article at hand was published.
    published: Published,
    applied: Applied,
    shelf: ListingWriter<'a>,
}

impl BatchWriter<'_> {
    fn put(&mut self, id: &ArticleId, seen: &FileState, ready: &PreparedArticle) -> Result<(), CatalogError> {
        let (connection, assembled) = (self.connection, &ready.assembled);
        self.published = ready.published;
        note_seen(connection, id, seen)?;
        pending::put(connection, id, assembled.pending)?;
        let mut found = assembled.problems.clone();
        match self.keep(id, assembled)? {
            Retained::Article => {}
            Retained::Versions(kept) => {
                let old = self.unlist(id, &kept)?;
                // Without a version that is shown there is no article.
                let is_shown = |article: &&Article| !article.versions.is_empty() || !kept.is_empty();
                if let Some(article) = assembled.article.as_ref().filter(is_shown) {
                    self.insert(article, ready, &old, &kept, &mut found)?;
                } else if let Some(n) = old.n {
                    delete_article(connection, n)?;
                }
                self.let_go(old.n, old.waiting)?;
            }
        }
        diagnostics::replace(connection, &id.to_string(), &found)
    }

    fn insert(
        &mut self,
        article: &Article,
        ready: &PreparedArticle,
        old: &Unlisted,
        kept: &[RetainedVersion],
        found: &mut Vec<Diagnostic>,
    ) -> Result<(), CatalogError> {
        let connection = self.connection;
        let facts = ListingFacts::new(article, kept, self.site);
        self.applied.touched.note(&article.id, Some(&facts));
        let texts = ArticleJson { facts: to_json(&facts)?, meta: to_json(&ArticleMeta::new(article))? };
        let n = insert_article(connection, article, &texts, old.n)?;
        self.shelf.put(n, &article.id, &facts)?;
        title_words::put(connection, n, article, &facts)?;
        links::put(connection, n, article)?;
        changes::note(connection, n, self.number, self.published)?;
        insert_versions(connection, n, article, ready)?;
        gone::forget(connection, n, &article.id)?;
        let media = public_media(article, ready.assembled.has_unread, &old.files);
        insert_media(connection, n, article, &media)?;
        let mut again = Vec::new();
        let mut claim = Claim { connection, n, article, kept, problems: found, again: &mut again };
        let slugs = claim.slugs(self.site)?;
        claim.aliases()?;
        address::set_slugs(connection, n, &slugs)?;
        if !kept.is_empty() {
            self.decide_staleness(n, article)?;
        }
        let rows = kept.is_empty().then(|| written(n, article, &texts, ready, slugs, media)).transpose()?;
        checksum::set(connection, n, rows.as_ref())?;
        self.applied.again.extend(again.into_iter().filter(|other| *other != article.id));
        Ok(())
    }

    /// Decides again which versions of the article `n` are stale, where some of its rows are kept: the source and its
    /// translations were not assembled together. A source that is not there, or not public any more, makes none stale.
    fn decide_staleness(&self, n: i64, article: &Article) -> Result<(), CatalogError> {
        let (source, versions) = (&article.meta.source, view::versions(self.connection, n)?);
        let zone = self.site.time_zone();
        let changed = versions.get(source).map(|source| source.details.changed(zone));
        let mut update =
            self.connection.prepare_cached("UPDATE version SET details = ?3 WHERE article = ?1 AND lang = ?2")?;
        for version in versions.except(source) {
            let mut details = version.details.clone();
            details.compared = details.compared.filter(|_| changed.is_some());
            let recorded = details.compared.as_ref().map(|compared| compared.differences.len());
            let own = details.latest(zone);
            details.staleness = changed.map_or(Staleness::Unknown, |changed| {
                Staleness::for_translation(recorded, changed, own, article.meta.published, self.site)
            });
            update.execute((n, version.lang.as_str(), to_json(&details)?))?;
        }
        Ok(())
    }

    fn keep(&self, id: &ArticleId, assembled: &Assembled) -> Result<Retained, CatalogError> {
        // Of an article that was taken down nothing is kept: readers are not shown its last good text.
        let is_withdrawn = assembled.article.as_ref().is_some_and(|article| article.meta.withdrawn.is_some());
        match number(self.connection, id)?.filter(|_| !is_withdrawn) {
            Some(n) => prepared::keep(self.connection, n, assembled),
            None => Ok(Retained::Versions(Vec::new())),
        }
    }

    fn remove(&mut self, id: &ArticleId) -> Result<(), CatalogError> {
        let key = (id.collection().number(), id.name().as_str());
        self.connection.prepare_cached("DELETE FROM item WHERE year = ?1 AND name = ?2")?.execute(key)?;
        pending::put(self.connection, id, None)?;
        diagnostics::replace(self.connection, &id.to_string(), &[])?;
        let Unlisted { n, waiting, files: _ } = self.unlist(id, &[])?;
        if let Some(n) = n {
            delete_article(self.connection, n)?;
        }
        self.let_go(n, waiting)
    }

    /// Has those put again that wait for an address which the article `n` held and does not hold any more. Only those: two
    /// articles that each want the other's name would put each other again for ever.
    fn let_go(&mut self, n: Option<i64>, waiting: Vec<WaitingClaim>) -> Result<(), CatalogError> {
        for waiting in waiting {
            if !waiting.in_vain(self.connection, n)? {
                self.applied.again.push(waiting.id);
            }
        }
        Ok(())
    }

    /// Takes an article out of every table but `article`, where its number stays, and the rows of the versions that are
    /// kept.
    fn unlist(&mut self, id: &ArticleId, kept: &[RetainedVersion]) -> Result<Unlisted, CatalogError> {
        let connection = self.connection;
        let key = (id.collection().number(), id.name().as_str());
        self.applied.touched.note(id, None);
        let mut find = connection.prepare_cached("SELECT n, facts FROM article WHERE year = ?1 AND name = ?2")?;
        let mut rows = find.query(key)?;
        let Some(row) = rows.next()? else { return Ok(Unlisted::default()) };
        let (n, facts): (i64, ListingFacts) = (row.get(0)?, json(row, 1)?);
        self.applied.touched.note(id, Some(&facts));
        changes::note(connection, n, self.number, self.published)?;
        self.shelf.take(n, id, &facts)?;
        title_words::take(connection, n, &facts)?;
        let waiting = address::waiting_for(connection, n)?;
        self.applied.again.extend(address::next_claimants(connection, n)?);
        gone::note(connection, n)?;
        prepared::delete_versions(connection, n, kept)?;
        connection.prepare_cached("DELETE FROM address WHERE article = ?1")?.execute([n])?;
        let mut delete = connection.prepare_cached("DELETE FROM media WHERE year = ?1 AND name = ?2 RETURNING file")?;
        let files: HashSet<String> = delete.query_map(key, |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(Unlisted { n: Some(n), waiting, files })
    }
}

/// The rows that an article leaves behind when it is removed from the tables.
#[derive(Default)]
struct Unlisted {
    /// Its number, if it had one.
    n: Option<i64>,
    waiting: Vec<WaitingClaim>,
    /// The names of its files.
    files: HashSet<String>,
}

fn delete_article(connection: &Connection, n: i64) -> Result<(), CatalogError> {
    connection.prepare_cached("DELETE FROM article WHERE n = ?1")?.execute([n])?;
    Ok(())
}

fn note_seen(connection: &Connection, id: &ArticleId, seen: &FileState) -> Result<(), CatalogError> {
    let mut note = connection.prepare_cached(
        "INSERT OR REPLACE INTO item (year, name, stamp, digest) \
         VALUES (?1, ?2, ?3, ?4)",
    )?;
    let (year, name) = (id.collection().number(), id.name().as_str());
    note.execute((year, name, seen.metadata_digest.as_bytes(), seen.digest.as_bytes()))?;
    Ok(())
}

/// Sees to it that an article that must be put again is read again even if this process ends before.
fn forget_seen(connection: &Connection, id: &ArticleId) -> Result<(), CatalogError> {
    let mut forget = connection
        .prepare_cached("UPDATE item SET stamp = zeroblob(16), digest = zeroblob(16) WHERE year = ?1 AND name = ?2")?;
    forget.execute((id.collection().number(), id.name().as_str()))?;
    Ok(())
}

/// An article's row, as far as it is JSON.
struct ArticleJson {
    facts: String,
    meta: String,
}

fn insert_article(
    connection: &Connection,
    article: &Article,
    texts: &ArticleJson,
    n: Option<i64>,
) -> Result<i64, CatalogError> {
    let (year, name) = (article.id.collection().number(), article.id.name().as_str());
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO article (n, year, name, section, facts, meta) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute((n, year, name, &article.meta.section, &texts.facts, &texts.meta))?;
    Ok(connection.last_insert_rowid())
}

fn insert_versions(
    connection: &Connection,
    n: i64,
    article: &Article,
    ready: &PreparedArticle,
) -> Result<(), CatalogError> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO version (article, lang, title, summary, unpublished, thumbnail, details) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    let mut insert_body = connection.prepare_cached("INSERT INTO body (article, lang, html) VALUES (?1, ?2, ?3)")?;
    for version in &article.versions {
        let row = ready.row(&version.lang)?;
        let lang = version.lang.as_str();
        let unpublished = version.unpublished.map(|reason| reason.to_string());
        let (title, summary) = (&version.text.title, &version.text.summary);
        insert.execute((n, lang, title, summary, unpublished, &row.thumbnail, &row.details))?;
        insert_body.execute((n, lang, &row.body))?;
    }
    Ok(())
}

/// The files that readers are served: those that are public, and those that they were served before, which the last good text
/// of a version that cannot be read shows.
fn public_media<'a>(article: &'a Article, has_unread: bool, had: &HashSet<String>) -> Vec<&'a MediaFile> {
    // Versions that are hidden have been taken out, or are shown.
    let is_public = article.versions.public_files(has_unread, |_| false);
    article.media.iter().filter(|media| had.contains(&media.file) || is_public(&media.file)).collect()
}

fn insert_media(connection: &Connection, n: i64, article: &Article, media: &[&MediaFile]) -> Result<(), CatalogError> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO media (year, name, file, digest, article, made, state) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    for media in media {
        let id = &article.id;
        let (collection, name) = (id.collection().number(), id.name().as_str());
        insert.execute((collection, name, &media.file, &media.digest, n, made(media), &media.state))?;
    }
    Ok(())
}

/// The renditions of a picture, from its row.
fn made(media: &MediaFile) -> String {
    media.made().iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

/// The rows of an article that was put whole, for its checksum.
fn written(
    n: i64,
    article: &Article,
    texts: &ArticleJson,
    ready: &PreparedArticle,
    mut slugs: Vec<(String, String)>,
    mut media: Vec<&MediaFile>,
) -> Result<RowsToSeal, CatalogError> {
    let mut rows = RowsToSeal::default();
    let number = ValueRef::Integer(n);
    let section = article.meta.section.as_deref().map_or(ValueRef::Null, text);
    let year = ValueRef::Integer(article.id.collection().number());
    rows.add([year, text(article.id.name().as_str()), section, text(&texts.facts), text(&texts.meta)]);
    let mut versions: Vec<_> = article.versions.iter().collect();
    versions.sort_unstable_by(|one, other| one.lang.as_str().cmp(other.lang.as_str()));
    for version in &versions {
        let (title, summary) = (text(&version.text.title), text(&version.text.summary));
        let (unpublished, row) = (version.unpublished.map(|reason| reason.to_string()), ready.row(&version.lang)?);
        let unpublished = unpublished.as_deref().map_or(ValueRef::Null, text);
        let thumbnail = row.thumbnail.as_deref().map_or(ValueRef::Null, text);
        rows.add([number, text(version.lang.as_str()), title, summary, unpublished, thumbnail, text(&row.details)]);
    }
    for version in &versions {
        rows.add([number, text(version.lang.as_str()), ValueRef::Blob(&ready.row(&version.lang)?.body)]);
    }
    slugs.sort_unstable();
    slugs.iter().for_each(|(lang, slug)| rows.add([number, text(lang), text(slug)]));
    media.sort_unstable_by(|one, other| one.file.cmp(&other.file));
    for media in media {
        rows.add([text(&media.file), text(&media.digest), text(&made(media))]);
    }
    Ok(rows)
}

fn text(text: &str) -> ValueRef<'_> {
    ValueRef::Text(text.as_bytes())
}
