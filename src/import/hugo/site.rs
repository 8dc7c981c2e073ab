//! The site as a whole: names, menus, words of the interface, and the addresses of lists, feeds and files.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    addresses::{GENERIC, Permalink, term_address},
    finder::{self, branch_address},
    mounts::HugoLanguage,
    outputs::{feed_name, outputs},
    pages::{ContentFile, list_folder},
    source::Hugo,
    urlize::{self, Spelling},
    version,
};
use crate::{
    import::{
        ImportedLanguage, ImportedMenuEntry, ImportedMessage, ImportedName, ImportedSite, OldAddress, OldTarget,
        Outcome, Pass, Report, SourcePlace,
        front_matter::{Format, Value, parse},
        source::ancestors,
    },
    model::lang::Lang,
    site::{MenuPlace, Topic},
};

/// Describes the site.
pub(super) fn site(hugo: &Hugo, report: &mut Report) -> ImportedSite {
    let config = &hugo.config;
    let mut site = ImportedSite {
        base_url: config.base_url(),
        other_hosts: config.other_hosts(),
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
    add_hosts(hugo, &mut site);
    finder::files(hugo, &mut site, report);
    site
}

/// Lists of a language on a host of its own have their addresses without its key.
fn add_hosts(hugo: &Hugo, site: &mut ImportedSite) {
    for at in (0..hugo.config.languages.len()).filter(|at| hugo.config.own_host(*at).is_some()) {
        let prefix = format!("{}/", hugo.config.prefix(at));
        let bare = |old: &OldAddress| {
            let path = old.path.strip_prefix(&prefix)?;
            Some(OldAddress { path: format!("/{path}"), to: old.to.clone() })
        };
        let bare: Vec<OldAddress> = site.addresses.iter().filter_map(bare).collect();
        site.addresses.extend(bare);
    }
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
    let lang = &language.tag;
    let mut add = |key: String, forms| site.messages.push(ImportedMessage { lang: lang.clone(), key, forms });
    for ending in ["toml", "yaml", "yml", "json"] {
        let path = format!("i18n/{}.{ending}", language.key);
        let Some(format) = Format::of(&path).filter(|_| hugo.files.is_file(&path)) else { continue };
        let Some(text) = hugo.files.reported_text(&path, report) else { continue };
        match parse(format, &text) {
            Ok(value) => translations(&value, "", &mut add),
            Err(error) => {
                let place = SourcePlace { line: error.line, ..SourcePlace::file(path) };
                report.add(&place, "bad-messages", Outcome::Lost, error.message, "left out");
            }
        }
    }
    params(language.value.at("params").unwrap_or(&Value::Null), "params", &mut add);
}

/// Adds the texts among the parameters: those with a space, or with letters that no name of a colour or a file has.
fn params(value: &Value, key: &str, add: &mut dyn FnMut(String, Vec<(String, String)>)) {
    for (name, value) in value.entries() {
        let key = format!("{key}.{name}");
        match value {
            Value::Text(text)
                if text.trim().contains(|c: char| c.is_whitespace() || c.is_alphabetic() && !c.is_ascii()) =>
            {
                add(key, vec![("other".to_owned(), text.clone())]);
            }
            value => params(value, &key, add),
        }
    }
}

/// Adds the messages of a file: `key = "text"`, `[key] other = "text"`, tables of these, or a list with `id` and `translation`.
fn translations(value: &Value, above: &str, add: &mut dyn FnMut(String, Vec<(String, String)>)) {
    let plural = ["zero", "one", "two", "few", "many", "other"];
    for item in value.items() {
        if let (Some(id), Some(translation)) = (item.text_at("id"), item.at("translation")) {
            translations(&Value::Table(vec![(id, translation.clone())]), "", add);
        }
    }
    for (key, value) in value.entries() {
        let key = if above.is_empty() { key.clone() } else { format!("{above}.{key}") };
        let forms = value.entries().iter().filter(|(form, _)| plural.contains(&form.as_str()));
        let forms: Vec<_> =
            forms.filter_map(|(form, text)| Some((form.clone(), with_variables(&text.text()?)))).collect();
        match (value.text(), forms.is_empty()) {
            (Some(text), _) => add(key, vec![("other".to_owned(), with_variables(&text))]),
            (None, false) => add(key, forms),
            (None, true) => translations(value, &key, add),
        }
    }
}

/// A text with its variables as messages here have them: `{{ .Count }}` is `{ $count }`.
fn with_variables(text: &str) -> String {
    let mut parts = text.split("{{");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let variable = part.split_once("}}").and_then(|(inner, rest)| {
            let name = inner.trim_matches('-').trim().strip_prefix('.')?.to_ascii_lowercase();
            let is_plain = name.chars().all(|c| c.is_ascii_alphanumeric());
            let name = if matches!(name.as_str(), "" | "readingtime" | "plural") { "count".to_owned() } else { name };
            (is_plain && name.starts_with(|c: char| c.is_ascii_lowercase())).then_some((name, rest))
        });
        match variable {
            Some((name, rest)) => out.extend(["{ $", &name, " }", rest]),
            None => out.extend(["{{", part]),
        }
    }
    out
}

/// The addresses of home pages and feeds.
fn lists(hugo: &Hugo, site: &mut ImportedSite, at: usize, language: &HugoLanguage) {
    let prefix = hugo.config.prefix(at);
    let lang = Some(language.tag.clone());
    let mut add = |path: String, to| site.addresses.push(OldAddress { path, to });
    add(format!("{prefix}/"), OldTarget::Home(lang.clone()));
    let (value, feed) = (&language.value, feed_name(&language.value));
    add(format!("{prefix}/{feed}"), OldTarget::Feed(None, lang.clone()));
    add(format!("{prefix}/404.html"), OldTarget::Home(lang.clone()));
    add(format!("{prefix}/{}/*", hugo.config.pages_path), OldTarget::Home(lang.clone()));
    for output in outputs(value, &Value::Null, "home").into_iter().filter(|output| output.file != feed) {
        let to = match output.file.as_str() {
            "index.json" => OldTarget::Address(format!("/{}/feed.json", language.tag)),
            _ => OldTarget::Home(lang.clone()),
        };
        add(output.address(&prefix, &format!("{prefix}/")), to);
    }
    let map = value.text_at("sitemap.filename").unwrap_or_else(|| "sitemap.xml".to_owned());
    for path in [format!("/{map}"), format!("{prefix}/{map}"), format!("/{}/{map}", language.key)] {
        add(path, OldTarget::Address("/sitemap.xml".to_owned()));
    }
    add(format!("/{}/", language.key), OldTarget::Home(lang.clone()));
    // Lists without a text of their own.
    let folders: BTreeSet<&str> = hugo
        .content
        .files
        .iter()
        .flat_map(ContentFile::places)
        .filter(|(language, _)| *language == at)
        .flat_map(|(_, logical)| ancestors(list_folder(logical)))
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
    let (value, prefix) = (hugo.config.of(at), hugo.config.prefix(at));
    let name = feed_name(value);
    let mut all = vec![
        OldAddress { path: path.to_owned(), to: to.clone() },
        OldAddress { path: format!("{folder}/{}/*", hugo.config.pages_path), to: to.clone() },
        OldAddress { path: format!("{folder}/{name}"), to: feed },
    ];
    let others = outputs(value, &Value::Null, kind).into_iter().filter(|output| output.file != name);
    all.extend(others.map(|output| OldAddress { path: output.address(&prefix, path), to: to.clone() }));
    all
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

/// The terms of all texts: the place of a language, what the term becomes, its taxonomy, its name.
type Terms = BTreeSet<(usize, Topic, String, String)>;

/// The addresses of tags, categories, authors and series, and their names.
fn topics(hugo: &Hugo, site: &mut ImportedSite) {
    let mut seen = Terms::new();
    let mut branches: Vec<(&ContentFile, Value)> = Vec::new();
    for file in &hugo.content.files {
        let Some(text) = hugo.files.reported_text(&file.path, &mut Report::silent()) else { continue };
        let read = hugo.read(file, &text);
        if !file.is_branch() && version::version(hugo, file, &read, Pass::Heads, &mut Report::silent()).is_none() {
            continue;
        }
        for taxonomy in &hugo.config.taxonomies {
            for (at, name) in read.value.texts_at(taxonomy).into_iter().enumerate() {
                let topic = topic_of(taxonomy, at);
                seen.extend(file.places().map(|(language, _)| (language, topic, taxonomy.clone(), name.clone())));
            }
        }
        if file.is_branch() {
            branches.push((file, read.value));
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
    let listed: BTreeSet<_> =
        seen.iter().map(|(at, _, taxonomy, name)| (*at, taxonomy.as_str(), written(name))).collect();
    for (file, _) in &branches {
        // A term with a text of its own has a list even without articles.
        let term = file.term(&hugo.config.taxonomies);
        if let Some((taxonomy, folder)) =
            term.filter(|(of, term)| !listed.contains(&(file.language, *of, written(term))))
        {
            let to = |lang: &Lang| OldTarget::Index(topic_of(taxonomy, 0), Some(lang.clone()));
            let feed = |lang: &Lang| OldTarget::Feed(None, Some(lang.clone()));
            site.addresses.extend(self::term(hugo, file.language, taxonomy, folder, to, feed));
        }
    }
    for (at, topic, taxonomy, name) in &seen {
        let to = |lang: &Lang| OldTarget::Listing(*topic, name.clone(), Some(lang.clone()));
        let feed = |lang: &Lang| OldTarget::Feed(Some((*topic, name.clone())), Some(lang.clone()));
        site.addresses.extend(term(hugo, *at, taxonomy, name, to, feed));
    }
}

/// The addresses of the list of a term.
fn term(
    hugo: &Hugo,
    at: usize,
    taxonomy: &str,
    name: &str,
    to: impl Fn(&Lang) -> OldTarget,
    feed: impl Fn(&Lang) -> OldTarget,
) -> Vec<OldAddress> {
    let Some(language) = hugo.config.languages.get(at) else { return Vec::new() };
    let folder = format!("{taxonomy}/{}", urlize::path(name, hugo.config.spelling));
    let path = match hugo.content.by_logical.contains_key(&(at, format!("{}/_index", folder.to_lowercase()))) {
        true => branch_address(hugo, at, &folder),
        false => term_address(&hugo.config, at, taxonomy, name),
    };
    list(hugo, at, "term", &path, to(&language.tag), feed(&language.tag))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_read_in_every_form_that_hugo_reads() {
        let read = |format, text: &str| {
            let mut found = Vec::new();
            let mut add = |key: String, forms: Vec<(String, String)>| {
                let forms: Vec<_> = forms.iter().map(|(form, text)| format!("{form}: {text}")).collect();
                found.push(format!("{key} = {}", forms.join(", ")));
            };
            translations(&parse(format, text).unwrap(), "", &mut add);
            found.join("; ")
        };
        for (format, text, made) in [
            (Format::Yaml, "more: Далі\n", "more = other: Далі"),
            (Format::Yaml, "- id: more\n  translation: Далі\n", "more = other: Далі"),
            (
                Format::Yaml,
                "- id: min\n  translation: {one: хвилина, many: хвилин}\n",
                "min = one: хвилина, many: хвилин",
            ),
            (Format::Toml, "[nav.top]\ndescription = 'x'\nother = 'Вгору'\n", "nav.top = other: Вгору"),
            (
                Format::Toml,
                "[min]\none = '{{ .Count }} хвилина'\nfew = '{{.}} хвилини'\n",
                "min = few: { $count } хвилини, one: { $count } хвилина",
            ),
            (
                Format::Json,
                "{\"by\": {\"other\": \"{{ .Name }} {{ printf x }} {{\"}}",
                "by = other: { $name } {{ printf x }} {{",
            ),
        ] {
            assert_eq!(read(format, text), made, "{text}");
        }
    }
}
