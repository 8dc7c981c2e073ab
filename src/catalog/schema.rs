//! The tables, and how a catalog of another version is recognised.

use rusqlite::{Connection, OptionalExtension};

use super::CatalogError;
use crate::{
    media::{CLEANING, WIDTHS},
    model::Digest,
    site::Site,
};

/// Raised when tables, rendering or the meaning of a column change: an older catalog is then rebuilt.
pub const VERSION: u32 = 28;

const TABLES: &str = "
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
-- `year` is negative for what has no date: undated pages, texts about authors.
-- One row an article's folder, valid or not; the stamp tells whether its files may have changed, the digest whether they did.
CREATE TABLE item (
  year INTEGER NOT NULL, name TEXT NOT NULL, stamp BLOB NOT NULL, digest BLOB NOT NULL, PRIMARY KEY (year, name)
) WITHOUT ROWID;
-- One row an article; `facts` is what its rows in the listings are made of, `seal` a digest of all its rows. What cards
-- show comes first in the row.
CREATE TABLE article (
  n INTEGER PRIMARY KEY, year INTEGER NOT NULL, name TEXT NOT NULL, section TEXT, facts TEXT NOT NULL,
  meta TEXT NOT NULL, seal BLOB, UNIQUE (year, name)
);
-- `unpublished`: why readers are not shown it, `draft` or a moment; only in a preview, for no other catalog holds such a version.
-- `thumbnail`: the picture that listings show, as JSON.
CREATE TABLE version (
  article INTEGER NOT NULL, lang TEXT NOT NULL, title TEXT NOT NULL, summary TEXT NOT NULL, unpublished TEXT,
  thumbnail TEXT, details TEXT NOT NULL, PRIMARY KEY (article, lang)
) WITHOUT ROWID;
-- Articles of which something is not public: whether all of it, and the second since 1970 at which something is published.
CREATE TABLE pending (
  year INTEGER NOT NULL, name TEXT NOT NULL, due INTEGER, whole INTEGER NOT NULL, PRIMARY KEY (year, name)
) WITHOUT ROWID;
CREATE INDEX pending_due ON pending (due) WHERE due IS NOT NULL;
CREATE INDEX version_in ON version (lang);
-- Bodies lie apart from what listings read; HTML, compressed with zstd. With a rowid: where the key is the table, a row of
-- more than a quarter of a page lies in a page of its own.
CREATE TABLE body (article INTEGER NOT NULL, lang TEXT NOT NULL, html BLOB NOT NULL, PRIMARY KEY (article, lang));
-- Every slug and every id, with the language whose address it makes ('' for the id itself).
CREATE TABLE address (
  year INTEGER NOT NULL, slug TEXT NOT NULL, lang TEXT NOT NULL, article INTEGER NOT NULL,
  PRIMARY KEY (year, slug, lang)
) WITHOUT ROWID;
-- The address that an article came by in each language.
CREATE TABLE slug (article INTEGER NOT NULL, lang TEXT NOT NULL, slug TEXT NOT NULL, PRIMARY KEY (article, lang)) WITHOUT ROWID;
CREATE INDEX address_of ON address (article);
-- Addresses that an article asked for and another one holds.
CREATE TABLE contest (
  year INTEGER NOT NULL, slug TEXT NOT NULL, lang TEXT NOT NULL, article INTEGER NOT NULL,
  PRIMARY KEY (year, slug, lang, article)
) WITHOUT ROWID;
-- Every claim of an old path: the article whose folder comes first holds it, and the next one when that lets go.
CREATE TABLE alias (
  path TEXT NOT NULL, year INTEGER NOT NULL, name TEXT NOT NULL, lang TEXT NOT NULL, article INTEGER NOT NULL,
  PRIMARY KEY (path, year, name)
) WITHOUT ROWID;
CREATE INDEX alias_of ON alias (article);
-- Numbers that stand for names in the listings. The language '' is none: every article once, whatever its languages.
CREATE TABLE scope (s INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
-- `late`: whether readers of it were ever shown a version that appeared after its article was published.
CREATE TABLE language (l INTEGER PRIMARY KEY, tag TEXT NOT NULL UNIQUE, late INTEGER NOT NULL DEFAULT 0);
-- Every listing is one walk along this key; fallback is resolved here (`have` is the version shown to readers of `lang`).
-- Years and months have no rows of their own: they are ranges of `moment`, in seconds since 1970. `place` 0: the article was
-- published and its version appeared then; 1: it was published then, and this version appeared later; 2: it appeared then.
-- Pages read 0 and 1, feeds 0 and 2.
CREATE TABLE listing (
  scope INTEGER NOT NULL, lang INTEGER NOT NULL, place INTEGER NOT NULL, moment INTEGER NOT NULL, tie INTEGER NOT NULL,
  article INTEGER NOT NULL, have INTEGER NOT NULL,
  PRIMARY KEY (scope, lang, place, moment, tie, article)
) WITHOUT ROWID;
-- Counts are kept, not counted; the month 0 counts all months. Where there is no article there is no row.
CREATE TABLE tally (
  scope INTEGER NOT NULL, lang INTEGER NOT NULL, month INTEGER NOT NULL, count INTEGER NOT NULL,
  PRIMARY KEY (scope, lang, month)
) WITHOUT ROWID;
-- Digests of the words of titles: by those that few share, related articles are found.
CREATE TABLE word (word INTEGER NOT NULL, article INTEGER NOT NULL, PRIMARY KEY (word, article)) WITHOUT ROWID;
CREATE TABLE media (
  year INTEGER NOT NULL, name TEXT NOT NULL, file TEXT NOT NULL, digest TEXT NOT NULL, article INTEGER NOT NULL,
  made TEXT NOT NULL, -- what is made of it, `400.jpg 400.webp`; empty where it goes out as it is
  state TEXT NOT NULL, -- of a long file, the state in which it has the digest: as long as it is in it, none of it is read
  PRIMARY KEY (year, name, file)
) WITHOUT ROWID;
-- Links from a version to articles, which may or may not exist: `broken` is 1 where there is none, 2 where nobody looked yet.
CREATE TABLE link (
  article INTEGER NOT NULL, lang TEXT NOT NULL, line INTEGER NOT NULL, \"column\" INTEGER NOT NULL,
  year INTEGER NOT NULL, name TEXT NOT NULL, broken INTEGER NOT NULL,
  PRIMARY KEY (article, lang, line, \"column\")
) WITHOUT ROWID;
CREATE INDEX link_to ON link (year, name, broken);
-- The batch in which each article last changed; of one that is gone, too. What search has yet to follow. `at` is when, in seconds
-- since 1970, which harvesters of metadata go by: as the source says it, or the clock where `is_published` is 0.
CREATE TABLE change (
  article INTEGER PRIMARY KEY, batch INTEGER NOT NULL, at INTEGER NOT NULL, is_published INTEGER NOT NULL
);
CREATE INDEX change_in ON change (batch);
CREATE INDEX change_at ON change (at);
-- Dated versions that readers were shown and that are gone since this catalog was begun; `article` is the number they had.
CREATE TABLE gone (
  year INTEGER NOT NULL, name TEXT NOT NULL, lang TEXT NOT NULL, article INTEGER NOT NULL, section TEXT,
  PRIMARY KEY (year, name, lang)
) WITHOUT ROWID;
CREATE INDEX gone_of ON gone (article);
-- No number is given twice: those after a number are new to whoever was told of that one.
CREATE TABLE problem (
  n INTEGER PRIMARY KEY AUTOINCREMENT, owner TEXT NOT NULL, is_error INTEGER NOT NULL, report TEXT NOT NULL
);
CREATE INDEX problem_of ON problem (owner);
CREATE INDEX problem_by_severity ON problem (is_error);
";

/// The fingerprint of everything besides articles that a catalog depends on: its version, how pictures are cleaned (digests of media are those of
/// the cleaned bytes), in which widths they are made, and what `site.toml` says of languages and days.
pub(super) fn fingerprint(site: &Site) -> String {
    let zone = site.time_zone().iana_name().unwrap_or_default();
    let languages: Vec<_> = site.languages().iter().collect();
    Digest::hash(format!("{VERSION} {CLEANING} {WIDTHS:?} {zone} {languages:?}").as_bytes()).to_string()
}

/// Whether `connection` holds a valid catalog with this fingerprint.
pub(super) fn matches(connection: &Connection, fingerprint: &str) -> bool {
    let found = connection
        .query_row("SELECT value FROM meta WHERE key = 'fingerprint'", [], |row| row.get::<_, String>(0))
        .optional();
    matches!(found, Ok(Some(value)) if value == fingerprint)
}

/// Creates the tables in an empty file. A process that is killed meanwhile leaves the file empty.
pub(super) fn create(connection: &Connection, fingerprint: &str) -> Result<(), CatalogError> {
    let transaction = connection.unchecked_transaction()?;
    transaction.execute_batch(TABLES)?;
    transaction.execute("INSERT INTO meta (key, value) VALUES ('fingerprint', ?1)", [fingerprint])?;
    transaction.execute("INSERT INTO meta (key, value) VALUES ('birth', lower(hex(randomblob(8))))", [])?;
    transaction.execute("INSERT INTO meta (key, value) VALUES ('batch', '0'), ('links', '0')", [])?;
    transaction.commit()?;
    Ok(())
}
