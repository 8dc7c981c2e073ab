//! Why a book cannot be written.

use std::io;

use crate::{catalog::CatalogError, model::lang::Lang};

/// Why a book cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum BookError {
    /// The catalog cannot be read.
    #[error("the catalog cannot be read")]
    Catalog(#[from] CatalogError),
    /// The file cannot be written.
    #[error("the book cannot be written")]
    Write(#[from] io::Error),
    /// The archive within the file cannot be written.
    #[error("the book cannot be written")]
    Zip(#[from] zip::result::ZipError),
    /// Nothing public lies there in this language.
    #[error("`{subject}` has nothing to read in `{langs}`; it has: {found}")]
    Nothing {
        /// What was asked for.
        subject: String,
        /// In which languages.
        langs: String,
        /// The languages that there are.
        found: String,
    },
    /// A version that the catalog lists has no text.
    #[error("the text of `{address}` cannot be made")]
    Page {
        /// Its address.
        address: String,
    },
    /// A language that the site does not have.
    #[error("`{lang}` is not a language of this site; expected one or two of {known}")]
    Language {
        /// What was asked for.
        lang: Lang,
        /// The languages of the site.
        known: String,
    },
}
