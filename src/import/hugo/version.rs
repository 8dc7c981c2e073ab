//! One text of a Hugo site, as the writer takes it.

use super::{
    addresses::{GENERIC, Permalink, has_no_page},
    config::{dated_name, front_date},
    finder::{Finder, resources},
    pages::ContentFile,
    shortcodes,
    source::Hugo,
};
use crate::import::{
    EarlierText, ImportedKind, ImportedVersion, Outcome, Pass, Report, SourcePlace, Term, TranslatedFrom,
    front_matter::{FrontMatter, Value, split},
    markdown::{file_of, media_of, split_summary, tidied, unnamed_media},
    report::ABOVE_LIST,
};

/// Keys that are used, or that say nothing about the text.
const KNOWN: [&str; 56] = [
    "title", "date", "publishdate", "pubdate", "published", "lastmod", "modified", "expirydate", "unpublishdate",
    "draft", "slug", "url", "aliases", "summary", "description", "tags", "categories", "series", "authors", "author",
    "translationkey", "weight", "type", "layout", "menu", "menus", "outputs", "markup", "linktitle", "image", "images",
    "cover", "featured_image", "featuredimage", "thumbnail", "banner", "resources", "keywords", "headless", "build",
    "_build", "cascade", "sitemap", "iscjklanguage", "toc", "licence", "license", "source", "translator",
    "translators", "default_lang_commit", "contributors", "series_order", "part", "params", "feature",
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
    // Its title is the name of a section or a topic.
    if author.is_none() && file.is_branch() && read.body.trim().is_empty() {
        return None;
    }
    if has_no_page(front) {
        report.add(&place, "no-page", Outcome::Lost, "a text that has no page", "left out");
        return None;
    }
    let is_above_list = author.is_none() && file.is_branch() && is_of_the_site(hugo, file);
    if is_above_list {
        report.add(&place, "list-text", Outcome::Changed, "the text above a list", ABOVE_LIST);
    }
    let zone = &hugo.config.zone;
    let language = hugo.config.languages.get(file.language)?;
    let published = front_date(&hugo.config.date_order, front, file.name(), zone).filter(|_| !file.is_branch());
    let title = front.text_at("title").or_else(|| front.text_at("linkTitle")).unwrap_or_default();
    let link = Permalink { config: &hugo.config, content: &hugo.content, file, front, title: &title };
    // The list has the address; that of an author leads to the same page.
    // Readers of any language got this text where it stands in for a translation.
    let all = || link.addresses().into_iter().chain(link.stand_ins()).collect::<Vec<_>>();
    let addresses = if author.is_some() || is_above_list { Vec::new() } else { all() };
    let updated = ["lastmod", "modified"].iter().find_map(|key| front.moment_at(key, zone));
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
        name: if file.logical == "_index" { "home".to_owned() } else { name(file, published.is_some()) },
        slug: slug(&link.address()).filter(|_| !is_above_list),
        addresses,
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

/// The end of an address.
fn slug(address: &str) -> Option<String> {
    let last = address.split('?').next()?.trim_end_matches('/').rsplit('/').next()?;
    let last = percent_encoding::percent_decode_str(last).decode_utf8_lossy();
    Some(last.trim_end_matches(".html").to_owned()).filter(|last| !last.is_empty())
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
    let title = &version.title;
    let link = Permalink { config: &hugo.config, content: &hugo.content, file, front: &read.value, title };
    let finder = Finder { hugo, file, folders: link.folders(), resources: resources(hugo, file, &read.value) };
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
    finder.describe(&version.media, &mut pictures);
    version.pictures = pictures;
    version.body = text;
    version.translated_from = translated_from(hugo, file, &read.value, report);
}

/// The picture that themes show above the text, as a destination, and its words.
fn featured(hugo: &Hugo, file: &ContentFile, front: &Value, finder: &Finder<'_>) -> Option<(String, String)> {
    let keys = [
        "image", "featured_image", "featuredImage", "cover.image", "cover", "banner", "thumbnail", "feature",
        "image.src",
    ];
    let named = keys.iter().find_map(|key| front.text_at(key)).or_else(|| front.texts_at("images").into_iter().next());
    let alt = front.text_at("cover.alt").or_else(|| front.text_at("image.alt")).unwrap_or_default();
    if let Some(named) = named.filter(|named| !named.contains(['<', '>', '\n'])) {
        return (file_of(&named, finder).is_some() || named.contains("://")).then_some((named, alt));
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
