//! The state folder: `cache/`, which can be deleted at any time, and `keep/`, which cannot be made again. And the way there from the
//! folders of earlier versions, which had both in one.

use std::{
    fs::{self, File, TryLockError},
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};

use super::{server::fallback_counts_file, terminal};
use crate::source::{Folder, SHARE_KEY, STATE, make_folder, make_state_folder};

/// The folder in the state folder whose contents are derived.
const CACHE: &str = "cache";
/// The one whose contents are not.
const KEEP: &str = "keep";
/// The folder in the cache with the catalog, the index and the pictures of `serve --watch`, which shows drafts.
const PREVIEW: &str = "preview";

/// Held while a folder of an earlier version is put in order.
const LAYOUT_LOCK: &str = "layout.lock";
/// Held by a server of an earlier version for as long as it runs.
const OLD_LOCK: &str = "lock";
/// Files that earlier versions had next to what is derived.
const OLD_KEPT: [&str; 2] = [fallback_counts_file::FILE, SHARE_KEY];
/// Files of the catalog, the one last without which the others are nothing.
const OLD_CATALOG: [&str; 3] = ["catalog.sqlite-wal", "catalog.sqlite-shm", "catalog.sqlite"];
/// Files of a catalog that was being built; it is begun again.
const OLD_UNFINISHED: [&str; 3] = ["catalog.new.sqlite", "catalog.new.sqlite-wal", "catalog.new.sqlite-shm"];
/// Folders of what is derived.
const OLD_FOLDERS: [&str; 4] = ["search", "pictures", "originals", PREVIEW];
/// Parts of an archive in which its files lie, and nothing else may.
const ARCHIVE_PARTS: [&str; 5] = ["articles", "pages", "authors", "locales", "static"];

/// Where a command keeps its state, as it was typed.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct StateArgs {
    /// The folder for what Litopys makes itself: `cache/`, which can be deleted at any time, and `keep/`, which belongs in a
    /// backup. Default: `.litopys` in the archive.
    #[arg(long, value_name = "DIR")]
    state: Option<PathBuf>,
}

/// The state folder of an archive.
#[derive(Debug, Clone)]
pub(super) struct StateFolder {
    root: PathBuf,
}

/// Called before each step of putting a folder in order; an error stops the work there.
type Hook<'a> = &'a mut dyn FnMut() -> io::Result<()>;

impl StateArgs {
    /// The state folder for `archive`, made where it does not exist, and put in order where an earlier version has made it.
    ///
    /// # Errors
    /// Where it cannot be written, or lies among the files of the archive.
    pub(super) fn open(&self, archive: &Folder) -> anyhow::Result<StateFolder> {
        let usual = archive.root().join(STATE);
        let Some(typed) = &self.state else {
            let made = make_state_folder(&usual).and_then(|()| StateFolder::at(&usual));
            return made.with_context(|| {
                format!("cannot write `{}`; name a folder that can be written: --state DIR", usual.display())
            });
        };
        let failed = || format!("the state folder `{}` cannot be used", typed.display());
        make_folder(typed).with_context(failed)?;
        let root = typed.canonicalize().with_context(failed)?;
        if let Some(part) = ARCHIVE_PARTS.iter().find(|part| root.starts_with(archive.root().join(part))) {
            bail!("the state folder `{}` lies among the archive's files, in `{part}/`; name another", root.display());
        }
        let state = StateFolder::at(&root).with_context(failed)?;
        state.adopt(&usual).context("what `.litopys/` keeps cannot be copied")?;
        Ok(state)
    }
}

impl StateArgs {
    /// The folder in which a file lies that cannot be made again, for a command that only reads: nothing is made or moved.
    pub(super) fn keep_of(&self, archive: &Folder, name: &str) -> PathBuf {
        let usual = archive.root().join(STATE);
        let folders = [self.state.as_ref().unwrap_or(&usual).join(KEEP), usual.join(KEEP), usual];
        let found = folders.iter().find(|folder| folder.join(name).is_file());
        found.or(folders.first()).cloned().unwrap_or_default()
    }
}

impl StateFolder {
    /// The state folder at `root`, which exists.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub(super) fn at(root: &Path) -> io::Result<StateFolder> {
        put_in_order(root, &mut || Ok(()))?;
        let state = StateFolder { root: root.to_owned() };
        make_folder(&state.cache())?;
        make_folder(&state.keep())?;
        Ok(state)
    }

    /// The folder for what is derived: the catalog, the index, pictures.
    pub(super) fn cache(&self) -> PathBuf {
        self.root.join(CACHE)
    }

    /// The same for `serve --watch`.
    pub(super) fn preview(&self) -> PathBuf {
        self.root.join(CACHE).join(PREVIEW)
    }

    /// The folder for what cannot be made again.
    pub(super) fn keep(&self) -> PathBuf {
        self.root.join(KEEP)
    }

    /// Copies what the archive's own state folder keeps, where this one has nothing by that name: `--state` is new then.
    fn adopt(&self, usual: &Path) -> io::Result<()> {
        if usual.canonicalize().is_ok_and(|usual| usual == self.root) {
            return Ok(());
        }
        for name in OLD_KEPT {
            let (from, to) = ([usual.join(KEEP).join(name), usual.join(name)], self.keep().join(name));
            let Some(from) = from.iter().find(|from| from.is_file()).filter(|_| !to.exists()) else { continue };
            // For its owner alone: it may be the key.
            let mut file = tempfile::Builder::new().prefix(".litopys-").suffix(".tmp").tempfile_in(self.keep())?;
            io::copy(&mut File::open(from)?, &mut file)?;
            file.flush()?;
            file.as_file().sync_all()?;
            file.persist(&to).map_err(|error| error.error)?;
            terminal::say(&format!("`{}` is copied to `{}`", from.display(), to.display()));
        }
        Ok(())
    }
}

/// Moves what an earlier version left in `root` to where it belongs. Each step is one renaming, and the next start goes on where
/// one was interrupted.
fn put_in_order(root: &Path, hook: Hook<'_>) -> io::Result<()> {
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
        None => terminal::say("an earlier version of litopys still serves this archive; this one reads the files anew"),
    }
    hook()?;
    remove_if_there(&root.join(LAYOUT_LOCK))
}

/// Moves a file that cannot be made again. One that lies there already stays as well: both are somebody's.
fn keep(root: &Path, name: &str, hook: Hook<'_>) -> io::Result<()> {
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

fn move_derived(root: &Path, hook: Hook<'_>) -> io::Result<()> {
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

/// The lock of an earlier version in `folder`; `None` where a server holds it. Where there is none, there is nothing to hold.
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

    /// The files below, with their texts.
    fn files(root: &Path) -> BTreeMap<String, String> {
        let mut found = BTreeMap::new();
        let mut folders = vec![root.to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let name = path.strip_prefix(root).unwrap().display().to_string();
                    found.insert(name, fs::read_to_string(&path).unwrap());
                }
            }
        }
        found
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
        let state = StateFolder::at(folder.path()).unwrap();
        assert_eq!(files(folder.path()), expected());
        let mode = fs::metadata(state.keep().join(SHARE_KEY)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        StateFolder::at(folder.path()).unwrap();
        assert_eq!(files(folder.path()), expected());
    }

    #[test]
    fn one_that_is_killed_at_any_step_is_finished_by_the_next() {
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
            StateFolder::at(folder.path()).unwrap();
            assert_eq!(files(folder.path()), expected(), "after {at} steps");
            if ended {
                break;
            }
        }
        assert!(ended);
    }

    #[test]
    fn several_that_start_at_once_leave_one_whole_folder() {
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
    fn what_a_server_of_an_earlier_version_derived_stays_until_it_has_ended() {
        let folder = old();
        let lock = File::options().write(true).open(folder.path().join(OLD_LOCK)).unwrap();
        lock.lock().unwrap();
        let state = StateFolder::at(folder.path()).unwrap();
        assert!(state.keep().join(SHARE_KEY).exists() && folder.path().join("catalog.sqlite").exists());
        fs::write(state.cache().join("catalog.sqlite"), "new").unwrap();
        fs::write(folder.path().join(fallback_counts_file::FILE), "its last counts").unwrap();
        drop(lock);
        StateFolder::at(folder.path()).unwrap();
        let files = files(folder.path());
        assert_eq!(files["cache/catalog.sqlite"], "new");
        assert_eq!(files["keep/fallbacks.json"], "fallbacks.json");
        assert_eq!(files["keep/fallbacks.json.old-1"], "its last counts");
        assert!(!files.contains_key("catalog.sqlite-wal") && !files.contains_key("cache/catalog.sqlite-wal"));
        assert!(files.contains_key("cache/search/aa/file"));
    }

    #[test]
    fn another_folder_takes_over_what_the_archive_keeps_and_leaves_it_there() {
        let archive = tempfile::tempdir().unwrap();
        fs::write(archive.path().join("site.toml"), "").unwrap();
        let usual = archive.path().join(STATE);
        fs::create_dir_all(usual.join(KEEP)).unwrap();
        fs::write(usual.join(KEEP).join(SHARE_KEY), "key").unwrap();
        fs::write(usual.join(fallback_counts_file::FILE), "{}").unwrap();
        let before = files(archive.path());
        let elsewhere = tempfile::tempdir().unwrap();
        let typed = StateArgs { state: Some(elsewhere.path().join("litopys")) };
        let folder = Folder::open(archive.path()).unwrap();
        let state = typed.open(&folder).unwrap();
        assert_eq!(fs::read_to_string(state.keep().join(SHARE_KEY)).unwrap(), "key");
        assert_eq!(fs::metadata(state.keep().join(SHARE_KEY)).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_to_string(state.keep().join(fallback_counts_file::FILE)).unwrap(), "{}");
        // What is there already is not written over.
        fs::write(state.keep().join(SHARE_KEY), "another").unwrap();
        typed.open(&folder).unwrap();
        assert_eq!(fs::read_to_string(state.keep().join(SHARE_KEY)).unwrap(), "another");
        assert_eq!(files(archive.path()), before);
        let wrong = StateArgs { state: Some(archive.path().join("articles/state")) };
        fs::create_dir_all(archive.path().join("articles")).unwrap();
        let error = wrong.open(&folder).unwrap_err().to_string();
        assert!(error.contains("lies among the archive's files, in `articles/`"), "{error}");
    }
}
