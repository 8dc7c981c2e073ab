//! The state folder: `cache/`, which can be deleted at any time, and `keep/`, which cannot be made again.

use std::{
    fs::File,
    io::{self, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context, bail};

use super::{
    state_layout::{CACHE, OLD_KEPT, PREVIEW, put_in_order},
    terminal,
};
use crate::source::{Folder, KEEP, STATE, make_folder, make_state_folder};

/// Parts of an archive in which its files lie, and nothing else may.
const ARCHIVE_PARTS: [&str; 5] = ["articles", "pages", "authors", "locales", "static"];

/// The state folder of a command, as it was typed.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct StateArgs {
    /// The folder for the files that Litopys makes: `cache/` can be deleted at any time, `keep/` belongs in a backup. Default:
    /// `.litopys` in the archive.
    #[arg(long, value_name = "DIR")]
    state: Option<PathBuf>,
}

/// The state folder of an archive.
#[derive(Debug, Clone)]
pub(super) struct StateFolder {
    root: PathBuf,
}

impl StateArgs {
    /// The state folder for `archive`, made where it does not exist, and put in order where an earlier version has made it.
    ///
    /// # Errors
    /// If it cannot be written, or lies among the files of the archive.
    pub(super) fn open(&self, archive: &Folder) -> anyhow::Result<StateFolder> {
        let usual = archive.root().join(STATE);
        let Some(typed) = self.state.as_ref().filter(|typed| !is_same(typed, &usual)) else {
            let in_order = make_state_folder(&usual).and_then(|()| put_in_order(&usual, &mut || Ok(())));
            let made = in_order.and_then(|()| StateFolder::at(&usual));
            return made.with_context(|| {
                format!("cannot write the state folder `{}`; choose another: --state DIR", usual.display())
            });
        };
        let failed = || format!("the state folder `{}` cannot be used", typed.display());
        make_folder(typed).with_context(failed)?;
        let root = typed.canonicalize().with_context(failed)?;
        if let Some(part) = ARCHIVE_PARTS.iter().find(|part| root.starts_with(archive.root().join(part))) {
            bail!(
                "the state folder `{}` is in `{part}/`, among the files of the archive; choose one outside of it: --state DIR",
                root.display()
            );
        }
        let state = StateFolder::at(&root).with_context(failed)?;
        state.adopt(&usual).context("cannot copy the files of `.litopys/keep/` to the new state folder")?;
        Ok(state)
    }
}

impl StateArgs {
    /// The state folder of what has no archive on this machine: the one that was typed.
    ///
    /// # Errors
    /// If none was, or it cannot be written.
    #[cfg(feature = "bucket")]
    pub(super) fn open_apart(&self) -> anyhow::Result<StateFolder> {
        let typed = self.state.as_ref().context("`--from` needs a folder for its copy of the archive: --state DIR")?;
        let failed = || format!("the state folder `{}` cannot be used", typed.display());
        make_folder(typed).and_then(|()| StateFolder::at(typed)).with_context(failed)
    }

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
    /// If it cannot be written.
    pub(super) fn at(root: &Path) -> io::Result<StateFolder> {
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

fn is_same(one: &Path, other: &Path) -> bool {
    matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests write and read the files that are moved")]
mod tests {
    use std::{fs, os::unix::fs::PermissionsExt};

    use super::*;
    use crate::{
        cli::server::fallback_counts_file,
        source::{SHARE_KEY, testing::files},
    };

    #[test]
    fn another_state_folder_gets_copies_of_the_kept_files() {
        let archive = tempfile::tempdir().unwrap();
        fs::write(archive.path().join("site.toml"), "").unwrap();
        let usual = archive.path().join(STATE);
        fs::create_dir_all(usual.join(KEEP)).unwrap();
        fs::write(usual.join(KEEP).join(SHARE_KEY), "key").unwrap();
        fs::write(usual.join(fallback_counts_file::FILE), "{}").unwrap();
        let before = files(archive.path());
        // Pictures of the user's are not what an earlier version left.
        let elsewhere = tempfile::tempdir().unwrap();
        fs::create_dir_all(elsewhere.path().join("litopys/pictures/mine")).unwrap();
        let typed = StateArgs { state: Some(elsewhere.path().join("litopys")) };
        let folder = Folder::open(archive.path()).unwrap();
        let state = typed.open(&folder).unwrap();
        assert_eq!(fs::read_to_string(state.keep().join(SHARE_KEY)).unwrap(), "key");
        assert_eq!(fs::metadata(state.keep().join(SHARE_KEY)).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_to_string(state.keep().join(fallback_counts_file::FILE)).unwrap(), "{}");
        assert!(elsewhere.path().join("litopys/pictures/mine").is_dir());
        // Existing files are not overwritten.
        fs::write(state.keep().join(SHARE_KEY), "another").unwrap();
        typed.open(&folder).unwrap();
        assert_eq!(fs::read_to_string(state.keep().join(SHARE_KEY)).unwrap(), "another");
        assert_eq!(files(archive.path()), before);
        let wrong = StateArgs { state: Some(archive.path().join("articles/state")) };
        fs::create_dir_all(archive.path().join("articles")).unwrap();
        let error = wrong.open(&folder).unwrap_err().to_string();
        assert!(error.contains("is in `articles/`, among the files of the archive"), "{error}");
    }
}
