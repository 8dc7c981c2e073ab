//! Why an archive cannot be written as data, or read back.

use std::io;

use crate::source::SourceError;

/// Why an archive cannot be written as data, or read back.
#[derive(Debug, thiserror::Error)]
pub enum DataError {
    /// The archive cannot be read.
    #[error(transparent)]
    Source(#[from] SourceError),
    /// A file cannot be read or written.
    #[error("`{path}`: {source}")]
    Io {
        /// Which file.
        path: String,
        /// Why.
        source: io::Error,
    },
    /// The folder to write holds something.
    #[error("`{path}` is not empty; name a folder that is new or empty, or a file that ends with `{ending}`")]
    NotEmpty {
        /// Which folder.
        path: String,
        /// The ending of a file.
        ending: &'static str,
    },
    /// What is read is not an exported archive.
    #[error("`{path}`, line {line}: {what}")]
    Malformed {
        /// Which file.
        path: String,
        /// The line, from 1.
        line: usize,
        /// What was found, and what was expected.
        what: String,
    },
}

impl DataError {
    /// A failure with the file at `path`.
    pub(super) fn io(path: impl std::fmt::Display) -> impl FnOnce(io::Error) -> DataError {
        let path = path.to_string();
        move |source| DataError::Io { path, source }
    }
}
