//! Why a publish did not come about.

use super::super::{FormatError, StoreError};
use crate::source::SourceError;

/// The reason for which a publish failed. The bucket has a whole state.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// An object of the bucket that cannot be read.
    #[error("`{key}` of the bucket cannot be read")]
    Format {
        /// The object.
        key: String,
        /// The problem.
        source: FormatError,
    },
    /// The folder of the archive.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// The publisher's memory of the bucket.
    #[error("the state of the publisher in `{path}` cannot be used; delete it, and it is rebuilt from the bucket")]
    State {
        /// The file.
        path: String,
        /// The database's reason.
        source: rusqlite::Error,
    },
    /// Another process of this machine publishes the archive.
    #[error("another `litopys publish` uses `{path}` at this moment; wait until it ends")]
    Busy {
        /// The file that it has locked.
        path: String,
    },
    /// Another publisher writes into the bucket.
    #[error(
        "another publisher writes into this bucket: {what}; nothing of yours was published. Stop one of the two, then publish again"
    )]
    Conflict {
        /// The details that are known.
        what: String,
    },
    /// The site cannot be served.
    #[error(
        "`site.toml` names no language, so there is nothing to publish; `litopys check` says what is wrong with it"
    )]
    NoSite,
    /// More than half of the articles would go.
    #[error(
        "{removed} of the {published} published articles would be removed, so nothing was published. Is this the whole archive? If \
         they should go, add `--allow-removal {removed}`"
    )]
    Removals {
        /// Articles that would go.
        removed: usize,
        /// Articles that are published.
        published: usize,
    },
    /// An object that should be in the bucket is missing or damaged.
    #[error("the bucket is damaged: {what}")]
    Damaged {
        /// The object.
        what: String,
    },
}
