//! A file that is read piece by piece, so that a reader who takes it slowly costs one piece of memory and no open file.

use std::{
    fs::{self, File, Metadata},
    io,
    os::unix::fs::{FileExt, MetadataExt},
    path::{Path, PathBuf},
};

use crate::model::Digest;

/// A regular file in one state. It is opened for each piece; a piece of another state is an error.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct StoredFile {
    path: PathBuf,
    state: FileIdentity,
}

/// What changes with the bytes of a file.
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
    /// Where there is none, or something else than a regular file.
    pub fn at(path: &Path) -> io::Result<StoredFile> {
        let state = FileIdentity::from_metadata(&fs::metadata(path)?)?;
        Ok(StoredFile { path: path.to_owned(), state })
    }

    /// Its length in bytes.
    pub fn size(&self) -> u64 {
        self.state.size
    }

    /// `length` bytes from `offset` on.
    ///
    /// # Errors
    /// Where they are not there, or the file has changed since [`StoredFile::at`].
    pub fn read(&self, offset: u64, length: usize) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; length];
        self.open()?.read_exact_at(&mut bytes, offset)?;
        Ok(bytes)
    }

    /// The digest of its bytes.
    ///
    /// # Errors
    /// Where they are not there, or the file has changed since [`StoredFile::at`].
    pub fn digest(&self) -> io::Result<Digest> {
        let file = self.open()?;
        let digest = Digest::hash_reader(&file)?;
        self.compare(&file.metadata()?)?;
        Ok(digest)
    }

    fn open(&self) -> io::Result<File> {
        // Checked first: opening a pipe would wait for its writer.
        self.compare(&fs::metadata(&self.path)?)?;
        let file = File::open(&self.path)?;
        self.compare(&file.metadata()?)?;
        Ok(file)
    }

    fn compare(&self, found: &Metadata) -> io::Result<()> {
        let same = FileIdentity::from_metadata(found)? == self.state;
        same.then_some(()).ok_or_else(|| io::Error::other("the file has changed while it was being sent"))
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

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests write the files that are sent")]
mod tests {
    use super::*;

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
        assert!(file.read(0, 3).is_err() && file.digest().is_err(), "it shrank");
        let aside = folder.path().join("b.pdf");
        std::fs::write(&aside, b"abcdefghij").unwrap();
        std::fs::rename(&aside, &path).unwrap();
        assert!(file.read(0, 3).is_err(), "another took its place");
        std::fs::remove_file(&path).unwrap();
        assert!(file.read(0, 3).is_err() && StoredFile::at(&path).is_err(), "it is gone");
        assert!(StoredFile::at(folder.path()).is_err(), "a folder");
    }
}
