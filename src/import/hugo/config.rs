//! The configuration of a Hugo site: one file or a folder, its languages, and what decides addresses.

use jiff::tz::TimeZone;

use crate::{
    import::{
        ImportError, Outcome, Report, SourcePlace,
        front_matter::{Format, Value, parse},
        source::SourceFiles,
    },
    model::lang::Lang,
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
    /// Folders of files that are copied as they are.
    pub(super) static_dirs: Vec<String>,
}

/// A language of the site.
#[derive(Debug, Clone)]
pub(super) struct HugoLanguage {
    /// Its key, as it stands in addresses and file names.
    pub(super) key: String,
    /// Its tag here.
    pub(super) tag: Lang,
    /// What the selector shows.
    pub(super) label: Option<String>,
    /// Its folder of texts.
    pub(super) content_dir: String,
    /// The configuration as it is for this language.
    pub(super) value: Value,
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
        Ok(Config::from_value(value))
    }

    fn from_value(value: Value) -> Config {
        let languages = languages(&value);
        let default_key = value.text_at("defaultContentLanguage").unwrap_or_else(|| "en".to_owned()).to_lowercase();
        let default = languages.iter().position(|language| language.key == default_key).unwrap_or_default();
        let taxonomies = match value.at("taxonomies") {
            Some(table) => table.entries().iter().filter_map(|(_, plural)| plural.text()).collect(),
            None => vec!["tags".to_owned(), "categories".to_owned()],
        };
        let zone = value.text_at("timeZone").and_then(|zone| TimeZone::get(&zone).ok()).unwrap_or(TimeZone::UTC);
        let mut static_dirs = value.texts_at("staticDir");
        if static_dirs.is_empty() {
            static_dirs.push("static".to_owned());
        }
        for language in &languages {
            static_dirs.extend(language.value.texts_at("staticDir").into_iter().filter(|dir| !dir.is_empty()));
        }
        static_dirs.sort();
        static_dirs.dedup();
        let default_in_subdir = value.is("defaultContentLanguageInSubdir");
        Config { languages, default, default_in_subdir, zone, taxonomies, static_dirs, value }
    }

    /// What addresses of a language begin with: `/uk`, or nothing.
    pub(super) fn prefix(&self, language: usize) -> String {
        let is_bare = self.languages.len() < 2 || (language == self.default && !self.default_in_subdir);
        match self.languages.get(language) {
            Some(language) if !is_bare => format!("/{}", language.key),
            _ => String::new(),
        }
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

fn languages(value: &Value) -> Vec<HugoLanguage> {
    let default = value.text_at("defaultContentLanguage").unwrap_or_else(|| "en".to_owned());
    let content_dir = value.text_at("contentDir").unwrap_or_else(|| "content".to_owned());
    let disabled = value.texts_at("disableLanguages");
    let mut found: Vec<(i64, HugoLanguage)> = Vec::new();
    for (key, own) in value.at("languages").map(Value::entries).unwrap_or_default() {
        if own.is("disabled") || disabled.contains(key) {
            continue;
        }
        let mut whole = value.clone();
        whole.merge(own.clone());
        let tag = tag(key, own.text_at("languageCode").or_else(|| own.text_at("locale")).as_deref());
        let Some(tag) = tag else { continue };
        let weight = own.at("weight").and_then(Value::integer).filter(|weight| *weight != 0).unwrap_or(i64::MAX);
        found.push((
            weight,
            HugoLanguage {
                key: key.to_lowercase(),
                tag,
                label: own.text_at("languageName").or_else(|| own.text_at("label")),
                content_dir: own
                    .text_at("contentDir")
                    .unwrap_or_else(|| content_dir.clone())
                    .trim_matches('/')
                    .to_owned(),
                value: whole,
            },
        ));
    }
    if found.is_empty() {
        let code = value.text_at("languageCode").or_else(|| value.text_at("locale"));
        let named = value.text_at("defaultContentLanguage");
        let key = named.or_else(|| code.as_deref().and_then(|code| code.split(['-', '_']).next()).map(str::to_owned));
        let key = key.unwrap_or(default);
        let tag = tag(&key, code.as_deref()).or_else(|| "en".parse().ok());
        found.extend(tag.map(|tag| {
            let content_dir = content_dir.trim_matches('/').to_owned();
            (0, HugoLanguage { key: key.to_lowercase(), tag, label: None, content_dir, value: value.clone() })
        }));
    }
    found.sort_by_key(|(weight, _)| *weight);
    found.into_iter().map(|(_, language)| language).collect()
}

/// The tag of a language: that of its code where the key is one of a country (`ua`, `cn`), else its key.
fn tag(key: &str, code: Option<&str>) -> Option<Lang> {
    let key = match key.to_ascii_lowercase().as_str() {
        "ua" => "uk".to_owned(),
        key => key.replace('_', "-"),
    };
    let code = code.and_then(|code| code.replace('_', "-").parse::<Lang>().ok());
    let own = key.parse::<Lang>().ok();
    match (own, code) {
        (Some(own), Some(code)) if own.id().language != code.id().language => code.id().language.as_str().parse().ok(),
        (Some(own), _) => Some(own),
        (None, code) => code,
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
