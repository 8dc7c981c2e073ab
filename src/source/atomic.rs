//! Writing so that a reader, or a crash, meets the old file or the new one, never a part.

use std::{
    fs,
    io::{self, Write},
    os::unix::fs::PermissionsExt,
    path::Path,
    time::Duration,
};

use super::SourceError;

/// How the names of our temporary files begin and end: unlike any that a person, an editor or another program makes.
pub(super) const OURS: (&str, &str) = (".litopys-", ".tmp");
/// A younger temporary file may be one that another process is just writing.
const ABANDONED: Duration = Duration::from_secs(60);

/// Writes `bytes` to `path`: a temporary file in the same folder, fsync, rename, fsync of the folder.
///
/// # Errors
/// [`SourceError::Io`] with the path; the old file is then untouched.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<(), SourceError> {
    let write = || {
        let folder = path.parent().unwrap_or(Path::new("."));
        // As any editor makes them: readable for others as far as the mask of the process allows, or as the old file was.
        let others = fs::Permissions::from_mode(0o666);
        let mut file =
            tempfile::Builder::new().prefix(OURS.0).suffix(OURS.1).permissions(others).tempfile_in(folder)?;
        if let Ok(old) = fs::metadata(path) {
            file.as_file().set_permissions(old.permissions())?;
        }
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        file.persist(path)?;
        sync(folder)
    };
    write().map_err(|source| SourceError::Io { path: path.display().to_string(), source })
}

/// The bytes of a file; `None` if there is none.
#[expect(clippy::disallowed_methods, reason = "`source` is where the disk is read")]
pub(super) fn bytes(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(error),
    }
}

/// [`write_atomically`], with an error that names the path.
pub(super) fn save(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write_atomically(path, bytes).map_err(|error| match error {
        SourceError::Io { path, source } => io::Error::new(source.kind(), format!("`{path}`: {source}")),
        error => io::Error::other(error),
    })
}

/// Sees to it that the names in a folder outlive a crash.
pub(super) fn sync(folder: &Path) -> io::Result<()> {
    fs::File::open(folder)?.sync_all()
}

/// Makes a folder and, where that is missing, the one it lies in. Those above are made again only in a state folder, of which
/// `cache/` can be deleted at any time, and in an archive: one whose disk was unmounted must not be made again where it was.
///
/// # Errors
/// If a folder above is missing, cannot be read or cannot be written.
pub fn make_folder(folder: &Path) -> io::Result<()> {
    let make = |folder: &Path| match fs::create_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        made => made,
    };
    let mut missing = Vec::new();
    for folder in folder.ancestors().take_while(|folder| !folder.as_os_str().is_empty()) {
        match folder.symlink_metadata() {
            Ok(_) => break,
            Err(error) if error.kind() == io::ErrorKind::NotFound => missing.push(folder),
            Err(error) => return Err(error),
        }
    }
    let is_ours = |base: &Path| base.join(KEEP).is_dir() || base.join("site.toml").is_file();
    if missing.len() > 2 && !folder.ancestors().nth(missing.len()).is_some_and(is_ours) {
        return Err(io::ErrorKind::NotFound.into());
    }
    missing.iter().rev().try_for_each(|folder| make(folder))
}

/// The folder in a state folder for what cannot be made again.
pub(crate) const KEEP: &str = "keep";
/// The default state folder, in the archive.
pub const STATE: &str = ".litopys";
/// The `.gitignore` in the state folder of an archive.
const IGNORED: &str = "# Written by Litopys: nothing in this folder belongs in the archive's repository.
# cache/ can be deleted at any time. keep/ cannot be made again and belongs in a backup.
*
";

/// Makes the state folder of an archive, which git ignores from then on.
///
/// # Errors
/// If the archive is missing, or cannot be written.
pub fn make_state_folder(folder: &Path) -> io::Result<()> {
    make_folder(folder)?;
    let ignored = folder.join(".gitignore");
    if ignored.symlink_metadata().is_err()
        && let Err(error) = save(&ignored, IGNORED.as_bytes())
    {
        // A full disk, for example; the archive can still be served.
        tracing::warn!(%error, "the state folder has no `.gitignore`, so git lists its files");
    }
    Ok(())
}

/// Removes a file of SQLite with its log and its index of the log, as far as they are there.
pub(crate) fn remove_database(path: &Path) -> io::Result<()> {
    for ending in ["", "-wal", "-shm"] {
        let mut file = path.as_os_str().to_owned();
        file.push(ending);
        match fs::remove_file(&file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

/// Removes the temporary files that [`write_atomically`] left in `folder` when its process was killed, and no other file.
///
/// # Errors
/// If the folder cannot be listed, or such a file cannot be removed.
pub fn remove_leftovers(folder: &Path) -> io::Result<()> {
    remove_leftovers_of(folder, ABANDONED)
}

/// The same, however young they are: their writer is known to be dead. A folder that is gone has none.
pub(super) fn remove_dead_leftovers(folder: &Path) -> io::Result<()> {
    match remove_leftovers_of(folder, Duration::ZERO) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

fn remove_leftovers_of(folder: &Path, least_age: Duration) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let is_ours = name.to_str().is_some_and(|name| name.starts_with(OURS.0) && name.ends_with(OURS.1));
        if !is_ours {
            continue;
        }
        let removed = entry.metadata().and_then(|metadata| metadata.modified()).and_then(|modified| {
            let is_old = least_age.is_zero() || modified.elapsed().is_ok_and(|age| age >= least_age);
            if is_old { fs::remove_file(entry.path()) } else { Ok(()) }
        });
        match removed {
            // Another process has renamed or removed it in the meantime.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            removed => removed?,
        }
    }
    Ok(())
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
    #[expect(clippy::disallowed_methods, reason = "the test writes the file that is replaced")]
    fn a_file_keeps_its_rights_and_a_new_one_has_those_of_any_other() {
        let folder = tempfile::tempdir().unwrap();
        let mode = |name: &str| fs::metadata(folder.path().join(name)).unwrap().permissions().mode() & 0o777;
        fs::write(folder.path().join("any"), b"x").unwrap();
        write_atomically(&folder.path().join("new"), b"x").unwrap();
        assert_eq!(mode("new"), mode("any"));
        fs::set_permissions(folder.path().join("any"), fs::Permissions::from_mode(0o640)).unwrap();
        write_atomically(&folder.path().join("any"), b"y").unwrap();
        assert_eq!(mode("any"), 0o640);
    }

    #[test]
    fn only_our_own_old_leftovers_are_removed() {
        let folder = tempfile::tempdir().unwrap();
        let old = std::time::SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
        for (name, is_old) in [
            (".litopys-a1B2c3.tmp", true),
            (".litopys-newone.tmp", false),
            (".tmpAbCdEf", true),
            ("notes.tmp", true),
            (".uk.md.swp", true),
        ] {
            let file = fs::File::create(folder.path().join(name)).unwrap();
            if is_old {
                file.set_modified(old).unwrap();
            }
        }
        remove_leftovers(folder.path()).unwrap();
        let mut left: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        left.sort();
        assert_eq!(left, [".litopys-newone.tmp", ".tmpAbCdEf", ".uk.md.swp", "notes.tmp"]);
    }

    #[test]
    fn what_another_process_removes_meanwhile_is_no_error() {
        let folder = tempfile::tempdir().unwrap();
        let old = std::time::SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
        for n in 0..2_000 {
            let file = fs::File::create(folder.path().join(format!(".litopys-{n}.tmp"))).unwrap();
            file.set_modified(old).unwrap();
        }
        std::thread::scope(|scope| {
            let both = [(); 4].map(|()| scope.spawn(|| remove_leftovers(folder.path())));
            both.into_iter().for_each(|one| one.join().unwrap().unwrap());
        });
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
    }

    #[test]
    fn an_archive_that_is_gone_is_not_made_again() {
        let folder = tempfile::tempdir().unwrap();
        let state = folder.path().join("archive/.litopys");
        assert!(make_folder(&state.join("pictures/aa")).is_err());
        assert!(!folder.path().join("archive").exists());
        fs::create_dir_all(&state).unwrap();
        make_folder(&state.join("pictures/aa")).unwrap();
        make_folder(&state.join("pictures/aa")).unwrap();
        assert!(state.join("pictures/aa").is_dir());
        assert!(make_folder(&state.join("cache/preview/search")).is_err(), "no state folder");
    }

    #[test]
    fn a_folder_that_cannot_be_looked_at_is_not_taken_for_a_missing_one() {
        let folder = tempfile::tempdir().unwrap();
        write_atomically(&folder.path().join("file"), b"x").unwrap();
        for path in ["file/a", "file/cache/pictures/aa"] {
            let error = make_folder(&folder.path().join(path)).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::NotADirectory, "{path}");
        }
    }

    #[test]
    fn the_cache_is_made_again_where_it_was_deleted() {
        let state = tempfile::tempdir().unwrap();
        fs::create_dir(state.path().join(KEEP)).unwrap();
        for folder in ["cache/preview/pictures/aa", "cache/preview/search", "cache/pictures/aa"] {
            let folder = state.path().join(folder);
            make_folder(&folder).unwrap();
            assert!(folder.is_dir());
            fs::remove_dir_all(state.path().join("cache")).unwrap();
        }
        fs::remove_dir(state.path().join(KEEP)).unwrap();
        assert!(make_folder(&state.path().join("cache/pictures/aa")).is_err());
        write_atomically(&state.path().join("site.toml"), b"").unwrap();
        make_folder(&state.path().join(".litopys/cache/preview/search")).unwrap();
    }

    #[test]
    fn says_which_file_could_not_be_written() {
        let error = write_atomically(Path::new("/nowhere/a.toml"), b"x").unwrap_err();
        assert_eq!(error.to_string(), "cannot access `/nowhere/a.toml`");
    }
}
