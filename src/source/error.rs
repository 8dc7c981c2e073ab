//! Why a source as a whole could not be read or written.

use std::io;

/// The problem with a source as a whole; the problem with one file is a [`FileError`](crate::article::FileError).
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// There is no archive there.
    #[error("`{path}` is not an archive: expected a folder with a `site.toml`")]
    NoArchive {
        /// The requested path.
        path: String,
    },
    /// The system cannot report changes.
    #[error("the archive cannot be watched: {reason}")]
    Watch {
        /// The system's reason.
        reason: String,
    },
    /// A file in the bucket is not available now; a later try may succeed.
    #[error("{what} cannot be fetched from the bucket now: {reason}")]
    Away {
        /// The requested file.
        what: String,
        /// Why.
        reason: String,
    },
    /// A file in the bucket, or the local copy of it, is not as it was written.
    #[error("the bucket cannot be followed: {reason}")]
    Bucket {
        /// The problem, and the advice.
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
