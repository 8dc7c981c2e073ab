//! Why a source as a whole could not be read or written.

use std::io;

/// What is wrong with a source as a whole; what is wrong with one file is a [`FileError`](crate::article::FileError).
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// There is no archive there.
    #[error("`{path}` is no archive: expected a folder with a `site.toml`")]
    NoArchive {
        /// What was asked for.
        path: String,
    },
    /// The system cannot report changes.
    #[error("the archive cannot be watched: {reason}")]
    Watch {
        /// The system's reason.
        reason: String,
    },
    /// What lies in the bucket cannot be had now; a later try may succeed.
    #[error("{what} cannot be fetched from the bucket now: {reason}")]
    Away {
        /// What was asked for.
        what: String,
        /// Why.
        reason: String,
    },
    /// What lies in the bucket, or the local copy of it, is not as it was written.
    #[error("the bucket cannot be followed: {reason}")]
    Bucket {
        /// What is wrong, and what to do.
        reason: String,
    },
    /// A folder or file of the archive could not be read or written.
    #[error("cannot access `{path}`")]
    Io {
        /// The folder or file.
        path: String,
        /// The system's reason.
        source: io::Error,
    },
}
