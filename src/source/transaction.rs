//! Several files written, and a folder renamed, as one: all of it or nothing, also where the process ends in the middle.
//!
//! The old and the new bytes are written to `.litopys/keep/transaction/` first, then the journal, then the files. A step that fails
//! undoes those before it. After a crash the journal is still there, and [`recover`] finishes the work, or undoes it.

use std::{
    collections::BTreeSet,
    fs::{self, File, TryLockError},
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::{
    SourceError,
    atomic::{KEEP, STATE, bytes, make_folder, make_state_folder, remove_dead_leftovers, save, sync},
};

/// A set of changes made together. Paths are relative to the archive.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Transaction {
    /// Files that get other bytes, at their paths before the folder is renamed.
    pub files: Vec<FileChange>,
    /// A folder, and where it is moved to; nothing may lie there.
    pub rename: Option<Rename>,
}

/// A file that gets other bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileChange {
    /// Its path.
    pub path: String,
    /// Its bytes before.
    pub before: Vec<u8>,
    /// Its bytes after.
    pub after: Vec<u8>,
}

/// A folder that is moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rename {
    /// Its path before.
    pub from: String,
    /// Its path after.
    pub to: String,
}

/// The contents of the journal; bytes are in files next to it, by number.
#[derive(Serialize, Deserialize)]
struct JournalText {
    paths: Vec<String>,
    rename: Option<Rename>,
}

/// Called before each step; an error stops the work there.
type Hook<'a> = &'a mut dyn FnMut() -> io::Result<()>;

/// The folder of the journal, and the lock of the process that works on it.
struct Journal {
    folder: PathBuf,
    _lock: File,
}

const JOURNAL: &str = "journal.json";

/// Where the journal lies, below the archive's own state folder, so that the next command finds it with any `--state`; and where earlier
/// versions had it.
fn folders(root: &Path) -> [PathBuf; 2] {
    let state = root.join(STATE);
    [state.join(KEEP), state].map(|folder| folder.join("transaction"))
}

/// Makes all changes of `transaction` in the archive at `root`, or none.
///
/// # Errors
/// If a file has changed since it was read, something lies where the folder is moved to, another process is at work on the
/// archive in this way, or a file cannot be written; the archive is then as it was.
pub fn commit(root: &Path, transaction: &Transaction) -> Result<(), SourceError> {
    commit_with(root, transaction, &mut || Ok(()))
}

/// Finishes what a process that died has begun at `root`, or undoes it. Cheap where there is nothing to do.
///
/// # Errors
/// If neither is possible. The journal stays.
pub fn recover(root: &Path) -> Result<bool, SourceError> {
    if folders(root).iter().all(|folder| !folder.join(JOURNAL).exists()) {
        return Ok(false);
    }
    let recover = || {
        let journal = Journal::open(root)?; // Another process may have finished it meanwhile.
        let Some(transaction) = journal.read()? else { return Ok(false) };
        let changes = Changes { root, transaction: &transaction };
        changes.apply(&mut || Ok(())).or_else(|_| changes.undo())?;
        // Each folder once, however many files lie in it.
        let files = transaction.files.iter().map(|file| changes.present(&file.path));
        let folders: BTreeSet<PathBuf> = files.filter_map(|file| Some(file.parent()?.to_owned())).collect();
        folders.iter().try_for_each(|folder| remove_dead_leftovers(folder))?;
        journal.close().map(|()| true)
    };
    recover().map_err(|source| error(root, source))
}

fn error(root: &Path, source: io::Error) -> SourceError {
    SourceError::Io { path: root.display().to_string(), source }
}

fn commit_with(root: &Path, transaction: &Transaction, hook: Hook<'_>) -> Result<(), SourceError> {
    recover(root)?;
    let mut commit = || {
        let journal = Journal::open(root)?;
        let changes = Changes { root, transaction };
        changes.verify()?;
        journal.write(transaction)?;
        if let Err(error) = changes.apply(hook) {
            // If even that fails, the journal stays, and the next command tries again.
            changes.undo()?;
            journal.close()?;
            return Err(error);
        }
        journal.close()
    };
    commit().map_err(|source| error(root, source))
}

impl Journal {
    fn open(root: &Path) -> io::Result<Journal> {
        let state = root.join(STATE);
        make_state_folder(&state)?;
        let lock = File::create(state.join("transaction.lock"))?;
        lock.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => io::Error::other("another `litopys` command is just writing into this archive"),
            TryLockError::Error(error) => error,
        })?;
        let [new, old] = folders(root);
        Ok(Journal { folder: if old.join(JOURNAL).exists() { old } else { new }, _lock: lock })
    }

    fn write(&self, transaction: &Transaction) -> io::Result<()> {
        self.remove()?;
        make_folder(&self.folder)?;
        for (n, file) in transaction.files.iter().enumerate() {
            save(&self.folder.join(format!("{n}.before")), &file.before)?;
            save(&self.folder.join(format!("{n}.after")), &file.after)?;
        }
        let paths = transaction.files.iter().map(|file| file.path.clone()).collect();
        let written = JournalText { paths, rename: transaction.rename.clone() };
        save(&self.folder.join(JOURNAL), &serde_json::to_vec(&written)?)
    }

    fn read(&self) -> io::Result<Option<Transaction>> {
        let Some(text) = bytes(&self.folder.join(JOURNAL))? else { return Ok(None) };
        let JournalText { paths, rename } = serde_json::from_slice(&text)?;
        let saved = |n: usize, which: &str| {
            let path = self.folder.join(format!("{n}.{which}"));
            bytes(&path)?.ok_or_else(|| io::Error::new(ErrorKind::NotFound, path.display().to_string()))
        };
        let file = |(n, path)| Ok(FileChange { path, before: saved(n, "before")?, after: saved(n, "after")? });
        let files = paths.into_iter().enumerate().map(file).collect::<io::Result<_>>()?;
        Ok(Some(Transaction { files, rename }))
    }

    /// The journal goes first: without it nothing next to it counts.
    fn close(&self) -> io::Result<()> {
        fs::remove_file(self.folder.join(JOURNAL))?;
        sync(&self.folder)?;
        self.remove()
    }

    fn remove(&self) -> io::Result<()> {
        match fs::remove_dir_all(&self.folder) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

/// The changes to the archive at `root`, done or undone as far as they are not yet.
struct Changes<'a> {
    root: &'a Path,
    transaction: &'a Transaction,
}

impl Changes<'_> {
    /// Whether all is still as it was read.
    fn verify(&self) -> io::Result<()> {
        for file in &self.transaction.files {
            if bytes(&self.root.join(&file.path))?.as_ref() != Some(&file.before) {
                return Err(io::Error::other(format!("`{}` has changed since it was read; try again", file.path)));
            }
        }
        match &self.transaction.rename {
            Some(Rename { to, .. }) if self.root.join(to).symlink_metadata().is_ok() => {
                Err(io::Error::new(ErrorKind::AlreadyExists, format!("`{to}` exists already")))
            }
            _ => Ok(()),
        }
    }

    fn apply(&self, hook: Hook<'_>) -> io::Result<()> {
        for file in &self.transaction.files {
            hook()?;
            self.replace(&file.path, &file.before, &file.after)?;
        }
        if let Some(Rename { from, to }) = &self.transaction.rename {
            hook()?;
            self.rename(from, to)?;
        }
        hook()
    }

    fn undo(&self) -> io::Result<()> {
        if let Some(Rename { from, to }) = &self.transaction.rename {
            if self.is_renamed() {
                self.rename(to, from)?;
            }
            self.remove_empty(to);
        }
        self.transaction.files.iter().try_for_each(|file| self.replace(&file.path, &file.after, &file.before))
    }

    /// Writes a file, unless a person has changed it since: their text stays.
    fn replace(&self, path: &str, old: &[u8], new: &[u8]) -> io::Result<()> {
        let full = self.present(path);
        if bytes(&full)?.is_some_and(|found| found == old) {
            save(&full, new)?;
        }
        Ok(())
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        let (old, new) = (self.root.join(from), self.root.join(to));
        if old.symlink_metadata().is_err() && new.symlink_metadata().is_ok() {
            return Ok(());
        }
        if let Some(parent) = new.parent() {
            make_folder(parent)?;
        }
        if new.symlink_metadata().is_ok() {
            return Err(io::Error::new(ErrorKind::AlreadyExists, format!("`{to}` exists already")));
        }
        fs::rename(&old, &new)?;
        for folder in [old.parent(), new.parent()].into_iter().flatten() {
            sync(folder)?;
        }
        self.remove_empty(from);
        Ok(())
    }

    /// Removes the folder in which `path` lay, if nothing is left in it.
    fn remove_empty(&self, path: &str) {
        if let Some(parent) = self.root.join(path).parent() {
            // It stays where something lies in it, which is not a failure.
            _ = fs::remove_dir(parent);
        }
    }

    fn is_renamed(&self) -> bool {
        self.transaction.rename.as_ref().is_some_and(|Rename { from, to }| {
            self.root.join(from).symlink_metadata().is_err() && self.root.join(to).symlink_metadata().is_ok()
        })
    }

    /// The current path of the file at `path`.
    fn present(&self, path: &str) -> PathBuf {
        let moved = self.transaction.rename.as_ref().filter(|_| self.is_renamed());
        let inside = moved.and_then(|Rename { from, to }| Some((path.strip_prefix(from)?.strip_prefix('/')?, to)));
        inside.map_or_else(|| self.root.join(path), |(rest, to)| self.root.join(to).join(rest))
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests write the files that are changed")]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::source::testing;

    const OLD: [(&str, &str); 4] = [
        ("site.toml", "s"),
        ("articles/2025/a/uk.md", "one"),
        ("articles/2025/a/img/p.png", "p"),
        ("articles/2024/b/uk.md", "two"),
    ];

    const NEW: [(&str, &str); 4] = [
        ("site.toml", "s"),
        ("articles/1999/c/uk.md", "ONE"),
        ("articles/1999/c/img/p.png", "p"),
        ("articles/2024/b/uk.md", "TWO"),
    ];

    fn archive() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in OLD {
            let full = folder.path().join(path);
            fs::create_dir_all(full.parent().unwrap()).unwrap();
            fs::write(full, text).unwrap();
        }
        folder
    }

    /// The files of the archive, without what a transaction writes next to them.
    fn files(root: &Path) -> BTreeMap<String, String> {
        let mut found = testing::files(root);
        found.retain(|name, _| name == "site.toml" || name.starts_with("articles/"));
        found
    }

    fn change() -> Transaction {
        let file = |path: &str, text: &str| FileChange {
            path: path.into(),
            before: text.into(),
            after: text.to_uppercase().into(),
        };
        Transaction {
            files: vec![file("articles/2025/a/uk.md", "one"), file("articles/2024/b/uk.md", "two")],
            rename: Some(Rename { from: "articles/2025/a".into(), to: "articles/1999/c".into() }),
        }
    }

    fn expected(files: [(&str, &str); 4]) -> BTreeMap<String, String> {
        files.map(|(path, text)| (path.to_owned(), text.to_owned())).into()
    }

    /// Fails at the step `at`, counted from 0.
    fn failing(at: usize) -> impl FnMut() -> io::Result<()> {
        let mut steps = 0;
        move || {
            steps += 1;
            if steps > at { Err(io::Error::other("the disk is full")) } else { Ok(()) }
        }
    }

    #[test]
    fn all_is_changed_and_nothing_is_left_behind() {
        let folder = archive();
        commit(folder.path(), &change()).unwrap();
        assert_eq!(files(folder.path()), expected(NEW));
        let left = ["articles/2025", ".litopys/keep/transaction"].map(|path| folder.path().join(path).exists());
        assert_eq!(left, [false; 2]);
        assert!(!recover(folder.path()).unwrap());
    }

    #[test]
    fn a_failure_at_any_step_leaves_all_as_it_was() {
        for at in 0..4 {
            let folder = archive();
            let error = commit_with(folder.path(), &change(), &mut failing(at)).unwrap_err();
            assert!(crate::model::error_chain(&error).contains("the disk is full"), "{error}");
            assert_eq!(files(folder.path()), expected(OLD), "step {at}");
            assert!(!folder.path().join("articles/1999").exists(), "step {at}");
            commit(folder.path(), &change()).unwrap();
        }
    }

    #[test]
    fn what_a_crash_left_in_the_middle_is_finished_by_the_next_command() {
        for at in 0..4 {
            let folder = archive();
            let journal = Journal::open(folder.path()).unwrap();
            journal.write(&change()).unwrap();
            let changes = Changes { root: folder.path(), transaction: &change() };
            changes.apply(&mut failing(at)).unwrap_err();
            fs::write(folder.path().join("articles/2024/b/.litopys-x.tmp"), "half").unwrap();
            // As long as the process lives, no other one interferes.
            assert!(recover(folder.path()).is_err());
            drop(journal);
            let journals = folders(folder.path());
            fs::rename(&journals[0], &journals[at % 2]).unwrap();
            assert!(recover(folder.path()).unwrap(), "step {at}");
            assert_eq!(files(folder.path()), expected(NEW), "step {at}");
        }
    }

    #[test]
    fn before_the_journal_is_written_a_crash_changes_nothing() {
        let folder = archive();
        fs::create_dir_all(folder.path().join(".litopys/keep/transaction/0.before")).unwrap();
        assert!(!recover(folder.path()).unwrap());
        commit(folder.path(), &change()).unwrap();
        assert_eq!(files(folder.path()), expected(NEW));
    }

    #[test]
    fn what_a_person_writes_meanwhile_stays() {
        let folder = archive();
        fs::write(folder.path().join("articles/2024/b/uk.md"), "mine").unwrap();
        let error = commit(folder.path(), &change()).unwrap_err();
        assert!(crate::model::error_chain(&error).contains("has changed since it was read"), "{error}");
        assert_eq!(files(folder.path())["articles/2025/a/uk.md"], "one");
        let folder = archive();
        fs::create_dir_all(folder.path().join("articles/1999/c")).unwrap();
        let error = commit(folder.path(), &change()).unwrap_err();
        assert!(crate::model::error_chain(&error).contains("`articles/1999/c` exists already"), "{error}");
        assert_eq!(files(folder.path()), expected(OLD));
    }
}
