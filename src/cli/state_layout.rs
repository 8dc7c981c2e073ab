//! The state folder of earlier versions, which had what is derived and what is not in one: put in order at a start.

use std::{
    fs::{self, File, TryLockError},
    io::{self, ErrorKind},
    path::Path,
};

use super::{server::fallback_counts_file, terminal};
use crate::source::{KEEP, SHARE_KEY, make_folder};

/// The folder in the state folder whose contents are derived.
pub(super) const CACHE: &str = "cache";
/// The folder in the cache with the catalog, the index and the pictures of `serve --watch`, which shows drafts.
pub(super) const PREVIEW: &str = "preview";

/// Held while a folder of an earlier version is put in order.
const LAYOUT_LOCK: &str = "layout.lock";
/// Held by a server of an earlier version for as long as it runs.
const OLD_LOCK: &str = "lock";
/// Files that earlier versions had next to what is derived.
pub(super) const OLD_KEPT: [&str; 2] = [fallback_counts_file::FILE, SHARE_KEY];
/// Files of the catalog, the one last without which the others are nothing.
const OLD_CATALOG: [&str; 3] = ["catalog.sqlite-wal", "catalog.sqlite-shm", "catalog.sqlite"];
/// Files of a catalog that was being built; it is begun again.
const OLD_UNFINISHED: [&str; 3] = ["catalog.new.sqlite", "catalog.new.sqlite-wal", "catalog.new.sqlite-shm"];
/// Folders of what is derived.
const OLD_FOLDERS: [&str; 4] = ["search", "pictures", "originals", PREVIEW];

/// Called before each step of putting a folder in order; an error stops the work there.
pub(super) type LayoutHook<'a> = &'a mut dyn FnMut() -> io::Result<()>;

/// Moves what an earlier version left in `root` to where it belongs. Each step is one renaming, and the next start goes on where
/// one was interrupted.
pub(super) fn put_in_order(root: &Path, hook: LayoutHook<'_>) -> io::Result<()> {
    let olds = OLD_KEPT.iter().chain(&OLD_CATALOG).chain(&OLD_UNFINISHED).chain(&OLD_FOLDERS);
    if !olds.clone().any(|name| exists(&root.join(name))) {
        // One that was killed at its very end has left it.
        if exists(&root.join(LAYOUT_LOCK)) {
            remove_if_there(&root.join(LAYOUT_LOCK))?;
        }
        return Ok(());
    }
    let lock = File::create(root.join(LAYOUT_LOCK))?;
    lock.lock()?;
    for folder in [CACHE, KEEP] {
        make_folder(&root.join(folder))?;
    }
    for name in OLD_KEPT {
        keep(root, name, hook)?;
    }
    // A server of that version may still run: what it derived stays where it looks for it, and goes at the next start.
    match [root.to_owned(), root.join(PREVIEW)]
        .iter()
        .map(|folder| unused(folder))
        .collect::<io::Result<Option<Vec<_>>>>()?
    {
        Some(locks) => {
            move_derived(root, hook)?;
            drop(locks);
            remove_if_there(&root.join(OLD_LOCK))?;
        }
        None => {
            terminal::say("an earlier version of litopys still serves this archive; this one reads every file again")
        }
    }
    hook()?;
    remove_if_there(&root.join(LAYOUT_LOCK))
}

/// Moves a file that cannot be made again. One that lies there already stays as well: both may be needed.
fn keep(root: &Path, name: &str, hook: LayoutHook<'_>) -> io::Result<()> {
    let (old, new) = (root.join(name), root.join(KEEP).join(name));
    if !exists(&old) {
        return Ok(());
    }
    hook()?;
    if !exists(&new) {
        return fs::rename(&old, &new);
    }
    let free = (1..).map(|n| root.join(KEEP).join(format!("{name}.old-{n}"))).find(|path| !exists(path));
    let aside = free.unwrap_or(new);
    fs::rename(&old, &aside)?;
    terminal::warn(&format!("there were two files `{name}`; that of an earlier version is `{}` now", aside.display()));
    Ok(())
}

fn move_derived(root: &Path, hook: LayoutHook<'_>) -> io::Result<()> {
    for name in OLD_UNFINISHED {
        remove_if_there(&root.join(name))?;
    }
    // The catalog is there once its main file is; until then its log belongs to the one that is on its way.
    let is_there = exists(&root.join(CACHE).join("catalog.sqlite"));
    for name in OLD_CATALOG {
        let old = root.join(name);
        match is_there {
            true => remove_if_there(&old)?,
            false if exists(&old) => {
                hook()?;
                fs::rename(&old, root.join(CACHE).join(name))?;
            }
            false => {}
        }
    }
    for name in OLD_FOLDERS {
        let (old, new) = (root.join(name), root.join(CACHE).join(name));
        if !exists(&old) {
            continue;
        }
        hook()?;
        // One that is a mount cannot be moved; it can be made again where it belongs.
        let moved = if exists(&new) { fs::remove_dir_all(&old) } else { fs::rename(&old, &new) };
        if let Err(error) = moved {
            terminal::warn(&format!(
                "`{}` cannot be moved into `{CACHE}/` ({error}); it can be deleted",
                old.display()
            ));
        }
    }
    Ok(())
}

/// The lock of an earlier version in `folder`; `None` if a server holds it. Where there is none, there is nothing to hold.
fn unused(folder: &Path) -> io::Result<Option<Option<File>>> {
    let file = match File::options().write(true).open(folder.join(OLD_LOCK)) {
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => return Ok(Some(None)),
        file => file?,
    };
    match file.try_lock() {
        Ok(()) => Ok(Some(Some(file))),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

fn exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests write and read the files that are moved")]
mod tests {
    use std::{collections::BTreeMap, os::unix::fs::PermissionsExt};

    use super::*;
    use crate::{cli::state::StateFolder, source::testing::files};

    /// A state folder of an earlier version, with everything that one can have.
    fn old() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for name in OLD_KEPT.iter().chain(&OLD_CATALOG).chain(&OLD_UNFINISHED).chain([&OLD_LOCK]) {
            fs::write(folder.path().join(name), name).unwrap();
        }
        for name in OLD_FOLDERS {
            fs::create_dir_all(folder.path().join(name).join("aa")).unwrap();
            fs::write(folder.path().join(name).join("aa/file"), name).unwrap();
        }
        fs::write(folder.path().join("preview/lock"), "").unwrap();
        fs::set_permissions(folder.path().join(SHARE_KEY), fs::Permissions::from_mode(0o600)).unwrap();
        folder
    }

    fn settled(root: &Path) -> StateFolder {
        put_in_order(root, &mut || Ok(())).unwrap();
        StateFolder::at(root).unwrap()
    }

    fn expected() -> BTreeMap<String, String> {
        let mut files = BTreeMap::new();
        for name in OLD_KEPT {
            files.insert(format!("keep/{name}"), name.to_owned());
        }
        for name in OLD_CATALOG {
            files.insert(format!("cache/{name}"), name.to_owned());
        }
        for name in OLD_FOLDERS {
            files.insert(format!("cache/{name}/aa/file"), name.to_owned());
        }
        files.insert("cache/preview/lock".to_owned(), String::new());
        files
    }

    #[test]
    fn a_folder_of_an_earlier_version_is_put_in_order_and_loses_nothing() {
        let folder = old();
        let state = settled(folder.path());
        assert_eq!(files(folder.path()), expected());
        let mode = fs::metadata(state.keep().join(SHARE_KEY)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        settled(folder.path());
        assert_eq!(files(folder.path()), expected());
    }

    #[test]
    fn a_conversion_killed_at_any_step_is_finished_by_the_next() {
        let mut ended = false;
        for at in 0..30 {
            let folder = old();
            let mut steps = 0;
            let done = put_in_order(folder.path(), &mut || {
                steps += 1;
                if steps > at { Err(io::Error::other("killed")) } else { Ok(()) }
            });
            // Nothing is in neither place at any moment.
            let all: Vec<String> = files(folder.path()).into_values().collect();
            for name in OLD_KEPT.iter().chain(&OLD_CATALOG).chain(&OLD_FOLDERS) {
                assert!(all.iter().any(|text| text == name), "{name} after {at} steps");
            }
            ended = done.is_ok();
            settled(folder.path());
            assert_eq!(files(folder.path()), expected(), "after {at} steps");
            if ended {
                break;
            }
        }
        assert!(ended);
    }

    #[test]
    fn several_processes_that_start_at_once_leave_one_complete_folder() {
        for _ in 0..20 {
            let folder = old();
            std::thread::scope(|scope| {
                for one in [(); 4].map(|()| scope.spawn(|| put_in_order(folder.path(), &mut || Ok(())))) {
                    one.join().unwrap().unwrap();
                }
            });
            assert_eq!(files(folder.path()), expected());
        }
    }

    #[test]
    fn derived_files_of_a_running_older_server_stay_until_it_ends() {
        let folder = old();
        let lock = File::options().write(true).open(folder.path().join(OLD_LOCK)).unwrap();
        lock.lock().unwrap();
        let state = settled(folder.path());
        assert!(state.keep().join(SHARE_KEY).exists() && folder.path().join("catalog.sqlite").exists());
        fs::write(state.cache().join("catalog.sqlite"), "new").unwrap();
        fs::write(folder.path().join(fallback_counts_file::FILE), "its last counts").unwrap();
        drop(lock);
        settled(folder.path());
        let files = files(folder.path());
        assert_eq!(files["cache/catalog.sqlite"], "new");
        assert_eq!(files["keep/fallbacks.json"], "fallbacks.json");
        assert_eq!(files["keep/fallbacks.json.old-1"], "its last counts");
        assert!(!files.contains_key("catalog.sqlite-wal") && !files.contains_key("cache/catalog.sqlite-wal"));
        assert!(files.contains_key("cache/search/aa/file"));
    }
}
