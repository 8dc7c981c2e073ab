//! Archives of other systems, brought over. A [`Reader`] per system turns its source into values; the rest, ties between languages,
//! addresses, files and the report, is the same for all.

mod article;
mod error;
pub mod front_matter;
mod git;
pub mod html_folder;
pub mod html_to_markdown;
mod hugo;
mod jekyll;
pub mod markdown;
mod plan;
mod reader;
mod report;
mod run;
mod site;
pub mod source;
mod ties;
pub mod wordpress;
mod write;
mod zola;

pub use article::{
    EarlierText, ImportedKind, ImportedVersion, MediaReference, MediaSource, PLACE_SCHEME, PictureNote, Term,
    TranslatedFrom,
};
pub use error::ImportError;
pub use hugo::Hugo;
pub use jekyll::Jekyll;
pub use reader::{Each, Pass, Reader};
pub use report::{Entry, Outcome, Report, SourcePlace};
pub use run::{ImportOptions, ImportSummary, Progress, import};
pub use site::{
    ImportedLanguage, ImportedMenuEntry, ImportedMessage, ImportedName, ImportedSite, OldAddress, OldTarget,
};
pub use zola::Zola;
