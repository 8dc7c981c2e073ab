//! Why a bucket could not be read, as far as it decides what is done next.

use crate::source::{
    SourceError,
    bucket::{FormatError, StoreError},
};

/// Why something could not be read out of the bucket.
#[derive(Debug, thiserror::Error)]
pub(super) enum ReadError {
    /// The store does not answer, or refuses: the same may succeed later.
    #[error(transparent)]
    Away(StoreError),
    /// An object is missing or is not what it must be.
    #[error("`{key}` cannot be used: {reason}")]
    Damaged {
        /// The object.
        key: String,
        /// The problem.
        reason: String,
    },
    /// The log does not continue what was read: two wrote it, or it was put back.
    #[error("the log of the bucket does not continue what was read: {0}")]
    Forked(String),
    /// The local copy.
    #[error(transparent)]
    Local(#[from] SourceError),
}

impl ReadError {
    /// The error of a damaged object.
    pub(super) fn damaged(key: &str, reason: impl std::fmt::Display) -> ReadError {
        ReadError::Damaged { key: key.to_owned(), reason: reason.to_string() }
    }

    /// The error of an object that is listed and not there.
    pub(super) fn missing(key: &str) -> ReadError {
        ReadError::damaged(key, "it is listed, and is not in the bucket")
    }

    /// The error of an object in a strange form.
    pub(super) fn format(key: &str) -> impl Fn(FormatError) -> ReadError {
        let key = key.to_owned();
        move |error| match error {
            FormatError::Chain { .. } => ReadError::Forked(error.to_string()),
            error => ReadError::damaged(&key, error),
        }
    }
}

impl From<StoreError> for ReadError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::TooLarge { ref key, .. } => ReadError::damaged(key, &error),
            error => ReadError::Away(error),
        }
    }
}

impl From<ReadError> for SourceError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Local(error) => error,
            ReadError::Away(StoreError::Away { key, reason }) => SourceError::Away { what: format!("`{key}`"), reason },
            ReadError::Away(error) => SourceError::Away { what: "an object".to_owned(), reason: error.to_string() },
            error => SourceError::Bucket { reason: error.to_string() },
        }
    }
}
