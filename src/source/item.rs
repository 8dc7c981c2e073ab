//! The seam: what any kind of source must be able to tell.

use super::SourceError;
use crate::{
    archive::{ArticleFolder, File, Stamp},
    problem::Problem,
    slug::ArticleId,
};

/// An archive's source. Its unit is the article: one folder with the files of all its versions.
pub trait Source: Send + Sync {
    /// Calls `each` for every article there is, in no particular order, without reading its files. Problems with
    /// the folders themselves (a name that is no year, a file where a folder is expected) are returned.
    ///
    /// # Errors
    /// If the source as a whole cannot be listed.
    fn list(&self, each: &mut dyn FnMut(Item)) -> Result<Vec<Problem>, SourceError>;

    /// The files of one article; `None` where it does not exist (any more).
    ///
    /// # Errors
    /// If the article's folder cannot be read. A file that cannot be read is a [`Fault`](crate::archive::Fault) in its place.
    fn fetch(&self, id: &ArticleId) -> Result<Option<ArticleFolder>, SourceError>;

    /// The files that belong to the site as a whole, below `folder` (`locales`, `static`) or that very file
    /// (`site.toml`, `articles/names.toml`); empty where there are none.
    ///
    /// # Errors
    /// If the folder cannot be read.
    fn site_files(&self, folder: &str) -> Result<Vec<File>, SourceError>;
}

/// An article that a source has, without its contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Which article.
    pub id: ArticleId,
    /// Changes whenever a file of it may have changed.
    pub stamp: Stamp,
}
