//! The files of an archive, as a source hands them over.

use super::{Fault, Stamp};
use crate::slug::ArticleId;

/// An article's files, read.
#[derive(Debug, Clone)]
pub struct ArticleFolder {
    /// Which article.
    pub id: ArticleId,
    /// The stamp as of this reading.
    pub stamp: Stamp,
    /// Its files by path within the folder, sorted.
    pub files: Vec<File>,
}

/// One file.
#[derive(Debug, Clone)]
pub struct File {
    /// Its path relative to the archive, with `/` between parts.
    pub path: String,
    /// Its bytes, or why there are none.
    pub bytes: Result<Vec<u8>, Fault>,
}
