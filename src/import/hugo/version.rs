//! One text of a Hugo site, as the writer takes it.

use super::{
    addresses::{GENERIC, Permalink},
    dates::{dated_name, front_date},
    pages::ContentFile,
    shortcodes,
    source::Hugo,
};
use crate::import::{
    EarlierText, ImportedKind, ImportedVersion, Outcome, Pass, Report, SourcePlace, Term, TranslatedFrom,
    front_matter::{FrontMatter, Value, split},
    markdown::{MediaFinder, media_of, split_summary, tidied, unnamed_media},
    source::{address_of, joined},
};

/// Keys that are used, or that say nothing about the text.
const KNOWN: [&str; 56] = [
    "title",
    "date",
    "publishdate",
    "pubdate",
    "published",
    "lastmod",
    "modified",
    "expirydate",
    "unpublishdate",
    "draft",
    "slug",
    "url",
    "aliases",
    "summary",
    "description",
    "tags",
    "categories",
    "series",
    "authors",
    "author",
    "translationkey",
    "weight",
    "type",
    "layout",
    "menu",
    "menus",
    "outputs",
    "markup",
    "linktitle",
    "image",
    "images",
    "cover",
    "featured_image",
    "featuredimage",
    "thumbnail",
    "banner",
    "resources",
    "keywords",
    "headless",
    "build",
    "_build",
    "cascade",
    "sitemap",
    "iscjklanguage",
    "toc",
    "licence",
    "license",
    "source",
    "translator",
    "translators",
    "default_lang_commit",
    "contributors",
    "series_order",
    "part",
    "params",
    "feature",
];

/// The text in `file`; `None` where it is not a page of its own.
pub(super) fn version(
    hugo: &Hugo,
    file: &ContentFile,
    read: &FrontMatter<'_>,
    pass: Pass,
    report: &mut Report,
) -> Option<ImportedVersion> {
    let front = &read.value;
    let place = SourcePlace::file(&*file.path);
    let author = author_of(file).filter(|_| !read.body.trim().is_empty());
    if author.is_none() && file.is_branch() && (read.body.trim().is_empty() || is_of_the_site(hugo, file)) {
        // Its title is the name of a section or a topic.
        if !read.body.trim().is_empty() {
            let done = "left out; write it as the text of a page, if readers are to see it";
            report.add(&place, "list-text", Outcome::Lost, "the text of a list", done);
        }
        return None;
    }
    let build = front.at("build").or_else(|| front.at("_build"));
    if front.is("headless") || build.and_then(|build| build.text_at("render")).is_some_and(|render| render == "never") {
        report.add(&place, "no-page", Outcome::Lost, "a text that has no page", "left out");
        return None;
    }
    let zone = &hugo.config.zone;
    let language = hugo.config.languages.get(file.language)?;
    let date = front_date(&hugo.config.date_order, front, file.name(), zone).filter(|_| !file.is_branch());
    let published = date.map(|date| date.published);
    let title = front.text_at("title").or_else(|| front.text_at("linkTitle")).unwrap_or_default();
    let link = Permalink { config: &hugo.config, content: &hugo.content, file, front, title: &title };
    let address = link.address();
    // The list of the author has the address; it leads to the same page.
    let addresses = if author.is_some() { Vec::new() } else { link.addresses() };
    let shared_addresses = if author.is_some() { Vec::new() } else { link.stand_ins() };
    let updated = ["lastmod", "modified"].iter().find_map(|key| front.moment_at(key, zone));
    let last = address.split('?').next()?.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let last = percent_encoding::percent_decode_str(last).decode_utf8_lossy();
    let mut version = ImportedVersion {
        id: file.path.clone(),
        place: place.clone(),
        kind: match author {
            Some(author) => ImportedKind::Author(author.to_owned()),
            None if published.is_some() => ImportedKind::Article,
            None => ImportedKind::Page,
        },
        lang: Some(language.tag.clone()),
        tie: Some(tie(file, front)),
        is_original: file.language == hugo.config.default,
        name: name(file, published.is_some()),
        slug: Some(last.trim_end_matches(".html").to_owned()).filter(|last| !last.is_empty()),
        addresses,
        shared_addresses,
        title,
        summary: front.text_at("summary").or_else(|| front.text_at("description")),
        published,
        updated,
        hidden: hidden(hugo, front),
        licence: front.text_at("licence").or_else(|| front.text_at("license")),
        origin: front.text_at("source").filter(|source| source.starts_with("http")),
        translators: front.texts_at("translators").into_iter().chain(front.texts_at("translator")).collect(),
        extra: extra(front),
        ..ImportedVersion::default()
    };
    topics(&mut version, hugo, file, front);
    if pass == Pass::Bodies {
        body(&mut version, hugo, file, read, report);
    }
    Some(version)
}

/// The author whom `authors/<id>/_index.md` is about.
fn author_of(file: &ContentFile) -> Option<&str> {
    let parts: Vec<&str> = file.logical.split('/').collect();
    match parts.as_slice() {
        ["authors" | "author", id, "_index"] => Some(id),
        _ => None,
    }
}

/// Whether a list is the home page or one of a taxonomy.
fn is_of_the_site(hugo: &Hugo, file: &ContentFile) -> bool {
    file.logical == "_index" || hugo.config.taxonomies.iter().any(|taxonomy| file.section() == taxonomy)
}

fn tie(file: &ContentFile, front: &Value) -> String {
    match front.text_at("translationKey") {
        Some(key) => format!("key {key}"),
        None => format!("path {}", file.logical.to_lowercase()),
    }
}

/// The name that the folder gets: that of the file, that of a page with its folders.
fn name(file: &ContentFile, is_dated: bool) -> String {
    let own = file.name();
    let own = dated_name(own).map(|(_, rest)| rest).filter(|rest| !rest.is_empty()).unwrap_or(own);
    let folder = if file.is_branch() {
        file.logical.rsplit_once('/').and_then(|(own, _)| own.rsplit_once('/')).map_or("", |(folder, _)| folder)
    } else {
        file.folder()
    };
    if is_dated || folder.is_empty() { own.to_owned() } else { format!("{folder}/{own}").replace('/', "-") }
}

fn hidden(hugo: &Hugo, front: &Value) -> Option<String> {
    let zone = &hugo.config.zone;
    let expiry = front.moment_at("expiryDate", zone).or_else(|| front.moment_at("unpublishdate", zone));
    if front.is("draft") {
        return Some("draft".to_owned());
    }
    expiry.filter(|expiry| expiry.instant(zone) <= hugo.now).map(|expiry| format!("expired on {expiry}"))
}

/// Tags, categories, authors, series.
fn topics(version: &mut ImportedVersion, hugo: &Hugo, file: &ContentFile, front: &Value) {
    let terms = |key: &str| front.texts_at(key).into_iter().map(|name| Term { id: name.clone(), name: Some(name) });
    version.tags = terms("tags").collect();
    let mut categories = terms("categories");
    version.section = categories.next();
    version.tags.extend(categories);
    version.series = terms("series").next();
    version.part = ["series_order", "part"].iter().find_map(|key| front.at(key)?.integer()?.try_into().ok());
    version.authors = terms("authors").chain(terms("author")).chain(terms("contributors")).collect();
    if version.authors.is_empty() {
        version.authors = front.text_at("author.name").map(|name| Term::new(name.clone(), name)).into_iter().collect();
    }
    for taxonomy in &hugo.config.taxonomies {
        if !KNOWN.contains(&taxonomy.to_lowercase().as_str()) {
            version.tags.extend(terms(taxonomy));
        }
    }
    let section = file.section();
    if version.section.is_none() && !section.is_empty() && !GENERIC.contains(&section) {
        version.section = Some(Term { id: section.to_owned(), name: None });
    }
    let mut seen = std::collections::BTreeSet::new();
    version.tags.retain(|tag| seen.insert(tag.id.to_lowercase()));
}

/// Keys that the archive has no place for.
fn extra(front: &Value) -> Vec<(String, String)> {
    let mut others = front.others(&KNOWN);
    others.extend(front.at("params").map(|params| params.others(&[])).unwrap_or_default());
    others
}

/// The body, with its files and pictures.
fn body(version: &mut ImportedVersion, hugo: &Hugo, file: &ContentFile, read: &FrontMatter<'_>, report: &mut Report) {
    let finder = Finder::new(hugo, file, version);
    let mut pictures = Vec::new();
    let text = shortcodes::written(hugo, file, read, &mut pictures, report);
    let (summary, text) = split_summary(&text);
    version.summary = version.summary.take().or(summary);
    let mut text = tidied(&text, &version.place, read.body_line, report);
    if let Some((picture, alt)) =
        featured(hugo, file, &read.value, &finder).filter(|(picture, _)| !text.contains(picture.as_str()))
    {
        let found = format!("a picture above the text: `{picture}`");
        report.add(&version.place, "featured-image", Outcome::Changed, found, "a figure at the beginning of the text");
        text = format!("![{}](<{picture}>)\n\n{text}", alt.replace(['[', ']', '\n'], " "));
    }
    version.media = media_of(&text, &finder);
    if let Some(folder) = hugo.content.bundle_of(&file.path).filter(|_| file.is_leaf()) {
        let unnamed = unnamed_media(&hugo.content.resources, folder, &version.media, &|path| finder.beside(path));
        version.media.extend(unnamed);
    }
    version.pictures = pictures;
    version.body = text;
    version.translated_from = translated_from(hugo, file, &read.value, report);
}

/// The picture that themes show above the text, as a destination, and its words.
fn featured(hugo: &Hugo, file: &ContentFile, front: &Value, finder: &Finder<'_>) -> Option<(String, String)> {
    let keys = [
        "image",
        "featured_image",
        "featuredImage",
        "cover.image",
        "cover",
        "banner",
        "thumbnail",
        "feature",
        "image.src",
    ];
    let named = keys.iter().find_map(|key| front.text_at(key)).or_else(|| front.texts_at("images").into_iter().next());
    let alt = front.text_at("cover.alt").or_else(|| front.text_at("image.alt")).unwrap_or_default();
    if let Some(named) = named.filter(|named| !named.contains(['<', '>', '\n'])) {
        return (finder.find(&named).is_some() || named.contains("://")).then_some((named, alt));
    }
    let folder = hugo.content.bundle_of(&file.path).filter(|_| file.is_leaf())?;
    let start = format!("{folder}/");
    let mut below = hugo.content.resources.range(start.clone()..).take_while(|path| path.starts_with(&start));
    let is_picture =
        |name: &str| [".jpg", ".jpeg", ".png", ".webp"].iter().any(|ending| name.to_lowercase().ends_with(ending));
    let name = below
        .find_map(|path| path.strip_prefix(&start).filter(|name| name.starts_with("feature") && is_picture(name)))?;
    Some((name.to_owned(), alt))
}

/// What the text was translated from, as the commit in its front matter says, or the history of both files.
fn translated_from(hugo: &Hugo, file: &ContentFile, front: &Value, report: &mut Report) -> TranslatedFrom {
    if file.language == hugo.config.default {
        return TranslatedFrom::Unknown;
    }
    let original = hugo.content.by_logical.get(&(hugo.config.default, file.logical.to_lowercase()));
    let Some(original) = original.and_then(|at| hugo.content.files.get(*at)) else { return TranslatedFrom::Unknown };
    let named = front.text_at("default_lang_commit");
    let commit = named.clone().or_else(|| hugo.git.as_ref()?.last_commit(&file.path));
    let Some(commit) = commit else { return TranslatedFrom::Unknown };
    let before = hugo.git.as_ref().and_then(|git| git.text(&commit, &original.path));
    let Some(before) = before else {
        if named.is_some() {
            let place = SourcePlace::file(&*file.path);
            let found = format!("default_lang_commit {commit}, which git does not have here");
            report.add(&place, "no-record", Outcome::Lost, found, "no record; `litopys mark` writes one");
        }
        return TranslatedFrom::Unknown;
    };
    let mut silent = Report::silent();
    if hugo.files.reported_text(&original.path, &mut silent).is_some_and(|now| now == before) {
        return TranslatedFrom::Present;
    }
    let read = split(&before);
    let body = shortcodes::written(hugo, original, &read, &mut Vec::new(), &mut silent);
    let (summary, body) = split_summary(&body);
    TranslatedFrom::Earlier(Box::new(EarlierText {
        title: read.value.text_at("title").unwrap_or_default(),
        summary: read.value.text_at("summary").or_else(|| read.value.text_at("description")).or(summary),
        body: tidied(&body, &SourcePlace::default(), 1, &mut silent),
    }))
}

/// Finds files as Hugo does: in the bundle, next to the text, in `static/` and `assets/`.
struct Finder<'a> {
    hugo: &'a Hugo,
    file: &'a ContentFile,
    /// The addresses in which files of the text lie: its own, and those in languages that have no text of their own.
    folders: Vec<String>,
}

impl<'a> Finder<'a> {
    fn new(hugo: &'a Hugo, file: &'a ContentFile, version: &ImportedVersion) -> Finder<'a> {
        let all = version.addresses.first().into_iter().chain(&version.shared_addresses);
        let folders = all.map(|address| address.strip_suffix(".html").unwrap_or(address).to_owned()).collect();
        Finder { hugo, file, folders }
    }

    /// The addresses of a file by its path from the text.
    fn beside(&self, path: &str) -> Vec<String> {
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
        beside.filter(|(path, _)| is_inside(path)).or_else(below_address).or_else(|| in_static(destination))
    }

    fn own_path<'a>(&self, address: &'a str) -> Option<&'a str> {
        let base = self.hugo.config.value.text_at("baseURL")?;
        let host = base.split_once("://")?.1.split('/').next()?.to_owned();
        let rest = address.split_once("//")?.1.strip_prefix(&host)?;
        rest.starts_with('/').then_some(rest)
    }
}
