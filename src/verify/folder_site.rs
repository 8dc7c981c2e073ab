//! A site as files: an export, or any folder of pages.

use std::{
    collections::BTreeMap,
    fs,
    io::Read,
    path::{Path, PathBuf},
};

use percent_encoding::percent_decode_str;
use serde::Deserialize;

use super::site::{CheckedSite, Fetched, SiteError};
use crate::{
    export::{ROUTES, file_of},
    model::percent::encoded_path,
};

/// The longest file that links are read from.
const LONGEST: u64 = 64 << 20;

/// A folder.
pub struct FolderSite {
    root: PathBuf,
    routes: Routes,
}

/// What an export says of the addresses that are not files.
#[derive(Debug, Clone, Default, Deserialize)]
struct Routes {
    #[serde(default)]
    base_url: String,
    #[serde(default)]
    languages: Vec<String>,
    #[serde(default)]
    moved: BTreeMap<String, (u16, String)>,
    #[serde(default)]
    below: BTreeMap<String, String>,
    #[serde(default)]
    neutral: BTreeMap<String, BTreeMap<String, String>>,
    #[serde(default)]
    gone: Vec<String>,
}

impl FolderSite {
    /// The site in `root`; `base` is its address, where the folder does not say it.
    ///
    /// # Errors
    /// Where there is no such folder.
    pub fn open(root: &Path, base: Option<&str>) -> Result<FolderSite, SiteError> {
        let failed = |source| SiteError::Io { path: root.display().to_string(), source };
        fs::read_dir(root).map_err(failed)?;
        let mut routes: Routes =
            read(&root.join(ROUTES)).and_then(|text| serde_json::from_slice(&text).ok()).unwrap_or_default();
        if let Some(base) = base {
            routes.base_url = base.trim_end_matches('/').to_owned();
        }
        Ok(FolderSite { root: root.to_owned(), routes })
    }

    fn base_path(&self) -> &str {
        let rest = self.routes.base_url.split_once("://").map_or("", |(_, rest)| rest);
        rest.find('/').and_then(|at| rest.get(at..)).unwrap_or_default()
    }

    /// The file of a path within the site: itself, as exports name it, or as any server finds it.
    fn file(&self, inside: &str) -> Option<PathBuf> {
        let (bare, query) = inside.split_once('?').unwrap_or((inside, ""));
        let decoded = percent_decode_str(bare).decode_utf8().ok()?;
        let plain = decoded.trim_start_matches('/');
        let is_safe = !plain.split('/').any(|part| part == "..") && !plain.contains('\0');
        let kept = |query: &&str| {
            query.split('&').find(|pair| pair.starts_with("before=") || pair.starts_with("after=")).map(str::to_owned)
        };
        let exported = match kept(&query) {
            Some(part) => file_of(&format!("{bare}?{part}")),
            None => file_of(bare),
        };
        let index = if plain.is_empty() || plain.ends_with('/') { Some(format!("{plain}index.html")) } else { None };
        let names = [exported, (!plain.is_empty()).then(|| plain.to_owned()), index];
        let found = names.into_iter().flatten().map(|name| self.root.join(name)).find(|path| path.is_file());
        found.filter(|_| is_safe)
    }

    /// The answer of a server at an address that is not a file.
    fn routed(&self, inside: &str) -> Option<Fetched> {
        let bare = inside.split('?').next().unwrap_or_default();
        let decoded = percent_decode_str(bare).decode_utf8_lossy();
        let key = decoded.strip_suffix('/').filter(|path| !path.is_empty()).unwrap_or(&decoded);
        let redirect = |status, to: String| Fetched { status, location: Some(to), ..Fetched::default() };
        if let Some((status, to)) = self.routes.moved.get(key).or_else(|| self.routes.moved.get(inside)) {
            return Some(redirect(*status, to.clone()));
        }
        let (stem, form) = stem_and_form(key);
        if let Some((status, to)) = self.routes.moved.get(stem).filter(|_| !form.is_empty()) {
            return Some(redirect(*status, format!("{to}{form}")));
        }
        if let Some(to) =
            self.routes.neutral.get(key).and_then(|by_lang| by_lang.values().find(|to| to.starts_with('/')))
        {
            return Some(redirect(302, to.clone()));
        }
        if self.routes.gone.iter().any(|path| path == key) {
            return Some(Fetched { status: 410, ..Fetched::default() });
        }
        let found =
            self.routes.languages.iter().map(|lang| format!("/{lang}{inside}")).find(|path| self.file(path).is_some());
        let mut folders = key.match_indices('/').filter_map(|(at, _)| key.get(..at)).rev();
        let below = || folders.find_map(|folder| self.routes.below.get(folder)).map(|to| redirect(308, to.clone()));
        found.map(|path| redirect(302, format!("{}{path}", self.base_path()))).or_else(below)
    }
}

impl CheckedSite for FolderSite {
    fn root(&self) -> String {
        if self.routes.base_url.is_empty() { "http://folder.invalid".to_owned() } else { self.routes.base_url.clone() }
    }

    fn starts(&self) -> Result<Vec<String>, SiteError> {
        let mut found = Vec::new();
        let mut folders = vec![self.root.clone()];
        while let Some(folder) = folders.pop() {
            let failed = |source| SiteError::Io { path: folder.display().to_string(), source };
            for entry in fs::read_dir(&folder).map_err(failed)? {
                let entry = entry.map_err(failed)?;
                let (path, kind) = (entry.path(), entry.file_type().map_err(failed)?);
                let is_hidden = entry.file_name().to_string_lossy().starts_with('.');
                if kind.is_dir() && !is_hidden {
                    folders.push(path);
                } else if kind.is_file() && !is_hidden && is_read(&path) {
                    let inside = path.strip_prefix(&self.root).ok().and_then(Path::to_str);
                    found.extend(inside.map(|inside| format!("{}/{}", self.base_path(), encoded_path(inside))));
                }
            }
        }
        found.sort();
        Ok(found)
    }

    fn fetch(&self, path: &str, is_file: bool) -> Fetched {
        let inside = path.strip_prefix(self.base_path()).unwrap_or(path);
        let inside = if inside.is_empty() { "/" } else { inside };
        // At the root a server leads on to a language; the start page stands there in the folder alone.
        let is_root = inside.split('?').next() == Some("/") && !self.routes.languages.is_empty();
        let Some(file) = self.file(inside).filter(|_| !is_root || inside == "/") else {
            return self.routed(inside).unwrap_or(Fetched { status: 404, ..Fetched::default() });
        };
        let media_type =
            mime_guess::from_path(&file).first().map_or_else(String::new, |kind| kind.essence_str().to_owned());
        let media_type = match file.extension().and_then(|ending| ending.to_str()) {
            Some("atom") => "application/atom+xml".to_owned(),
            _ => media_type,
        };
        let body = if is_read(&file) && !is_file { read(&file) } else { Some(Vec::new()) };
        match body {
            Some(body) => Fetched { status: 200, media_type, body, ..Fetched::default() },
            None => Fetched { failure: Some("the file cannot be read".to_owned()), ..Fetched::default() },
        }
    }

    fn key(&self, path: &str) -> String {
        let inside = path.strip_prefix(self.base_path()).unwrap_or(path);
        match self.file(inside) {
            Some(file) => file.strip_prefix(&self.root).unwrap_or(&file).display().to_string(),
            None => path.to_owned(),
        }
    }

    fn at_once(&self) -> usize {
        std::thread::available_parallelism().map_or(2, usize::from)
    }
}

/// A path as that of an article and the form in which it is asked for: `.md`, `/with/en`. Forms are moved with their article.
fn stem_and_form(path: &str) -> (&str, &str) {
    let text = [".md", ".json", ".bib", ".ris"].iter().find_map(|form| path.strip_suffix(form));
    let pair = path.rsplit_once("/with/").filter(|(_, lang)| !lang.contains('/')).map(|(stem, _)| stem);
    let stem = text.or(pair).unwrap_or(path);
    (stem, path.get(stem.len()..).unwrap_or_default())
}

/// Whether links are read from a file.
fn is_read(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
    matches!(
        ending.as_str(),
        "html" | "htm" | "xhtml" | "atom" | "rss" | "xml" | "json" | "bib" | "ris" | "txt" | "webmanifest" | "css"
    )
}

/// The bytes of a file that is not too long.
fn read(path: &Path) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    fs::File::open(path).ok()?.take(LONGEST).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}
