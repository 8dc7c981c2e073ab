//! Writing so that a reader, or a crash, meets the old file or the new one, never a part.

use std::{io::Write, path::Path};

use tempfile::NamedTempFile;

use super::SourceError;

/// Writes `bytes` to `path`: a temporary file in the same folder, fsync, rename, fsync of the folder.
///
/// # Errors
/// [`SourceError::Io`] with the path; the old file is then untouched.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<(), SourceError> {
    let write = || {
        let folder = path.parent().unwrap_or(Path::new("."));
        let mut file = NamedTempFile::new_in(folder)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        file.persist(path)?;
        std::fs::File::open(folder)?.sync_all()
    };
    write().map_err(|source| SourceError::Io { path: path.display().to_string(), source })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the test reads what was written")]
    fn leaves_the_new_file_and_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.toml");
        write_atomically(&path, b"one").unwrap();
        write_atomically(&path, b"two").unwrap();
        let names: Vec<_> = std::fs::read_dir(&folder).unwrap().collect();
        assert_eq!((std::fs::read(&path).unwrap().as_slice(), names.len()), (b"two".as_slice(), 1));
    }

    #[test]
    fn says_which_file_could_not_be_written() {
        let error = write_atomically(Path::new("/nowhere/a.toml"), b"x").unwrap_err();
        assert_eq!(error.to_string(), "cannot access `/nowhere/a.toml`");
    }
}
