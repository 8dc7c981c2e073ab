//! The content files of a Hugo site, with their languages, their ties and their bundles.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{config::Config, mounts::Mount};
use crate::import::{
    Outcome, Report, SourcePlace,
    source::{SourceFiles, ancestors},
};

/// A content file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ContentFile {
    /// Its path in the source.
    pub(super) path: String,
    /// Its language, by its place in the configuration.
    pub(super) language: usize,
    /// Its path below the folder of texts, without the language and the ending: `posts/a`, `posts/b/index`, `_index`.
    pub(super) logical: String,
    /// Other places at which Hugo shows it: in languages that have no text of their own, and where it is mounted again.
    pub(super) stands_in: Vec<StandIn>,
}

/// Another place of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct StandIn {
    /// The language, by its place in the configuration.
    pub(super) language: usize,
    /// The logical path there.
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
    /// The slugs of sections, by language and folder.
    pub(super) slugs: BTreeMap<(usize, String), String>,
    /// The titles of sections, likewise.
    pub(super) titles: BTreeMap<(usize, String), String>,
    /// Texts by language and logical path.
    pub(super) by_logical: BTreeMap<(usize, String), usize>,
}

/// Endings of texts.
const TEXTS: [&str; 4] = ["md", "markdown", "html", "htm"];
/// Endings of texts that are not Markdown.
const OTHER_TEXTS: [&str; 6] = ["org", "adoc", "asciidoc", "rst", "pandoc", "pdc"];

impl ContentFile {
    /// The folder of the file below the folder of texts; for a leaf bundle that which holds the bundle.
    pub(super) fn folder(&self) -> &str {
        list_folder(&self.logical)
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

    /// The path by which configurations name it: that of its bundle or its section.
    pub(super) fn page_path(&self) -> &str {
        let (folder, name) = self.logical.rsplit_once('/').unwrap_or(("", &self.logical));
        if matches!(name, "index" | "_index") { folder } else { &self.logical }
    }

    /// The taxonomy and the term that a text is about.
    pub(super) fn term(&self, taxonomies: &[String]) -> Option<(&str, &str)> {
        let (taxonomy, rest) = self.logical.split_once('/')?;
        let term = rest.strip_suffix("/_index")?;
        taxonomies.iter().any(|known| known == taxonomy).then_some((taxonomy, term))
    }

    /// Its kind, as Hugo calls it.
    pub(super) fn kind(&self, taxonomies: &[String]) -> &'static str {
        match self.logical.split_once('/') {
            _ if !self.is_branch() => "page",
            None => "home",
            Some(_) if self.term(taxonomies).is_some() => "term",
            Some((name, "_index")) if taxonomies.iter().any(|known| known == name) => "taxonomy",
            Some(_) => "section",
        }
    }

    /// The languages in which readers find it, and its logical paths there.
    pub(super) fn places(&self) -> impl Iterator<Item = (usize, &str)> {
        let others = self.stands_in.iter().map(|place| (place.language, place.logical.as_str()));
        std::iter::once((self.language, self.logical.as_str())).chain(others)
    }

    /// The same text as Hugo has it at another place.
    pub(super) fn at(&self, place: &StandIn) -> ContentFile {
        ContentFile { language: place.language, logical: place.logical.clone(), ..self.clone() }
    }

    /// The first folder.
    pub(super) fn section(&self) -> &str {
        self.logical.split_once('/').map_or("", |(section, _)| section)
    }
}

/// The folder in whose list the text at a logical path stands; its own for the text of a list.
pub(super) fn list_folder(logical: &str) -> &str {
    let own = logical.rsplit_once('/').map_or("", |(folder, _)| folder);
    if logical.ends_with("/index") { own.rsplit_once('/').map_or("", |(folder, _)| folder) } else { own }
}

/// Content files as they are found.
struct Search<'a> {
    content: Content,
    /// Where each text stands among those found, by its path: several mounts may have it.
    places: HashMap<String, usize>,
    config: &'a Config,
    report: &'a mut Report,
}

impl Search<'_> {
    /// Adds the file at `path`, which Hugo finds at `below`.
    fn add(&mut self, path: String, below: &str, mount: &Mount) {
        let Search { content, places, config, report } = self;
        let (stem, ending) = below.rsplit_once('.').unwrap_or((below, ""));
        let ending = ending.to_ascii_lowercase();
        if OTHER_TEXTS.contains(&ending.as_str()) {
            let place = SourcePlace::file(&*path);
            let done = "it stands as typed; convert it to Markdown (pandoc does) and import again";
            report.add(&place, "other-markup", Outcome::Kept, format!("a text in .{ending}"), done);
        } else if !TEXTS.contains(&ending.as_str()) {
            content.resources.insert(path);
            return;
        }
        let suffix = stem.rsplit_once('.');
        if let Some((_, key)) = suffix
            && config.disabled.iter().any(|disabled| disabled.eq_ignore_ascii_case(key))
        {
            let found = format!("a text in `{key}`, a language that is switched off");
            report.add(&SourcePlace::file(&*path), "no-page", Outcome::Lost, found, "left out");
            return;
        }
        let named = suffix.and_then(|(stem, key)| Some((stem, config.by_key(key)?)));
        let (logical, own) = match named {
            Some((stem, language)) => (stem.to_owned(), vec![language]),
            None if mount.languages.is_empty() => (stem.to_owned(), vec![config.default]),
            None => (stem.to_owned(), mount.languages.clone()),
        };
        for language in own {
            match places.get(&path).copied() {
                Some(at) => {
                    let place = StandIn { language, logical: logical.clone() };
                    let is_new = |file: &&mut ContentFile| {
                        !file.places().any(|known| known == (place.language, place.logical.as_str()))
                    };
                    if let Some(file) = content.files.get_mut(at).filter(is_new) {
                        file.stands_in.push(place);
                    }
                }
                None => {
                    places.insert(path.clone(), content.files.len());
                    let stands_in = Vec::new();
                    content.files.push(ContentFile {
                        path: path.clone(),
                        language,
                        logical: logical.clone(),
                        stands_in,
                    });
                }
            }
        }
        if logical == "index" || logical.ends_with("/index") {
            let bundle = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            content.bundles.insert(bundle.to_owned());
        }
    }
}

impl Content {
    /// Finds all content files.
    pub(super) fn find(files: &SourceFiles, config: &Config, report: &mut Report) -> Content {
        let mut search = Search { content: Content::default(), places: HashMap::new(), config, report };
        for mount in &config.content_mounts {
            let paths = match files.is_file(&mount.source) {
                true => vec![mount.source.clone()],
                false => files.below(&mount.source, search.report),
            };
            for path in paths {
                // `content` holds the folders of other languages, too.
                let is_of_inner = config.content_mounts.iter().any(|inner| {
                    inner.source.len() > mount.source.len()
                        && inner.target == mount.target
                        && inner.target_of(&path).is_some()
                });
                if let Some(below) = mount.target_of(&path).filter(|_| !is_of_inner) {
                    search.add(path, &below, mount);
                }
            }
        }
        let mut content = search.content;
        content.files.sort_by(|one, other| one.path.cmp(&other.path));
        content.leave_resources();
        for (at, file) in content.files.iter().enumerate() {
            content.by_logical.entry((file.language, file.logical.to_lowercase())).or_insert(at);
        }
        content.let_stand_in();
        content
    }

    /// Keeps of the languages in which a text stands in those that have none of their own.
    fn let_stand_in(&mut self) {
        for (at, file) in self.files.iter_mut().enumerate() {
            file.stands_in.retain(|place| {
                let key = (place.language, place.logical.to_lowercase());
                *self.by_logical.entry(key).or_insert(at) == at
            });
        }
    }

    /// Whether a folder is a section: it lies at the top, or has a text of its own.
    pub(super) fn is_section(&self, language: usize, folder: &str) -> bool {
        !folder.contains('/') || self.by_logical.contains_key(&(language, format!("{}/_index", folder.to_lowercase())))
    }

    /// Texts in a leaf bundle that are not its own are resources.
    fn leave_resources(&mut self) {
        let bundles = &self.bundles;
        let resources = &mut self.resources;
        self.files.retain(|file| {
            let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
            let inside = ancestors(folder).any(|folder| bundles.contains(folder));
            if inside && !file.is_leaf() {
                resources.insert(file.path.clone());
            }
            !inside || file.is_leaf()
        });
    }

    /// The bundle that `path` lies in, a text or another file.
    pub(super) fn bundle_of<'a>(&self, path: &'a str) -> Option<&'a str> {
        let folder = path.rsplit_once('/').map(|(folder, _)| folder)?;
        ancestors(folder).find(|folder| self.bundles.contains(*folder))
    }
}
