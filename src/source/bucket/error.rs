//! Errors of an object, and of a store.

use std::io;

/// Bytes of an object that are not what their key promises.
#[derive(Debug, thiserror::Error)]
pub enum FormatError {
    /// The zstd stream or the tar archive is damaged or cut short.
    #[error("it is damaged: {reason}")]
    Damaged {
        /// The decoder's message.
        reason: String,
    },
    /// It is larger than any that is written.
    #[error("{what} is larger than the {limit} bytes allowed")]
    TooLarge {
        /// The object that is too large.
        what: String,
        /// Bytes allowed.
        limit: u64,
    },
    /// A path that no file of an archive has.
    #[error("`{path}` is not the path of a file in an archive")]
    Path {
        /// The path, shortened.
        path: String,
    },
    /// Bytes that differ from their digest.
    #[error("{what} differs from its digest")]
    Digest {
        /// The file or list.
        what: String,
    },
    /// A file that is listed and missing, or there and not listed, or there twice.
    #[error("`{path}` {problem}")]
    File {
        /// Its path.
        path: String,
        /// The problem.
        problem: &'static str,
    },
    /// The list is not the JSON that was expected.
    #[error("its list cannot be read: {reason}")]
    Header {
        /// The JSON parser's message.
        reason: String,
    },
    /// A later version of the format.
    #[error("it has version {found} of the format, and this program reads up to {known}: install a newer litopys")]
    Version {
        /// The version found.
        found: u32,
        /// The latest version known.
        known: u32,
    },
    /// The segment does not follow the one before.
    #[error("segment {sequence} does not follow the one before: {reason}")]
    Chain {
        /// Its number.
        sequence: u64,
        /// The difference.
        reason: String,
    },
}

impl FormatError {
    /// The error of a strange path.
    pub(super) fn path(path: &str) -> FormatError {
        FormatError::Path { path: path.chars().take(200).flat_map(char::escape_default).collect() }
    }

    /// The error of a decoder.
    pub(super) fn damaged(error: &io::Error) -> FormatError {
        FormatError::Damaged { reason: error.to_string() }
    }
}

/// Why a store could not do what it was asked; no credential stands in it.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// An address that names no bucket.
    #[error("`{address}` is not the address of a bucket: {reason}")]
    Address {
        /// The address as it was typed, without secrets.
        address: String,
        /// The problem, and the expected form.
        reason: String,
    },
    /// A setting that the store does not take.
    #[error("the settings of the store: {reason}")]
    Settings {
        /// The problem.
        reason: String,
    },
    /// No endpoint answered in time.
    #[error("the store does not answer for `{key}`: {reason}")]
    Away {
        /// The object.
        key: String,
        /// The last reason.
        reason: String,
    },
    /// The store answered that it may not.
    #[error("the store refuses `{key}`: {reason}; check the credentials and the rights of their key")]
    Refused {
        /// The object.
        key: String,
        /// The store's reason.
        reason: String,
    },
    /// The object is larger than any that is written.
    #[error("`{key}` has {size} bytes, more than the {limit} allowed")]
    TooLarge {
        /// The object.
        key: String,
        /// Its size.
        size: u64,
        /// Bytes allowed.
        limit: u64,
    },
    /// A file on this machine could not be read or written.
    #[error("cannot read or write `{path}`")]
    Local {
        /// The file.
        path: String,
        /// The system's reason.
        source: io::Error,
    },
    /// The store does not know this kind of request.
    #[error("the store does not support this request for `{key}`: {reason}")]
    Unsupported {
        /// The object.
        key: String,
        /// The store's reason.
        reason: String,
    },
}
