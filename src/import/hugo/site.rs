//! The site as a whole: names, menus, words of the interface, and the addresses of lists, feeds and files.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    addresses::{GENERIC, Permalink, term_address},
    languages::HugoLanguage,
    outputs::outputs,
    pages::ContentFile,
    source::Hugo,
    urlize::{self, Spelling},
    version,
};
use crate::{
    import::{
        ImportedLanguage, ImportedMenuEntry, ImportedMessage, ImportedName, ImportedSite, MediaSource, OldAddress,
        OldTarget, Outcome, Pass, Report, SourcePlace,
        front_matter::{Format, Value, parse, split},
        source::ancestors,
    },
    model::lang::Lang,
    site::{MenuPlace, Topic},
};

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
    add(format!("{prefix}/index.xml"), OldTarget::Feed(None, lang.clone()));
    add(format!("{prefix}/{}/*", hugo.config.pages_path), OldTarget::Home(lang.clone()));
    for output in outputs(&hugo.config.value, &Value::Null, "home") {
        let to = match output.file.as_str() {
            "index.json" => OldTarget::Address(format!("/{}/feed.json", language.tag)),
            _ => OldTarget::Home(lang.clone()),
        };
        add(output.address(&prefix, &format!("{prefix}/")), to);
    }
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
        .filter(|file| file.languages().any(|language| language == at))
        .flat_map(|file| {
            let folder = if file.is_branch() {
                file.logical.rsplit_once('/').map_or("", |(folder, _)| folder)
            } else {
                file.folder()
            };
            ancestors(folder)
        })
        .collect();
    for folder in folders {
        if hugo.config.taxonomies.iter().any(|taxonomy| folder.split('/').next() == Some(taxonomy)) {
            continue;
        }
        let path = branch_address(hugo, at, folder);
        let (to, feed) = section_targets(hugo, folder, &lang);
        site.addresses.extend(list(hugo, at, "section", &path, to, feed));
    }
}

/// Where the list of a folder leads, and its feed.
fn section_targets(hugo: &Hugo, folder: &str, lang: &Option<Lang>) -> (OldTarget, OldTarget) {
    let section = folder.split('/').next().unwrap_or_default();
    match hugo.sections.contains(section) && !GENERIC.contains(&section) {
        true => (
            OldTarget::Listing(Topic::Section, section.to_owned(), lang.clone()),
            OldTarget::Feed(Some((Topic::Section, section.to_owned())), lang.clone()),
        ),
        false => (OldTarget::Home(lang.clone()), OldTarget::Feed(None, lang.clone())),
    }
}

/// The addresses of a list, of its pages, its feed and its other forms.
fn list(hugo: &Hugo, at: usize, kind: &str, path: &str, to: OldTarget, feed: OldTarget) -> Vec<OldAddress> {
    let folder = path.trim_end_matches('/');
    let folder = folder.strip_suffix(".html").unwrap_or(folder);
    let mut all = vec![
        OldAddress { path: path.to_owned(), to: to.clone() },
        OldAddress { path: format!("{folder}/{}/*", hugo.config.pages_path), to: to.clone() },
        OldAddress { path: format!("{folder}/index.xml"), to: feed },
    ];
    let prefix = hugo.config.prefix(at);
    let others =
        outputs(&hugo.config.value, &Value::Null, kind).into_iter().filter(|output| output.file != "index.xml");
    all.extend(others.map(|output| OldAddress { path: output.address(&prefix, path), to: to.clone() }));
    all
}

/// The address of the list of a folder, with a text of its own or without.
fn branch_address(hugo: &Hugo, language: usize, folder: &str) -> String {
    let logical = format!("{folder}/_index");
    let file = ContentFile { path: String::new(), language, logical, stands_in: Vec::new() };
    let own = hugo.content.by_logical.get(&(language, file.logical.to_lowercase()));
    let own = own.and_then(|at| hugo.content.files.get(*at)).filter(|own| own.language == language);
    let own = own.and_then(|own| hugo.addresses.get(&own.path));
    let (config, content) = (&hugo.config, &hugo.content);
    let link = || Permalink { config, content, file: &file, front: &Value::Null, title: file.name() }.address();
    own.cloned().unwrap_or_else(link)
}

/// What a taxonomy becomes, for the term at a place of the list that a text has.
fn topic_of(taxonomy: &str, place: usize) -> Topic {
    match taxonomy {
        "categories" if place == 0 => Topic::Section,
        "authors" | "author" | "contributors" => Topic::Author,
        "series" => Topic::Series,
        _ => Topic::Tag,
    }
}

/// The addresses of tags, categories, authors and series, and their names.
fn topics(hugo: &Hugo, site: &mut ImportedSite) {
    let mut seen: BTreeSet<(usize, Topic, String, String)> = BTreeSet::new();
    let mut branches: Vec<(&ContentFile, Value)> = Vec::new();
    for file in &hugo.content.files {
        let Some(text) = hugo.files.reported_text(&file.path, &mut Report::silent()) else { continue };
        let read = split(&text);
        if file.is_branch() {
            branches.push((file, read.value));
            continue;
        }
        let Some(version) = version::version(hugo, file, &read, Pass::Heads, &mut Report::silent()) else { continue };
        if version.kind != crate::import::ImportedKind::Article {
            continue;
        }
        for taxonomy in &hugo.config.taxonomies {
            for (at, name) in read.value.texts_at(taxonomy).into_iter().enumerate() {
                let topic = topic_of(taxonomy, at);
                seen.insert((file.language, topic, taxonomy.clone(), name));
            }
        }
    }
    // A term by the folder of its text: `леся-українка` is `Леся Українка`.
    let written = |name: &str| urlize::path(name, Spelling::USUAL);
    let by_folder: BTreeMap<(Topic, String), String> =
        seen.iter().map(|(_, topic, _, name)| ((*topic, written(name)), name.clone())).collect();
    for (file, front) in &branches {
        names(hugo, site, file, front, &|topic, folder| {
            by_folder.get(&(topic, written(folder))).map_or(folder, String::as_str).to_owned()
        });
    }
    for (at, language) in hugo.config.languages.iter().enumerate() {
        let lang = Some(language.tag.clone());
        for taxonomy in &hugo.config.taxonomies {
            let to = OldTarget::Index(topic_of(taxonomy, 0), lang.clone());
            let path = branch_address(hugo, at, taxonomy);
            site.addresses.extend(list(hugo, at, "taxonomy", &path, to, OldTarget::Feed(None, lang.clone())));
        }
    }
    for (at, topic, taxonomy, name) in seen {
        let Some(language) = hugo.config.languages.get(at) else { continue };
        let lang = Some(language.tag.clone());
        let folder = format!("{taxonomy}/{}", urlize::path(&name, hugo.config.spelling));
        let path = match hugo.content.by_logical.contains_key(&(at, format!("{}/_index", folder.to_lowercase()))) {
            true => branch_address(hugo, at, &folder),
            false => term_address(&hugo.config, at, &taxonomy, &name),
        };
        let to = OldTarget::Listing(topic, name.clone(), lang.clone());
        site.addresses.extend(list(hugo, at, "term", &path, to, OldTarget::Feed(Some((topic, name)), lang)));
    }
}

/// The title of `tags/x/_index.md` is the name of the tag, that of a section its own; their aliases lead to the lists.
fn names(
    hugo: &Hugo,
    site: &mut ImportedSite,
    file: &ContentFile,
    front: &Value,
    id_of: &dyn Fn(Topic, &str) -> String,
) {
    let Some(language) = hugo.config.languages.get(file.language) else { return };
    let parts: Vec<&str> = file.logical.split('/').collect();
    let named = match parts.as_slice() {
        [id, "_index"] if hugo.config.taxonomies.iter().any(|taxonomy| taxonomy == id) => None,
        [id, "_index"] => Some((Topic::Section, (*id).to_owned())),
        [taxonomy, id, "_index"] => {
            let topic = topic_of(taxonomy, 0);
            let is_taxonomy = hugo.config.taxonomies.iter().any(|known| known == taxonomy);
            // Themes have texts about authors and series without a taxonomy of them.
            (is_taxonomy || topic != Topic::Tag).then(|| (topic, id_of(topic, id)))
        }
        _ => None,
    };
    let (config, content) = (&hugo.config, &hugo.content);
    let title = front.text_at("title").unwrap_or_default();
    let link = Permalink { config, content, file, front, title: &title };
    let lang = Some(language.tag.clone());
    let to = match &named {
        Some((topic, id)) if parts.len() > 2 => OldTarget::Listing(*topic, id.clone(), lang),
        _ if file.logical == "_index" => OldTarget::Home(lang),
        _ => section_targets(hugo, file.section(), &lang).0,
    };
    let own = link.address();
    let aliases = link.addresses().into_iter().filter(|address| *address != own);
    site.addresses.extend(aliases.map(|path| OldAddress { path, to: to.clone() }));
    let Some((topic, id)) = named.filter(|_| !title.is_empty()) else { return };
    site.terms.push(ImportedName { topic, id, lang: language.tag.clone(), name: title });
}

/// Files of `static/`, and those of `content/` that are in no bundle of a text: they lie next to the list of their folder.
fn files(hugo: &Hugo, site: &mut ImportedSite, report: &mut Report) {
    let mut found = Vec::new();
    for mount in &hugo.config.static_mounts {
        let paths = match hugo.files.is_file(&mount.source) {
            true => vec![mount.source.clone()],
            false => hugo.files.below(&mount.source, report),
        };
        found.extend(paths.into_iter().filter_map(|path| Some((mount.target_of(&path)?, MediaSource::File(path)))));
    }
    site.add_files(SourcePlace::file("static"), found.into_iter(), report);
    let mut found = Vec::new();
    for path in hugo.content.resources.iter().filter(|path| hugo.content.bundle_of(path).is_none()) {
        for mount in &hugo.config.content_mounts {
            let Some(below) = mount.target_of(path) else { continue };
            let (folder, name) = below.rsplit_once('/').unwrap_or(("", &below));
            for language in
                mount.languages.iter().copied().chain([hugo.config.default]).take(mount.languages.len().max(1))
            {
                let folder = match folder {
                    "" => hugo.config.prefix(language),
                    folder => branch_address(hugo, language, folder),
                };
                let path_there = format!("{}/{name}", folder.trim_matches('/'));
                found.push((path_there.trim_start_matches('/').to_owned(), MediaSource::File(path.clone())));
            }
        }
    }
    site.add_files(SourcePlace::file("content"), found.into_iter(), report);
}
