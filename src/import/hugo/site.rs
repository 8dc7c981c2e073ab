//! The site as a whole: names, menus, words of the interface, and the addresses of lists, feeds and files.

use std::collections::BTreeSet;

use super::{
    addresses::{GENERIC, urlized},
    config::HugoLanguage,
    pages::ContentFile,
    source::Hugo,
    version,
};
use crate::{
    import::{
        ImportedLanguage, ImportedMenuEntry, ImportedMessage, ImportedName, ImportedSite, MediaSource, OldAddress,
        OldTarget, Outcome, Pass, Report, SourcePlace,
        front_matter::{Format, Value, parse, split},
    },
    site::{MenuPlace, Topic},
};

/// Files of `static/` that are not content: of themes and of programs.
const LEFT_OUT: [&str; 14] =
    ["css", "js", "mjs", "map", "scss", "woff", "woff2", "ttf", "otf", "eot", "html", "htm", "xml", "webmanifest"];

/// Describes the site.
pub(super) fn site(hugo: &Hugo, report: &mut Report) -> ImportedSite {
    let config = &hugo.config;
    let base = config.value.text_at("baseURL").filter(|base| base.contains("://"));
    let mut site = ImportedSite {
        base_url: base,
        default: config.languages.get(config.default).map(|language| language.tag.clone()),
        time_zone: config.value.text_at("timeZone"),
        page_size: config
            .value
            .at("pagination.pagerSize")
            .or_else(|| config.value.at("paginate"))
            .and_then(Value::integer)
            .and_then(|size| size.try_into().ok()),
        ..ImportedSite::default()
    };
    for (at, language) in config.languages.iter().enumerate() {
        let has_own_key = language.key != language.tag.as_str().to_lowercase();
        site.languages.push(ImportedLanguage {
            tag: language.tag.clone(),
            label: language.label.clone(),
            aliases: if has_own_key { vec![language.key.clone()] } else { Vec::new() },
        });
        site.names.extend(language.value.text_at("title").map(|title| (Some(language.tag.clone()), title)));
        menus(&mut site, language);
        messages(hugo, &mut site, language, report);
        lists(hugo, &mut site, at, language);
    }
    topics(hugo, &mut site);
    files(hugo, &mut site, report);
    site
}

fn menus(site: &mut ImportedSite, language: &HugoLanguage) {
    let menus =
        language.value.at("menus").or_else(|| language.value.at("menu")).map(Value::entries).unwrap_or_default();
    for (name, entries) in menus {
        let place = if name == "main" || name == "header" { MenuPlace::Header } else { MenuPlace::Footer };
        let mut entries: Vec<&Value> = entries.items().iter().collect();
        entries.sort_by_key(|entry| entry.at("weight").and_then(Value::integer).unwrap_or(i64::MAX));
        for entry in entries {
            let url = entry.text_at("url").or_else(|| entry.text_at("pageRef"));
            let (Some(name), Some(url)) = (entry.text_at("name").or_else(|| entry.text_at("title")), url) else {
                continue;
            };
            let url = if url.contains(':') || url.starts_with('/') { url } else { format!("/{url}") };
            let target = OldTarget::Address(url);
            site.menu.push(ImportedMenuEntry { lang: Some(language.tag.clone()), name, target, place });
        }
    }
}

/// `i18n/uk.toml`, and texts among the parameters of the language.
fn messages(hugo: &Hugo, site: &mut ImportedSite, language: &HugoLanguage, report: &mut Report) {
    for ending in ["toml", "yaml", "yml", "json"] {
        let path = format!("i18n/{}.{ending}", language.key);
        let Some(format) = Format::of(&path).filter(|_| hugo.files.is_file(&path)) else { continue };
        let Some(text) = hugo.files.reported_text(&path, report) else { continue };
        match parse(format, &text) {
            Ok(value) => site.messages.extend(translations(&value).into_iter().map(|(key, forms)| ImportedMessage {
                lang: language.tag.clone(),
                key,
                forms,
            })),
            Err(error) => {
                let place = SourcePlace { line: error.line, ..SourcePlace::file(path) };
                report.add(&place, "bad-messages", Outcome::Lost, error.message, "left out");
            }
        }
    }
    for (key, value) in language.value.at("params").map(Value::entries).unwrap_or_default() {
        if let Value::Text(text) = value
            && text.contains(char::is_whitespace)
        {
            let forms = vec![("other".to_owned(), text.clone())];
            site.messages.push(ImportedMessage { lang: language.tag.clone(), key: format!("params.{key}"), forms });
        }
    }
}

/// The messages of a file: `key = "text"`, `[key] other = "text"`, or a list with `id` and `translation`.
fn translations(value: &Value) -> Vec<(String, Vec<(String, String)>)> {
    let count = |text: String| {
        let forms = ["{{ .Count }}", "{{.Count}}", "{{ . }}", "{{.}}", "{{ .ReadingTime }}"];
        forms.iter().fold(text, |text, form| text.replace(form, "{ $count }"))
    };
    let forms = |value: &Value| -> Vec<(String, String)> {
        let plural = ["zero", "one", "two", "few", "many", "other"];
        match value {
            Value::Table(pairs) => {
                let known = pairs.iter().filter(|(form, _)| plural.contains(&form.as_str()));
                known.filter_map(|(form, text)| Some((form.clone(), count(text.text()?)))).collect()
            }
            other => other.text().map(|text| vec![("other".to_owned(), count(text))]).unwrap_or_default(),
        }
    };
    match value {
        Value::List(items) => {
            let each = items.iter().filter_map(|item| Some((item.text_at("id")?, forms(item.at("translation")?))));
            each.collect()
        }
        value => value.entries().iter().map(|(key, value)| (key.clone(), forms(value))).collect(),
    }
}

/// The addresses of home pages and feeds.
fn lists(hugo: &Hugo, site: &mut ImportedSite, at: usize, language: &HugoLanguage) {
    let prefix = hugo.config.prefix(at);
    let lang = Some(language.tag.clone());
    let mut add = |path: String, to| site.addresses.push(OldAddress { path, to });
    add(format!("{prefix}/"), OldTarget::Home(lang.clone()));
    add(format!("{prefix}/page/*"), OldTarget::Home(lang.clone()));
    add(format!("{prefix}/index.xml"), OldTarget::Feed(None, lang.clone()));
    add(format!("{prefix}/sitemap.xml"), OldTarget::Address("/sitemap.xml".to_owned()));
    if at == hugo.config.default {
        add(format!("/{}/", language.key), OldTarget::Home(lang.clone()));
        add(format!("/{}/sitemap.xml", language.key), OldTarget::Address("/sitemap.xml".to_owned()));
    }
    // Lists without a text of their own.
    let folders: BTreeSet<&str> = hugo
        .content
        .files
        .iter()
        .filter(|file| file.language == at)
        .flat_map(|file| {
            let folder = if file.is_branch() {
                file.logical.rsplit_once('/').map_or("", |(folder, _)| folder)
            } else {
                file.folder()
            };
            std::iter::successors(Some(folder), |path| path.rsplit_once('/').map(|(above, _)| above))
        })
        .filter(|folder| !folder.is_empty())
        .collect();
    for folder in folders {
        if hugo.config.taxonomies.iter().any(|taxonomy| folder.split('/').next() == Some(taxonomy)) {
            continue;
        }
        let path = format!("{prefix}/{}", urlized(folder, !hugo.config.value.is("disablePathToLower")));
        let section = folder.split('/').next().unwrap_or_default();
        let is_topic = hugo.sections.contains(section) && !GENERIC.contains(&section);
        let (to, feed) = match is_topic {
            true => (
                OldTarget::Listing(Topic::Section, section.to_owned(), lang.clone()),
                OldTarget::Feed(Some((Topic::Section, section.to_owned())), lang.clone()),
            ),
            false => (OldTarget::Home(lang.clone()), OldTarget::Feed(None, lang.clone())),
        };
        add(format!("{path}/"), to.clone());
        add(format!("{path}/page/*"), to);
        add(format!("{path}/index.xml"), feed);
    }
}

/// The addresses of tags, categories, authors and series, and their names.
fn topics(hugo: &Hugo, site: &mut ImportedSite) {
    let mut seen: BTreeSet<(usize, Topic, String, String)> = BTreeSet::new();
    for file in &hugo.content.files {
        let Some(text) = hugo.files.reported_text(&file.path, &mut Report::silent()) else { continue };
        let read = split(&text);
        if file.is_branch() {
            names(hugo, site, file, &read.value);
            continue;
        }
        let Some(version) = version::version(hugo, file, &read, Pass::Heads, &mut Report::silent()) else { continue };
        if version.kind != crate::import::ImportedKind::Article {
            continue;
        }
        for taxonomy in &hugo.config.taxonomies {
            for (at, name) in read.value.texts_at(taxonomy).into_iter().enumerate() {
                let topic = match taxonomy.as_str() {
                    "categories" if at == 0 => Topic::Section,
                    "authors" | "author" | "contributors" => Topic::Author,
                    "series" => Topic::Series,
                    _ => Topic::Tag,
                };
                seen.insert((file.language, topic, taxonomy.clone(), name));
            }
        }
    }
    let mut add = |path: String, to| site.addresses.push(OldAddress { path, to });
    for (at, language) in hugo.config.languages.iter().enumerate() {
        let prefix = hugo.config.prefix(at);
        let lang = Some(language.tag.clone());
        for taxonomy in &hugo.config.taxonomies {
            let topic = match taxonomy.as_str() {
                "categories" => Topic::Section,
                "authors" | "author" | "contributors" => Topic::Author,
                "series" => Topic::Series,
                _ => Topic::Tag,
            };
            add(format!("{prefix}/{taxonomy}/"), OldTarget::Index(topic, lang.clone()));
            add(format!("{prefix}/{taxonomy}/page/*"), OldTarget::Index(topic, lang.clone()));
            add(format!("{prefix}/{taxonomy}/index.xml"), OldTarget::Feed(None, lang.clone()));
        }
    }
    for (at, topic, taxonomy, name) in seen {
        let Some(language) = hugo.config.languages.get(at) else { continue };
        let lang = Some(language.tag.clone());
        let path = format!("{}/{taxonomy}/{}", hugo.config.prefix(at), term_path(hugo, &name));
        let to = OldTarget::Listing(topic, name.clone(), lang.clone());
        add(format!("{path}/"), to.clone());
        add(format!("{path}/page/*"), to);
        add(format!("{path}/index.xml"), OldTarget::Feed(Some((topic, name)), lang));
    }
}

/// The title of `tags/x/_index.md` is the name of the tag, that of a section its own.
fn names(hugo: &Hugo, site: &mut ImportedSite, file: &ContentFile, front: &Value) {
    let (Some(title), Some(language)) = (front.text_at("title"), hugo.config.languages.get(file.language)) else {
        return;
    };
    let parts: Vec<&str> = file.logical.split('/').collect();
    let (topic, id) = match parts.as_slice() {
        ["tags", id, "_index"] => (Topic::Tag, *id),
        ["categories", id, "_index"] => (Topic::Section, *id),
        ["authors" | "author", id, "_index"] => (Topic::Author, *id),
        ["series", id, "_index"] => (Topic::Series, *id),
        [id, "_index"] => (Topic::Section, *id),
        _ => return,
    };
    site.terms.push(ImportedName { topic, id: id.to_owned(), lang: language.tag.clone(), name: title });
}

/// Files of `static/` that no theme and no program put there.
fn files(hugo: &Hugo, site: &mut ImportedSite, report: &mut Report) {
    let mut left_out = 0_usize;
    for folder in &hugo.config.static_dirs {
        for path in hugo.files.below(folder, report) {
            let below = path.strip_prefix(&format!("{folder}/")).unwrap_or(&path).to_owned();
            let ending = below.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
            if LEFT_OUT.contains(&ending.as_str()) || !below.contains('.') || below == "robots.txt" {
                left_out += 1;
                continue;
            }
            site.addresses.push(OldAddress { path: format!("/{below}"), to: OldTarget::File(MediaSource::File(path)) });
        }
    }
    if left_out > 0 {
        let found = format!("{left_out} style sheets, scripts, fonts and pages in static/");
        report.add(
            &SourcePlace::file("static"),
            "theme-files",
            Outcome::Lost,
            found,
            "left out: the archive has its own",
        );
    }
}

/// A term as it stands in addresses.
fn term_path(hugo: &Hugo, term: &str) -> String {
    urlized(&term.replace('/', "-"), !hugo.config.value.is("disablePathToLower"))
}
