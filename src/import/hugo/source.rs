//! A Hugo site: its configuration, its texts, and how they name each other.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use jiff::Timestamp;

use super::{
    addresses::{Permalink, has_no_page},
    cascade::Cascades,
    config::{Config, front_date},
    pages::{Content, ContentFile},
};
use crate::import::{
    ImportError, Report,
    front_matter::{FrontMatter, split},
    git::GitTexts,
    source::{SourceFiles, joined},
};

/// A Hugo site.
pub struct Hugo {
    pub(super) files: SourceFiles,
    pub(super) config: Config,
    pub(super) content: Content,
    /// The address of each text, by its path.
    pub(super) addresses: BTreeMap<String, String>,
    /// The texts by their names, where only one in a language has it.
    pub(super) by_name: BTreeMap<(usize, String), Option<usize>>,
    /// Sections that have articles of their own.
    pub(super) sections: BTreeSet<String>,
    /// The folders of bundles whose texts have no page, with their addresses: their files are read.
    pub(super) stores: BTreeMap<String, String>,
    pub(super) cascades: Cascades,
    pub(super) now: Timestamp,
    pub(super) git: Option<GitTexts>,
}

impl Hugo {
    /// The site in the folder `root`; `now` decides what has expired.
    ///
    /// # Errors
    /// Where there is no Hugo site.
    pub fn open(root: &Path, now: Timestamp, report: &mut Report) -> Result<Hugo, ImportError> {
        let files = SourceFiles::open(root)?;
        let config = Config::read(&files, report)?;
        let content = Content::find(&files, &config, report);
        let git = GitTexts::open(files.root());
        Ok(Hugo {
            files,
            config,
            content,
            addresses: BTreeMap::new(),
            by_name: BTreeMap::new(),
            sections: BTreeSet::new(),
            stores: BTreeMap::new(),
            cascades: Cascades::default(),
            now,
            git,
        })
    }

    /// The text that a reference names, seen from `from`, and the rest of the reference behind `#`.
    pub(super) fn resolve(&self, from: &ContentFile, reference: &str, language: Option<usize>) -> Option<&ContentFile> {
        let language = language.unwrap_or(from.language);
        let path = reference.split(['#', '?']).next().unwrap_or_default().trim_end_matches('/');
        let is_rooted = path.starts_with('/');
        let path = path.trim_start_matches('/');
        let stem = match path.rsplit_once('.') {
            Some((stem, "md" | "markdown" | "html" | "htm" | "org" | "adoc" | "asciidoc" | "rst")) => stem,
            _ => path,
        };
        let stem =
            stem.rsplit_once('.').filter(|(_, key)| self.config.by_key(key).is_some()).map_or(stem, |(stem, _)| stem);
        let here = from.logical.rsplit_once('/').map_or("", |(folder, _)| folder);
        let above = here.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut tried: Vec<String> = Vec::new();
        if !is_rooted {
            tried.extend([here, above].iter().filter_map(|folder| joined(folder, stem)));
        }
        tried.extend(joined("", stem));
        for language in [language, self.config.default] {
            for path in &tried {
                let path = path.to_lowercase();
                let forms = match path.is_empty() {
                    true => vec!["_index".to_owned(), "index".to_owned()],
                    false => vec![path.clone(), format!("{path}/index"), format!("{path}/_index")],
                };
                let found = forms.into_iter().find_map(|form| self.content.by_logical.get(&(language, form)));
                if let Some(file) = found.and_then(|at| self.content.files.get(*at)) {
                    return Some(file);
                }
            }
            let name = stem.rsplit('/').next().unwrap_or_default().to_lowercase();
            if let Some(Some(at)) = self.by_name.get(&(language, name)) {
                return self.content.files.get(*at);
            }
        }
        None
    }

    /// The parts of the text of `file`, with what the sections above it say in its front matter.
    pub(super) fn read<'a>(&self, file: &ContentFile, text: &'a str) -> FrontMatter<'a> {
        self.below_sections(file, split(text))
    }

    pub(super) fn below_sections<'a>(&self, file: &ContentFile, mut read: FrontMatter<'a>) -> FrontMatter<'a> {
        self.cascades.lay_below(&mut read.value, file, &self.config);
        read
    }

    /// Looks through all texts: their addresses, their names, their sections.
    pub(super) fn look_through(&mut self) {
        let mut silent = Report::silent();
        self.look_at_sections(&mut silent);
        for (at, file) in self.content.files.iter().enumerate() {
            let Some(text) = self.files.reported_text(&file.path, &mut silent) else { continue };
            let front = self.read(file, &text).value;
            let title = front.text_at("title").unwrap_or_default();
            let (config, content) = (&self.config, &self.content);
            let link = Permalink { config, content, file, front: &front, title: &title };
            let address = link.address();
            let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
            if file.is_leaf() && has_no_page(&front) {
                self.stores.entry(folder.to_owned()).or_insert_with(|| address.clone());
            }
            self.addresses.insert(file.path.clone(), address);
            if !file.is_branch() {
                let key = (file.language, file.name().to_lowercase());
                self.by_name.entry(key).and_modify(|found| *found = None).or_insert(Some(at));
                let is_dated = front_date(&config.date_order, &front, file.name(), &config.zone).is_some();
                if is_dated && !file.section().is_empty() && front.at("categories").is_none() {
                    self.sections.insert(file.section().to_owned());
                }
            }
        }
    }

    /// Reads the cascades of the configuration and of sections, and the slugs of sections, which are part of addresses.
    fn look_at_sections(&mut self, silent: &mut Report) {
        for file in self.content.files.iter().filter(|file| file.is_branch()) {
            let Some(text) = self.files.reported_text(&file.path, silent) else { continue };
            let front = split(&text).value;
            let folder = file.page_path();
            for (language, _) in file.places() {
                let key = || (language, folder.to_lowercase());
                if let Some(slug) = front.text_at("slug").filter(|_| !folder.is_empty()) {
                    self.content.slugs.insert(key(), slug);
                }
                if let Some(title) = front.text_at("title") {
                    self.content.titles.insert(key(), title);
                }
                if let Some(cascade) = front.get("cascade") {
                    self.cascades.add(language, folder, cascade);
                }
            }
        }
        for (at, language) in self.config.languages.iter().enumerate() {
            if let Some(cascade) = language.value.get("cascade") {
                self.cascades.add(at, "", cascade);
            }
        }
    }
}
