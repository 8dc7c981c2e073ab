//! The texts of a Jekyll site: posts, drafts, pages and documents of collections, with the language that their paths name.

use super::languages::Languages;
use crate::{
    import::{
        Report,
        front_matter::Value,
        source::{SourceFiles, ancestors, fits_name},
    },
    model::date::Moment,
};

/// What a file is to Jekyll.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FileKind {
    Post,
    Draft,
    Page,
    Document,
}

/// A text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct JekyllFile {
    /// Its path in the source.
    pub(super) path: String,
    /// Its path from the folder that holds the collections.
    pub(super) below: String,
    pub(super) kind: FileKind,
    /// The code of its language, where its path names one.
    pub(super) language: Option<String>,
    /// Its path without the language, the date and the ending: what versions share.
    pub(super) logical: String,
    /// The date in its name.
    pub(super) date: Option<Moment>,
    /// Its name, without date, language and ending.
    pub(super) name: String,
    /// The folders above `_posts`, which are categories, or those of a page.
    pub(super) folders: Vec<String>,
}

/// Endings of texts.
const TEXTS: [&str; 8] = ["md", "markdown", "mkd", "mkdn", "mkdown", "textile", "html", "htm"];

impl JekyllFile {
    /// The same text, with the language that its path names among `languages`.
    pub(super) fn among(&self, languages: &Languages) -> JekyllFile {
        JekyllFile { path: self.path.clone(), ..file(&self.below, self.kind, languages) }
    }
}

/// What the configuration says about files.
struct Rules {
    excluded: Vec<String>,
    included: Vec<String>,
    /// The collections that have pages.
    collections: Vec<String>,
    /// The folder that holds the collections, posts among them.
    folder: String,
}

impl Rules {
    fn new(config: &Value) -> Rules {
        let mut excluded = config.texts_at("exclude");
        excluded.extend(
            [
                "vendor", "node_modules", "gemfiles", "Gemfile", "Gemfile.lock", "_site", "README.md", "LICENSE",
                "LICENSE.md",
            ]
            .map(str::to_owned),
        );
        let collections = match config.at("collections") {
            Some(Value::List(items)) => items.iter().filter_map(Value::text).collect(),
            Some(table) => {
                table.entries().iter().filter(|(_, value)| value.is("output")).map(|(name, _)| name.clone()).collect()
            }
            None => Vec::new(),
        };
        let included = config.texts_at("include").into_iter().map(|name| name.trim_matches('/').to_owned()).collect();
        let folder = config.text_at("collections_dir").unwrap_or_default();
        Rules { excluded, included, collections, folder: folder.trim_matches('/').to_owned() }
    }

    fn is_excluded(&self, path: &str) -> bool {
        let names = |pattern: &String| {
            let bare = pattern.trim_end_matches('/');
            path.strip_prefix(bare)
                .is_some_and(|rest| rest.is_empty() || !pattern.ends_with('/') || rest.starts_with('/'))
                || ancestors(path).any(|path| fits_name(bare, path))
        };
        self.excluded.iter().any(names) && !self.is_included(path)
    }

    fn is_included(&self, path: &str) -> bool {
        self.included.iter().any(|pattern| {
            ancestors(path).any(|path| {
                fits_name(pattern, path) || path.rsplit('/').next().is_some_and(|name| fits_name(pattern, name))
            })
        })
    }

    /// What the file at `path`, which is seen from the folder of collections, is to Jekyll; `None` where it is nothing.
    fn kind(&self, path: &str) -> Option<FileKind> {
        let parts: Vec<&str> = path.split('/').collect();
        let is_hidden =
            |part: &&str| part.starts_with(['_', '#', '~']) && !self.included.iter().any(|name| name == part);
        match parts.iter().find(|part| is_hidden(part)).copied() {
            None => Some(FileKind::Page),
            Some("_posts") => Some(FileKind::Post),
            Some("_drafts") => Some(FileKind::Draft),
            Some("_i18n") if parts.contains(&"_posts") => Some(FileKind::Post),
            Some(folder) => {
                let name = folder.strip_prefix('_')?;
                self.collections.iter().any(|known| known == name).then_some(FileKind::Document)
            }
        }
    }
}

/// A file that is not a text.
pub(super) struct OtherFile {
    /// Its path in the source.
    pub(super) path: String,
    /// Its path from the folder that holds the collections.
    pub(super) below: String,
    /// Whether it lies in a collection.
    pub(super) is_document: bool,
}

/// All texts, and all other files that are published.
pub(super) fn find(
    files: &SourceFiles,
    config: &Value,
    languages: &Languages,
    report: &mut Report,
) -> (Vec<JekyllFile>, Vec<OtherFile>) {
    let rules = Rules::new(config);
    let (mut texts, mut others) = (Vec::new(), Vec::new());
    for path in files.below("", report).into_iter().filter(|path| !rules.is_excluded(path)) {
        let below = path.strip_prefix(&rules.folder).filter(|_| !rules.folder.is_empty());
        let below = below.and_then(|rest| rest.strip_prefix('/')).unwrap_or(&path).to_owned();
        let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
        let is_text = TEXTS.contains(&ending.as_str());
        match rules.kind(&below) {
            Some(kind) if is_text => texts.push(JekyllFile { path, ..file(&below, kind, languages) }),
            Some(kind @ (FileKind::Page | FileKind::Document)) => {
                others.push(OtherFile { path, below, is_document: kind == FileKind::Document });
            }
            _ => {}
        }
    }
    (texts, others)
}

fn file(path: &str, kind: FileKind, languages: &Languages) -> JekyllFile {
    let mut parts: Vec<&str> = path.split('/').collect();
    let name = parts.pop().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let (stem, mut language) = match stem.rsplit_once('.') {
        Some((rest, code)) if languages.is_code(code) => (rest, Some(code.to_owned())),
        _ => (stem, None),
    };
    let dated = dated(stem).filter(|_| kind != FileKind::Page);
    let (date, own) = dated.map_or((None, stem), |(date, own)| (Some(date), own));
    let folder = parts.iter().position(|part| languages.is_code(part));
    if let Some(at) = folder {
        language = language.or_else(|| parts.get(at).map(|code| (*code).to_owned()));
    }
    let without: Vec<&str> =
        parts.iter().enumerate().filter(|(at, _)| Some(*at) != folder).map(|(_, part)| *part).collect();
    let day = date.map(|date| format!("{date} ")).unwrap_or_default();
    let plain: Vec<&str> = without.iter().filter(|part| **part != "_i18n").copied().collect();
    let folders = parts.iter().take_while(|part| !part.starts_with('_')).map(|part| (*part).to_owned()).collect();
    JekyllFile {
        path: path.to_owned(),
        below: path.to_owned(),
        kind,
        language,
        logical: format!("{}/{day}{own}", plain.join("/")).trim_start_matches('/').to_owned(),
        date,
        name: own.to_owned(),
        folders,
    }
}

/// `2019-5-1-name`: the date, with or without zeros, and the name.
pub(super) fn dated(stem: &str) -> Option<(Moment, &str)> {
    let mut parts = stem.splitn(4, '-');
    let mut number = || parts.next()?.parse::<i16>().ok();
    let (year, month, day) = (number()?, number()?, number()?);
    let date = jiff::civil::Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()?;
    let name = parts.next().filter(|name| !name.is_empty())?;
    (year > 99).then_some((Moment::Day(date), name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_a_date_with_or_without_zeros() {
        let date = |text: &str| Some(text.parse::<Moment>().unwrap());
        for (stem, expected) in [
            ("2015-9-19-a-b", Some(("2015-09-19", "a-b"))),
            ("2015-09-19-a", Some(("2015-09-19", "a"))),
            ("2015-13-19-a", None),
            ("2015-09-19", None),
            ("a-b-c-d", None),
        ] {
            let found = dated(stem).map(|(date, name)| (Some(date), name));
            assert_eq!(found, expected.map(|(day, name)| (date(day), name)), "{stem}");
        }
    }
}
