//! Reads the files of a folder: texts and pictures as a whole, within limits; other files piece by piece, of any length.

use std::io;

use quick_cache::sync::Cache;

use super::{
    StoredFile,
    name::{DirEntry, DirEntryKind},
    stored_file::read_file,
};
use crate::{
    article::{File, FileError, LargeFile},
    media::is_picture,
    model::Digest,
};

/// The largest picture, in bytes: above any that a reader should be sent.
pub(super) const LARGEST: u64 = 32 << 20;
/// The longest file that is held in memory as a whole, in bytes, texts and pictures apart.
pub(super) const LONGEST_HELD: u64 = 1 << 20;
/// Bytes at the beginning of a longer one by which its kind is recognised.
pub(super) const HEAD: usize = 4096;
/// Longer files whose digests are remembered, so that an edit next to one reads none of it.
pub(super) const MOST_DIGESTS: usize = 4096;
/// The largest text, in bytes: War and Peace has three million.
pub(super) const LARGEST_TEXT: u64 = 8 << 20;

/// Digests of long files, each in one state.
pub(super) type Digests = Cache<StoredFile, Digest>;

/// The file at `entry`, where it is not to be held in memory; `None` if it is.
pub(super) fn read_large(entry: &DirEntry, digests: &Digests) -> Option<Result<LargeFile, FileError>> {
    let is_held = is_text(&entry.path) || is_picture(&entry.path);
    match entry.kind {
        Ok(DirEntryKind::File { size, .. }) if size > LONGEST_HELD && !is_held => {}
        _ => return None,
    }
    let read = || {
        let stored = StoredFile::at(&entry.full)?;
        let digest = digests.get_or_insert_with(&stored, || stored.digest())?;
        let length = usize::try_from(stored.size()).unwrap_or(HEAD).min(HEAD);
        let (head, path) = (stored.read(0, length)?, entry.path.clone());
        Ok(LargeFile { path, size: stored.size(), digest, head, state: stored.state() })
    };
    Some(read().map_err(|error: io::Error| unreadable(&error)))
}

/// The file at `entry`, as a whole.
pub(super) fn read(entry: DirEntry) -> File {
    let limit = if is_text(&entry.path) { LARGEST_TEXT } else { LARGEST };
    let read = |kind: DirEntryKind| match kind {
        DirEntryKind::File { size, .. } if size > limit => Err(FileError::TooLarge { size, limit }),
        DirEntryKind::File { size, .. } => match read_file(&entry.full, size, limit) {
            Ok(bytes) if bytes.len() as u64 > limit => Err(FileError::TooLarge { size: bytes.len() as u64, limit }),
            read => read.map_err(|error| unreadable(&error)),
        },
        DirEntryKind::Folder { .. } => Err(FileError::NotAFile { found: "kind-folder" }),
    };
    File { bytes: entry.kind.and_then(read), path: entry.path }
}

/// The problem of a file or folder for which the system gives this reason.
pub(super) fn unreadable(error: &io::Error) -> FileError {
    match error.kind() {
        io::ErrorKind::ResourceBusy => FileError::Changing,
        _ => FileError::Unreadable(error.to_string()),
    }
}

/// Whether the name is that of a text.
pub(super) fn is_text(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    [".md", ".toml", ".ftl", ".css", ".js", ".vtt"].iter().any(|end| path.ends_with(end))
}
