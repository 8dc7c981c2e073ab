//! The seam: what any kind of source must provide.

use std::{collections::BTreeSet, time::Duration};

use super::{SourceError, StoredFile};
use crate::{
    article::{ArticleFolder, File},
    model::{
        Digest,
        diagnostic::Diagnostic,
        slug::{ArticleId, Collection},
    },
};

/// An archive's source. Its unit is the article: one folder with the files of all its versions; undated pages and texts about authors
/// are articles, too.
///
/// An indexer takes one [`snapshot`](Source::snapshot), then lives on [`changes`](Source::changes) since its cursor. The
/// requirements on every kind of source are a test: `tests/it/source.rs`.
pub trait Source: Send + Sync {
    /// Calls `each` for every article there is, in no particular order, without reading its files. Returns where later
    /// changes begin, and problems with the folders themselves (a name that is not a year, a file where a folder is
    /// expected).
    ///
    /// # Errors
    /// If the source as a whole cannot be listed.
    fn snapshot(&self, each: &mut dyn FnMut(ListedArticle)) -> Result<SourceSnapshot, SourceError>;

    /// Calls `each` for every article there is, as [`snapshot`](Source::snapshot) does, for callers that read all of them once
    /// and follow no changes. Returns the problems with the folders themselves.
    ///
    /// # Errors
    /// If the source as a whole cannot be listed.
    fn articles(&self, each: &mut dyn FnMut(ArticleId)) -> Result<Vec<Diagnostic>, SourceError> {
        Ok(self.snapshot(&mut |item| each(item.id))?.problems)
    }

    /// The possible changes since `cursor`. The answer may name too much, never too little.
    fn changes(&self, since: &Cursor) -> SourceChanges;

    /// Returns as soon as [`changes`](Source::changes) would name something and the source has come to rest, or after
    /// `patience`.
    fn wait(&self, since: &Cursor, patience: Duration);

    /// The files of one article; `None` if it does not exist (any more).
    ///
    /// # Errors
    /// If the article's folder cannot be read. A file that cannot be read is a [`FileError`](crate::article::FileError) in its place.
    fn fetch(&self, id: &ArticleId) -> Result<Option<ArticleFolder>, SourceError>;

    /// When the article was last changed or removed, in seconds since 1970, if this source says so to all who read it; then the
    /// datestamps that harvesters get are those, else the times at which this catalog learnt of it.
    ///
    /// # Errors
    /// If it cannot be read.
    fn published(&self, _id: &ArticleId) -> Result<Option<i64>, SourceError> {
        Ok(None)
    }

    /// The files that belong to the site as a whole, below `folder` (`locales`, `static`) or that very file
    /// (`site.toml`, `articles/names.toml`); empty where there are none.
    ///
    /// # Errors
    /// If the folder cannot be read.
    fn site_files(&self, folder: &str) -> Result<Vec<File>, SourceError>;

    /// The file at `path`, to be read piece by piece; `None` if there is none that a reader may have, or where this source
    /// has files as a whole alone.
    fn stored(&self, _path: &str) -> Option<StoredFile> {
        None
    }

    /// The smaller picture of this name (see `worker::images`), if the source already has it.
    fn rendition(&self, _name: &str) -> Option<Vec<u8>> {
        None
    }

    /// Whether files come over a network: then pictures are made smaller when they are asked for, and not all of them ahead.
    fn is_remote(&self) -> bool {
        false
    }

    /// Whether the file at `path` belongs to an article that was read without one of its files, because the source could not
    /// fetch it: a file that the catalog does not know may be available later.
    fn is_missing(&self, _path: &str) -> bool {
        false
    }

    /// The time since the source last knew all changes; `None` if its files are on this machine.
    fn lag(&self) -> Option<Duration> {
        None
    }
}

/// An article that a source has, without its contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedArticle {
    /// The id of the article.
    pub id: ArticleId,
    /// Changes when a file of it may have changed.
    pub metadata_digest: Digest,
}

/// The state of a source when it was listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceSnapshot {
    /// Changes after it are changes after the listing began: none is lost between the two.
    pub cursor: Cursor,
    /// The problems of the folders themselves.
    pub problems: Vec<Diagnostic>,
    /// Folders of articles that could not be listed: their articles may still be there, and stay as they were last read.
    pub unread: Vec<Collection>,
}

/// A point in the life of a source; what it holds is the source's own affair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor(String);

/// The changes since a cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceChanges {
    /// This, and nothing else.
    Known(Delta),
    /// The source does not know: only a new snapshot shows it.
    Unknown,
}

/// The possible changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delta {
    /// The cursor at which the next changes begin.
    pub cursor: Cursor,
    /// Articles that are new, have changed or are gone.
    pub articles: BTreeSet<ArticleId>,
    /// Whether a file of the site as a whole changed: `site.toml`, `names.toml`, `locales/`, `static/`.
    pub site: SiteFiles,
}

/// Whether files of the site as a whole changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SiteFiles {
    /// At least one may have.
    Changed,
    /// None has.
    Same,
}

impl Cursor {
    /// The cursor that a source writes as `text`.
    pub fn new(text: impl Into<String>) -> Cursor {
        Cursor(text.into())
    }

    /// The text that the source wrote.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Delta {
    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.articles.is_empty() && self.site == SiteFiles::Same
    }
}
