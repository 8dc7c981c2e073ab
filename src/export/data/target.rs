//! The target of exported data: a file, or a folder with files next to it. Either appears complete or not at all.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

use super::{error::DataError, record::FILES};
use crate::source::StoredFile;

/// Bytes of a long file that are copied at once.
const PIECE: usize = 64 << 10;

/// A file or folder that is being written under another name.
pub(super) struct DataTarget {
    place: PathBuf,
    aside: PathBuf,
    is_folder: bool,
    is_done: bool,
}

/// A file of the target.
pub(super) struct TargetFile {
    path: PathBuf,
    out: BufWriter<File>,
}

impl DataTarget {
    /// At `place`: a file where its name has this ending, otherwise a folder.
    pub(super) fn begin(place: &Path, ending: &'static str) -> Result<DataTarget, DataError> {
        let is_folder = !place.to_string_lossy().ends_with(ending);
        let name = place.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let is_taken = match fs::read_dir(place) {
            Ok(mut entries) => entries.next().is_some() || !is_folder,
            Err(error) => error.kind() != io::ErrorKind::NotFound && is_folder,
        };
        if is_taken || name.is_empty() {
            return Err(DataError::NotEmpty { path: place.display().to_string(), ending });
        }
        let parent = place.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::create_dir_all(parent).map_err(DataError::io(parent.display()))?;
        let aside = parent.join(format!(".litopys-{}-{name}.tmp", std::process::id()));
        let made = if is_folder { fs::create_dir(&aside) } else { File::create(&aside).map(drop) };
        made.map_err(DataError::io(aside.display()))?;
        Ok(DataTarget { place: place.to_owned(), aside, is_folder, is_done: false })
    }

    /// Whether files that are not text are copied next to it.
    pub(super) fn is_folder(&self) -> bool {
        self.is_folder
    }

    /// The file `name` of a folder; the file itself, where the target is one.
    pub(super) fn file(&self, name: &str) -> Result<TargetFile, DataError> {
        let path = if self.is_folder { self.aside.join(name) } else { self.aside.clone() };
        let file = File::create(&path).map_err(DataError::io(path.display()))?;
        Ok(TargetFile { path, out: BufWriter::with_capacity(1 << 16, file) })
    }

    /// Copies a file of the archive; its digest. Into a file nothing is copied.
    pub(super) fn copy(&self, path: &str, bytes: &[u8]) -> Result<String, DataError> {
        if let Some(mut copy) = self.copied(path)? {
            copy.write(bytes)?;
            copy.finish()?;
        }
        Ok(hex(&Sha256::digest(bytes)))
    }

    /// The same of a long file, piece by piece.
    pub(super) fn copy_stored(&self, path: &str, file: &StoredFile) -> Result<String, DataError> {
        let mut copy = self.copied(path)?;
        let mut hasher = Sha256::new();
        let mut offset = 0;
        while offset < file.size() {
            let length = PIECE.min(usize::try_from(file.size() - offset).unwrap_or(PIECE));
            let piece = file.read(offset, length).map_err(DataError::io(path))?;
            hasher.update(&piece);
            copy.as_mut().map_or(Ok(()), |copy| copy.write(&piece))?;
            offset += length as u64;
        }
        copy.map_or(Ok(()), TargetFile::finish)?;
        Ok(hex(&hasher.finalize()))
    }

    fn copied(&self, path: &str) -> Result<Option<TargetFile>, DataError> {
        if !self.is_folder {
            return Ok(None);
        }
        let full = self.aside.join(FILES).join(path);
        if let Some(parent) = full.parent() {
            fs::create_dir_all(parent).map_err(DataError::io(parent.display()))?;
        }
        self.file(&format!("{FILES}/{path}")).map(Some)
    }

    /// Puts it in its place.
    pub(super) fn finish(mut self) -> Result<(), DataError> {
        if self.is_folder && self.place.exists() {
            fs::remove_dir(&self.place).map_err(DataError::io(self.place.display()))?;
        }
        fs::rename(&self.aside, &self.place).map_err(DataError::io(self.place.display()))?;
        self.is_done = true;
        Ok(())
    }
}

/// An unfinished target is removed.
impl Drop for DataTarget {
    fn drop(&mut self) {
        if self.is_done {
            return;
        }
        let removed = if self.is_folder { fs::remove_dir_all(&self.aside) } else { fs::remove_file(&self.aside) };
        if let Err(error) = removed {
            tracing::warn!(path = %self.aside.display(), %error, "what was begun cannot be removed");
        }
    }
}

impl TargetFile {
    /// Appends to it.
    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<(), DataError> {
        self.out.write_all(bytes).map_err(DataError::io(self.path.display()))
    }

    /// Sees to it that all is written.
    pub(super) fn finish(mut self) -> Result<(), DataError> {
        self.out.flush().map_err(DataError::io(self.path.display()))
    }
}

/// Bytes as hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
