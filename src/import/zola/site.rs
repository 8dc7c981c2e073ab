//! The site as a whole: names, languages, translations of `config.toml`, and the addresses of lists, feeds and files.

use std::collections::{BTreeMap, BTreeSet};

use super::{source::Zola, version::topic};
use crate::{
    import::{
        ImportedLanguage, ImportedMessage, ImportedSite, MediaSource, OldAddress, OldTarget, Report, SourcePlace,
        front_matter::{Value, split},
        source::ancestors,
    },
    site::Topic,
};

/// Describes the site.
pub(super) fn site(zola: &Zola, report: &mut Report) -> ImportedSite {
    let config = &zola.config;
    let mut site = ImportedSite {
        base_url: config.text_at("base_url").filter(|base| base.contains("://")),
        default: zola.languages.first().map(|(_, tag)| tag.clone()),
        ..ImportedSite::default()
    };
    for (at, (code, tag)) in zola.languages.iter().enumerate() {
        let own = if at == 0 { Some(config) } else { config.at(&format!("languages.{code}")) };
        let title = own.and_then(|own| own.text_at("title")).or_else(|| config.text_at("title"));
        site.names.extend(title.map(|title| (Some(tag.clone()), title)));
        let aliases = if code == tag.as_str() { Vec::new() } else { vec![code.clone()] };
        site.languages.push(ImportedLanguage { tag: tag.clone(), label: None, aliases });
        for (key, value) in own.and_then(|own| own.at("translations")).map(Value::entries).unwrap_or_default() {
            if let Some(text) = value.text() {
                let forms = vec![("other".to_owned(), text)];
                site.messages.push(ImportedMessage { lang: tag.clone(), key: key.clone(), forms });
            }
        }
    }
    lists(zola, &mut site);
    files(zola, &mut site, report);
    site
}

/// Adds the addresses of lists, with their pages and feeds.
struct Lists<'a> {
    site: &'a mut ImportedSite,
    feeds: Vec<String>,
}

impl Lists<'_> {
    fn add(&mut self, path: &str, pages: &str, to: OldTarget, feed: OldTarget) {
        let mut add = |path: String, to| self.site.addresses.push(OldAddress { path, to });
        add(format!("{path}/"), to.clone());
        add(format!("{path}/{}/*", pages.trim_matches('/')), to);
        self.feeds.iter().for_each(|name| add(format!("{path}/{name}"), feed.clone()));
    }
}

/// What the pages of a list lie below, where nothing says otherwise.
const PAGES: &str = "page";

fn lists(zola: &Zola, site: &mut ImportedSite) {
    let mut feeds = zola.config.texts_at("feed_filenames");
    feeds.extend(["atom.xml", "rss.xml"].map(str::to_owned));
    feeds.extend(zola.config.text_at("feed_filename"));
    feeds.sort();
    feeds.dedup();
    let mut lists = Lists { site, feeds };
    let mut folders: BTreeSet<(usize, &str)> = BTreeSet::new();
    let mut pages: BTreeMap<(usize, &str), String> = BTreeMap::new();
    for file in &zola.texts {
        let (mut folder, _) = file.parts();
        if file.is_section() {
            folder = file.logical.rsplit_once('/').map_or("", |(folder, _)| folder);
            let Some(text) = zola.files.reported_text(&file.path, &mut Report::silent()) else { continue };
            let front = split(&text).value;
            pages.extend(front.text_at("paginate_path").map(|path| ((file.language, folder), path)));
            let to = OldTarget::Home(zola.languages.get(file.language).map(|(_, tag)| tag.clone()));
            let aliases = front.texts_at("aliases").into_iter();
            let aliases = aliases.map(|alias| format!("/{}", alias.trim_start_matches('/')));
            lists.site.addresses.extend(aliases.map(|path| OldAddress { path, to: to.clone() }));
        }
        folders.extend(ancestors(folder).map(|folder| (file.language, folder)));
    }
    folders.extend((0..zola.languages.len()).map(|at| (at, "")));
    lists.site.addresses.push(OldAddress { path: "/404.html".to_owned(), to: OldTarget::Home(None) });
    for (at, folder) in folders {
        let lang = zola.languages.get(at).map(|(_, tag)| tag.clone());
        let slash = if folder.is_empty() { "" } else { "/" };
        let path = format!("{}{slash}{folder}", zola.prefix(at));
        let pages = pages.get(&(at, folder)).map_or(PAGES, String::as_str);
        lists.add(&path, pages, OldTarget::Home(lang.clone()), OldTarget::Feed(None, lang));
    }
    topics(zola, &mut lists);
}

/// The terms of all texts: the place of a language, the taxonomy, what the term becomes, its name.
type Terms = BTreeSet<(usize, String, Topic, String)>;

fn topics(zola: &Zola, lists: &mut Lists<'_>) {
    let mut seen = Terms::new();
    for file in zola.texts.iter().filter(|file| !file.is_section()) {
        let Some(text) = zola.files.reported_text(&file.path, &mut Report::silent()) else { continue };
        let front = split(&text).value;
        for (taxonomy, names) in front.at("taxonomies").map(Value::entries).unwrap_or_default() {
            for (at, name) in names.texts().into_iter().enumerate() {
                seen.insert((file.language, taxonomy.clone(), topic(taxonomy, at), name));
            }
        }
    }
    let root =
        zola.config.text_at("taxonomy_root").map(|root| format!("/{}", root.trim_matches('/'))).unwrap_or_default();
    let index = |at: usize, taxonomy: &str| format!("{}{root}/{}", zola.prefix(at), zola.slugified_term(taxonomy));
    let mut pages: BTreeMap<(usize, String), String> = BTreeMap::new();
    for (at, (code, tag)) in zola.languages.iter().enumerate() {
        let own = if at == 0 {
            zola.config.at("taxonomies")
        } else {
            zola.config.at(&format!("languages.{code}.taxonomies"))
        };
        for taxonomy in own.map(Value::items).unwrap_or_default() {
            let Some(name) = taxonomy.text_at("name") else { continue };
            let path = format!("{}/", index(at, &name));
            let to = OldTarget::Index(topic(&name, 0), Some(tag.clone()));
            lists.site.addresses.push(OldAddress { path, to });
            pages.extend(taxonomy.text_at("paginate_path").map(|path| ((at, name), path)));
        }
    }
    for (at, taxonomy, topic, name) in &seen {
        let lang = zola.languages.get(*at).map(|(_, tag)| tag.clone());
        let path = format!("{}/{}", index(*at, taxonomy), zola.slugified_term(name));
        let pages = pages.get(&(*at, taxonomy.clone())).map_or(PAGES, String::as_str);
        let to = OldTarget::Listing(*topic, name.clone(), lang.clone());
        lists.add(&path, pages, to, OldTarget::Feed(Some((*topic, name.clone())), lang));
    }
}

/// Files of `static/`, and those of `content/` that lie next to no page.
fn files(zola: &Zola, site: &mut ImportedSite, report: &mut Report) {
    let paths = zola.files.below("static", report);
    let files = paths.into_iter().filter_map(|path| {
        let below = path.strip_prefix("static/")?.to_owned();
        Some((below, MediaSource::File(path)))
    });
    site.add_files(SourcePlace::file("static"), files, report);
    let pages = zola.texts.iter().filter(|file| file.logical.ends_with("/index"));
    let pages: BTreeSet<&str> = pages.filter_map(|file| Some(file.path.rsplit_once('/')?.0)).collect();
    let assets = zola.assets.iter().filter(|path| !ancestors(path).any(|folder| pages.contains(folder)));
    let files = assets.filter_map(|path| {
        let below = path.strip_prefix("content/")?.to_owned();
        Some((below, MediaSource::File(path.clone())))
    });
    site.add_files(SourcePlace::file("content"), files, report);
}
