//! One text of a Zola site, as the writer takes it.

use super::{
    body,
    source::{Zola, ZolaFile, undated},
};
use crate::{
    import::{
        ImportedKind, ImportedVersion, Outcome, Pass, Report, SourcePlace, Term,
        front_matter::{FrontMatter, Value},
        report::ABOVE_LIST,
    },
    model::date::Moment,
    site::Topic,
};

/// Keys that are used, or that say nothing about the text.
const KNOWN: [&str; 22] = [
    "title", "date", "updated", "draft", "slug", "path", "aliases", "description", "taxonomies", "extra", "weight",
    "template", "render", "authors", "sort_by", "paginate_by", "insert_anchor_links", "in_search_index", "transparent",
    "page_template", "generate_feeds", "generate_feed",
];

/// What a taxonomy becomes.
pub(super) fn topic(taxonomy: &str, place: usize) -> Topic {
    match taxonomy {
        "categories" if place == 0 => Topic::Section,
        "authors" | "author" => Topic::Author,
        "series" => Topic::Series,
        _ => Topic::Tag,
    }
}

/// The text in `file`; `None` where it is not a page of its own.
pub(super) fn version(
    zola: &Zola,
    file: &ZolaFile,
    read: &FrontMatter<'_>,
    pass: Pass,
    report: &mut Report,
) -> Option<ImportedVersion> {
    let front = &read.value;
    let place = SourcePlace::file(&*file.path);
    let is_home = file.logical == "_index";
    if file.is_section() && read.body.trim().is_empty() {
        return None;
    }
    if front.at("render").and_then(Value::bool) == Some(false) {
        report.add(&place, "no-page", Outcome::Lost, "a text that has no page", "left out");
        return None;
    }
    if is_home {
        report.add(&place, "list-text", Outcome::Changed, "the text of the home page", ABOVE_LIST);
    }
    let zone = jiff::tz::TimeZone::UTC;
    let (folder, name) = file.parts();
    let published = published(file, front);
    let address = zola.address(file, front);
    let last = address.trim_matches('/').rsplit('/').next().map(str::to_owned).filter(|_| !is_home);
    let own = if is_home { "home" } else { undated(name) }.to_owned();
    let is_dated = published.is_some();
    let mut addresses = if is_home { Vec::new() } else { vec![address] };
    addresses.extend(front.texts_at("aliases").into_iter().map(|alias| format!("/{}", alias.trim_start_matches('/'))));
    let mut version = ImportedVersion {
        id: file.path.clone(),
        place,
        kind: if is_dated { ImportedKind::Article } else { ImportedKind::Page },
        lang: zola.languages.get(file.language).map(|(_, tag)| tag.clone()),
        tie: Some(file.logical.clone()),
        is_original: file.language == 0,
        name: if is_dated || folder.is_empty() { own } else { format!("{folder}/{own}").replace('/', "-") },
        slug: last.filter(|last| !last.is_empty()),
        addresses,
        title: front.text_at("title").unwrap_or_default(),
        summary: front.text_at("description"),
        published,
        updated: front.moment_at("updated", &zone),
        hidden: front.is("draft").then(|| "draft".to_owned()),
        extra: extra(front),
        ..ImportedVersion::default()
    };
    topics(&mut version, front, folder);
    if pass == Pass::Bodies {
        body::fill(&mut version, zola, file, read, report);
    }
    Some(version)
}

/// When a text appeared; an undated page has no topics here.
pub(super) fn published(file: &ZolaFile, front: &Value) -> Option<Moment> {
    let of_name = || file.parts().1.get(..10).and_then(|day| day.parse::<Moment>().ok());
    front.moment_at("date", &jiff::tz::TimeZone::UTC).or_else(of_name).filter(|_| !file.is_section())
}

fn topics(version: &mut ImportedVersion, front: &Value, folder: &str) {
    for (taxonomy, names) in front.at("taxonomies").map(Value::entries).unwrap_or_default() {
        for (at, name) in names.texts().into_iter().enumerate() {
            let term = Term::new(name.clone(), name);
            match topic(taxonomy, at) {
                Topic::Section => version.section = Some(term),
                Topic::Author => version.authors.push(term),
                Topic::Series => version.series = version.series.take().or(Some(term)),
                Topic::Tag => version.tags.push(term),
            }
        }
    }
    for author in front.texts_at("authors").into_iter().chain(front.texts_at("extra.author")) {
        if !version.authors.iter().any(|known| known.id == author) {
            version.authors.push(Term::new(author.clone(), author));
        }
    }
    let section = folder.split('/').next().unwrap_or_default();
    if version.section.is_none() && !section.is_empty() && !["blog", "posts", "post"].contains(&section) {
        version.section = Some(Term { id: section.to_owned(), name: None });
    }
}

fn extra(front: &Value) -> Vec<(String, String)> {
    let mut others = front.others(&KNOWN);
    others.extend(front.at("extra").map(|extra| extra.others(&["author"])).unwrap_or_default());
    others
}
