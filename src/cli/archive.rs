//! Which archive a command works on: the folder that `--archive` names, or the nearest one with a `site.toml`, from the current
//! folder upwards.

use std::{
    io::ErrorKind,
    path::{Component, Path, PathBuf},
    thread,
    time::Duration,
};

use anyhow::Context;
use unicode_normalization::UnicodeNormalization;

use super::terminal::{self, Localised, failure};
use crate::{
    catalog::{Catalog, CatalogError},
    model::{
        lang::Lang,
        sentence::{Sentence, say},
        slug::{ArticleId, Slug, Year},
    },
    site::Site,
    source::{Folder, Source, SourceError, StoredFile, load_site, recover, write_atomically},
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
        if recover(folder.root()).context(Localised(say("archive-unfinished")))? {
            terminal::say_sentence(&say("archive-recovered"));
        }
        Ok(folder)
    }

    fn find(&self) -> anyhow::Result<Folder> {
        match &self.archive {
            Some(dir) => Folder::open(dir).map_err(|error| match error {
                SourceError::NoArchive { path } => {
                    failure(say("archive-missing").with("path", path).with("dir", dir.display().to_string()))
                }
                other => other.into(),
            }),
            None => Ok(Folder::open(&nearest()?)?),
        }
    }
}

/// The nearest folder with a `site.toml`, from the current one upwards.
fn nearest() -> anyhow::Result<PathBuf> {
    let here = std::env::current_dir().context(Localised(say("archive-here")))?;
    let mut searched = Searched::default();
    // If the shell came through a link, the folders above the link are searched, too, after those above its target.
    let found = searched.upwards(&here).or_else(|| searched.upwards(&typed_path(&here)?));
    found.ok_or_else(|| {
        let names =
            |folders: &[PathBuf]| folders.iter().map(|folder| format!("`{}`", folder.display())).collect::<Vec<_>>();
        let unread = names(&searched.unread);
        let nowhere = match unread.is_empty() {
            true => say("archive-nowhere"),
            false => say("archive-nowhere-unread").with("unread", unread),
        };
        failure(nowhere.with("folders", names(&searched.folders)))
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

/// `2025/dnipro`, `articles/2025/dnipro`, `pages/about`, or the path of its folder or of a file in it, from the current folder; or
/// `dnipro`, if one year has such an article.
pub(super) fn article_id(typed: &str, archive: &Folder) -> anyhow::Result<ArticleId> {
    let path = typed.trim_end_matches('/').trim_start_matches("./");
    let id = path.strip_prefix("articles/").unwrap_or(path).nfc().collect::<String>();
    id.parse().or_else(|error: Sentence| -> anyhow::Result<ArticleId> {
        let inside = inside(Path::new(typed), archive).unwrap_or_default();
        if let Some(id) = ArticleId::of_path(&inside.join("/")) {
            return Ok(id);
        }
        if let Ok(name) = id.parse::<Slug>()
            && let Some(year) = year_with(&name, archive)?
        {
            return Ok(ArticleId::new(year, name));
        }
        Err(failure(say("archive-article").with("problem", error)))
    })
}

/// The year that has an article of this name; an error if several have one.
pub(super) fn year_with(name: &Slug, archive: &Folder) -> anyhow::Result<Option<Year>> {
    let mut years = Vec::new();
    archive.articles(&mut |id| {
        years.extend(id.year().filter(|_| id.name() == name));
    })?;
    years.sort_unstable();
    match years.as_slice() {
        [] => Ok(None),
        [year] => Ok(Some(*year)),
        [first, ..] => {
            let all: Vec<_> = years.iter().map(|year| format!("`{year}/{name}`")).collect();
            Err(failure(say("archive-several").with("all", all).with("first", format!("{first}/{name}"))))
        }
    }
}

/// The site of `archive`.
pub(super) fn site_of(archive: &Folder) -> anyhow::Result<Site> {
    load_site(archive)?.site.ok_or_else(no_language)
}

/// The error of a `site.toml` without a language: there is no site.
pub(super) fn no_language() -> anyhow::Error {
    failure(say("archive-no-language"))
}

/// The error of a folder of an article that is not there.
pub(super) fn no_folder(id: &ArticleId) -> Localised {
    Localised(say("archive-no-folder").with("path", id.folder()))
}

/// The language of the site that was typed, which may be an alias.
pub(super) fn language<'a>(site: &'a Site, typed: &Lang) -> anyhow::Result<&'a Lang> {
    let found = site.languages().by_path(typed.as_str()).map(|language| &language.tag);
    found.ok_or_else(|| not_a_language(site, typed))
}

/// The error of a language that is not one of the site.
pub(super) fn not_a_language(site: &Site, typed: &Lang) -> anyhow::Error {
    let known: Vec<_> = site.languages().iter().map(|language| format!("`{}`", language.tag)).collect();
    failure(say("archive-not-language").with("lang", typed).with("known", known))
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
            Some(other) => {
                let cache = cache.display().to_string();
                Err(failure(say("archive-taken").with("cache", cache).with("other", other)))
            }
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

fn noted(note: &Path) -> Option<String> {
    // A path is not longer than this.
    let file = StoredFile::at(note).ok().filter(|file| file.size() <= 4_096)?;
    String::from_utf8(file.read(0, usize::try_from(file.size()).ok()?).ok()?).ok()
}

/// Opens the catalog of an archive, waiting while another process makes it.
pub(super) fn open_catalog(cache: &Path, site: &Site) -> anyhow::Result<Catalog> {
    loop {
        match Catalog::open(cache, site) {
            Err(CatalogError::Busy) => thread::sleep(AGAIN),
            opened => return opened.context(Localised(say("archive-catalog"))),
        }
    }
}
