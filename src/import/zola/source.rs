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
    model::{date::Moment, lang::Lang},
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
        // It is the whole path, in every language.
        if let Some(path) = front.text_at("path") {
            return format!("/{}/", path.trim_matches('/')).replace("//", "/");
        }
        let prefix = self.prefix(file.language);
        let (folder, name) = file.parts();
        if file.is_section() {
            let folder = file.logical.rsplit_once('/').map_or("", |(folder, _)| folder);
            return if folder.is_empty() { format!("{prefix}/") } else { format!("{prefix}/{folder}/") };
        }
        let dated = if self.config.is("slugify.paths_keep_dates") { name } else { undated(name) };
        let slug = front.text_at("slug").map_or_else(|| self.slugified(dated), |slug| self.slugified(&slug));
        // Folders stay as they are.
        let between = if folder.is_empty() { "" } else { "/" };
        format!("{prefix}/{folder}{between}{slug}/")
    }

    /// A part of a path as Zola writes it: in Latin letters, unless `slugify.paths` says otherwise.
    pub(super) fn slugified(&self, part: &str) -> String {
        slugified(part, self.config.text_at("slugify.paths").as_deref())
    }

    /// The same of a tag.
    pub(super) fn slugified_term(&self, term: &str) -> String {
        slugified(term, self.config.text_at("slugify.taxonomies").as_deref())
    }

    /// The words of `config.toml` under `key`, in a language, else in the default one.
    pub(super) fn translation(&self, language: usize, key: &str) -> Option<String> {
        let code = self.languages.get(language).filter(|_| language > 0).map(|(code, _)| code);
        let own = code.and_then(|code| self.config.at("languages")?.get(code)?.at("translations")?.get(key)?.text());
        own.or_else(|| self.config.at("translations")?.get(key)?.text())
    }

    /// The text that `@/path` names, for readers of a language where there is such a version.
    pub(super) fn resolve(&self, reference: &str) -> Option<&ZolaFile> {
        let path = format!("content/{}", reference.split('#').next()?.trim_start_matches('/'));
        let at = self.texts.binary_search_by(|file| file.path.as_str().cmp(&path)).ok()?;
        self.texts.get(at)
    }
}

/// The name of a file without a date at its beginning.
pub(super) fn undated(name: &str) -> &str {
    match name.get(..10).filter(|day| day.parse::<Moment>().is_ok()) {
        Some(_) => name
            .get(10..)
            .map(|rest| rest.trim_start_matches(['-', '_', ' ']))
            .filter(|rest| !rest.is_empty())
            .unwrap_or(name),
        None => name,
    }
}

fn slugified(part: &str, strategy: Option<&str>) -> String {
    match strategy {
        Some("off") => part.to_owned(),
        Some("safe") => part.trim_end_matches([' ', '.']).replace(|c: char| "<>:\"/\\|?*".contains(c), ""),
        // The crate that Zola itself calls.
        _ => slug::slugify(part),
    }
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
            ("日本", None, "ri-ben"),
            ("Київ #1. ", Some("safe"), "Київ #1"),
            ("test (hey)", Some("safe"), "test (hey)"),
            ("A B", Some("off"), "A B"),
        ] {
            assert_eq!(slugified(part, strategy), expected, "{part}");
        }
        for (name, expected) in [
            ("2019-05-01-a", "a"),
            ("2019-05-01_a", "a"),
            ("2019-05-01 - a", "a"),
            ("2019-05-01", "2019-05-01"),
            ("a", "a"),
        ] {
            assert_eq!(undated(name), expected, "{name}");
        }
    }

    #[test]
    fn addresses_are_those_of_zola() {
        let folder = tempfile::tempdir().unwrap();
        let config = b"base_url = 'https://x.example'\ndefault_language = 'uk'\n[languages.en]\n";
        crate::source::write_atomically(&folder.path().join("config.toml"), config).unwrap();
        let zola = Zola::open(folder.path(), &mut Report::default()).unwrap();
        for (language, logical, front, address) in [
            (0, "blog/Київ", "", "/blog/kiyiv/"),
            (1, "blog/a", "", "/en/blog/a/"),
            (1, "blog/a", "path = 'x/y'", "/x/y/"),
            (0, "Мій Блог/2019-05-01-a", "", "/Мій Блог/a/"),
            (0, "Мій Блог/_index", "", "/Мій Блог/"),
            (0, "blog/День сільський", "", "/blog/den-sil-s-kii/"),
            (0, "blog/x/index", "slug = 'Ще один'", "/blog/shche-odin/"),
        ] {
            let file = ZolaFile { path: format!("content/{logical}.md"), language, logical: logical.to_owned() };
            let front = parse(Format::Toml, front).unwrap();
            assert_eq!(zola.address(&file, &front), address, "{logical}");
        }
    }
}
