//! The configuration of a Hugo site: one file or a folder, its languages, and what decides addresses.

use jiff::tz::TimeZone;

use super::{
    dates,
    languages::{HugoLanguage, languages},
    mounts::{self, Mount},
    urlize::{Accents, LetterCase, Spelling},
};
use crate::import::{
    ImportError, Outcome, Report, SourcePlace,
    front_matter::{Format, Value, parse},
    source::SourceFiles,
};

/// The configuration.
#[derive(Debug, Clone)]
pub(super) struct Config {
    /// All of it.
    pub(super) value: Value,
    /// Its languages, by weight, the default one among them.
    pub(super) languages: Vec<HugoLanguage>,
    /// The place of the default language among them.
    pub(super) default: usize,
    /// Whether the default language has its key in addresses.
    pub(super) default_in_subdir: bool,
    /// Where dates without an offset are.
    pub(super) zone: TimeZone,
    /// The taxonomies, by their names in addresses: `tags`.
    pub(super) taxonomies: Vec<String>,
    /// Where texts lie.
    pub(super) content_mounts: Vec<Mount>,
    /// Where files lie that are copied as they are.
    pub(super) static_mounts: Vec<Mount>,
    /// Whether each language has a folder below `content/` that nothing in the configuration names.
    pub(super) is_by_folder: bool,
    /// The keys of languages that are switched off.
    pub(super) disabled: Vec<String>,
    /// How addresses write names.
    pub(super) spelling: Spelling,
    /// The keys of front matter that say when a text appeared.
    pub(super) date_order: Vec<String>,
    /// What the pages of a list lie below: `page`.
    pub(super) pages_path: String,
}

/// The names that a configuration file may have.
const NAMES: [&str; 8] =
    ["hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json", "config.toml", "config.yaml", "config.yml", "config.json"];

impl Config {
    /// Reads the configuration of the site in `files`.
    pub(super) fn read(files: &SourceFiles, report: &mut Report) -> Result<Config, ImportError> {
        let mut value = Value::Table(Vec::new());
        let mut is_found = false;
        let mut all: Vec<(String, Option<String>)> =
            NAMES.iter().filter(|name| files.is_file(name)).map(|name| ((*name).to_owned(), None)).take(1).collect();
        for folder in ["config/_default", "config/production"] {
            let below = files.below(folder, report);
            all.extend(below.into_iter().map(|path| {
                let name = path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map_or("", |(stem, _)| stem);
                let is_root = matches!(name, "hugo" | "config");
                let key = (!is_root).then(|| name.to_owned());
                (path, key)
            }));
        }
        for (path, key) in all {
            let Some(format) = Format::of(&path) else { continue };
            let Some(text) = files.reported_text(&path, report) else { continue };
            match parse(format, &text) {
                Ok(read) => {
                    is_found = true;
                    value.merge(key.map_or(read.clone(), |key| nested(&key, read)));
                }
                Err(error) => {
                    let place = SourcePlace { line: error.line, ..SourcePlace::file(&*path) };
                    report.add(&place, "bad-config", Outcome::Lost, error.message, "the file is not used");
                }
            }
        }
        if !is_found && !files.is_folder("content") {
            return Err(ImportError::Source {
                path: files.root().display().to_string(),
                expected: "a Hugo site: expected hugo.toml, config.toml, config/_default/ or content/".to_owned(),
            });
        }
        let mut config = Config::from_value(value);
        config.find_language_folders(files);
        Ok(config)
    }

    pub(super) fn from_value(value: Value) -> Config {
        let languages = languages(&value);
        let default_key = value.text_at("defaultContentLanguage").unwrap_or_else(|| "en".to_owned()).to_lowercase();
        let default = languages.iter().position(|language| language.key == default_key).unwrap_or_default();
        let taxonomies = match value.at("taxonomies") {
            Some(table) => table.entries().iter().filter_map(|(_, plural)| plural.text()).collect(),
            None => vec!["tags".to_owned(), "categories".to_owned()],
        };
        let zone = value.text_at("timeZone").and_then(|zone| TimeZone::get(&zone).ok()).unwrap_or(TimeZone::UTC);
        let default_in_subdir = value.is("defaultContentLanguageInSubdir");
        let mut disabled = value.texts_at("disableLanguages");
        let all = value.at("languages").map(Value::entries).unwrap_or_default();
        disabled.extend(all.iter().filter(|(_, own)| own.is("disabled")).map(|(key, _)| key.clone()));
        let pages_path = value.text_at("pagination.path").or_else(|| value.text_at("paginatePath"));
        Config {
            content_mounts: mounts::of_content(&value, &languages),
            static_mounts: mounts::of_static(&value, &languages),
            spelling: Spelling {
                letters: if value.is("disablePathToLower") { LetterCase::Kept } else { LetterCase::Lower },
                accents: if value.is("removePathAccents") { Accents::Removed } else { Accents::Kept },
            },
            date_order: dates::order(&value),
            pages_path: pages_path.unwrap_or_else(|| "page".to_owned()),
            languages,
            default,
            default_in_subdir,
            zone,
            taxonomies,
            is_by_folder: false,
            disabled,
            value,
        }
    }

    /// What addresses of a language begin with: `/uk`, or nothing.
    pub(super) fn prefix(&self, language: usize) -> String {
        let is_bare = self.languages.len() < 2 || (language == self.default && !self.default_in_subdir);
        match self.languages.get(language) {
            Some(language) if !is_bare => format!("/{}", language.key),
            _ => String::new(),
        }
    }

    /// Programs that build sites may mount `content/uk` themselves: where each language of texts has such a folder, it is theirs.
    fn find_language_folders(&mut self, files: &SourceFiles) {
        let [mount] = self.content_mounts.as_slice() else { return };
        if self.languages.len() < 2 || self.value.at("module.mounts").is_some() {
            return;
        }
        let folder = |language: &HugoLanguage| format!("{}/{}", mount.source, language.key);
        let all = self.languages.iter().enumerate().map(|(at, language)| Mount::folder(folder(language), vec![at]));
        let found: Vec<Mount> = all.filter(|mount| files.is_folder(&mount.source)).collect();
        if found.len() > 1 && found.iter().any(|mount| mount.languages == [self.default]) {
            self.is_by_folder = true;
            self.content_mounts.extend(found);
        }
    }

    /// The pattern of `permalinks` for texts of a kind (`page`, `section`, `taxonomy`, `term`) with a key: their section, or their
    /// taxonomy.
    pub(super) fn permalink(&self, language: usize, kind: &str, key: &str) -> Option<String> {
        let table = self.languages.get(language)?.value.at("permalinks")?;
        let of_kind = table.get(kind).and_then(|table| table.get(key)).and_then(Value::text);
        // Without a kind it is for pages, and for the terms of a taxonomy.
        of_kind.or_else(|| table.get(key).filter(|_| matches!(kind, "page" | "term")).and_then(Value::text))
    }

    /// Whether Hugo reads dates from the names of files.
    pub(super) fn reads_names(&self) -> bool {
        self.date_order.iter().any(|key| key == ":filename")
    }

    /// The language with a key.
    pub(super) fn by_key(&self, key: &str) -> Option<usize> {
        self.languages.iter().position(|language| language.key.eq_ignore_ascii_case(key))
    }
}

/// `params.uk` with a table: what `config/_default/params.uk.toml` says.
fn nested(name: &str, value: Value) -> Value {
    let table = |key: &str, value: Value| Value::Table(vec![(key.to_owned(), value)]);
    match name.split_once('.') {
        // `menus.uk.toml` is for one language.
        Some((key, lang)) => table("languages", table(lang, table(key, value))),
        None => table(name, value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_read_with_their_tags_and_prefixes() {
        let text = "defaultContentLanguage = 'ua'\ntitle = 'x'\n[languages.en]\nweight = 2\ntitle = 'X'\n[languages.ua]\n\
                    weight = 1\nlanguageName = 'UA'\ncontentDir = 'content/ua'\n[languages.cn]\nlanguageCode = 'zh-cn'\nweight = 3\n\
                    [languages.de]\ndisabled = true\n";
        let config = Config::from_value(parse(Format::Toml, text).unwrap());
        let found: Vec<_> =
            config.languages.iter().map(|language| (language.key.as_str(), language.tag.as_str())).collect();
        assert_eq!(found, [("ua", "uk"), ("en", "en"), ("cn", "zh")]);
        assert_eq!((config.prefix(0), config.prefix(1)), (String::new(), "/en".to_owned()));
        assert_eq!(config.languages[0].content_dir, "content/ua");
        assert_eq!(config.languages[1].value.text_at("title").as_deref(), Some("X"));
        let alone = Config::from_value(parse(Format::Toml, "languageCode = 'uk-UA'\n").unwrap());
        assert_eq!((alone.languages[0].tag.as_str(), alone.prefix(0)), ("uk", String::new()));
    }
}
