//! What each file of an article's folder is, by its name.

use super::RECORD_ENDING;
use crate::{model::lang::Lang, site::Site};

/// A file of an article that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Broken {
    /// `article.toml`.
    Meta,
    /// A version.
    Version(Lang),
}

/// A file's place in an article's folder.
pub(super) enum Part {
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

impl Part {
    /// The part that the file `name`, relative to the article's folder, is.
    pub(super) fn new(name: &str, site: &Site) -> Part {
        let ending = [".md", RECORD_ENDING].into_iter().find(|ending| name.ends_with(ending));
        let stem = ending.and_then(|ending| Some((name.strip_suffix(ending)?, ending)));
        match stem {
            _ if name == "article.toml" => Part::Meta,
            Some((stem, ending)) if !stem.contains('/') => match site.languages().get(stem) {
                Some(language) if ending == RECORD_ENDING => Part::Record(language.tag.clone()),
                Some(language) => Part::Version(language.tag.clone()),
                None => Part::Stranger(stem.to_owned(), ending),
            },
            _ if name.ends_with(".md") || name.ends_with(".toml") => Part::StrayText,
            _ => Part::Media(name.to_owned()),
        }
    }

    /// What is broken where this file cannot be read.
    pub(super) fn broken(self) -> Option<Broken> {
        match self {
            Part::Meta => Some(Broken::Meta),
            Part::Version(lang) => Some(Broken::Version(lang)),
            // The folder as a whole.
            Part::Media(name) if name.is_empty() => Some(Broken::Meta),
            Part::Record(_) | Part::Stranger(..) | Part::StrayText | Part::Media(_) => None,
        }
    }
}
