//! `articles/names.toml`: the names of authors, tags and sections, per language.

use std::{collections::BTreeMap, fmt, str::FromStr};

use super::{Fields, Reader};
use crate::model::{lang::Lang, problem::Problem};

/// What an article is listed under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// A person or desk that wrote it.
    Author,
    /// A subject.
    Tag,
    /// A part of the site.
    Section,
}

/// Names by topic, id and language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names(BTreeMap<(Topic, String), BTreeMap<Lang, String>>);

impl Topic {
    /// Every topic, in the order of `names.toml`.
    pub const ALL: [Topic; 3] = [Topic::Author, Topic::Tag, Topic::Section];

    /// The word that stands for it in addresses and in `names.toml`.
    pub fn as_str(self) -> &'static str {
        match self {
            Topic::Author => "author",
            Topic::Tag => "tag",
            Topic::Section => "section",
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
        let Some(names) = self.0.get(&(topic, id.to_owned())) else { return id };
        std::iter::once(lang).chain(chain).find_map(|lang| names.get(lang)).map_or(id, String::as_str)
    }

    /// Whether `id` has a name in `lang` itself.
    pub fn has(&self, topic: Topic, id: &str, lang: &Lang) -> bool {
        self.0.get(&(topic, id.to_owned())).is_some_and(|names| names.contains_key(lang))
    }

    /// Every entry: topic, id, language, name.
    pub fn iter(&self) -> impl Iterator<Item = (Topic, &str, &Lang, &str)> {
        self.0.iter().flat_map(|((topic, id), names)| {
            names.iter().map(move |(lang, name)| (*topic, id.as_str(), lang, name.as_str()))
        })
    }
}

/// Reads a `names.toml`; what cannot be read is left out, and said.
pub fn parse_names(path: &str, text: &str) -> (Names, Vec<Problem>) {
    let reader = Reader::new(path, text, 0..text.len());
    let root = reader.root();
    let mut names = Names::default();
    for topic in Topic::ALL {
        for (id, fields) in root.table(topic.as_str()).iter().flat_map(Fields::each_table) {
            names.0.insert((topic, id), fields.each_language());
        }
    }
    root.finish();
    (names, reader.into_problems())
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
            crate::model::problem::assert_inside(&parse_names("names.toml", &text).1, &text);
        }
    }
}
