//! Decides which article holds an address. A folder's name is always its own; a slug goes to the article whose folder comes first in
//! the alphabet, in whichever order files were read, and so does an old path.

use rusqlite::{Connection, OptionalExtension, Rows};

use super::prepared::RetainedVersion;
use crate::{
    article::{Article, Version},
    catalog::{CatalogError, compression::article_id},
    model::{diagnostic::Diagnostic, sentence::say, slug::ArticleId},
    site::Site,
};

/// An article claiming its addresses; what it does not get becomes a problem of its own.
pub(in crate::catalog) struct Claim<'a> {
    pub(in crate::catalog) connection: &'a Connection,
    pub(in crate::catalog) n: i64,
    pub(in crate::catalog) article: &'a Article,
    /// Versions that are not in `article`, and keep the slug they have.
    pub(in crate::catalog) kept: &'a [RetainedVersion],
    pub(in crate::catalog) problems: &'a mut Vec<Diagnostic>,
    pub(in crate::catalog) again: &'a mut Vec<ArticleId>,
}

/// The article that holds an address.
struct Holder {
    id: ArticleId,
}

impl Claim<'_> {
    /// Claims an address for every language of the site; returns them as (language, slug).
    pub(in crate::catalog) fn slugs(&mut self, site: &Site) -> Result<Vec<(String, String)>, CatalogError> {
        let name = self.article.id.name().as_str();
        self.take(name, "")?;
        let slug_holders = self.slug_holders()?;
        if !slug_holders.is_empty() {
            self.again.extend(slug_holders);
            self.again.extend(self.contestants(name, "")?);
        }
        let mut slugs = Vec::new();
        for language in site.languages().iter() {
            let version = self.article.versions.get(&language.tag);
            let kept = self.kept.iter().find(|kept| kept.lang == language.tag).map_or(name, |kept| kept.slug.as_str());
            let wish = version.map_or(kept, |version| version.slug(&self.article.id).as_str());
            let slug = self.claim(wish, language.tag.as_str(), version)?;
            slugs.push((language.tag.to_string(), slug));
        }
        Ok(slugs)
    }

    /// Claims the old paths of the article and of its versions.
    pub(in crate::catalog) fn aliases(&mut self) -> Result<(), CatalogError> {
        let id = &self.article.id;
        let root = id.folder();
        let old_paths = self.article.old_paths();
        let of_article = old_paths.iter().map(|alias| (alias, String::new(), id.collection().meta_file().to_owned()));
        let of_versions = self.article.versions.iter().flat_map(|version| {
            let lang = version.lang.to_string();
            version.text.aliases.iter().map(move |alias| (alias, lang.clone(), format!("{lang}.md")))
        });
        for (alias, lang, file) in of_article.chain(of_versions).collect::<Vec<_>>() {
            let mut insert = self.connection.prepare_cached(
                "INSERT OR IGNORE INTO alias (path, year, name, lang, article) \
                     VALUES (?1, ?2, ?3, ?4, ?5)",
            )?;
            let is_new = insert.execute((alias, id.collection().number(), id.name().as_str(), &lang, self.n))? == 1;
            if !is_new || self.is_claimed_before(alias)? {
                let message = say("duplicate-alias").with("alias", alias);
                self.problems.push(Diagnostic::error(&format!("{root}/{file}"), "duplicate-alias", message));
            }
        }
        self.again.extend(next_claimants(self.connection, self.n)?);
        Ok(())
    }

    /// Whether an article whose folder comes first claims the old path `alias`.
    fn is_claimed_before(&self, alias: &str) -> Result<bool, CatalogError> {
        let mut find =
            self.connection.prepare_cached("SELECT 1 FROM alias WHERE path = ?1 AND (year, name) < (?2, ?3)")?;
        let id = &self.article.id;
        Ok(find.exists((alias, id.collection().number(), id.name().as_str()))?)
    }

    /// The articles whose slug is the name of this one's folder: the name is its own, even where they came first.
    fn slug_holders(&self) -> Result<Vec<ArticleId>, CatalogError> {
        let mut find = self.connection.prepare_cached(
            "SELECT DISTINCT article.year, article.name FROM address JOIN article ON article.n = address.article
             WHERE address.year = ?1 AND slug = ?2 AND article.n <> ?3",
        )?;
        let id = &self.article.id;
        let mut rows = find.query((id.collection().number(), id.name().as_str(), self.n))?;
        ids(&mut rows)
    }

    /// The articles that contest a slug, in one language or in every one: their diagnostics name its holder, which changes now.
    fn contestants(&self, slug: &str, lang: &str) -> Result<Vec<ArticleId>, CatalogError> {
        let mut find = self.connection.prepare_cached(
            "SELECT DISTINCT other.year, other.name FROM contest JOIN article AS other ON other.n = contest.article
             WHERE contest.year = ?1 AND slug = ?2 AND (?3 = '' OR lang = ?3) AND other.n <> ?4",
        )?;
        let mut rows = find.query((self.article.id.collection().number(), slug, lang, self.n))?;
        ids(&mut rows)
    }

    fn claim(&mut self, wish: &str, lang: &str, version: Option<&Version>) -> Result<String, CatalogError> {
        let name = self.article.id.name().as_str();
        let Some(holder) = self.holder(wish, lang)? else {
            self.take(wish, lang)?;
            return Ok(wish.to_owned());
        };
        let theirs_by_name = holder.id.name().as_str() == wish;
        if wish == name || (!theirs_by_name && self.article.id < holder.id) {
            self.again.push(holder.id);
            self.again.extend(self.contestants(wish, lang)?);
            self.take(wish, lang)?;
            return Ok(wish.to_owned());
        }
        let year = self.article.id.collection().number();
        self.connection
            .prepare_cached("INSERT OR IGNORE INTO contest (year, slug, lang, article) VALUES (?1, ?2, ?3, ?4)")?
            .execute((year, wish, lang, self.n))?;
        let path = format!("{}/{lang}.md", self.article.id.folder());
        let message = say("duplicate-slug").with("slug", wish).with("id", holder.id.folder());
        let mut problem = Diagnostic::error(&path, "duplicate-slug", message).help(say("help-slug").with("name", name));
        problem.place = version.and_then(|version| version.text.slug_place);
        self.problems.push(problem);
        self.claim(name, lang, None)
    }

    fn take(&self, slug: &str, lang: &str) -> Result<(), CatalogError> {
        let mut insert = self.connection.prepare_cached(
            "INSERT OR REPLACE INTO address (year, slug, lang, article) \
             VALUES (?1, ?2, ?3, ?4)",
        )?;
        insert.execute((self.article.id.collection().number(), slug, lang, self.n))?;
        Ok(())
    }

    /// The other article that holds an address, or whose folder has this name.
    fn holder(&self, slug: &str, lang: &str) -> Result<Option<Holder>, CatalogError> {
        let mut find = self.connection.prepare_cached(
            "SELECT article.name FROM address JOIN article ON article.n = address.article
             WHERE address.year = ?1 AND slug = ?2 AND lang IN (?3, '') AND n <> ?4 ORDER BY lang",
        )?;
        let collection = self.article.id.collection();
        let found = find.query_row((collection.number(), slug, lang, self.n), |row| row.get(0));
        Ok(found.optional()?.map(|name| Holder { id: ArticleId::new(collection, name) }))
    }
}

/// The article that comes next of those which claim an old path of the article `n`, for each path that `n` holds: it loses the
/// path to `n`, or gets it from it. Only the next one: those after it do not hold the path either way.
pub(in crate::catalog) fn next_claimants(connection: &Connection, n: i64) -> Result<Vec<ArticleId>, CatalogError> {
    let mut find = connection.prepare_cached(
        "SELECT next.year, next.name FROM alias AS own JOIN alias AS next ON next.path = own.path
         WHERE own.article = ?1 AND (next.year, next.name) = (
           SELECT year, name FROM alias WHERE path = own.path ORDER BY year, name LIMIT 1 OFFSET 1
         ) AND own.article = (SELECT article FROM alias WHERE path = own.path ORDER BY year, name LIMIT 1)",
    )?;
    let mut rows = find.query([n])?;
    ids(&mut rows)
}

/// The articles whose year and name are the first two columns.
fn ids(rows: &mut Rows<'_>) -> Result<Vec<ArticleId>, CatalogError> {
    let mut ids = Vec::new();
    while let Some(row) = rows.next()? {
        ids.push(article_id(row, 0)?);
    }
    Ok(ids)
}

/// Notes the slugs that an article came by, for the links that lead to it.
pub(in crate::catalog) fn set_slugs(
    connection: &Connection,
    n: i64,
    slugs: &[(String, String)],
) -> Result<(), CatalogError> {
    let mut insert = connection.prepare_cached(
        "INSERT OR REPLACE INTO slug (article, lang, slug) \
         VALUES (?1, ?2, ?3)",
    )?;
    for (lang, slug) in slugs {
        insert.execute((n, lang, slug))?;
    }
    Ok(())
}

/// An article that would hold an address if another one did not.
pub(in crate::catalog) struct WaitingClaim {
    pub(in crate::catalog) id: ArticleId,
    slug: String,
    lang: String,
}

impl WaitingClaim {
    /// Whether the article `n` holds the address still, or again.
    pub(in crate::catalog) fn in_vain(&self, connection: &Connection, n: Option<i64>) -> Result<bool, CatalogError> {
        let mut find = connection.prepare_cached(
            "SELECT 1 FROM address WHERE year = ?1 AND slug = ?2 AND lang IN (?3, '') AND article = ?4",
        )?;
        Ok(find.exists((self.id.collection().number(), &self.slug, &self.lang, n))?)
    }
}

/// The articles that wait for the addresses of the article `n`, which contests none itself any more.
pub(in crate::catalog) fn waiting_for(connection: &Connection, n: i64) -> Result<Vec<WaitingClaim>, CatalogError> {
    connection.prepare_cached("DELETE FROM contest WHERE article = ?1")?.execute([n])?;
    connection.prepare_cached("DELETE FROM slug WHERE article = ?1")?.execute([n])?;
    let mut find = connection.prepare_cached(
        "SELECT DISTINCT other.year, other.name, contest.slug, contest.lang FROM address
         JOIN contest ON contest.year = address.year AND contest.slug = address.slug AND address.lang IN (contest.lang, '')
         JOIN article AS other ON other.n = contest.article
         WHERE address.article = ?1",
    )?;
    let mut rows = find.query([n])?;
    let mut waiting = Vec::new();
    while let Some(row) = rows.next()? {
        let id = article_id(row, 0)?;
        waiting.push(WaitingClaim { id, slug: row.get(2)?, lang: row.get(3)? });
    }
    Ok(waiting)
}
