//! `article.toml` and the text of a version.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;

use crate::{
    import::{
        ImportedVersion, Outcome, PictureNote, Report, Term,
        plan::{Addresses, PlannedArticle, PlannedVersion, Terms},
        ties::Head,
    },
    model::{date::Moment, slug::Collection},
    site::Topic,
};

/// What the files of an article are made of.
#[derive(Clone, Copy)]
pub(in crate::import) struct ArticleFiles<'a> {
    /// The article, and its place among all.
    pub(in crate::import) article: &'a PlannedArticle,
    pub(in crate::import) at: usize,
    pub(in crate::import) heads: &'a [Head],
    pub(in crate::import) addresses: &'a Addresses,
    pub(in crate::import) terms: &'a Terms,
    pub(in crate::import) zone: &'a TimeZone,
}

/// The text of `article.toml`, or of `page.toml`; `None` where a page needs none.
pub(in crate::import) fn article_toml(of: ArticleFiles<'_>, report: &mut Report) -> Option<String> {
    let ArticleFiles { article, at, heads, addresses, terms, zone } = of;
    let mut versions: Vec<&ImportedVersion> =
        article.versions.iter().filter_map(|version| heads.get(version.head)).map(|head| &head.version).collect();
    let is_source = |version: &PlannedVersion| version.lang == article.source;
    let source = article.versions.iter().position(is_source).unwrap_or_default();
    let count = versions.len();
    versions.rotate_left(source.min(count));
    let is_dated = article.id.year().is_some();
    let mut toml = Keys::default();
    if let Some(published) = article.published.filter(|_| is_dated) {
        toml.raw("published", &published.written(zone));
    }
    toml.text("source", Some(article.source.as_str()));
    let list = |topic: Topic, of: fn(&ImportedVersion) -> &[Term]| {
        let mut ids: Vec<String> = Vec::new();
        for term in versions.iter().flat_map(|version| of(version)) {
            if let Some(id) = terms.id(topic, &term.id).filter(|id| !ids.iter().any(|known| known == id)) {
                ids.push(id.to_owned());
            }
        }
        ids
    };
    let tags = list(Topic::Tag, |version| &version.tags);
    let authors = list(Topic::Author, |version| &version.authors);
    let first = |topic: Topic, of: fn(&ImportedVersion) -> Option<&Term>| {
        versions.iter().find_map(|version| terms.id(topic, &of(version)?.id))
    };
    let section = first(Topic::Section, |version| version.section.as_ref());
    let series = first(Topic::Series, |version| version.series.as_ref());
    if is_dated {
        toml.text("section", section);
        toml.text("series", series);
        if let Some(part) = series.and(versions.iter().find_map(|version| version.part)) {
            toml.raw("part", &part.to_string());
        }
        toml.list("tags", &tags);
        toml.list("authors", &authors);
    } else if let Some(version) = versions.first().filter(|_| !tags.is_empty() || series.is_some()) {
        let found = format!("tags or a series on an undated page: {}", tags.join(", "));
        report.add(&version.place, "page-without-topics", Outcome::Lost, found, "left out; pages have none");
    }
    toml.text("licence", versions.iter().find_map(|version| version.licence.as_deref()));
    toml.text("origin", versions.iter().find_map(|version| version.origin.as_deref()));
    toml.list("aliases", addresses.shared(at));
    let is_needed =
        is_dated || article.versions.len() > 1 || !addresses.shared(at).is_empty() || toml.0.lines().count() > 1;
    (is_needed && article.id.collection() != Collection::Authors).then_some(toml.0)
}

/// The text of a version, its front matter included: the version at the place `n` of the article. `body` is written for the archive;
/// `files` are names in the folder.
pub(in crate::import) fn version_md(
    of: ArticleFiles<'_>,
    n: usize,
    version: &ImportedVersion,
    body: &str,
    files: &BTreeMap<String, String>,
    report: &mut Report,
) -> String {
    let ArticleFiles { article, at, addresses, zone, .. } = of;
    let mut toml = Keys::default();
    let title = title_of(version, report);
    toml.text("title", Some(&title));
    let summary = version.summary.as_deref().map(one_line);
    toml.text("summary", summary.as_deref());
    let is_author = article.id.collection() == Collection::Authors;
    let slug = article.versions.get(n).map(|planned| &planned.slug);
    if let Some(slug) = slug.filter(|slug| **slug != *article.id.name() && !is_author) {
        toml.text("slug", Some(slug.as_str()));
    }
    if let Some(reason) = &version.hidden {
        toml.raw("draft", "true");
        report.add(&version.place, "hidden", Outcome::Changed, reason.clone(), "imported as a draft");
    }
    if let (Some(own), Some(first)) = (version.published, article.published)
        && own.instant(zone) > first.instant(zone)
    {
        toml.raw("published", &own.written(zone));
    }
    let is_later = |updated: &Moment| version.published.is_none_or(|own| updated.instant(zone) > own.instant(zone));
    if let Some(updated) = version.updated.filter(is_later) {
        toml.raw("updated", &updated.written(zone));
    }
    toml.list("translators", &version.translators);
    toml.list("aliases", addresses.aliases(at, n));
    for note in &version.pictures {
        if let Some(file) = files.get(&note.file) {
            toml.picture(file, note);
        }
    }
    let body = match body.trim().is_empty() {
        // A version without words would not be shown, and its addresses would lead nowhere.
        true => {
            report.add(
                &version.place,
                "empty-text",
                Outcome::Changed,
                "a text without words",
                "the title stands in it",
            );
            format!("{}\n", summary.as_deref().unwrap_or(&title))
        }
        false => body.to_owned(),
    };
    format!("+++\n{}+++\n\n{body}", toml.0)
}

/// The title; the first words of a text that has none.
fn title_of(version: &ImportedVersion, report: &mut Report) -> String {
    let title = one_line(&version.title);
    if !title.is_empty() {
        return title;
    }
    let words = version
        .body
        .lines()
        .map(|line| line.trim_matches(['#', ' ', '*', '>', '-', '_']))
        .find(|line| line.chars().any(char::is_alphabetic) && !line.starts_with(['!', '[', '<', '|', '{']));
    let words = words.map(|line| line.split_whitespace().take(8).collect::<Vec<_>>().join(" "));
    let title = words.filter(|words| !words.is_empty()).unwrap_or_else(|| version.name.clone());
    let title = if title.trim().is_empty() { "…".to_owned() } else { title };
    report.add(&version.place, "no-title", Outcome::Changed, "no title", format!("`{title}` stands in its place"));
    title
}

/// A text on one line, without signs that act on a terminal.
fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() && c != '\u{A0}' || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Keys of a TOML text.
#[derive(Default)]
struct Keys(String);

impl Keys {
    fn raw(&mut self, key: &str, value: &str) {
        self.0.push_str(&format!("{key} = {value}\n"));
    }

    fn text(&mut self, key: &str, text: Option<&str>) {
        if let Some(text) = text.filter(|text| !text.trim().is_empty()) {
            self.raw(key, &quoted(text));
        }
    }

    fn list(&mut self, key: &str, items: &[String]) {
        if !items.is_empty() {
            let items: Vec<_> = items.iter().map(|item| quoted(item)).collect();
            self.raw(key, &format!("[{}]", items.join(", ")));
        }
    }

    fn picture(&mut self, file: &str, note: &PictureNote) {
        let words = [("alt", &note.alt), ("caption", &note.caption), ("credit", &note.credit)];
        let some = words.into_iter().filter_map(|(key, text)| Some((key, one_line(text.as_deref()?))));
        let some: Vec<_> = some.filter(|(_, text)| !text.is_empty()).collect();
        if some.is_empty() {
            return;
        }
        self.0.push_str("\n[[image]]\n");
        self.raw("file", &quoted(file));
        some.iter().for_each(|(key, text)| self.raw(key, &quoted(text)));
    }
}

/// `text` as a string of TOML, on one line.
pub(super) fn quoted(text: &str) -> String {
    toml::Value::String(one_line(text)).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        article::{parse_article, parse_version},
        import::ImportedSite,
    };

    #[test]
    fn what_is_written_is_read_as_it_was_meant() {
        let version = ImportedVersion {
            id: "a".into(),
            title: "Назва \"у лапках\"\nдругий рядок\u{1}".into(),
            summary: Some("Коротко \\ ясно".into()),
            published: "2020-05-01T10:00:00Z".parse().ok(),
            updated: "2021-05-01".parse().ok(),
            hidden: Some("draft".into()),
            tags: vec![Term::new("Історія", "Історія")],
            authors: vec![Term::new("taras", "Тарас")],
            series: Some(Term::new("s", "S")),
            part: Some(2),
            licence: Some("CC-BY-4.0".into()),
            addresses: vec!["/стара/".into()],
            shared_addresses: vec!["/?p=1".into()],
            pictures: vec![PictureNote { file: "x".into(), alt: Some("Карта".into()), ..PictureNote::default() }],
            ..ImportedVersion::default()
        };
        let heads = [Head { version: version.clone(), lang: "uk".parse().unwrap() }];
        let planned = PlannedVersion { head: 0, lang: "uk".parse().unwrap(), slug: "назва".parse().unwrap() };
        let article = PlannedArticle {
            id: "2019/a".parse().unwrap(),
            source: "uk".parse().unwrap(),
            published: "2019-05-01".parse().ok(),
            versions: vec![planned.clone()],
            merged: vec![],
        };
        let mut report = Report::default();
        let terms = Terms::new(&heads, &ImportedSite::default());
        let addresses =
            Addresses::new(&heads, std::slice::from_ref(&article), &ImportedSite::default(), &terms, &mut report);
        let zone = TimeZone::get("Europe/Kyiv").unwrap();
        let of =
            ArticleFiles { article: &article, at: 0, heads: &heads, addresses: &addresses, terms: &terms, zone: &zone };
        let toml = article_toml(of, &mut report).unwrap();
        let (read, problems) = parse_article("article.toml", &toml);
        let read = read.unwrap();
        assert_eq!(problems, [], "{toml}");
        assert_eq!(
            (read.tags, read.authors, read.part),
            (vec!["istoriia".to_owned()], vec!["taras".to_owned()], Some(2))
        );
        assert_eq!(read.aliases, ["/?p=1"]);
        let files = BTreeMap::from([("x".to_owned(), "карта.png".to_owned())]);
        let md = version_md(
            of, 0, &version, "Текст
", &files, &mut report,
        );
        let (read, problems) = parse_version("uk.md", &md);
        let read = read.unwrap();
        assert_eq!(problems, [], "{md}");
        assert_eq!(read.title, "Назва \"у лапках\" другий рядок");
        assert_eq!(read.aliases, ["/стара"]);
        assert!(md.contains("draft = true\n") && md.contains("published = 2020-05-01T13:00:00+03:00\n"), "{md}");
        assert!(md.contains("[[image]]\nfile = \"карта.png\"\nalt = \"Карта\"\n"), "{md}");
    }

    #[test]
    fn a_text_without_a_title_or_words_is_still_there() {
        let mut report = Report::default();
        let version = ImportedVersion {
            body: "![](a.png)\n\n## Перші **слова** тексту\n".into(),
            ..ImportedVersion::default()
        };
        assert_eq!(title_of(&version, &mut report), "Перші **слова** тексту");
        assert_eq!(title_of(&ImportedVersion::default(), &mut report), "…");
        assert_eq!(report.entries().len(), 2);
    }
}
