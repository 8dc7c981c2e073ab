//! The configuration of a Hugo site: one file or a folder, its languages, and what decides addresses and dates.

use jiff::{civil::Date, tz::TimeZone};

use super::{
    mounts::{self, HugoLanguage, Mount},
    urlize::{Accents, LetterCase, Spelling},
};
use crate::{
    import::{
        ImportError, Outcome, Report, SourcePlace,
        front_matter::{Format, Value, parse},
        source::SourceFiles,
    },
    model::{date::Moment, lang::Lang},
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

/// The keys that say when a text appeared, where the configuration names none.
const DATES: [&str; 6] = ["date", "publishDate", "pubdate", "published", "lastmod", "modified"];

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
        let named = |value: &Value| match value.at("taxonomies") {
            Some(table) => table.entries().iter().filter_map(|(_, plural)| plural.text()).collect(),
            None => vec!["tags".to_owned(), "categories".to_owned()],
        };
        let mut taxonomies: Vec<String> = named(&value);
        for name in languages.iter().flat_map(|language| named(&language.value)) {
            if !taxonomies.contains(&name) {
                taxonomies.push(name);
            }
        }
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
            date_order: date_order(&value),
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
        let is_bare = language == self.default && !self.default_in_subdir;
        match self.languages.get(language) {
            Some(language) if !is_bare => format!("/{}", language.key),
            _ => String::new(),
        }
    }

    /// Where the site lives.
    pub(super) fn base_url(&self) -> Option<String> {
        let own = self.value.text_at("baseURL").or_else(|| self.of(self.default).text_at("baseURL"));
        own.filter(|base| base.contains("://"))
    }

    /// The host of a language that has one of its own: its addresses do not begin with its key.
    pub(super) fn own_host(&self, language: usize) -> Option<String> {
        let host = |url: String| Some(url.split_once("://")?.1.split('/').next()?.to_ascii_lowercase());
        let own = host(self.of(language).text_at("baseURL")?)?;
        (Some(&own) != self.base_url().and_then(host).as_ref()).then_some(own)
    }

    /// The hosts that languages have of their own.
    pub(super) fn other_hosts(&self) -> Vec<String> {
        (0..self.languages.len()).filter_map(|language| self.own_host(language)).collect()
    }

    /// The configuration as it is for a language.
    pub(super) fn of(&self, language: usize) -> &Value {
        self.languages.get(language).map_or(&self.value, |language| &language.value)
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
        let table = self.of(language).at("permalinks")?;
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
        // `languages.uk.toml`, and `menus.uk.toml`, which is for one language.
        Some(("languages", lang)) => table("languages", table(lang, value)),
        Some((key, lang)) => table("languages", table(lang, table(key, value))),
        None => table(name, value),
    }
}

/// The languages that a configuration names, by weight; those that are switched off are left out.
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
        for (key, own) in own.entries() {
            // Parameters are laid over those of the site, all else stands in its place.
            if !key.eq_ignore_ascii_case("params") {
                whole.merge(Value::Table(vec![(key.clone(), Value::Null)]));
            }
            whole.merge(Value::Table(vec![(key.clone(), own.clone())]));
        }
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

/// When readers first saw the text in a file called `name`; `order` is [`Config::date_order`].
pub(super) fn front_date(order: &[String], front: &Value, name: &str, zone: &TimeZone) -> Option<Moment> {
    // A name with a date says when a text appeared, even where Hugo does not read it.
    let in_name = || dated_name(name).map(|(day, _)| Moment::Day(day));
    let found = found_date(order, front, name, zone).map(|(published, _)| published).or_else(in_name)?;
    let later = front.moment_at("publishDate", zone).filter(|at| at.instant(zone) > found.instant(zone));
    Some(later.unwrap_or(found))
}

/// The day that stands in the address of such a text: as it is written, in any time zone; where there is none, the first of all.
pub(super) fn day_in_address(order: &[String], front: &Value, name: &str, zone: &TimeZone) -> Date {
    found_date(order, front, name, zone).map_or(Date::constant(1, 1, 1), |(_, day)| day)
}

fn found_date(order: &[String], front: &Value, name: &str, zone: &TimeZone) -> Option<(Moment, Date)> {
    let of_key = |key: &String| match key.as_str() {
        ":filename" => dated_name(name).map(|(day, _)| (Moment::Day(day), day)),
        key => {
            let published = front.moment_at(key, zone)?;
            let text = front.text_at(key)?;
            let day = text.get(..10).and_then(|day| day.parse().ok()).unwrap_or_else(|| published.day(zone));
            // A date that was never filled in.
            (day.year() > 1).then_some((published, day))
        }
    };
    order.iter().find_map(of_key)
}

/// The keys that decide, in their order: `frontmatter.date` of the configuration.
fn date_order(config: &Value) -> Vec<String> {
    let keys = || DATES.iter().map(|key| (*key).to_owned());
    let named = config.texts_at("frontmatter.date");
    if named.is_empty() {
        return keys().collect();
    }
    // Times of files and of git are not those of the text.
    let known =
        named.into_iter().filter(|key| matches!(key.as_str(), ":filename" | ":default") || !key.starts_with(':'));
    known.flat_map(|key| if key == ":default" { keys().collect() } else { vec![key] }).collect()
}

/// `2019-05-01-name`: the date and the name.
pub(super) fn dated_name(name: &str) -> Option<(Date, &str)> {
    let day = name.get(..10)?.parse().ok()?;
    Some((day, name.get(10..)?.trim_start_matches(['-', '_'])))
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
