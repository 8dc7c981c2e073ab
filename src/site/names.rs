//! `articles/names.toml`: the names of authors, tags and sections, per language.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fmt,
    str::FromStr,
};

use unicode_normalization::UnicodeNormalization;

use super::{Site, TomlFields, TomlReader, toml_key};
use crate::model::{
    diagnostic::{Diagnostic, Lines},
    lang::Lang,
    sentence::say,
    slug::ArticleId,
};

/// A topic that lists articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// A person or desk that wrote it.
    Author,
    /// A subject.
    Tag,
    /// A part of the site.
    Section,
    /// Articles that are read one after the other.
    Series,
}

/// Names by topic, id and language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    names: BTreeMap<(Topic, String), BTreeMap<Lang, String>>,
    /// The ids whose names stand under a key that is no topic, `[tga.law]`: that is reported, and they are not missing.
    misplaced: BTreeSet<String>,
}

impl Topic {
    /// Every topic, in the order of `names.toml`.
    pub const ALL: [Topic; 4] = [Topic::Author, Topic::Tag, Topic::Section, Topic::Series];

    /// The word that stands for it in addresses and in `names.toml`.
    pub fn as_str(self) -> &'static str {
        match self {
            Topic::Author => "author",
            Topic::Tag => "tag",
            Topic::Section => "section",
            Topic::Series => "series",
        }
    }

    /// The word that stands for all of its kind in addresses.
    pub fn plural(self) -> &'static str {
        match self {
            Topic::Author => "authors",
            Topic::Tag => "tags",
            Topic::Section => "sections",
            Topic::Series => "series",
        }
    }
}

impl fmt::Display for Topic {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

impl FromStr for Topic {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Topic::ALL.into_iter().find(|topic| topic.as_str() == text).ok_or(())
    }
}

impl Names {
    /// The name of `id` in `lang`, else in the first language of `chain` that has one, else the id as written.
    pub fn name<'a>(&'a self, topic: Topic, id: &'a str, lang: &Lang, chain: &[Lang]) -> &'a str {
        let Some(names) = self.names.get(&(topic, id.to_owned())) else { return id };
        std::iter::once(lang).chain(chain).find_map(|lang| in_lang(names, lang)).unwrap_or(id)
    }

    /// Every entry: topic, id, language, name.
    pub fn iter(&self) -> impl Iterator<Item = (Topic, &str, &Lang, &str)> {
        self.names.iter().flat_map(|((topic, id), names)| {
            names.iter().map(move |(lang, name)| (*topic, id.as_str(), lang, name.as_str()))
        })
    }
}

/// Finds the tags, authors and sections that have no name in some language of a site, and says so.
pub(crate) struct MissingNames<'a> {
    path: &'a str,
    names: Option<&'a Names>,
    lines: Lines<'a>,
    headers: HashMap<&'a str, usize>,
}

impl<'a> MissingNames<'a> {
    /// Those missing from `names`, read from `text`, the file at `path`.
    pub(crate) fn new(path: &'a str, text: &'a str, names: Option<&'a Names>) -> Self {
        MissingNames { path, names, lines: Lines::new(text), headers: headers(text) }
    }

    /// The problem of a topic that has a name in some languages of `site` only; `user` is an article listed under it.
    pub(crate) fn problem(&self, site: &Site, topic: Topic, id: &str, user: Option<&ArticleId>) -> Option<Diagnostic> {
        let missing = missing_languages(self.names, site, topic, id);
        if missing.is_empty() {
            return None;
        }
        let message = say(format!("missing-name-{topic}")).with("id", id).with("langs", missing);
        let table = format!("[{topic}.{}]", toml_key(id));
        let help = match user {
            Some(user) => say("help-name-below-used").with("user", user.to_string()),
            None => say("help-name-below"),
        };
        let problem = Diagnostic::warning(self.path, "missing-name", message).help(help.with("table", &table));
        Some(match self.headers.get(table.as_str()) {
            Some(at) => problem.at(self.lines.place(*at)),
            None => problem,
        })
    }
}

/// The languages of the site in which a topic has no name, as a report writes them.
pub(crate) fn missing_languages(names: Option<&Names>, site: &Site, topic: Topic, id: &str) -> Vec<String> {
    if names.is_some_and(|names| names.misplaced.contains(id)) {
        return Vec::new();
    }
    let known = names.and_then(|names| names.names.get(&(topic, id.to_owned())));
    let tags = site.languages().iter().map(|language| &language.tag);
    let is_missing = |lang: &&Lang| known.and_then(|names| in_lang(names, lang)).is_none();
    tags.filter(is_missing).map(|lang| format!("`{lang}`")).collect()
}

/// The name in a language, if it is not blank.
fn in_lang<'n>(names: &'n BTreeMap<Lang, String>, lang: &Lang) -> Option<&'n str> {
    names.get(lang).map(String::as_str).filter(|name| !name.trim().is_empty())
}

/// The headers of the tables of a TOML text, each with its first byte.
fn headers(text: &str) -> HashMap<&str, usize> {
    let mut headers = HashMap::new();
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let start = line.len() - line.trim_start().len();
        // A comment may follow.
        let line_end = line.find(" #").unwrap_or(line.len());
        if let Some(end) = line.get(..line_end).and_then(|line| line.rfind(']'))
            && let Some(header) = line.get(start..=end).filter(|header| header.starts_with('['))
        {
            headers.entry(header).or_insert(offset + start);
        }
        offset += line.len();
    }
    headers
}

/// Reads a `names.toml`; what cannot be read is left out, and said.
pub fn parse_names(path: &str, text: &str) -> (Names, Vec<Diagnostic>) {
    let reader = TomlReader::new(path, text, 0..text.len());
    let root = reader.root();
    let mut names = Names::default();
    for topic in Topic::ALL {
        for (id, fields) in root.table(topic.as_str()).iter().flat_map(TomlFields::each_table) {
            names.names.insert((topic, id.nfc().collect()), fields.each_language());
        }
    }
    names.misplaced = root.keys_below_unknown().into_iter().collect();
    root.finish();
    (names, reader.into_diagnostics())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lang(tag: &str) -> Lang {
        tag.parse().unwrap()
    }

    #[test]
    fn a_name_falls_back_along_the_chain_and_then_to_the_id() {
        let (names, problems) = parse_names("names.toml", "[tag.law]\nuk = 'право'\n[author.\"o-k\"]\nen = 'O. K.'\n");
        assert_eq!(problems, []);
        assert_eq!(names.name(Topic::Tag, "law", &lang("uk"), &[]), "право");
        assert_eq!(names.name(Topic::Tag, "law", &lang("en"), &[lang("uk")]), "право");
        assert_eq!(names.name(Topic::Tag, "law", &lang("en"), &[]), "law");
        assert_eq!(names.name(Topic::Tag, "sea", &lang("en"), &[]), "sea");
    }

    #[test]
    fn a_blank_name_is_none() {
        let (names, problems) = parse_names("names.toml", "[tag.law]\nuk = ' '\nen = 'Law'\n");
        assert_eq!(problems, []);
        assert_eq!(names.name(Topic::Tag, "law", &lang("uk"), &[lang("en")]), "Law");
        let site =
            crate::site::parse_site("site.toml", "[[language]]\ntag = 'uk'\n[[language]]\ntag = 'en'\n").0.unwrap();
        assert_eq!(missing_languages(Some(&names), &site, Topic::Tag, "law"), ["`uk`"]);
    }

    #[test]
    fn an_unknown_table_names_the_nearest() {
        let (_, problems) = parse_names("names.toml", "[tags.law]\nuk = 'право'\n");
        assert_eq!(
            problems[0].to_string(),
            "names.toml:1:2: error: unknown key `tags` [unknown-key]\n  help: write `tag`"
        );
    }

    proptest! {
        #[test]
        fn every_problem_lies_inside_the_file(text in "(\\[tag|\\]|uk|=|'|\\.|\\n|\\PC){0,30}") {
            crate::model::diagnostic::assert_inside(&parse_names("names.toml", &text).1, &text);
        }
    }
}
