//! What each file of an article's folder is, by its name.

use super::RECORD_ENDING;
use crate::{model::lang::Lang, site::Site};

/// A file of an article that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnusableFile {
    /// `article.toml`.
    Meta,
    /// A version.
    Version(Lang),
}

/// A file's place in an article's folder.
pub(super) enum FileRole {
    Meta,
    Version(Lang),
    /// What a version was translated from.
    Record(Lang),
    /// A version or a record whose name is no language of the site, with its ending.
    Stranger(String, &'static str),
    /// A text in a folder within the article's: it could only be published as it is typed.
    StrayText,
    Media(String),
}

impl FileRole {
    /// The part that the file `name`, relative to the article's folder, is.
    pub(super) fn new(name: &str, site: &Site) -> FileRole {
        let ending = [".md", RECORD_ENDING].into_iter().find(|ending| name.ends_with(ending));
        let stem = ending.and_then(|ending| Some((name.strip_suffix(ending)?, ending)));
        match stem {
            _ if name == "article.toml" => FileRole::Meta,
            Some((stem, ending)) if !stem.contains('/') => match site.languages().get(stem) {
                Some(language) if ending == RECORD_ENDING => FileRole::Record(language.tag.clone()),
                Some(language) => FileRole::Version(language.tag.clone()),
                None => FileRole::Stranger(stem.to_owned(), ending),
            },
            _ if name.ends_with(".md") || name.ends_with(".toml") => FileRole::StrayText,
            _ => FileRole::Media(name.to_owned()),
        }
    }

    /// What is broken where this file cannot be read.
    pub(super) fn broken(self) -> Option<UnusableFile> {
        match self {
            FileRole::Meta => Some(UnusableFile::Meta),
            FileRole::Version(lang) => Some(UnusableFile::Version(lang)),
            // The folder as a whole.
            FileRole::Media(name) if name.is_empty() => Some(UnusableFile::Meta),
            FileRole::Record(_) | FileRole::Stranger(..) | FileRole::StrayText | FileRole::Media(_) => None,
        }
    }
}
