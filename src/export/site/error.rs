//! What ends an export. The folder of the last export is then as it was.

use std::{error::Error, io};

/// Why a site could not be exported.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// A file or a folder cannot be read or written.
    #[error("cannot write `{path}`")]
    Io {
        /// Its path.
        path: String,
        /// The cause.
        #[source]
        source: io::Error,
    },
    /// The folder holds files that no export made.
    #[error(
        "`{0}` holds files that no export wrote, which an export would remove; name a new or an empty folder, or the one of an \
         earlier export"
    )]
    Foreign(String),
    /// Another process exports into the same folder.
    #[error("another process is exporting to `{0}`; wait until it ends")]
    Busy(String),
    /// The catalog cannot be read.
    #[error("the catalog of the archive cannot be read")]
    Catalog(#[source] Box<dyn Error + Send + Sync>),
    /// A page could not be made.
    #[error("the page `{address}` answers {status}, so nothing was exported; the cause is in the log above")]
    Page {
        /// Its address.
        address: String,
        /// The status.
        status: u16,
    },
    /// Two addresses would be one file.
    #[error("`{0}` would be the file of two addresses; rename one of the two articles")]
    Twice(String),
}

impl ExportError {
    /// A failure of the disk at `path`.
    pub(super) fn io(path: &std::path::Path) -> impl FnOnce(io::Error) -> ExportError {
        move |source| ExportError::Io { path: path.display().to_string(), source }
    }
}
