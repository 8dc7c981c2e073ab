//! One text of a Jekyll site, as the writer takes it.

use super::{
    files::{FileKind, JekyllFile},
    languages::Languages,
    liquid,
    permalink::Permalink,
    source::{Jekyll, named_categories},
};
use crate::import::{
    ImportedKind, ImportedVersion, Outcome, Pass, Report, SourcePlace, Term,
    front_matter::{FrontMatter, Value, moment},
    markdown::{MediaFinder, file_of, media_of, plain, split_summary, tidied},
    report::ABOVE_LIST,
    source::{OldSite, address_of, joined},
};

/// Keys that are used, or that say nothing about the text.
const KNOWN: [&str; 36] = [
    "title", "date", "layout", "permalink", "lang", "ref", "lang-ref", "lang_ref", "translation_key", "page_id",
    "namespace", "slug", "category", "categories", "tags", "tag", "author", "authors", "excerpt", "description",
    "published", "redirect_from", "redirect_to", "last_modified_at", "modified", "updated", "image", "header",
    "series", "license", "toc", "comments", "nav_order", "parent", "sitemap", "lang-exclusive",
];

/// The categories of a text: those of its folders, then those of its front matter.
pub(super) fn categories(file: &JekyllFile, front: &Value) -> Vec<String> {
    let mut all: Vec<String> = match file.kind {
        FileKind::Post | FileKind::Draft => file.folders.clone(),
        _ => Vec::new(),
    };
    all.extend(named_categories(front));
    all.extend(front.texts_at("category"));
    let mut seen = std::collections::BTreeSet::new();
    all.retain(|category| seen.insert(category.to_lowercase()));
    all
}

/// The tags of a text.
pub(super) fn tags(front: &Value) -> Vec<String> {
    let mut all: Vec<String> = match front.at("tags") {
        Some(Value::Text(text)) if text.contains(',') => text.split(',').map(|tag| tag.trim().to_owned()).collect(),
        Some(Value::Text(text)) => text.split_whitespace().map(str::to_owned).collect(),
        Some(other) => other.texts(),
        None => Vec::new(),
    };
    all.extend(front.text_at("tag"));
    all.retain(|tag| !tag.is_empty());
    all
}

/// The text in `file`; `None` where it is not a page of its own. `own` is its front matter without the defaults of the site.
pub(super) fn version(
    jekyll: &Jekyll,
    file: &JekyllFile,
    read: &FrontMatter<'_>,
    own: &Value,
    pass: Pass,
    report: &mut Report,
) -> Option<ImportedVersion> {
    let front = &read.value;
    let place = SourcePlace::file(&*file.path);
    let is_page = file.kind == FileKind::Page;
    if front.at("redirect_to").is_some() || (is_page && is_list(jekyll, file, read)) {
        if !read.body.trim().is_empty() {
            let done = "left out: the archive has lists of its own";
            report.add(&place, "list-text", Outcome::Lost, "a page that lists others", done);
        }
        return None;
    }
    let is_home = is_page && is_home(jekyll, file);
    if is_home {
        report.add(&place, "list-text", Outcome::Changed, "the text of the home page", ABOVE_LIST);
    }
    let code = jekyll.code(file, front);
    let published = jekyll.moment(front, "date").or(file.date).filter(|_| !is_page);
    let categories = categories(file, front);
    let paths = paths(jekyll, file, front);
    let bare = paths.first().cloned().unwrap_or_default();
    // The list of the site has the address of the home page.
    let addresses = if is_home { Vec::new() } else { addresses(jekyll, file, front, &paths) };
    let last = bare.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned();
    let default = jekyll.languages.codes.first();
    let mut version = ImportedVersion {
        id: file.path.clone(),
        place,
        kind: if published.is_some() { ImportedKind::Article } else { ImportedKind::Page },
        lang: code.as_deref().and_then(Languages::tag),
        tie: Some(jekyll.languages.tie(&file.logical, front)),
        is_original: code.is_none() || code.as_ref() == default,
        name: match file.name.as_str() {
            "index" if is_home => "home".to_owned(),
            "index" if is_page => file.folders.join("-"),
            name => name.to_owned(),
        },
        slug: Some(last.trim_end_matches(".html").to_owned()).filter(|last| !last.is_empty() && !is_home),
        addresses,
        title: title(jekyll, file, front),
        summary: front.text_at("description").or_else(|| front.text_at("excerpt").map(|text| plain(&text))),
        published,
        updated: ["last_modified_at", "modified", "updated"].iter().find_map(|key| jekyll.moment(front, key)),
        hidden: hidden(file, front),
        licence: front.text_at("license"),
        extra: front.others(&KNOWN),
        ..ImportedVersion::default()
    };
    topics(&mut version, jekyll, front, categories);
    if pass == Pass::Bodies {
        body(&mut version, jekyll, file, read, own, report);
    }
    Some(version)
}

/// All addresses of a text, of which `paths` are those without the prefix of its language.
fn addresses(jekyll: &Jekyll, file: &JekyllFile, front: &Value, paths: &[String]) -> Vec<String> {
    let prefix = jekyll.languages.prefix(jekyll.code(file, front).as_deref());
    let with_endings = paths.iter().flat_map(|path| Permalink::with_endings(path));
    let mut all: Vec<String> = with_endings.map(|path| format!("{prefix}{path}")).collect();
    for path in front.texts_at("redirect_from") {
        all.extend(Permalink::with_endings(&format!("/{}", path.trim_start_matches('/'))));
    }
    // Readers of any language got this text there.
    all.extend(stand_ins(jekyll, file, front, paths));
    all
}

/// The title; the plug-in for several languages reads keys of its words there (`titles.about`).
fn title(jekyll: &Jekyll, file: &JekyllFile, front: &Value) -> String {
    let title = front.text_at("title").unwrap_or_default();
    let is_key = title.contains('.') && !title.contains(char::is_whitespace);
    jekyll.message(file, &title).filter(|_| is_key).unwrap_or(title)
}

/// The addresses of a text, without the prefix of its language.
pub(super) fn paths(jekyll: &Jekyll, file: &JekyllFile, front: &Value) -> Vec<String> {
    let categories = categories(file, front);
    let date = jekyll.moment(front, "date").or(file.date);
    let (config, zone) = (&jekyll.config, &jekyll.zone);
    let address_at = |date| Permalink { config, file, front, date, zone, categories: &categories }.address();
    let address = address_at(date);
    // The plug-in takes the language out of the addresses of some texts that name one.
    let is_named = jekyll.languages.is_prefixed && front.at("permalink").is_none() && front.at("lang").is_some();
    let bare = if is_named { jekyll.languages.without_codes(&address) } else { address.clone() };
    let mut all = vec![bare, address];
    // Near midnight the day depends on the place at which the site was built.
    let days = [front.moment_at("date", zone), front.text_at("date").and_then(|text| moment(&text, zone))];
    all.extend(days.into_iter().flatten().map(|day| address_at(Some(day))));
    let mut seen = std::collections::BTreeSet::new();
    all.retain(|path| seen.insert(path.clone()));
    all
}

/// The addresses at which readers find a text in the place of a translation.
fn stand_ins(jekyll: &Jekyll, file: &JekyllFile, front: &Value, paths: &[String]) -> Vec<String> {
    let languages = &jekyll.languages;
    let Some(default) = languages.codes.first().filter(|_| languages.is_prefixed) else { return Vec::new() };
    let found = jekyll.languages_of.get(&languages.tie(&file.logical, front));
    let is_written = |code: &String| found.is_some_and(|found| found.contains(code));
    // Another text stands in if there is none in the default language.
    let standing = if is_written(default) { Some(default) } else { found.and_then(|found| found.last()) };
    let own = jekyll.code(file, front).unwrap_or_else(|| default.clone());
    let only = front.texts_at("lang-exclusive");
    let is_wanted = |code: &&String| {
        let is_standing = standing.is_none_or(|standing| *standing == own);
        is_standing && **code != own && !is_written(code) && (only.is_empty() || only.contains(*code))
    };
    let there = |code: &String, path: &str| format!("{}{path}", languages.prefix(Some(code)));
    let others = languages.codes.iter().filter(is_wanted);
    let mut all: Vec<String> = others.flat_map(|code| paths.iter().map(move |path| there(code, path))).collect();
    // The plug-in for several languages reads an address for each.
    let seen = languages.codes.iter().filter(|code| **code == own || !is_written(code));
    all.extend(seen.filter_map(|code| {
        let own = front.text_at(&format!("permalink_{code}"))?;
        Some(there(code, &format!("/{}", own.trim_start_matches('/'))))
    }));
    all
}

/// Whether a page is a list of others, or has nothing to read.
fn is_list(jekyll: &Jekyll, file: &JekyllFile, read: &FrontMatter<'_>) -> bool {
    let is_blank = read.body.trim().is_empty();
    let is_index = is_home(jekyll, file) || (file.name == "index" && file.folders.len() == 1);
    let is_known = file.path.contains("/page/") || file.name == "404";
    is_known || (is_blank && (is_index || read.format.is_none())) || is_program(file, read.body)
}

/// Whether a page is the home page of the site, or of a language.
fn is_home(jekyll: &Jekyll, file: &JekyllFile) -> bool {
    let is_language = |folders: &[String]| folders.iter().all(|folder| jekyll.languages.is_code(folder));
    file.name == "index" && file.folders.len() < 2 && is_language(&file.folders)
}

/// Whether a page is a template that lists posts.
fn is_program(file: &JekyllFile, body: &str) -> bool {
    let lists = ["site.posts", "paginator.", "site.categories", "site.tags"].iter().any(|list| body.contains(list));
    let is_html = file.path.ends_with(".html") || file.path.ends_with(".htm");
    lists || ((is_html || file.name == "index") && (body.contains("{% for") || body.contains("{%- for")))
}

fn hidden(file: &JekyllFile, front: &Value) -> Option<String> {
    let is_unpublished = front.at("published").and_then(Value::bool) == Some(false);
    (file.kind == FileKind::Draft || is_unpublished).then(|| "draft".to_owned())
}

fn topics(version: &mut ImportedVersion, jekyll: &Jekyll, front: &Value, categories: Vec<String>) {
    let term = |name: String| Term::new(name.clone(), name);
    let mut categories = categories.into_iter().filter(|category| !jekyll.languages.is_code(category)).map(term);
    version.section = categories.next();
    version.tags = tags(front).into_iter().map(term).chain(categories).collect();
    version.series = front.text_at("series").map(term);
    for author in
        front.texts_at("author").into_iter().chain(front.texts_at("authors")).chain(front.texts_at("author.name"))
    {
        let name = jekyll.author(&author).unwrap_or_else(|| author.clone());
        version.authors.push(Term::new(author, name));
    }
    let mut seen = std::collections::BTreeSet::new();
    version.tags.retain(|tag| seen.insert(tag.id.to_lowercase()));
}

fn body(
    version: &mut ImportedVersion,
    jekyll: &Jekyll,
    file: &JekyllFile,
    read: &FrontMatter<'_>,
    own: &Value,
    report: &mut Report,
) {
    let text = liquid::written(jekyll, file, &read.value, read.body, read.body_line, report);
    let separator = jekyll.config.text_at("excerpt_separator").filter(|mark| mark.starts_with("<!--"));
    let (summary, text) = match separator.filter(|mark| text.contains(mark.as_str())) {
        Some(mark) => split_summary(&text.replacen(&mark, "<!--more-->", 1)),
        None => split_summary(&text),
    };
    version.summary = version.summary.take().or(summary);
    let mut text = tidied(&text, &version.place, read.body_line, report);
    if file.path.ends_with(".textile") {
        let done = "it stands as typed; convert it to Markdown (pandoc does) and import again";
        report.add(&version.place, "other-markup", Outcome::Kept, "a text in Textile", done);
    }
    let finder = Finder { jekyll, file, address: version.addresses.first().cloned().unwrap_or_default() };
    let keys = ["image", "image.path", "header.image", "header.overlay_image"];
    // The defaults of the site name a picture for all that have none, which no page shows.
    let picture = keys.iter().find_map(|key| own.text_at(key));
    let picture = picture.filter(|picture| !picture.contains(['<', '>', '\n']) && !text.contains(picture.as_str()));
    if let Some(picture) = picture.filter(|picture| file_of(picture, &finder).is_some()) {
        let found = format!("a picture above the text: `{picture}`");
        report.add(&version.place, "featured-image", Outcome::Changed, found, "a figure at the beginning of the text");
        let alt = read.value.text_at("image.alt").unwrap_or_default().replace(['[', ']', '\n'], " ");
        text = format!("![{alt}](<{picture}>)\n\n{text}");
    }
    version.media = media_of(&text, &finder);
    version.body = text;
}

/// Finds files by their paths from the root of the site, or from the text.
struct Finder<'a> {
    jekyll: &'a Jekyll,
    file: &'a JekyllFile,
    address: String,
}

impl MediaFinder for Finder<'_> {
    fn find(&self, destination: &str) -> Option<(String, Vec<String>)> {
        let rooted = |path: &str| {
            let path = joined("", path)?;
            let published = self.jekyll.others.get(&path)?;
            let address = address_of(published);
            Some((path, vec![address]))
        };
        if destination.starts_with('/') {
            return rooted(destination);
        }
        let folder = self.file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let below = joined(&self.address, destination).and_then(|path| rooted(&path));
        let parent = self.address.rsplit_once('/').map_or("", |(folder, _)| folder);
        below
            .or_else(|| rooted(&joined(parent, destination)?))
            .or_else(|| rooted(&joined(folder, destination)?))
            .or_else(|| rooted(destination))
    }

    fn site(&self) -> OldSite {
        OldSite::new(Some(&self.jekyll.base_url()), &[])
    }
}
