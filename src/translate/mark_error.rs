//! Why a version cannot be marked as a translation of its source.

use std::fmt;

use crate::model::sentence::{Sentence, in_english, say};
use unic_langid::LanguageIdentifier;

/// Why a version cannot be marked; [`fmt::Display`] says it in English.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MarkError {
    /// The article as a whole cannot be read.
    Article {
        /// Its folder.
        folder: String,
        /// The first of its problems.
        problem: String,
    },
    /// There is no such version.
    NoVersion {
        /// The version's file.
        path: String,
    },
    /// The source itself.
    IsSource {
        /// The version's file.
        path: String,
    },
    /// The two texts are built differently.
    Structure(Sentence),
    /// The source has changed, and the version has not.
    Overlooked {
        /// The version's file.
        path: String,
        /// The changes.
        changes: Vec<Sentence>,
    },
}

impl MarkError {
    /// The error in the language of its reader, in one line or in several.
    pub fn in_lang(&self, lang: &LanguageIdentifier) -> String {
        let sentence = match self {
            MarkError::Article { folder, problem } => {
                say("mark-unreadable").with("path", folder).with("problem", problem)
            }
            MarkError::NoVersion { path } => say("mark-no-version").with("path", path),
            MarkError::IsSource { path } => say("mark-source").with("path", path),
            MarkError::Structure(difference) => say("mark-structure").with("difference", difference.clone()),
            MarkError::Overlooked { path, changes } => {
                let first = say("mark-overlooked").with("path", path).in_lang(lang);
                let changes = changes.iter().map(|change| format!("\n  {}", change.in_lang(lang)));
                let last = say("mark-anyway").in_lang(lang);
                return format!("{first}{}\n{last}", changes.collect::<String>());
            }
        };
        sentence.in_lang(lang)
    }
}

impl fmt::Display for MarkError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.in_lang(in_english()))
    }
}

impl std::error::Error for MarkError {}
