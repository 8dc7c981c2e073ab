//! A file that is read as a whole, up to a limit; and one that is read piece by piece, so that a reader who takes it slowly costs one
//! piece of memory and no open file.

use std::{
    fs::{self, File, FileType, Metadata, OpenOptions},
    io::{self, Read},
    os::unix::fs::{FileExt, FileTypeExt, MetadataExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use crate::model::Digest;

/// A regular file in one state. It is opened for each piece; a piece of another state is an error.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct StoredFile {
    path: PathBuf,
    state: FileIdentity,
}

/// Metadata that change with the bytes of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct FileIdentity {
    inode: u64,
    size: u64,
    modified: (i64, i64),
}

impl StoredFile {
    /// The file at `path` as it is now; a link is followed.
    ///
    /// # Errors
    /// If there is none, or something else than a regular file.
    pub fn at(path: &Path) -> io::Result<StoredFile> {
        let state = FileIdentity::from_metadata(&fs::metadata(path)?)?;
        Ok(StoredFile { path: path.to_owned(), state })
    }

    /// Its length in bytes.
    pub fn size(&self) -> u64 {
        self.state.size
    }

    /// Its state, to be compared with that of another time: the bytes are the same as long as it is.
    pub fn state(&self) -> String {
        let FileIdentity { inode, size, modified: (seconds, nanoseconds) } = self.state;
        format!("{inode} {size} {seconds}.{nanoseconds:09}")
    }

    /// `length` bytes from `offset` on.
    ///
    /// # Errors
    /// If they are not there, or the file has changed since [`StoredFile::at`].
    pub fn read(&self, offset: u64, length: usize) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; length];
        self.open()?.read_exact_at(&mut bytes, offset)?;
        Ok(bytes)
    }

    /// The digest of its bytes.
    ///
    /// # Errors
    /// If they are not there, or the file has changed since [`StoredFile::at`].
    pub fn digest(&self) -> io::Result<Digest> {
        let file = self.open()?;
        let digest = Digest::hash_reader(&file)?;
        self.compare(&file.metadata()?)?;
        Ok(digest)
    }

    fn open(&self) -> io::Result<File> {
        let file = open_without_waiting(&self.path)?;
        self.compare(&file.metadata()?)?;
        Ok(file)
    }

    fn compare(&self, found: &Metadata) -> io::Result<()> {
        let same = FileIdentity::from_metadata(found)? == self.state;
        same.then_some(())
            .ok_or_else(|| io::Error::new(io::ErrorKind::ResourceBusy, "the file has changed while it was read"))
    }
}

impl FileIdentity {
    fn from_metadata(metadata: &Metadata) -> io::Result<FileIdentity> {
        if !metadata.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file"));
        }
        Ok(FileIdentity {
            inode: metadata.ino(),
            size: metadata.len(),
            modified: (metadata.mtime(), metadata.mtime_nsec()),
        })
    }
}

/// The name of an entry that is neither a file nor a folder.
pub(super) fn kind_of(file: FileType) -> &'static str {
    match file {
        file if file.is_fifo() => "kind-pipe",
        file if file.is_socket() => "kind-socket",
        file if file.is_block_device() || file.is_char_device() => "kind-device",
        _ => "kind-other",
    }
}

/// Opens a file. A named pipe may have taken the place of the one that was listed: opening it must not wait for a writer.
fn open_without_waiting(path: &Path) -> io::Result<File> {
    let nonblocking = rustix::fs::OFlags::NONBLOCK.bits().cast_signed();
    OpenOptions::new().read(true).custom_flags(nonblocking).open(path)
}

/// A file, or more of it than `limit`. It had `size` bytes when it was looked at, and may have grown since: the system is not
/// asked for its size again, but whether there is more.
pub(super) fn read_file(path: &Path, size: u64, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(usize::try_from(size + 1).unwrap_or_default());
    let file = open_without_waiting(path)?;
    let kind = file.metadata()?.file_type();
    if !kind.is_file() {
        return Err(io::Error::other(format!("expected a file, found {}", kind_of(kind))));
    }
    file.take(limit + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests write the files that are sent")]
mod tests {
    use super::*;
    use crate::{article::FileError, source::file_reader::unreadable};

    #[test]
    fn a_file_is_read_in_pieces_as_long_as_it_stays_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.pdf");
        std::fs::write(&path, b"0123456789").unwrap();
        let file = StoredFile::at(&path).unwrap();
        assert_eq!((file.size(), file.read(2, 3).unwrap()), (10, b"234".to_vec()));
        assert_eq!(file.digest().unwrap(), Digest::hash(b"0123456789"));
        assert!(file.read(8, 3).is_err(), "beyond its end");
        std::fs::write(&path, b"01234").unwrap();
        assert!(file.read(0, 3).is_err(), "it shrank");
        assert_eq!(unreadable(&file.digest().unwrap_err()), FileError::Changing);
        let aside = folder.path().join("b.pdf");
        std::fs::write(&aside, b"abcdefghij").unwrap();
        std::fs::rename(&aside, &path).unwrap();
        assert!(file.read(0, 3).is_err(), "another took its place");
        std::fs::remove_file(&path).unwrap();
        assert!(file.read(0, 3).is_err() && StoredFile::at(&path).is_err(), "it is gone");
        assert!(StoredFile::at(folder.path()).is_err(), "a folder");
    }
}
