//! The folder of an export: a new one next to the old, whose unchanged files it shares, in whose place it comes when it is whole.

use std::{
    collections::HashSet,
    fs::{self, File, TryLockError},
    io::{self, BufReader, Write},
    path::{Path, PathBuf},
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use rustix::fs::{CWD, RenameFlags, renameat_with};

use super::{
    error::ExportError,
    manifest::{FileStamp, Manifest, ManifestEntry},
};
use crate::{model::Digest, source::StoredFile, web::AnswerBody};

/// The folder within an export that is not of the site: the manifest, the configurations of servers, error pages.
pub(super) const OWN: &str = ".litopys-export";
const MANIFEST: &str = ".litopys-export/manifest";
/// Bytes of a long file that are read at once.
const PIECE: u64 = 1 << 20;

/// An export that is being written.
pub(super) struct NewFolder {
    target: PathBuf,
    new: PathBuf,
    old: Manifest,
    files: Mutex<Manifest>,
    /// Held until the folder is in its place, so that two exports never write into one.
    _lock: File,
    written: AtomicU64,
    bytes: AtomicU64,
}

/// The counts of files of an export.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FileCounts {
    /// All files of the site.
    pub files: u64,
    /// Those that were written: the others are as the last export left them.
    pub written: u64,
    /// Files of the last export that are gone.
    pub removed: u64,
    /// The bytes of all files.
    pub bytes: u64,
}

impl NewFolder {
    /// Begins an export that is to become the folder `target`. What a killed one left next to it is removed.
    pub(super) fn begin(target: &Path) -> Result<NewFolder, ExportError> {
        let name = target.file_name().ok_or_else(|| {
            ExportError::io(target)(io::Error::new(io::ErrorKind::InvalidInput, "the path names no folder"))
        })?;
        let parent = target.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        fs::create_dir_all(parent).map_err(ExportError::io(parent))?;
        let beside = |what: &str| parent.join(format!(".{}.litopys-{what}", name.to_string_lossy()));
        let (new, old) = (beside("new"), beside("old"));
        let lock = locked(&beside("lock"), target)?;
        // On a system that cannot exchange folders, a killed export may have ended between two renames.
        if !target.exists() && old.exists() {
            fs::rename(&old, target).map_err(ExportError::io(target))?;
        }
        for left in [&new, &old] {
            removed(left)?;
        }
        let old = manifest_of(target)?;
        fs::create_dir_all(new.join(OWN)).map_err(ExportError::io(&new))?;
        let (written, bytes) = (AtomicU64::new(0), AtomicU64::new(0));
        let files = Mutex::default();
        Ok(NewFolder { target: target.to_owned(), new, old, files, _lock: lock, written, bytes })
    }

    /// Puts a file into the folder: the one of the last export, if that has the same bytes.
    pub(super) fn put(&self, file: &str, body: &AnswerBody) -> Result<(), ExportError> {
        match body {
            AnswerBody::Text(text) => self.put_bytes(file, text.as_bytes()),
            AnswerBody::Bytes(bytes) => self.put_bytes(file, bytes),
            AnswerBody::File(stored) => self.put_stored(file, stored),
        }
    }

    /// The same for bytes.
    pub(super) fn put_bytes(&self, file: &str, bytes: &[u8]) -> Result<(), ExportError> {
        let digest = Digest::hash(bytes);
        if let Some(state) = self.unchanged(file, |old| old.digest == digest)? {
            return self.note(file, ManifestEntry { digest, state });
        }
        let state = self.write(file, |out| out.write_all(bytes))?;
        self.note(file, ManifestEntry { digest, state })
    }

    /// The same for a file that may be long. Its address changes with its bytes, so one of the same length is the same.
    fn put_stored(&self, file: &str, stored: &StoredFile) -> Result<(), ExportError> {
        if let Some(state) = self.unchanged(file, |old| old.state.size == stored.size())? {
            let digest = self.old.get(file).map_or_else(|| Digest::hash(b""), |old| old.digest);
            return self.note(file, ManifestEntry { digest, state });
        }
        let mut hasher = Hasher::default();
        let state = self.write(file, |out| {
            let mut at = 0;
            while at < stored.size() {
                let length = PIECE.min(stored.size() - at);
                let piece = stored.read(at, usize::try_from(length).unwrap_or_default())?;
                hasher.0.extend_from_slice(Digest::hash(&piece).as_bytes());
                out.write_all(&piece)?;
                at += length;
            }
            Ok(())
        })?;
        self.note(file, ManifestEntry { digest: Digest::hash(&hasher.0), state })
    }

    /// Shares the file of the last export, if it is as that left it and `is_same` says so.
    fn unchanged(
        &self,
        file: &str,
        is_same: impl Fn(&ManifestEntry) -> bool,
    ) -> Result<Option<FileStamp>, ExportError> {
        let Some(old) = self.old.get(file).filter(|old| is_same(old)) else { return Ok(None) };
        let path = self.target.join(file);
        let Ok(metadata) = fs::symlink_metadata(&path) else { return Ok(None) };
        if !metadata.is_file() || FileStamp::from_metadata(&metadata) != old.state {
            return Ok(None);
        }
        let new = self.new.join(file);
        // A file system without links has the file written again.
        let linked = fs::hard_link(&path, &new).or_else(|error| match error.kind() {
            io::ErrorKind::NotFound => {
                make_parent(&new)?;
                fs::hard_link(&path, &new)
            }
            _ => Err(error),
        });
        match linked {
            Ok(()) => Ok(Some(old.state)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(ExportError::Twice(file.to_owned())),
            Err(_) => Ok(None),
        }
    }

    fn write(&self, file: &str, write: impl FnOnce(&mut File) -> io::Result<()>) -> Result<FileStamp, ExportError> {
        let path = self.new.join(file);
        let created = File::create_new(&path).or_else(|error| match error.kind() {
            io::ErrorKind::NotFound => {
                make_parent(&path)?;
                File::create_new(&path)
            }
            _ => Err(error),
        });
        let mut out = match created {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                return Err(ExportError::Twice(file.to_owned()));
            }
            created => created.map_err(ExportError::io(&path))?,
        };
        write(&mut out).map_err(ExportError::io(&path))?;
        self.written.fetch_add(1, Ordering::Relaxed);
        out.metadata().map(|metadata| FileStamp::from_metadata(&metadata)).map_err(ExportError::io(&path))
    }

    fn note(&self, file: &str, entry: ManifestEntry) -> Result<(), ExportError> {
        self.bytes.fetch_add(entry.state.size, Ordering::Relaxed);
        match self.files().insert(file, entry) {
            true => Ok(()),
            false => Err(ExportError::Twice(file.to_owned())),
        }
    }

    /// The files so far.
    pub(super) fn names(&self) -> Vec<String> {
        self.files().paths().map(str::to_owned).collect()
    }

    /// The digest of a file that was put.
    pub(super) fn digest(&self, file: &str) -> Option<Digest> {
        self.files().get(file).map(|entry| entry.digest)
    }

    /// The digest that the file had in the last export.
    pub(super) fn old_digest(&self, file: &str) -> Option<Digest> {
        self.old.get(file).map(|entry| entry.digest)
    }

    /// Shares a file of the last export that was made of another one, which has not changed.
    pub(super) fn keep(&self, file: &str) -> Result<bool, ExportError> {
        let Some(old) = self.old.get(file).copied() else { return Ok(false) };
        match self.unchanged(file, |_| true)? {
            Some(state) => self.note(file, ManifestEntry { digest: old.digest, state }).map(|()| true),
            None => Ok(false),
        }
    }

    /// A temporary file without a name, on the same disk as the export.
    pub(super) fn scratch(&self) -> Result<File, ExportError> {
        tempfile::tempfile_in(&self.new).map_err(ExportError::io(&self.new))
    }

    /// The path of a file of the new folder.
    pub(super) fn path(&self, file: &str) -> PathBuf {
        self.new.join(file)
    }

    /// Puts the new folder in the place of the old one, in one step, and removes that.
    pub(super) fn finish(self) -> Result<FileCounts, ExportError> {
        let files = self.files.into_inner().unwrap_or_else(PoisonError::into_inner);
        let manifest = self.new.join(MANIFEST);
        File::create_new(&manifest)
            .and_then(|mut out| out.write_all(files.text().as_bytes()))
            .map_err(ExportError::io(&manifest))?;
        let present: HashSet<&str> = files.paths().collect();
        let counts = FileCounts {
            files: files.len() as u64,
            written: self.written.into_inner(),
            removed: self.old.paths().filter(|path| !present.contains(path)).count() as u64,
            bytes: self.bytes.into_inner(),
        };
        swap(&self.new, &self.target).map_err(ExportError::io(&self.target))?;
        removed(&self.new)?;
        Ok(counts)
    }

    fn files(&self) -> MutexGuard<'_, Manifest> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The digests of the pieces of a long file.
#[derive(Default)]
struct Hasher(Vec<u8>);

/// The lock of exports to `target`: a file next to it.
fn locked(path: &Path, target: &Path) -> Result<File, ExportError> {
    let lock = File::options().create(true).truncate(false).write(true).open(path).map_err(ExportError::io(path))?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(ExportError::Busy(target.display().to_string())),
        Err(TryLockError::Error(error)) => Err(ExportError::io(path)(error)),
    }
}

/// The manifest of the last export; an empty one where there was none. A folder with other files is refused.
fn manifest_of(target: &Path) -> Result<Manifest, ExportError> {
    let path = target.join(MANIFEST);
    match File::open(&path) {
        Ok(file) => Manifest::read(BufReader::new(file)).map_err(ExportError::io(&path)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => match fs::read_dir(target) {
            Ok(mut entries) => match entries.next() {
                None => Ok(Manifest::default()),
                Some(_) => Err(ExportError::Foreign(target.display().to_string())),
            },
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Manifest::default()),
            Err(error) => Err(ExportError::io(target)(error)),
        },
        Err(error) => Err(ExportError::io(&path)(error)),
    }
}

/// Exchanges the two folders in one step. A file system that cannot has `target` missing for a moment; an export that is killed
/// in it is finished by the next one.
fn swap(new: &Path, target: &Path) -> io::Result<()> {
    if !target.exists() {
        return fs::rename(new, target);
    }
    if renameat_with(CWD, new, CWD, target, RenameFlags::EXCHANGE).is_ok() {
        return Ok(());
    }
    let old = new.with_extension("litopys-old");
    fs::rename(target, &old)?;
    fs::rename(new, target)?;
    fs::rename(&old, new)
}

fn make_parent(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)
}

fn removed(folder: &Path) -> Result<(), ExportError> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        gone => gone.map_err(ExportError::io(folder)),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::MetadataExt;

    use super::*;

    fn export(target: &Path, files: &[(&str, &str)]) -> FileCounts {
        let folder = NewFolder::begin(target).unwrap();
        for (file, text) in files {
            folder.put_bytes(file, text.as_bytes()).unwrap();
        }
        folder.finish().unwrap()
    }

    fn inode(path: &Path) -> u64 {
        fs::metadata(path).unwrap().ino()
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn only_what_changed_is_written_again() {
        let parent = tempfile::tempdir().unwrap();
        let target = parent.path().join("public");
        let counts = export(&target, &[("a/same.html", "1"), ("a/other.html", "2"), ("gone.html", "3")]);
        assert_eq!(counts, FileCounts { files: 3, written: 3, removed: 0, bytes: 3 });
        let same = inode(&target.join("a/same.html"));
        let counts = export(&target, &[("a/same.html", "1"), ("a/other.html", "22"), ("new.html", "4")]);
        assert_eq!(counts, FileCounts { files: 3, written: 2, removed: 1, bytes: 4 });
        assert_eq!(inode(&target.join("a/same.html")), same);
        assert_eq!(names(&target), [".litopys-export", "a", "new.html"]);
        assert_eq!(names(parent.path()), [".public.litopys-lock", "public"]);
    }

    #[test]
    fn a_file_that_was_changed_by_hand_is_written_again() {
        let parent = tempfile::tempdir().unwrap();
        let target = parent.path().join("public");
        export(&target, &[("a.html", "one")]);
        File::create(target.join("a.html")).unwrap().write_all(b"two").unwrap();
        export(&target, &[("a.html", "one")]);
        let bytes = StoredFile::at(&target.join("a.html")).unwrap().read(0, 3).unwrap();
        assert_eq!(bytes, b"one");
    }

    #[test]
    fn an_export_that_ends_early_leaves_the_old_one_whole() {
        let parent = tempfile::tempdir().unwrap();
        let target = parent.path().join("public");
        export(&target, &[("a.html", "one")]);
        let killed = NewFolder::begin(&target).unwrap();
        killed.put_bytes("a.html", b"two").unwrap();
        killed.put_bytes("b.html", b"two").unwrap();
        assert!(matches!(NewFolder::begin(&target), Err(ExportError::Busy(_))));
        drop(killed);
        assert_eq!(names(&target), [".litopys-export", "a.html"]);
        export(&target, &[("c.html", "three")]);
        assert_eq!(names(&target), [".litopys-export", "c.html"]);
        assert_eq!(names(parent.path()), [".public.litopys-lock", "public"]);
    }

    #[test]
    fn a_folder_of_other_files_is_refused_and_two_addresses_of_one_file_too() {
        let parent = tempfile::tempdir().unwrap();
        let target = parent.path().join("public");
        fs::create_dir(&target).unwrap();
        File::create(target.join("mine.txt")).unwrap();
        assert!(matches!(NewFolder::begin(&target), Err(ExportError::Foreign(_))));
        assert_eq!(names(&target), ["mine.txt"]);
        let folder = NewFolder::begin(&parent.path().join("other")).unwrap();
        folder.put_bytes("a.html", b"x").unwrap();
        assert!(matches!(folder.put_bytes("a.html", b"x"), Err(ExportError::Twice(_))));
    }
}
