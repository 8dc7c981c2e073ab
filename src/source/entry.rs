//! What a listing of a folder shows.

use std::path::PathBuf;

use crate::article::FileError;

/// A file or a folder as a listing shows it.
pub(super) struct DirEntry {
    /// Relative to the archive.
    pub(super) path: String,
    /// Where it lies on the disk.
    pub(super) full: PathBuf,
    /// What it is, or why that could not be seen.
    pub(super) kind: Result<DirEntryKind, FileError>,
}

/// What an entry is.
pub(super) enum DirEntryKind {
    /// `link`: where a symbolic link to it leads.
    Folder {
        link: Option<PathBuf>,
    },
    File {
        size: u64,
        modified: u128,
    },
}
