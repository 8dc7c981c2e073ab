//! The addresses that an article claims, as its files say.

use crate::{
    article::{ArticleFolder, File, parse_article, parse_page, parse_version_in},
    model::{
        Digest,
        lang::Lang,
        slug::{ArticleId, Collection, Slug},
    },
    site::Site,
    source::{Folder, Source, SourceError},
};

/// The addresses that an article claims.
pub(in crate::cli) struct Claims {
    pub(in crate::cli) id: ArticleId,
    /// The versions whose address ends in a slug of their own.
    pub(super) slugs: Vec<(Lang, Slug)>,
    /// Whether there is an article for readers: an `article.toml` that can be read, if it needs one, and a text.
    pub(in crate::cli) is_article: bool,
    /// Old paths, in the form in which they are looked up.
    pub(super) aliases: Vec<String>,
}

impl Claims {
    /// The claims of the article in these files, which may be broken.
    pub(in crate::cli) fn of(folder: &ArticleFolder, site: &Site) -> Claims {
        let collection = folder.id.collection();
        let text = text_of(folder, collection.meta_file());
        let article = match collection.year() {
            Some(_) => text.and_then(|text| parse_article("", text).0),
            None => parse_page(collection, "", text.unwrap_or_default(), site.default_language()).0,
        };
        let has_meta = article.is_some();
        let aliases = article.map_or_else(Vec::new, |article| article.aliases);
        let mut claims = Claims { id: folder.id.clone(), slugs: Vec::new(), is_article: false, aliases };
        for lang in site.languages().iter().map(|language| &language.tag) {
            let Some(text) = text_of(folder, &format!("{lang}.md")) else { continue };
            claims.is_article = has_meta;
            match parse_version_in(collection, "", text).0 {
                Some(version) => {
                    claims.slugs.extend(version.slug.map(|slug| (lang.clone(), slug)));
                    claims.aliases.extend(version.aliases);
                }
                // Readers are shown its last good text, which had this slug.
                None => claims.slugs.extend(typed_slug(text).map(|slug| (lang.clone(), slug))),
            }
        }
        claims
    }

    /// Every path that leads to the article, without its language.
    pub(in crate::cli) fn paths(&self, site: &Site) -> Vec<String> {
        let below = match self.id.collection() {
            Collection::Year(year) => Some(format!("/{year}/")),
            Collection::Pages => Some("/".to_owned()),
            // Without a text the page of an author has the author's articles still.
            Collection::Authors => None,
        };
        let slugs = std::iter::once(self.id.name()).chain(self.slugs.iter().map(|(_, slug)| slug));
        let own = slugs.filter_map(|slug| Some(format!("{}{slug}", below.as_ref()?)));
        let mut paths: Vec<_> = own.chain(self.aliases.iter().map(|alias| without_language(site, alias))).collect();
        paths.sort();
        paths.dedup();
        paths
    }
}

/// The texts of an article, without its pictures: versions, records, `article.toml`.
pub(in crate::cli) fn texts(archive: &Folder, id: &ArticleId) -> Result<ArticleFolder, SourceError> {
    let path = id.folder();
    let failed = |source| SourceError::Io { path: path.clone(), source };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(archive.root().join(&path)).map_err(failed)? {
        let name = entry.map_err(failed)?.file_name();
        let text = name.to_str().filter(|name| name.ends_with(".md") || name.ends_with(".toml"));
        if let Some(name) = text.filter(|name| !name.starts_with('.')) {
            files.extend(archive.site_files(&format!("{path}/{name}"))?);
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(ArticleFolder { id: id.clone(), metadata_digest: Digest::hash(b""), files, large: Vec::new() })
}

/// A path without its language.
pub(super) fn without_language(site: &Site, path: &str) -> String {
    let rest = path.strip_prefix('/').unwrap_or(path);
    match rest.split_once('/') {
        Some((first, rest)) if site.languages().by_path(first).is_some() => format!("/{rest}"),
        _ => path.to_owned(),
    }
}

/// The slug in front matter that cannot be read as a whole.
fn typed_slug(text: &str) -> Option<Slug> {
    let value =
        text.lines().take(100).find_map(|line| line.trim().strip_prefix("slug")?.trim_start().strip_prefix('='))?;
    value.trim().trim_matches(['"', '\'']).parse().ok()
}

pub(super) fn file_of<'a>(folder: &'a ArticleFolder, name: &str) -> Option<&'a File> {
    let path = format!("{}/{name}", folder.id.folder());
    folder.files.iter().find(|file| file.path == path)
}

pub(super) fn text_of<'a>(folder: &'a ArticleFolder, name: &str) -> Option<&'a str> {
    file_of(folder, name).and_then(text)
}

/// The text of a file without its byte order mark; `None` of one that is not text.
pub(super) fn text(file: &File) -> Option<&str> {
    let text = std::str::from_utf8(file.bytes.as_ref().ok()?).ok()?;
    Some(text.strip_prefix('\u{feff}').unwrap_or(text))
}
