//! Which archive a command works on: the folder that `--archive` names, or the nearest one with a `site.toml`, from the current
//! folder upwards.

use std::{
    io::ErrorKind,
    path::{Component, Path, PathBuf},
    thread,
    time::Duration,
};

use anyhow::{Context, anyhow};
use unicode_normalization::UnicodeNormalization;

use super::terminal;
use crate::{
    catalog::{Catalog, CatalogError},
    model::slug::{ArticleId, Year},
    site::Site,
    source::{Folder, recover, write_atomically},
};

/// The archive that a command is typed for.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct ArchiveDir {
    /// The folder of the archive. Default: the nearest folder with a `site.toml`, from the current one upwards.
    #[arg(long, value_name = "DIR")]
    archive: Option<PathBuf>,
}

impl ArchiveDir {
    /// The archive, found upwards where no folder is named.
    ///
    /// A change by a command that was killed is finished first, or undone.
    pub(super) fn open(&self) -> anyhow::Result<Folder> {
        let folder = self.find()?;
        if recover(folder.root()).context("a change that was interrupted cannot be finished")? {
            terminal::say("a change of this archive was interrupted; it is whole again");
        }
        Ok(folder)
    }

    fn find(&self) -> anyhow::Result<Folder> {
        match &self.archive {
            Some(dir) => Folder::open(dir).map_err(|error| {
                anyhow!("{error}; `litopys init {}` makes an archive in a folder that is new or empty", dir.display())
            }),
            None => Ok(Folder::open(&nearest()?)?),
        }
    }
}

/// The nearest folder with a `site.toml`, from the current one upwards.
fn nearest() -> anyhow::Result<PathBuf> {
    let here =
        std::env::current_dir().context("the current folder cannot be found; name the archive: --archive DIR")?;
    let mut searched = Searched::default();
    // If the shell came through a link, the folders above the link are searched, too, after those above its target.
    let found = searched.upwards(&here).or_else(|| searched.upwards(&typed_path(&here)?));
    found.ok_or_else(|| {
        let looked = searched.folders.iter().map(|folder| format!("`{}`", folder.display())).collect::<Vec<_>>();
        let unread = match searched.unread.as_slice() {
            [] => String::new(),
            folders => {
                let folders: Vec<_> = folders.iter().map(|folder| format!("`{}`", folder.display())).collect();
                format!(" ({} could not be read)", folders.join(", "))
            }
        };
        anyhow!(
            "no archive here: there is no `site.toml` in {}{unread}; make an archive with `litopys init DIR`, or name one with \
             --archive DIR",
            looked.join(", ")
        )
    })
}

/// The folders in which `site.toml` was looked for.
#[derive(Default)]
struct Searched {
    folders: Vec<PathBuf>,
    /// The folders that could not be read.
    unread: Vec<PathBuf>,
}

impl Searched {
    fn upwards(&mut self, from: &Path) -> Option<PathBuf> {
        for folder in from.ancestors() {
            if self.folders.iter().any(|known| known == folder) {
                continue;
            }
            self.folders.push(folder.to_owned());
            match folder.join("site.toml").symlink_metadata() {
                Ok(_) => return Some(folder.to_owned()),
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(_) => self.unread.push(folder.to_owned()),
            }
        }
        None
    }
}

/// The current folder as the shell names it, if that is still the folder `here`.
#[expect(clippy::disallowed_methods, reason = "the command line is where the environment is read")]
fn typed_path(here: &Path) -> Option<PathBuf> {
    let typed = PathBuf::from(std::env::var("PWD").ok()?);
    let is_plain = typed.components().all(|part| matches!(part, Component::RootDir | Component::Normal(_)));
    (is_plain && typed.canonicalize().ok()? == here.canonicalize().ok()?).then_some(typed)
}

/// `2025/dnipro`, `articles/2025/dnipro`, `pages/about`, or the path of its folder or of a file in it, from the current folder.
pub(super) fn article_id(typed: &str, archive: &Folder) -> anyhow::Result<ArticleId> {
    let path = typed.trim_end_matches('/').trim_start_matches("./");
    let id = path.strip_prefix("articles/").unwrap_or(path).nfc().collect::<String>();
    id.parse().or_else(|error| {
        let inside = inside(Path::new(typed), archive).unwrap_or_default();
        ArticleId::of_path(&inside.join("/")).ok_or_else(|| anyhow!("the article: {error}"))
    })
}

/// The year in whose folder the command was typed.
pub(super) fn current_year(archive: &Folder) -> Option<Year> {
    match inside(Path::new("."), archive)?.as_slice() {
        [articles, year, ..] if articles == "articles" => year.parse().ok(),
        _ => None,
    }
}

/// The parts of `path` below the root of the archive; `None` if it does not lead there.
fn inside(path: &Path, archive: &Folder) -> Option<Vec<String>> {
    let path = path.canonicalize().ok()?;
    let parts = path.strip_prefix(archive.root()).ok()?.iter();
    parts.map(|part| Some(part.to_str()?.nfc().collect())).collect()
}

/// The folder of the index in the cache folder.
pub(super) const INDEX: &str = "search";

/// How often a catalog that another process is just making is looked for again.
const AGAIN: Duration = Duration::from_millis(100);

/// The file in the cache that says of which archive the catalog is.
const OF: &str = "archive";

/// Opens the catalog of `archive` in `cache`. Two archives cannot have one catalog: where another process follows another
/// archive there, this would show its articles.
pub(super) fn open_catalog_of(archive: &Path, cache: &Path, site: &Site) -> anyhow::Result<Catalog> {
    let catalog = open_catalog(cache, site)?;
    let (note, own) = (cache.join(OF), archive.display().to_string());
    let noted = noted(&note);
    if !catalog.is_writer() {
        return match noted.filter(|other| *other != own && Path::new(other).exists()) {
            Some(other) => Err(anyhow!(
                "`{}` is in use for the archive `{other}` by another process; each archive needs a state folder of its own: \
                 --state DIR",
                cache.display()
            )),
            None => Ok(catalog),
        };
    }
    if noted.as_ref() != Some(&own)
        && let Err(error) = write_atomically(&note, own.as_bytes())
    {
        tracing::warn!(%error, "the state folder does not say of which archive it is");
    }
    Ok(catalog)
}

#[expect(clippy::disallowed_methods, reason = "the command line keeps this file of its own")]
fn noted(note: &Path) -> Option<String> {
    std::fs::read_to_string(note).ok()
}

/// Opens the catalog of an archive, waiting while another process makes it.
pub(super) fn open_catalog(cache: &Path, site: &Site) -> anyhow::Result<Catalog> {
    loop {
        match Catalog::open(cache, site) {
            Err(CatalogError::Busy) => thread::sleep(AGAIN),
            opened => return opened.context("the catalog of the archive cannot be opened"),
        }
    }
}
