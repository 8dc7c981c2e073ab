//! The content files of a Hugo site, with their languages, their ties and their bundles.

use std::collections::{BTreeMap, BTreeSet};

use super::config::Config;
use crate::import::{Report, source::SourceFiles};

/// A content file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ContentFile {
    /// Its path in the source.
    pub(super) path: String,
    /// Its language, by its place in the configuration.
    pub(super) language: usize,
    /// Its path below the folder of texts, without the language and the ending: `posts/a`, `posts/b/index`, `_index`.
    pub(super) logical: String,
}

/// All content files, and the other files of bundles.
#[derive(Debug, Clone, Default)]
pub(super) struct Content {
    /// The texts, in the order of their paths.
    pub(super) files: Vec<ContentFile>,
    /// Files that are not texts, by path.
    pub(super) resources: BTreeSet<String>,
    /// Folders with an `index` file, by their path in the source.
    pub(super) bundles: BTreeSet<String>,
    /// Texts by language and logical path.
    pub(super) by_logical: BTreeMap<(usize, String), usize>,
}

/// Endings of texts.
const TEXTS: [&str; 4] = ["md", "markdown", "html", "htm"];
/// Endings of texts in languages that are not read.
const OTHER_TEXTS: [&str; 6] = ["org", "adoc", "asciidoc", "rst", "pandoc", "pdc"];

impl ContentFile {
    /// The folder of the file below the folder of texts; for a leaf bundle that which holds the bundle.
    pub(super) fn folder(&self) -> &str {
        let own = self.logical.rsplit_once('/').map_or("", |(folder, _)| folder);
        if self.is_leaf() { own.rsplit_once('/').map_or("", |(folder, _)| folder) } else { own }
    }

    /// The name of the text: of the file, or of its bundle.
    pub(super) fn name(&self) -> &str {
        let (folder, name) = self.logical.rsplit_once('/').unwrap_or(("", &self.logical));
        if matches!(name, "index" | "_index") { folder.rsplit('/').next().unwrap_or_default() } else { name }
    }

    /// Whether it is the text of a bundle.
    pub(super) fn is_leaf(&self) -> bool {
        self.logical == "index" || self.logical.ends_with("/index")
    }

    /// Whether it is the text of a section, a taxonomy or the home page.
    pub(super) fn is_branch(&self) -> bool {
        self.logical == "_index" || self.logical.ends_with("/_index")
    }

    /// The first folder.
    pub(super) fn section(&self) -> &str {
        self.logical.split_once('/').map_or("", |(section, _)| section)
    }
}

impl Content {
    /// Finds all content files.
    pub(super) fn find(files: &SourceFiles, config: &Config, report: &mut Report) -> Content {
        let mut folders: Vec<&str> = config.languages.iter().map(|language| language.content_dir.as_str()).collect();
        folders.sort_unstable();
        folders.dedup();
        let mut content = Content::default();
        for folder in &folders {
            for path in files.below(folder, report) {
                // `content` holds the folders of other languages, too.
                let is_of_inner = folders.iter().any(|inner| {
                    inner.len() > folder.len() && path.strip_prefix(inner).is_some_and(|rest| rest.starts_with('/'))
                });
                if !is_of_inner {
                    content.add(path, folder, config, report);
                }
            }
        }
        content.files.sort_by(|one, other| one.path.cmp(&other.path));
        content.leave_resources();
        for (at, file) in content.files.iter().enumerate() {
            content.by_logical.entry((file.language, file.logical.to_lowercase())).or_insert(at);
        }
        content
    }

    fn add(&mut self, path: String, folder: &str, config: &Config, report: &mut Report) {
        let below = path.strip_prefix(folder).unwrap_or(&path).trim_start_matches('/').to_owned();
        let (stem, ending) = below.rsplit_once('.').unwrap_or((&below, ""));
        let ending = ending.to_ascii_lowercase();
        if OTHER_TEXTS.contains(&ending.as_str()) {
            let place = crate::import::SourcePlace::file(&*path);
            let done = "left out; convert it to Markdown (pandoc does) and import again";
            report.add(&place, "other-markup", crate::import::Outcome::Lost, format!("a text in .{ending}"), done);
            return;
        }
        if !TEXTS.contains(&ending.as_str()) {
            self.resources.insert(path);
            return;
        }
        let of_folder = config.languages.iter().position(|language| language.content_dir == folder);
        let shared = config.languages.iter().filter(|language| language.content_dir == folder).count() > 1;
        let named = stem.rsplit_once('.').and_then(|(stem, key)| Some((stem, config.by_key(key)?)));
        let (logical, language) = match named {
            Some((stem, language)) => (stem.to_owned(), language),
            None if shared => (stem.to_owned(), config.default),
            None => (stem.to_owned(), of_folder.unwrap_or(config.default)),
        };
        let file = ContentFile { path, language, logical };
        if file.is_leaf() {
            let bundle = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
            self.bundles.insert(bundle.to_owned());
        }
        self.files.push(file);
    }

    /// Texts in a leaf bundle that are not its own are resources.
    fn leave_resources(&mut self) {
        let bundles = &self.bundles;
        let resources = &mut self.resources;
        self.files.retain(|file| {
            let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
            let above = std::iter::successors(Some(folder), |path| path.rsplit_once('/').map(|(above, _)| above));
            let inside = above.into_iter().any(|folder| bundles.contains(folder));
            if inside && !file.is_leaf() {
                resources.insert(file.path.clone());
            }
            !inside || file.is_leaf()
        });
    }

    /// The bundle that `path` lies in, a text or another file.
    pub(super) fn bundle_of<'a>(&self, path: &'a str) -> Option<&'a str> {
        let folder = path.rsplit_once('/').map(|(folder, _)| folder)?;
        std::iter::successors(Some(folder), |path| path.rsplit_once('/').map(|(above, _)| above))
            .find(|folder| self.bundles.contains(*folder))
    }
}
