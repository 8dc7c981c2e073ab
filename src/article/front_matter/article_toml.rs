//! `article.toml`: what all versions of an article share.

use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization;

use super::{image_note::ImageNote, withdrawn::Withdrawn};
use crate::{
    article::{Audience, Publication},
    model::{
        date::Moment,
        diagnostic::Diagnostic,
        lang::Lang,
        sentence::{Sentence, expected, say},
        slug::Collection,
    },
    site::{TomlReader, old_path::old_path},
};

/// The contents of an `article.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArticleToml {
    /// When the article was first published, or will be; `None` of an undated page.
    pub published: Option<Moment>,
    /// Whether no version of it is public.
    pub draft: bool,
    /// The language of the source version.
    pub source: Lang,
    /// The languages that the article is meant for.
    pub languages: Audience,
    /// The section's id.
    pub section: Option<String>,
    /// The id of the series that it is a part of.
    pub series: Option<String>,
    /// Which part; parts without a number follow those with one, in the order of publication.
    pub part: Option<u32>,
    /// The tags' ids, as written, without repetition.
    pub tags: Vec<String>,
    /// The authors' ids, as written, without repetition.
    pub authors: Vec<String>,
    /// SPDX id, or words.
    pub licence: Option<String>,
    /// The origin of the text.
    pub origin: Option<String>,
    /// Why it was taken down, if it was.
    pub withdrawn: Option<Withdrawn>,
    /// Old paths of the article as a whole, each beginning with `/`.
    pub aliases: Vec<String>,
    /// Credits and licences of its pictures.
    pub images: Vec<ImageNote>,
}

impl ArticleToml {
    /// When the article is public.
    pub fn publication(&self) -> Publication {
        Publication { draft: self.draft, published: self.published }
    }
}

/// Reads an `article.toml`. `None` if it is not TOML throughout, or if `published` or `source`, which every article needs, cannot be
/// read; the problems say why.
///
/// ```
/// let (article, problems) = litopys::article::parse_article("article.toml", "published = 2025-06-29\nsource = 'uk'\n");
/// assert!(problems.is_empty() && article.is_some_and(|article| article.source.as_str() == "uk"));
/// ```
pub fn parse_article(path: &str, text: &str) -> (Option<ArticleToml>, Vec<Diagnostic>) {
    let reader = TomlReader::new(path, text, 0..text.len());
    let fields = reader.root();
    let published = fields.moment("published");
    let source = fields.parsed("source");
    for key in ["published", "source"] {
        if !fields.has(key) {
            fields.missing(key);
        }
    }
    let section = topic(&fields, "section");
    let series = topic(&fields, "series");
    let part = part(&fields);
    let (tags, authors) = (topics(&fields, "tags"), topics(&fields, "authors"));
    let withdrawn = Withdrawn::read(&fields);
    let undated = undated(&fields);
    fields.finish();
    let article = published.zip(source).filter(|_| reader.is_toml());
    let article = article.map(|(published, source)| ArticleToml {
        published: Some(published),
        section,
        series,
        part,
        tags,
        authors,
        withdrawn,
        ..undated(source)
    });
    (article, reader.into_diagnostics())
}

/// Reads the `page.toml` of an undated page, or of a text about an author, of which no key is required. `source` is the language of
/// the source version where the file does not name one. `None` if it is not TOML throughout.
pub fn parse_page(
    collection: Collection,
    path: &str,
    text: &str,
    source: &Lang,
) -> (Option<ArticleToml>, Vec<Diagnostic>) {
    let reader = TomlReader::new(path, text, 0..text.len());
    let fields = reader.root();
    let source = fields.parsed("source").unwrap_or_else(|| source.clone());
    let page = undated(&fields)(source);
    // An author's page lists articles, with a text or without.
    let withdrawn = if collection == Collection::Pages { Withdrawn::read(&fields) } else { None };
    fields.finish();
    let page = reader.is_toml().then_some(ArticleToml { withdrawn, ..page });
    (page, reader.into_diagnostics())
}

/// What an `article.toml` says of hiding the article that cannot be used otherwise, since its date or its source is missing.
#[derive(Debug, Default)]
pub(crate) struct UnusableArticleToml {
    /// Its `draft` and `published`.
    pub(crate) publication: Publication,
    /// Whether the article was taken down.
    pub(crate) is_withdrawn: bool,
}

impl UnusableArticleToml {
    /// Reads it. A text that is not TOML throughout says nothing.
    pub(crate) fn read(path: &str, text: &str) -> UnusableArticleToml {
        let reader = TomlReader::new(path, text, 0..text.len());
        let fields = reader.root();
        let publication = Publication { draft: draft(&fields), published: fields.moment("published") };
        let unusable = UnusableArticleToml { publication, is_withdrawn: fields.is_written("withdrawn") };
        if reader.is_toml() { unusable } else { UnusableArticleToml::default() }
    }

    /// When readers see the article. One that was taken down is hidden like a draft: there is nothing to make its notice of.
    pub(crate) fn for_readers(&self) -> Publication {
        Publication { draft: self.publication.draft || self.is_withdrawn, ..self.publication }
    }
}

/// Reads what articles have in common with undated pages; the language of the source version comes last.
fn undated(fields: &crate::site::TomlFields<'_, '_>) -> impl FnOnce(Lang) -> ArticleToml + use<> {
    let draft = draft(fields);
    let languages = languages(fields);
    let licence = fields.string("licence");
    let origin = fields.string("origin");
    let aliases = aliases(fields);
    let images = ImageNote::shared(fields);
    move |source| ArticleToml {
        published: None,
        source,
        draft,
        languages,
        section: None,
        series: None,
        part: None,
        tags: Vec::new(),
        authors: Vec::new(),
        licence,
        origin,
        withdrawn: None,
        aliases,
        images,
    }
}

/// The `part` of a series.
fn part(fields: &crate::site::TomlFields<'_, '_>) -> Option<u32> {
    if fields.has("part") && !fields.has("series") {
        fields.problem("part", "missing-key", say("missing-key-series"));
    }
    fields.integer("part", 0..100_000).and_then(|part| u32::try_from(part).ok())
}

/// The `languages` of an article, each once. A list that names none would leave the article no language at all.
fn languages(fields: &crate::site::TomlFields<'_, '_>) -> Audience {
    let mut seen = HashSet::new();
    let mut languages: Vec<Lang> = fields.parsed_strings("languages");
    languages.retain(|lang| seen.insert(lang.clone()));
    if fields.is_empty_array("languages") {
        fields.problem("languages", "empty-value", say("empty-value-languages"));
    }
    Audience::from(languages)
}

/// Whether a text is a draft. One whose `draft` is neither true nor false, or stands below a table, is kept from readers until that is
/// corrected.
pub(in crate::article) fn draft(fields: &crate::site::TomlFields<'_, '_>) -> bool {
    fields.boolean("draft").unwrap_or_else(|| fields.is_written("draft"))
}

/// The `aliases` of an article or a version: old paths, in the form in which they are looked up.
pub(in crate::article) fn aliases(fields: &crate::site::TomlFields<'_, '_>) -> Vec<String> {
    let mut aliases = Vec::new();
    let mut known = HashSet::new();
    for text in fields.strings("aliases") {
        match old_path(&text) {
            Some(alias) => {
                if known.insert(alias.clone()) {
                    aliases.push(alias);
                }
            }
            None => {
                let message = say("bad-value-alias").with("found", text);
                fields.problem("aliases", "bad-value", message);
            }
        }
    }
    aliases
}

/// The id of a tag, author, section or series, in NFC as in its address: one part of a path, that no browser takes for a step up.
fn topic_id(text: &str) -> Result<String, Sentence> {
    let is_part = !text.contains('/') && !text.contains(char::is_control) && !matches!(text, "." | "..");
    if is_part { Ok(text.nfc().collect()) } else { Err(expected("expected-topic-id", text)) }
}

/// A topic; one without a name is none.
fn topic(fields: &crate::site::TomlFields<'_, '_>, key: &'static str) -> Option<String> {
    let report =
        |what: Sentence| fields.problem(key, "bad-value", say("bad-value").with("key", key).with("what", what));
    topic_id(&fields.string(key)?).map_err(report).ok().filter(|id| !id.trim().is_empty())
}

fn topics(fields: &crate::site::TomlFields<'_, '_>, key: &'static str) -> Vec<String> {
    let mut seen = HashSet::new();
    let ids = fields.placed(key, topic_id).into_iter().map(|id| id.value);
    ids.filter(|id| !id.trim().is_empty() && seen.insert(id.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::diagnostic::cap_per_file;
    use proptest::prelude::*;

    #[test]
    fn reads_all_that_the_contract_names() {
        let text = r#"
published = 2025-06-29T09:00:00+03:00
source = "uk"
languages = ["uk", "en", "uk"]
section = "law"
series = "mines"
part = 2
tags = ["mines", "law", "mines"]
authors = ["editors"]
licence = "CC-BY-4.0"
origin = "https://example.org"
aliases = ["/old/", "/2025/older"]
[[image]]
file = "a.svg"
credit = "Litopys"
licence = "CC0-1.0"
"#;
        let (article, problems) = parse_article("article.toml", text);
        let article = article.unwrap();
        assert_eq!(problems, []);
        assert_eq!(article.languages, Audience::from(["uk", "en"].map(|lang| lang.parse().unwrap()).to_vec()));
        assert_eq!(article.tags, ["mines", "law"]);
        assert_eq!((article.series.as_deref(), article.part), (Some("mines"), Some(2)));
        assert_eq!(article.aliases, ["/old", "/2025/older"]);
        assert_eq!(article.images[0].credit.as_deref(), Some("Litopys"));
    }

    #[test]
    fn the_id_of_a_topic_is_one_part_of_an_address() {
        let head = "published = 2025-01-01\nsource = 'uk'\n";
        for id in ["tcp/ip", "/a", "a/", ".", "..", "a\\tb", "a\\u0085b", "a\\nb"] {
            for key in ["tags", "authors", "section", "series"] {
                let value =
                    if key.ends_with("rs") || key == "tags" { format!("['x', \"{id}\"]") } else { format!("\"{id}\"") };
                let (article, problems) = parse_article("article.toml", &format!("{head}{key} = {value}\n"));
                let codes: Vec<_> = problems.iter().map(|problem| &*problem.code).collect();
                assert_eq!(codes, ["bad-value"], "{key} = {value}");
                let article = article.unwrap();
                let found = [article.tags, article.authors].concat();
                let rest = (article.section, article.series);
                assert_eq!(
                    (found.join(" "), rest),
                    (if value.contains('x') { "x".into() } else { String::new() }, (None, None))
                );
            }
        }
        for (id, expected) in
            [("...", "..."), ("a b", "a b"), ("C++", "C++"), ("й", "й"), ("и\u{306}", "й"), ("100%", "100%")]
        {
            let (article, problems) =
                parse_article("article.toml", &format!("{head}tags = ['{id}']\nsection = '{id}'\n"));
            let article = article.unwrap();
            assert_eq!(
                (article.tags, article.section.as_deref(), problems.len()),
                (vec![expected.into()], Some(expected), 0)
            );
        }
    }

    #[test]
    fn a_topic_without_a_name_is_none() {
        for blank in ["", " "] {
            let text = format!(
                "published = 2025-01-01\nsource = 'uk'\nsection = '{blank}'\nseries = '{blank}'\ntags = ['{blank}']\nauthors = ['{blank}']\n"
            );
            let (article, problems) = parse_article("article.toml", &text);
            let article = article.unwrap();
            assert_eq!((article.section, article.series), (None, None), "{text}");
            assert_eq!([article.tags, article.authors].concat(), [""; 0], "{text}");
            assert_eq!(problems, [], "{text}");
        }
    }

    #[test]
    fn without_date_or_source_there_is_no_article() {
        let (article, problems) = parse_article("article.toml", "published = 29.06\n");
        assert!(article.is_none());
        let codes: Vec<_> = problems.iter().map(|problem| problem.code.as_ref()).collect();
        assert_eq!(codes, ["missing-key", "wrong-type"]);
    }

    #[test]
    fn a_hundred_problems_are_listed_and_the_others_counted() {
        for line in [
            "= =\n",
            "[[image]]\nx = 1\n",
            "a = 1\n",
            "[a]\n",
            "tags = [1, 2]\n",
            "[[image]]\nfile = 'a'\nfile = 'b'\n",
        ] {
            let problems = cap_per_file(parse_article("article.toml", &line.repeat(10_000)).1);
            let last = problems.last().unwrap();
            assert_eq!((problems.len(), last.code.as_ref()), (101, "more-problems"), "{line}");
        }
        // Each on a key of its own, on one line each, and within one line.
        let keys: String = (0..10_000).map(|number| format!("key{number} = 1\n")).collect();
        let items = format!("tags = [{}]\n", "1, ".repeat(10_000));
        for text in [keys, items] {
            assert_eq!(cap_per_file(parse_article("article.toml", &text).1).len(), 101);
        }
    }

    #[test]
    fn a_part_is_a_number_in_a_series() {
        let read =
            |text: &str| parse_article("article.toml", &format!("published = 2025-01-01\nsource = 'uk'\n{text}\n"));
        for (text, expected, code) in [
            ("series = 'a'\npart = 2", (Some("a"), Some(2)), None),
            ("series = 'a'", (Some("a"), None), None),
            ("part = 2", (None, Some(2)), Some("missing-key")),
            ("series = ' '", (None, None), None),
            ("series = 'a'\npart = -1", (Some("a"), None), Some("bad-value")),
            ("series = 'a'\npart = 'two'", (Some("a"), None), Some("wrong-type")),
            ("series = ['a']", (None, None), Some("wrong-type")),
        ] {
            let (article, problems) = read(text);
            let article = article.unwrap();
            assert_eq!((article.series.as_deref(), article.part), expected, "{text}");
            assert_eq!(problems.first().map(|problem| &*problem.code), code, "{text}");
        }
    }

    #[test]
    fn an_article_is_meant_for_the_languages_it_names_or_for_all() {
        let read =
            |list: &str| parse_article("article.toml", &format!("published = 2025-01-01\nsource = 'uk'\n{list}\n"));
        for (list, uk, en, expected) in [
            ("", true, true, &[][..]),
            ("languages = ['uk']", true, false, &[]),
            ("languages = ['uk', 'en']", true, true, &[]),
            ("languages = []", true, true, &["empty-value"]),
            ("languages = 'uk'", true, true, &["wrong-type"]),
            ("languages = ['not a tag']", true, true, &["bad-value"]),
            ("languages = ['uk', 'not a tag']", true, false, &["bad-value"]),
            ("languages = ['uk', 7]", true, false, &["wrong-type"]),
        ] {
            let (article, problems) = read(list);
            let article = article.unwrap();
            let meant = ["uk", "en"].map(|lang| article.languages.includes(&lang.parse().unwrap()));
            let codes: Vec<_> = problems.iter().map(|problem| problem.code.as_ref()).collect();
            assert_eq!((meant, codes.as_slice()), ([uk, en], expected), "{list}");
        }
    }

    proptest! {
        #[test]
        fn what_cannot_be_used_is_reported_inside_the_file(text in "(published|source|tags|=|\\[|\\]|\"|'|\\n|\\PC){0,30}") {
            let (article, problems) = parse_article("article.toml", &text);
            crate::model::diagnostic::assert_inside(&problems, &text);
            prop_assert!(article.is_some() || !problems.is_empty());
        }
    }
}
