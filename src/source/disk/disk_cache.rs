//! A bounded folder of files that can be made or fetched again, each under a name that changes with its bytes.

use std::{
    collections::HashMap,
    fs, io,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use crate::source::{StoredFile, atomic::OURS, make_folder, write_atomically};

/// The files of the cache; what was used least recently goes first when it is full.
pub struct DiskCache {
    root: PathBuf,
    limit: u64,
    inventory: Mutex<Inventory>,
}

/// Why the folder cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the cache folder `{path}` cannot be used")]
pub struct DiskCacheError {
    path: String,
    source: io::Error,
}

#[derive(Default)]
struct Inventory {
    files: HashMap<String, CachedFile>,
    bytes: u64,
    /// Counts uses, so that the least recent one is known without a clock.
    now: u64,
}

#[derive(Clone, Copy)]
struct CachedFile {
    bytes: u64,
    used: u64,
}

impl DiskCache {
    /// The cache in the folder `root`, which is created where it does not exist; `limit` is in bytes.
    ///
    /// # Errors
    /// If the folder cannot be made or read.
    pub fn open(root: &Path, limit: u64) -> Result<DiskCache, DiskCacheError> {
        let failed = |source| DiskCacheError { path: root.display().to_string(), source };
        make_folder(root).map_err(failed)?;
        let mut inventory = Inventory::default();
        for folder in fs::read_dir(root).map_err(failed)?.flatten().filter(|entry| entry.path().is_dir()) {
            for entry in fs::read_dir(folder.path()).map_err(failed)?.flatten() {
                let name = entry.file_name().to_string_lossy().into_owned();
                match entry.metadata() {
                    // A half-written file of a crash has a hidden name; no other file here is hidden.
                    _ if name.starts_with('.') => _ = fs::remove_file(entry.path()),
                    Ok(metadata) => inventory.put(&name, metadata.len()),
                    Err(_) => {}
                }
            }
        }
        Ok(DiskCache { root: root.to_owned(), limit, inventory: Mutex::new(inventory) })
    }

    /// Whether `name` lies here.
    pub fn has(&self, name: &str) -> bool {
        self.inventory().files.contains_key(name)
    }

    /// The bytes of `name`. A file that vanished behind our back is forgotten.
    pub fn get(&self, name: &str) -> Option<Vec<u8>> {
        self.inventory().touch(name)?;
        read(&self.path(name)).inspect_err(|error| self.forget(name, error)).ok()
    }

    fn forget(&self, name: &str, error: &io::Error) {
        tracing::warn!(name, %error, "a cached file cannot be read and will be made or fetched again");
        self.inventory().take(name);
    }

    /// The file `name`, to be read piece by piece. One that vanished behind our back is forgotten.
    pub fn stored(&self, name: &str) -> Option<StoredFile> {
        self.inventory().touch(name)?;
        let stored = StoredFile::at(&self.path(name));
        stored.inspect_err(|error| self.forget(name, error)).ok()
    }

    /// Keeps `bytes` under `name`; makes room where there is none.
    pub fn put(&self, name: &str, bytes: &[u8]) {
        let path = self.path(name);
        let folder = path.parent().map_or(Ok(()), make_folder);
        let written = folder
            .map_err(|error| error.to_string())
            .and_then(|()| write_atomically(&path, bytes).map_err(|error| error.to_string()));
        if let Err(error) = written {
            // A full disk costs speed, not pages: the original is sent instead.
            tracing::warn!(name, error, "a file cannot be cached");
            return;
        }
        self.note(name, bytes.len() as u64);
    }

    /// A temporary file in the folder of the cache, for [`DiskCache::adopt`]. It is gone when it is dropped.
    ///
    /// # Errors
    /// If there is no room for it.
    pub fn temporary(&self, name: &str) -> io::Result<tempfile::NamedTempFile> {
        let path = self.path(name);
        let folder = path.parent().unwrap_or(&self.root);
        make_folder(folder)?;
        tempfile::Builder::new().prefix(OURS.0).suffix(OURS.1).tempfile_in(folder)
    }

    /// Stores a finished temporary file under `name`, and makes room if needed.
    ///
    /// # Errors
    /// If the disk does not take it.
    pub fn adopt(&self, name: &str, file: tempfile::NamedTempFile) -> io::Result<()> {
        let bytes = file.as_file().metadata()?.len();
        file.persist(self.path(name)).map_err(|error| error.error)?;
        self.note(name, bytes);
        Ok(())
    }

    fn note(&self, name: &str, bytes: u64) {
        let crowded = {
            let mut inventory = self.inventory();
            inventory.put(name, bytes);
            inventory.least_recent_beyond(self.limit, name)
        };
        crowded.iter().for_each(|name| self.remove(name));
    }

    /// Removes what `is_wanted` does not want; returns how many files went.
    pub fn keep_only(&self, is_wanted: impl Fn(&str) -> bool) -> usize {
        let names: Vec<String> = self.inventory().files.keys().filter(|name| !is_wanted(name)).cloned().collect();
        names.iter().for_each(|name| self.remove(name));
        names.len()
    }

    /// Bytes that lie here.
    pub fn bytes(&self) -> u64 {
        self.inventory().bytes
    }

    fn remove(&self, name: &str) {
        self.inventory().take(name);
        if let Err(error) = fs::remove_file(self.path(name)) {
            tracing::debug!(name, %error, "a cached file could not be removed");
        }
    }

    /// Spread over 256 folders, as no folder should hold a hundred thousand files.
    fn path(&self, name: &str) -> PathBuf {
        self.root.join(name.get(..2).unwrap_or("__")).join(name)
    }

    fn inventory(&self) -> MutexGuard<'_, Inventory> {
        self.inventory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inventory {
    fn put(&mut self, name: &str, bytes: u64) {
        self.take(name);
        self.now += 1;
        self.bytes += bytes;
        self.files.insert(name.to_owned(), CachedFile { bytes, used: self.now });
    }

    fn take(&mut self, name: &str) {
        if let Some(slot) = self.files.remove(name) {
            self.bytes -= slot.bytes;
        }
    }

    fn touch(&mut self, name: &str) -> Option<()> {
        self.now += 1;
        self.files.get_mut(name)?.used = self.now;
        Some(())
    }

    /// The names to remove, least recently used first, until a tenth of `limit` is free; none as long as all files together are
    /// within `limit`. Never `newest`.
    fn least_recent_beyond(&self, limit: u64, newest: &str) -> Vec<String> {
        if self.bytes <= limit {
            return Vec::new();
        }
        let mut by_use: Vec<_> = self.files.iter().filter(|(name, _)| *name != newest).collect();
        by_use.sort_by_key(|(_, slot)| slot.used);
        let mut over = self.bytes - (limit - limit / 10);
        let mut names = Vec::new();
        for (name, slot) in by_use {
            if over == 0 {
                break;
            }
            over = over.saturating_sub(slot.bytes);
            names.push(name.clone());
        }
        names
    }
}

#[expect(clippy::disallowed_methods, reason = "what was made is read back from its folder")]
fn read(path: &Path) -> io::Result<Vec<u8>> {
    fs::read(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_is_there_and_is_found_again_after_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        DiskCache::open(folder.path(), 100).unwrap().put("aa-1", b"one");
        let shelf = DiskCache::open(folder.path(), 100).unwrap();
        assert_eq!((shelf.get("aa-1").as_deref(), shelf.get("aa-2"), shelf.bytes()), (Some(&b"one"[..]), None, 3));
    }

    #[test]
    fn what_was_used_least_recently_makes_room() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = DiskCache::open(folder.path(), 40).unwrap();
        for name in ["aa", "bb", "cc", "dd"] {
            shelf.put(name, &[0; 10]);
        }
        shelf.get("aa");
        shelf.put("ee", &[0; 10]);
        let kept: Vec<_> = ["aa", "bb", "cc", "dd", "ee"].into_iter().filter(|name| shelf.has(name)).collect();
        assert_eq!((kept, shelf.bytes()), (vec!["aa", "dd", "ee"], 30));
    }

    #[test]
    fn a_file_that_vanished_is_forgotten_and_what_a_crash_left_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = DiskCache::open(folder.path(), 100).unwrap();
        shelf.put("aa-1", b"one");
        fs::remove_file(folder.path().join("aa/aa-1")).unwrap();
        assert_eq!((shelf.get("aa-1"), shelf.has("aa-1")), (None, false));
        fs::File::create(folder.path().join("aa/.tmpXYZ")).unwrap();
        DiskCache::open(folder.path(), 100).unwrap();
        assert!(!folder.path().join("aa/.tmpXYZ").exists());
    }

    #[test]
    fn what_is_no_longer_wanted_goes() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = DiskCache::open(folder.path(), 100).unwrap();
        shelf.put("aa-1", b"one");
        shelf.put("bb-1", b"two");
        assert_eq!(shelf.keep_only(|name| name.starts_with("aa")), 1);
        assert!(shelf.has("aa-1") && !shelf.has("bb-1"));
    }
}
