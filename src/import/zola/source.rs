//! A Zola site: sections and pages, with the languages in the names of their files.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use crate::{
    import::{
        ImportError, Report,
        front_matter::{Format, Value, parse, split},
        source::SourceFiles,
    },
    model::{date::Moment, lang::Lang, romanise::slug_of},
};

/// A Zola site.
pub struct Zola {
    pub(super) files: SourceFiles,
    pub(super) config: Value,
    /// The languages: their codes, the default one first.
    pub(super) languages: Vec<(String, Lang)>,
    pub(super) texts: Vec<ZolaFile>,
    /// The other files of `content/`.
    pub(super) assets: BTreeSet<String>,
    /// The address of each text, by its path below `content/`.
    pub(super) addresses: BTreeMap<String, String>,
}

/// A text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ZolaFile {
    /// Its path in the source.
    pub(super) path: String,
    /// Its language, by its place among those of the site.
    pub(super) language: usize,
    /// Its path below `content/`, without the language and the ending.
    pub(super) logical: String,
}

impl ZolaFile {
    /// Whether it is the text of a section.
    pub(super) fn is_section(&self) -> bool {
        self.logical == "_index" || self.logical.ends_with("/_index")
    }

    /// The folder, and the name of the text: that of the file, or of its folder.
    pub(super) fn parts(&self) -> (&str, &str) {
        let (folder, name) = self.logical.rsplit_once('/').unwrap_or(("", &self.logical));
        match name {
            "index" | "_index" => folder.rsplit_once('/').unwrap_or(("", folder)),
            name => (folder, name),
        }
    }
}

impl Zola {
    /// The site in the folder `root`.
    ///
    /// # Errors
    /// Where there is no Zola site.
    pub fn open(root: &Path, report: &mut Report) -> Result<Zola, ImportError> {
        let files = SourceFiles::open(root)?;
        let name = ["config.toml", "zola.toml"].into_iter().find(|name| files.is_file(name));
        let text = name.and_then(|name| files.reported_text(name, report));
        let (Some(name), Some(text)) = (name, text) else {
            let expected = "a Zola site: expected config.toml".to_owned();
            return Err(ImportError::Source { path: root.display().to_string(), expected });
        };
        let config = parse(Format::Toml, &text).map_err(|error| ImportError::Broken {
            path: name.to_owned(),
            found: error.line.map_or(error.message.clone(), |line| format!("line {line}: {}", error.message)),
        })?;
        let default = config.text_at("default_language").unwrap_or_else(|| "en".to_owned());
        let others =
            config.at("languages").map(Value::entries).unwrap_or_default().iter().map(|(code, _)| code.clone());
        let mut languages: Vec<(String, Lang)> = Vec::new();
        for code in std::iter::once(default).chain(others) {
            let tag = if code.eq_ignore_ascii_case("ua") { "uk" } else { &code };
            if let Ok(tag) = tag.parse::<Lang>()
                && !languages.iter().any(|(known, _)| *known == code)
            {
                languages.push((code, tag));
            }
        }
        let mut zola =
            Zola { files, config, languages, texts: Vec::new(), assets: BTreeSet::new(), addresses: BTreeMap::new() };
        zola.find(report);
        Ok(zola)
    }

    fn find(&mut self, report: &mut Report) {
        for path in self.files.below("content", report) {
            let below = path.strip_prefix("content/").unwrap_or(&path).to_owned();
            let Some(stem) = below.strip_suffix(".md") else {
                self.assets.insert(path);
                continue;
            };
            let named = stem.rsplit_once('.').and_then(|(stem, code)| {
                Some((stem.to_owned(), self.languages.iter().position(|(known, _)| known == code)?))
            });
            let (logical, language) = named.unwrap_or_else(|| (stem.to_owned(), 0));
            self.texts.push(ZolaFile { path, language, logical });
        }
        for at in 0..self.texts.len() {
            let Some(file) = self.texts.get(at).cloned() else { continue };
            let Some(text) = self.files.reported_text(&file.path, &mut Report::silent()) else { continue };
            let address = self.address(&file, &split(&text).value);
            self.addresses.insert(file.path, address);
        }
    }

    /// What addresses of a language begin with.
    pub(super) fn prefix(&self, language: usize) -> String {
        match self.languages.get(language).filter(|_| language > 0) {
            Some((code, _)) => format!("/{code}"),
            None => String::new(),
        }
    }

    /// The address of a text.
    pub(super) fn address(&self, file: &ZolaFile, front: &Value) -> String {
        let prefix = self.prefix(file.language);
        if let Some(path) = front.text_at("path") {
            return format!("{prefix}/{}/", path.trim_matches('/')).replace("//", "/");
        }
        let (folder, name) = file.parts();
        if file.is_section() {
            let whole = file.logical.rsplit_once('/').map_or("", |(folder, _)| folder);
            let path = self.path(whole);
            return if path.is_empty() { format!("{prefix}/") } else { format!("{prefix}/{path}/") };
        }
        let dated = undated(name);
        let slug = front.text_at("slug").map_or_else(|| self.slugified(dated), |slug| self.slugified(&slug));
        let folder = self.path(folder);
        let between = if folder.is_empty() { "" } else { "/" };
        format!("{prefix}/{folder}{between}{slug}/")
    }

    fn path(&self, folder: &str) -> String {
        folder.split('/').filter(|part| !part.is_empty()).map(|part| self.slugified(part)).collect::<Vec<_>>().join("/")
    }

    /// A part of a path as Zola writes it: in Latin letters, unless `slugify.paths` says otherwise.
    pub(super) fn slugified(&self, part: &str) -> String {
        slugified(part, self.config.text_at("slugify.paths").as_deref())
    }

    /// The same of a tag.
    pub(super) fn slugified_term(&self, term: &str) -> String {
        slugified(term, self.config.text_at("slugify.taxonomies").as_deref())
    }

    /// The text that `@/path` names, for readers of a language where there is such a version.
    pub(super) fn resolve(&self, reference: &str) -> Option<&ZolaFile> {
        let path = format!("content/{}", reference.split('#').next()?.trim_start_matches('/'));
        self.texts.iter().find(|file| file.path == path)
    }
}

/// The name of a file without a date at its beginning.
pub(super) fn undated(name: &str) -> &str {
    match name.get(..10).filter(|day| day.parse::<Moment>().is_ok()) {
        Some(_) => name
            .get(10..)
            .map(|rest| rest.trim_start_matches(['-', '_']))
            .filter(|rest| !rest.is_empty())
            .unwrap_or(name),
        None => name,
    }
}

fn slugified(part: &str, strategy: Option<&str>) -> String {
    match strategy {
        Some("off") => part.to_owned(),
        Some("safe") => {
            let forbidden = |c: char| "<>:/|?*#\\()[]\n\"'".contains(c);
            part.replace(forbidden, "").trim().replace(' ', "_")
        }
        // As the crate `slug` does, which writes Cyrillic in Latin letters by a table of its own; the addresses that it makes of
        // other letters than these are near, not always the same.
        _ => {
            let english: Option<Lang> = "en".parse().ok();
            let lower = part.to_lowercase();
            if lower.is_ascii() {
                let mut out = String::new();
                for c in lower.chars() {
                    match c {
                        c if c.is_ascii_alphanumeric() => out.push(c),
                        _ if !out.ends_with('-') && !out.is_empty() => out.push('-'),
                        _ => {}
                    }
                }
                return out.trim_end_matches('-').to_owned();
            }
            english.and_then(|lang| slug_of(&deunicoded(&lower), &lang)).map_or(lower, |slug| slug.to_string())
        }
    }
}

/// Cyrillic as the crate `deunicode` writes it, which Zola's slugs are made of.
fn deunicoded(text: &str) -> String {
    let latin = |c: char| match c {
        'а' => "a",
        'б' => "b",
        'в' => "v",
        'г' => "g",
        'ґ' => "g",
        'д' => "d",
        'е' => "e",
        'є' => "ie",
        'ё' => "io",
        'ж' => "zh",
        'з' => "z",
        'и' => "i",
        'і' => "i",
        'ї' => "yi",
        'й' => "i",
        'к' => "k",
        'л' => "l",
        'м' => "m",
        'н' => "n",
        'о' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' => "u",
        'ф' => "f",
        'х' => "kh",
        'ц' => "ts",
        'ч' => "ch",
        'ш' => "sh",
        'щ' => "shch",
        'ъ' => "",
        'ы' => "y",
        'ь' => "",
        'э' => "e",
        'ю' => "iu",
        'я' => "ia",
        '’' | 'ʼ' => "'",
        _ => "",
    };
    text.chars()
        .map(|c| match latin(c) {
            "" if matches!(c, 'ъ' | 'ь') => String::new(),
            "" => c.to_string(),
            latin => latin.to_owned(),
        })
        .collect::<String>()
        .replace('\'', "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_paths_are_those_of_zola() {
        for (part, strategy, expected) in [
            ("My First Post!", None, "my-first-post"),
            ("Київ", None, "kiyiv"),
            ("Привет мир", None, "privet-mir"),
            ("Київ #1", Some("safe"), "Київ_1"),
            ("A B", Some("off"), "A B"),
        ] {
            assert_eq!(slugified(part, strategy), expected, "{part}");
        }
        assert_eq!(
            (undated("2019-05-01-a"), undated("2019-05-01_a"), undated("2019-05-01"), undated("a")),
            ("a", "a", "2019-05-01", "a")
        );
    }
}
