//! Files and pictures: where a text finds them, what its front matter calls them (`resources`), and where those without a text lie.

use super::{addresses::Permalink, pages::ContentFile, source::Hugo};
use crate::import::{
    ImportedSite, MediaReference, MediaSource, PictureNote, Report, SourcePlace,
    front_matter::Value,
    markdown::MediaFinder,
    source::{OldSite, address_of, fits, joined},
};

/// Finds files as Hugo does: in the bundle, next to the text, in `static/` and `assets/`.
pub(super) struct Finder<'a> {
    pub(super) hugo: &'a Hugo,
    pub(super) file: &'a ContentFile,
    /// The addresses in which files of the text lie: its own, and those in languages that have no text of their own.
    pub(super) folders: Vec<String>,
    /// The files of its bundle that its front matter describes.
    pub(super) resources: Vec<Resource>,
}

/// A file of a bundle, as the front matter describes it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Resource {
    /// Its path from the text.
    path: String,
    name: Option<String>,
    title: Option<String>,
    alt: Option<String>,
    caption: Option<String>,
    credit: Option<String>,
    licence: Option<String>,
}

/// The files that `resources` of the front matter describes: of each key the first rule that fits counts.
pub(super) fn resources(hugo: &Hugo, file: &ContentFile, front: &Value) -> Vec<Resource> {
    let rules = front.at("resources").map(Value::items).unwrap_or_default();
    let Some(folder) = hugo.content.bundle_of(&file.path).filter(|_| !rules.is_empty()) else { return Vec::new() };
    let start = format!("{folder}/");
    let files = hugo.content.resources.range(start.clone()..).map_while(|path| path.strip_prefix(&start));
    described(rules, files)
}

fn described<'a>(rules: &[Value], files: impl Iterator<Item = &'a str>) -> Vec<Resource> {
    // How often each rule has named a file, and how often it has given one a title.
    let mut counts = vec![(0, 0); rules.len()];
    let mut found = Vec::new();
    for path in files {
        let mut resource = Resource { path: path.to_owned(), ..Resource::default() };
        for (rule, (names, titles)) in rules.iter().zip(&mut counts) {
            let pattern = rule.text_at("src").unwrap_or_default().to_lowercase();
            if pattern.matches("**").count() > super::mounts::MOST_STARS || !fits(&pattern, &path.to_lowercase()) {
                continue;
            }
            let counted = |key: &str, count: &mut usize| {
                let text = rule.text_at(key)?;
                *count += 1;
                Some(text.replace(":counter", &count.to_string()))
            };
            let name = counted("name", names);
            let title = counted("title", titles);
            let param = |keys: &[&str]| keys.iter().find_map(|key| rule.text_at(&format!("params.{key}")));
            resource.name = resource.name.take().or(name);
            resource.title = resource.title.take().or(title);
            resource.alt = resource.alt.take().or_else(|| param(&["alt"]));
            resource.caption = resource.caption.take().or_else(|| param(&["caption", "description"]));
            resource.credit = resource.credit.take().or_else(|| param(&["credit", "attr", "byline", "author"]));
            resource.licence = resource.licence.take().or_else(|| param(&["licence", "license"]));
        }
        if resource != (Resource { path: path.to_owned(), ..Resource::default() }) {
            found.push(resource);
        }
    }
    found
}

impl Finder<'_> {
    /// Adds what the front matter says of the pictures among `media` to their notes.
    pub(super) fn describe(&self, media: &[MediaReference], notes: &mut Vec<PictureNote>) {
        let folder = self.file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for resource in &self.resources {
            let source = joined(folder, &resource.path).map(MediaSource::File);
            let Some(reference) = media.iter().find(|reference| Some(&reference.source) == source.as_ref()) else {
                continue;
            };
            let at = notes.iter().position(|note| note.file == reference.written);
            let at = at.unwrap_or_else(|| {
                notes.push(PictureNote { file: reference.written.clone(), ..PictureNote::default() });
                notes.len() - 1
            });
            let Some(note) = notes.get_mut(at) else { continue };
            let fill = |own: &mut Option<String>, text: &Option<String>| *own = own.take().or_else(|| text.clone());
            fill(&mut note.alt, &resource.alt);
            fill(&mut note.alt, &resource.title);
            fill(&mut note.caption, &resource.caption);
            fill(&mut note.credit, &resource.credit);
            fill(&mut note.licence, &resource.licence);
        }
    }

    /// The addresses of a file by its path from the text.
    pub(super) fn beside(&self, path: &str) -> Vec<String> {
        let path = address_of(path);
        let below = |folder: &String| Some(format!("/{}", joined(folder, path.trim_start_matches('/'))?));
        self.folders.iter().filter_map(below).collect()
    }
}

impl MediaFinder for Finder<'_> {
    fn find(&self, destination: &str) -> Option<(String, Vec<String>)> {
        let files = &self.hugo.files;
        let is_media = |path: &str| files.is_file(path) && !path.ends_with(".md");
        let config = &self.hugo.config;
        let in_static = |path: &str| {
            let path = joined("", path)?;
            let mounted = config.static_mounts.iter().filter_map(|mount| mount.source_of(&path));
            let found = mounted.chain([format!("assets/{path}")]).find(|path| is_media(path))?;
            Some((found, vec![address_of(&path)]))
        };
        if destination.starts_with('/') {
            let prefix = config.prefix(self.file.language);
            let below = destination.strip_prefix(&prefix).unwrap_or(destination);
            let of_content = || {
                let below = joined("", below)?;
                let mut paths = config.content_mounts.iter().filter_map(|mount| mount.source_of(&below));
                Some((paths.find(|path| is_media(path))?, vec![address_of(destination.trim_start_matches('/'))]))
            };
            return in_static(destination).or_else(|| in_static(below)).or_else(of_content);
        }
        let folder = self.file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let beside = joined(folder, destination).filter(|path| is_media(path));
        let beside = beside.map(|path| (path, self.beside(destination)));
        let below_address = || in_static(&joined(self.folders.first()?, destination)?);
        let is_inside = |path: &str| config.content_mounts.iter().any(|mount| mount.target_of(path).is_some());
        let named = || {
            let resource = self.resources.iter().find(|resource| resource.name.as_deref() == Some(destination))?;
            Some((joined(folder, &resource.path)?, self.beside(&resource.path)))
        };
        let beside = beside.filter(|(path, _)| is_inside(path));
        beside.or_else(named).or_else(below_address).or_else(|| in_static(destination))
    }

    fn site(&self) -> OldSite {
        let config = &self.hugo.config;
        OldSite::new(config.base_url().as_deref(), &config.other_hosts())
    }
}

/// Files of `static/`, and those of `content/` that are in no bundle of a text: they lie next to the list of their folder.
pub(super) fn files(hugo: &Hugo, site: &mut ImportedSite, report: &mut Report) {
    let mut found = Vec::new();
    for mount in &hugo.config.static_mounts {
        let paths = match hugo.files.is_file(&mount.source) {
            true => vec![mount.source.clone()],
            false => hugo.files.below(&mount.source, report),
        };
        found.extend(paths.into_iter().filter_map(|path| Some((mount.target_of(&path)?, MediaSource::File(path)))));
    }
    site.add_files(SourcePlace::file("static"), found.into_iter(), report);
    let mut found = Vec::new();
    for path in &hugo.content.resources {
        let places = match hugo.content.bundle_of(path) {
            None => beside_lists(hugo, path),
            Some(bundle) => in_store(hugo, bundle, path).into_iter().collect(),
        };
        let source = || MediaSource::File(path.clone());
        found.extend(places.into_iter().map(|place| (place.trim_start_matches('/').to_owned(), source())));
    }
    site.add_files(SourcePlace::file("content"), found.into_iter(), report);
}

/// The old address of a file in a bundle whose text has no page.
fn in_store(hugo: &Hugo, bundle: &str, path: &str) -> Option<String> {
    let address = hugo.stores.get(bundle)?;
    let is_text = [".md", ".html"].iter().any(|ending| path.ends_with(ending));
    let below = path.strip_prefix(bundle)?.trim_start_matches('/');
    (!is_text).then(|| format!("{}/{below}", address.trim_end_matches('/').trim_end_matches(".html")))
}

/// The old addresses of a file in no bundle: next to the list of its folder, in the language that its name says, or its mount.
fn beside_lists(hugo: &Hugo, path: &str) -> Vec<String> {
    let config = &hugo.config;
    let mut found = Vec::new();
    for mount in &config.content_mounts {
        let Some(below) = mount.target_of(path) else { continue };
        let (folder, name) = below.rsplit_once('/').unwrap_or(("", &below));
        let named = name.rsplit_once('.').and_then(|(stem, _)| config.by_key(stem.rsplit_once('.')?.1));
        let languages = match (named, mount.languages.is_empty()) {
            (Some(language), _) => vec![language],
            (None, true) => vec![config.default],
            (None, false) => mount.languages.clone(),
        };
        found.extend(languages.into_iter().map(|language| {
            let folder =
                if folder.is_empty() { config.prefix(language) } else { branch_address(hugo, language, folder) };
            format!("{}/{name}", folder.trim_matches('/'))
        }));
    }
    found
}

/// The address of the list of a folder, with a text of its own or without.
pub(super) fn branch_address(hugo: &Hugo, language: usize, folder: &str) -> String {
    let logical = format!("{folder}/_index");
    let file = ContentFile { path: String::new(), language, logical, stands_in: Vec::new() };
    let own = hugo.content.by_logical.get(&(language, file.logical.to_lowercase()));
    // The text of another list may stand in here.
    let is_own =
        |own: &&ContentFile| own.language == language && own.logical.to_lowercase() == file.logical.to_lowercase();
    let own = own.and_then(|at| hugo.content.files.get(*at)).filter(is_own);
    let own = own.and_then(|own| hugo.addresses.get(&own.path));
    let (config, content) = (&hugo.config, &hugo.content);
    let link = || Permalink { config, content, file: &file, front: &Value::Null, title: file.name() }.address();
    own.cloned().unwrap_or_else(link)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::front_matter::{Format, parse};

    #[test]
    fn files_are_named_by_the_first_rule_that_fits() {
        let rules = "- {src: p1.png, name: перша, params: {credit: Іван}}\n- {src: '*.png', name: 'pic-:counter', title: 'Світлина :counter'}\n\
                     - {src: '**', params: {alt: Щось}}\n- {src: 'docs/*', title: No}\n";
        let rules = parse(Format::Yaml, rules).unwrap();
        let found = described(rules.items(), ["P1.png", "p2.png", "sub/c.pdf"].into_iter());
        let found: Vec<_> = found
            .iter()
            .map(|one| [&one.name, &one.title, &one.alt, &one.credit].map(|text| text.as_deref().unwrap_or("-")))
            .collect();
        assert_eq!(
            found,
            [["перша", "Світлина 1", "Щось", "Іван"], ["pic-2", "Світлина 2", "Щось", "-"], ["-", "-", "Щось", "-"]]
        );
    }
}
