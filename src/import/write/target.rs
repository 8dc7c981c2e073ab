//! The folder that the archive is written into: new folders are filled next to it and renamed, files of a person are left alone.

use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use super::{
    ImportRecord,
    disk::{make, read, remove, resolved},
};
use crate::{
    import::ImportError,
    model::{Digest, slug::ArticleId},
    source::write_atomically,
};

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::import) enum Put {
    /// It is new.
    New,
    /// The source has changed, and it was not changed here.
    Updated,
    /// It is as it was.
    Unchanged,
    /// A person changed it here, or made it: it stays.
    Edited,
    /// A person deleted or moved it: it does not come back.
    Deleted,
}

/// Files that are renamed together: each batch is flushed to the disk once, not file by file.
const BATCH: usize = 2_000;
/// Where new files wait.
const STAGING: &str = ".litopys/import";

/// The folder of the archive.
pub(in crate::import) struct Target {
    root: PathBuf,
    is_dry_run: bool,
    /// What earlier runs wrote, and this one.
    pub(in crate::import) record: ImportRecord,
    /// The record as it lies on the disk.
    saved: String,
    /// New folders, by path, whether they are complete.
    folders: BTreeSet<String>,
    complete: BTreeSet<String>,
    /// Files that go into folders that exist.
    files: BTreeSet<String>,
    staged: usize,
}

impl Target {
    /// The archive at `root`, which may not exist yet. `source` is the folder that is imported.
    ///
    /// # Errors
    /// Where the folder is neither empty nor an archive, or holds the source, or lies in it.
    pub(in crate::import) fn open(root: &Path, source: Option<&Path>, is_dry_run: bool) -> Result<Target, ImportError> {
        let shown = root.display().to_string();
        let refuse = |found: &str| ImportError::Target { path: shown.clone(), found: found.to_owned() };
        let real = resolved(root).map_err(|source| ImportError::Io { path: shown.clone(), source })?;
        if source.is_some_and(|source| real.starts_with(source) || source.starts_with(&real)) {
            return Err(refuse("lies in the source, or holds it; name another folder with --into"));
        }
        let is_archive = real.join("site.toml").is_file() || real.join(ImportRecord::NAME).is_file();
        let is_empty = match fs::read_dir(&real) {
            Ok(mut entries) => !entries.any(|entry| {
                entry
                    .is_ok_and(|entry| ![".git", ".litopys", "ties.toml"].iter().any(|name| entry.file_name() == *name))
            }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => true,
            Err(source) => return Err(ImportError::Io { path: shown, source }),
        };
        if !is_archive && !is_empty {
            return Err(refuse("is neither empty nor an archive; name a new folder with --into"));
        }
        let saved = read(&real.join(ImportRecord::NAME))?.unwrap_or_default();
        let saved = String::from_utf8_lossy(&saved).into_owned();
        let mut record = ImportRecord::parse(&saved)
            .map_err(|found| ImportError::Broken { path: ImportRecord::NAME.to_owned(), found })?;
        for folder in std::mem::take(&mut record.pending) {
            if !real.join(&folder).exists() {
                record.forget(&folder);
            }
        }
        if !is_dry_run {
            let staging = real.join(STAGING);
            remove(&staging)?;
            make(&real)?;
        }
        Ok(Target {
            root: real,
            is_dry_run,
            record,
            saved,
            folders: BTreeSet::new(),
            complete: BTreeSet::new(),
            files: BTreeSet::new(),
            staged: 0,
        })
    }

    /// Whether something lies at the folder of `id` that no import put there.
    pub(in crate::import) fn is_foreign(&self, id: &ArticleId) -> bool {
        self.root.join(id.folder()).symlink_metadata().is_ok()
    }

    /// The bytes of a file of the archive.
    pub(in crate::import) fn read(&self, path: &str) -> Result<Option<Vec<u8>>, ImportError> {
        read(&self.root.join(path))
    }

    /// Writes a file, unless it is there as it should be, or a person has had a hand in it.
    pub(in crate::import) fn put(&mut self, path: &str, bytes: &[u8]) -> Result<Put, ImportError> {
        let made = Digest::hash(bytes).to_string();
        let put = self.compare(path, &made)?;
        if matches!(put, Put::New | Put::Updated) {
            self.stage(path, |file| file.write_all(bytes))?;
        }
        self.settle(path, made, put);
        Ok(put)
    }

    /// Writes a file over the one that is there, which a person may have changed: what they wrote is in `bytes`.
    pub(in crate::import) fn replace(&mut self, path: &str, bytes: &[u8]) -> Result<(), ImportError> {
        self.stage(path, |file| file.write_all(bytes))?;
        self.record.files.insert(path.to_owned(), Digest::hash(bytes).to_string());
        Ok(())
    }

    /// The bytes of a file as they will be.
    pub(in crate::import) fn present(&self, path: &str) -> Result<Option<Vec<u8>>, ImportError> {
        let staged = read(&self.root.join(STAGING).join(path))?;
        if staged.is_some() { Ok(staged) } else { self.read(path) }
    }

    /// Whether nothing is written.
    pub(in crate::import) fn is_dry_run(&self) -> bool {
        self.is_dry_run
    }

    /// Copies a file, piece by piece.
    pub(in crate::import) fn copy<'a>(
        &mut self,
        path: &str,
        open: &dyn Fn() -> Result<Box<dyn Read + 'a>, ImportError>,
    ) -> Result<Put, ImportError> {
        let io = |source| ImportError::Io { path: path.to_owned(), source };
        let made = Digest::hash_reader(open()?).map_err(io)?.to_string();
        let put = self.compare(path, &made)?;
        if matches!(put, Put::New | Put::Updated) && !self.is_dry_run {
            let mut bytes = open()?;
            self.stage(path, |file| io::copy(&mut bytes, file).map(drop))?;
        }
        self.settle(path, made, put);
        Ok(put)
    }

    /// What is to be done with a file whose digest is to be `made`.
    fn compare(&self, path: &str, made: &str) -> Result<Put, ImportError> {
        let place = self.root.join(path);
        let present = match File::open(&place) {
            Ok(file) => {
                let digest = Digest::hash_reader(file);
                Some(digest.map_err(|source| ImportError::Io { path: path.to_owned(), source })?.to_string())
            }
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => None,
            Err(source) => return Err(ImportError::Io { path: path.to_owned(), source }),
        };
        Ok(match (self.record.files.get(path), present) {
            (None, None) => Put::New,
            (Some(_), None) => Put::Deleted,
            (_, Some(present)) if present == made => Put::Unchanged,
            (Some(before), Some(present)) if *before == present => Put::Updated,
            (_, Some(_)) => Put::Edited,
        })
    }

    fn settle(&mut self, path: &str, made: String, put: Put) {
        if matches!(put, Put::New | Put::Updated | Put::Unchanged) {
            self.record.files.insert(path.to_owned(), made);
        }
    }

    fn stage(&mut self, path: &str, fill: impl FnOnce(&mut File) -> io::Result<()>) -> Result<(), ImportError> {
        if self.is_dry_run {
            return Ok(());
        }
        let io = |source| ImportError::Io { path: path.to_owned(), source };
        let place = self.root.join(STAGING).join(path);
        if let Some(folder) = place.parent() {
            fs::create_dir_all(folder).map_err(io)?;
        }
        fill(&mut File::create(&place).map_err(io)?).map_err(io)?;
        self.staged += 1;
        match folder_of(path).filter(|folder| !self.root.join(folder).exists()) {
            Some(folder) => _ = self.folders.insert(folder.to_owned()),
            None => _ = self.files.insert(path.to_owned()),
        }
        Ok(())
    }

    /// Says that nothing more goes into the folder of an article; from time to time all such folders are put in their places.
    pub(in crate::import) fn complete(&mut self, id: &ArticleId) -> Result<(), ImportError> {
        if self.folders.contains(&id.folder()) {
            self.complete.insert(id.folder());
        }
        if self.staged >= BATCH && self.complete.len() * 2 >= self.folders.len() { self.commit(false) } else { Ok(()) }
    }

    /// Puts everything in its place. `is_last`: also folders that were not said to be complete.
    pub(in crate::import) fn commit(&mut self, is_last: bool) -> Result<(), ImportError> {
        if self.is_dry_run {
            return Ok(());
        }
        if is_last {
            self.complete = self.folders.clone();
        }
        if self.staged > 0 {
            self.flush()?;
        }
        // A record that speaks of them before they are there: where the process ends between, they are imported again.
        self.record.pending = self.complete.clone();
        if !self.complete.is_empty() {
            self.save()?;
        }
        for folder in std::mem::take(&mut self.complete) {
            self.rename(&folder)?;
            self.folders.remove(&folder);
        }
        for file in std::mem::take(&mut self.files) {
            self.rename(&file)?;
        }
        self.staged = 0;
        self.record.pending.clear();
        self.save()?;
        if is_last { remove(&self.root.join(STAGING)) } else { Ok(()) }
    }

    fn rename(&self, path: &str) -> Result<(), ImportError> {
        let place = self.root.join(path);
        let move_there = || {
            place.parent().map_or(Ok(()), fs::create_dir_all)?;
            fs::rename(self.root.join(STAGING).join(path), &place)
        };
        move_there().map_err(|source| ImportError::Io { path: path.to_owned(), source })
    }

    /// All that was written reaches the disk: one flush for the whole file system instead of one a file.
    fn flush(&self) -> Result<(), ImportError> {
        let flush = || {
            let root = File::open(&self.root)?;
            #[cfg(target_os = "linux")]
            rustix::fs::syncfs(&root)?;
            #[cfg(not(target_os = "linux"))]
            root.sync_all()?;
            io::Result::Ok(())
        };
        flush().map_err(|source| ImportError::Io { path: self.root.display().to_string(), source })
    }

    fn save(&mut self) -> Result<(), ImportError> {
        let text = self.record.write();
        if text != self.saved {
            self.write_now(ImportRecord::NAME, &text)?;
            self.saved = text;
        }
        Ok(())
    }

    /// Writes a file that is always ours.
    pub(in crate::import) fn write_now(&self, path: &str, text: &str) -> Result<(), ImportError> {
        if self.is_dry_run || read(&self.root.join(path))?.is_some_and(|old| old == text.as_bytes()) {
            return Ok(());
        }
        write_atomically(&self.root.join(path), text.as_bytes())
            .map_err(|error| ImportError::Io { path: path.to_owned(), source: io::Error::other(error) })
    }

    /// Removes what an earlier run wrote for `article`, unless it was changed by hand. `false` where something stays.
    pub(in crate::import) fn withdraw(&mut self, article: &ArticleId) -> Result<bool, ImportError> {
        let folder = article.folder();
        let own: Vec<(String, String)> = self
            .record
            .files
            .iter()
            .filter(|(path, _)| path.strip_prefix(&folder).is_some_and(|rest| rest.starts_with('/')))
            .map(|(path, digest)| (path.clone(), digest.clone()))
            .collect();
        for (path, digest) in &own {
            let bytes = read(&self.root.join(path))?;
            if bytes.is_some_and(|bytes| Digest::hash(&bytes).to_string() != *digest) {
                return Ok(false);
            }
        }
        if self.is_dry_run {
            return Ok(true);
        }
        for (path, _) in &own {
            match fs::remove_file(self.root.join(path)) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                done => done.map_err(|source| ImportError::Io { path: path.clone(), source })?,
            }
            self.record.files.remove(path);
        }
        // It stays where a person put something there.
        Ok(fs::remove_dir(self.root.join(&folder)).is_ok())
    }
}

/// The folder of the article that `path` lies in.
fn folder_of(path: &str) -> Option<&str> {
    let depth = match path.split('/').next()? {
        "articles" => 3,
        "pages" | "authors" => 2,
        _ => return None,
    };
    let end = path.match_indices('/').nth(depth - 1)?.0;
    path.get(..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[expect(clippy::disallowed_methods, reason = "the test edits what was written")]
    fn edit(root: &Path, path: &str, text: &str) {
        fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
        fs::write(root.join(path), text).unwrap();
    }

    #[test]
    fn a_second_run_changes_nothing_and_leaves_what_a_person_did() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("new/archive");
        let run = |texts: &[(&str, &str)]| {
            let mut target = Target::open(&root, None, false).unwrap();
            let put = texts.iter().map(|(path, text)| target.put(path, text.as_bytes()).unwrap()).collect::<Vec<_>>();
            target.commit(true).unwrap();
            put
        };
        let paths = ["articles/2019/a/uk.md", "articles/2019/b/uk.md", "site.toml", "pages/x/uk.md"];
        let texts = paths.map(|path| (path, "1"));
        assert_eq!(run(&texts), [Put::New; 4]);
        assert_eq!(run(&texts), [Put::Unchanged; 4]);
        assert!(!root.join(STAGING).exists());
        edit(&root, paths[1], "edited");
        fs::remove_file(root.join(paths[3])).unwrap();
        edit(&root, "articles/2019/c/uk.md", "own");
        let changed =
            [(paths[0], "2"), (paths[1], "2"), (paths[2], "1"), (paths[3], "2"), ("articles/2019/c/uk.md", "2")];
        assert_eq!(run(&changed), [Put::Updated, Put::Edited, Put::Unchanged, Put::Deleted, Put::Edited]);
        assert_eq!(read(&root.join(paths[1])).unwrap().unwrap(), b"edited");
        let mut target = Target::open(&root, None, false).unwrap();
        assert!(!target.withdraw(&"2019/b".parse().unwrap()).unwrap());
        assert!(target.withdraw(&"2019/a".parse().unwrap()).unwrap());
        assert!(!root.join("articles/2019/a").exists());
    }

    #[test]
    fn nothing_is_written_in_a_dry_run_nor_into_the_source_nor_over_other_folders() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("archive");
        let mut target = Target::open(&root, None, true).unwrap();
        assert_eq!(target.put("site.toml", b"x").unwrap(), Put::New);
        target.commit(true).unwrap();
        assert!(!root.exists());
        let source = fs::canonicalize(folder.path()).unwrap();
        assert!(Target::open(&root, Some(&source), false).is_err());
        assert!(Target::open(folder.path(), Some(&source.join("site")), false).is_err());
        edit(folder.path(), "notes.txt", "x");
        let error = Target::open(folder.path(), None, false).err().unwrap().to_string();
        assert!(error.contains("neither empty nor an archive"), "{error}");
    }

    #[test]
    fn what_was_about_to_be_put_in_its_place_is_imported_again() {
        let folder = tempfile::tempdir().unwrap();
        let mut record = ImportRecord::default();
        record.files.insert("articles/2019/a/uk.md".into(), Digest::hash(b"1").to_string());
        record.pending.insert("articles/2019/a".into());
        edit(folder.path(), ImportRecord::NAME, &record.write());
        let mut target = Target::open(folder.path(), None, false).unwrap();
        assert_eq!(target.put("articles/2019/a/uk.md", b"1").unwrap(), Put::New);
    }
}
