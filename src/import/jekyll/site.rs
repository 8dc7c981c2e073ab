//! The site as a whole: names, languages, words of the interface, and the addresses of lists, feeds and files.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::RangeInclusive,
};

use super::{
    files::{FileKind, JekyllFile},
    languages::Languages,
    permalink::{Permalink, filled, slugified},
    source::Jekyll,
    version::{categories, paths, tags},
};
use crate::{
    import::{
        ImportedLanguage, ImportedMenuEntry, ImportedMessage, ImportedSite, MediaSource, OldAddress, OldTarget, Report,
        SourcePlace,
        front_matter::{Format, Value, split},
        source::address_of,
    },
    model::lang::Lang,
    site::{MenuPlace, Topic},
};

/// Files of programs next to the texts.
const LEFT_OUT: [&str; 5] = ["yml", "lock", "gemspec", "json", "rb"];

/// Pages of a list that have addresses.
const MOST_PAGES: usize = 1_000;

/// Describes the site.
pub(super) fn site(jekyll: &Jekyll, report: &mut Report) -> ImportedSite {
    let config = &jekyll.config;
    let mut site = ImportedSite {
        base_url: Some(jekyll.base_url()).filter(|base| base.contains("://")),
        default: jekyll.default_language(),
        time_zone: config.text_at("timezone"),
        page_size: config
            .at("paginate")
            .or_else(|| config.at("pagination.per_page"))
            .and_then(Value::integer)
            .and_then(|size| size.try_into().ok()),
        names: config.text_at("title").into_iter().map(|title| (None, title)).collect(),
        ..ImportedSite::default()
    };
    let mut codes = jekyll.languages.codes.clone();
    let found: BTreeSet<String> = jekyll.texts.iter().filter_map(|file| file.language.clone()).collect();
    codes.extend(found.into_iter().filter(|code| !jekyll.languages.codes.contains(code)));
    for code in &codes {
        let Some(tag) = Languages::tag(code) else { continue };
        if site.languages.iter().any(|known| known.tag == tag) {
            continue;
        }
        let aliases = if code.eq_ignore_ascii_case(tag.as_str()) { Vec::new() } else { vec![code.to_lowercase()] };
        site.languages.push(ImportedLanguage { tag, label: None, aliases });
        home_and_feeds(jekyll, &mut site, Some(code));
    }
    if site.languages.is_empty() {
        home_and_feeds(jekyll, &mut site, None);
    }
    add_messages(jekyll, &mut site);
    menus(config, &mut site);
    let fronts = jekyll.fronts();
    lists(jekyll, &mut site, &fronts);
    archives(jekyll, &mut site, &fronts);
    templates(jekyll, &mut site);
    files(jekyll, &mut site, report);
    site
}

/// The home page with its list, and the feeds, of a language, or of a site that names none.
fn home_and_feeds(jekyll: &Jekyll, site: &mut ImportedSite, code: Option<&str>) {
    let lang = code.and_then(Languages::tag);
    let prefix = jekyll.languages.prefix(code);
    let mut add = |path: &str, to| {
        let path = format!("{prefix}/{}", path.trim_start_matches('/'));
        site.addresses.push(OldAddress { path, to });
    };
    add("", OldTarget::Home(lang.clone()));
    add("page/*", OldTarget::Home(lang.clone()));
    let of_plugin = jekyll.config.text_at("feed.path").into_iter().chain(collection_feeds(&jekyll.config));
    for feed in ["feed.xml", "atom.xml", "rss.xml"].map(str::to_owned).into_iter().chain(of_plugin) {
        add(&feed, OldTarget::Feed(None, lang.clone()));
    }
    add("sitemap.xml", OldTarget::Address("/sitemap.xml".to_owned()));
}

fn add_messages(jekyll: &Jekyll, site: &mut ImportedSite) {
    for ((code, key), text) in &jekyll.messages {
        if let Some(lang) = Languages::tag(code).filter(|_| code != "authors") {
            let forms = vec![("other".to_owned(), text.clone())];
            site.messages.push(ImportedMessage { lang, key: key.clone(), forms });
        }
    }
}

fn menus(config: &Value, site: &mut ImportedSite) {
    let entries = ["navigation", "nav", "menu", "header_pages"].iter().find_map(|key| config.at(key));
    for entry in entries.map(Value::items).unwrap_or_default() {
        let name = entry.text_at("title").or_else(|| entry.text_at("name")).or_else(|| entry.text_at("text"));
        let url = entry.text_at("url").or_else(|| entry.text_at("link")).or_else(|| entry.text_at("href"));
        if let (Some(name), Some(url)) = (name, url) {
            let target = OldTarget::Address(url);
            site.menu.push(ImportedMenuEntry { lang: None, name, target, place: MenuPlace::Header });
        }
    }
}

/// The feeds of collections, as jekyll-feed is configured to write them.
fn collection_feeds(config: &Value) -> Vec<String> {
    let Some(all) = config.at("feed.collections") else { return Vec::new() };
    let path = |name: &str| config.text_at(&format!("feed.collections.{name}.path"));
    let names = all.texts().into_iter().chain(all.entries().iter().map(|(name, _)| name.clone()));
    names.map(|name| path(&name).unwrap_or_else(|| format!("/feed/{name}.xml"))).collect()
}

/// The addresses of lists: index pages, tags and categories as the archives of the plug-in and of most themes have them.
fn lists(jekyll: &Jekyll, site: &mut ImportedSite, fronts: &[(JekyllFile, Value)]) {
    let posts = jekyll.texts.iter().filter(|file| file.kind == FileKind::Post).count();
    let size = site.page_size.and_then(|size| usize::try_from(size).ok()).filter(|size| *size > 0);
    let pages = 2..=size.map_or(0, |size| posts.div_ceil(size)).min(MOST_PAGES);
    let mut add = |path: String, to| site.addresses.push(OldAddress { path, to });
    for (path, topic) in [("tags", Topic::Tag), ("categories", Topic::Section), ("authors", Topic::Author)] {
        add(format!("/{path}/"), OldTarget::Index(topic, None));
        add(format!("/{path}.html"), OldTarget::Index(topic, None));
    }
    for (file, front) in fronts {
        let code = front.text_at("lang").or_else(|| file.language.clone());
        let lang = code.as_deref().and_then(Languages::tag);
        let prefix = jekyll.languages.prefix(code.as_deref());
        if let Some(to) = front.texts_at("redirect_to").into_iter().next() {
            let to = if to.starts_with('/') || to.contains("://") { to } else { format!("/{to}") };
            for path in own_addresses(jekyll, file, front) {
                add(format!("{prefix}{path}"), OldTarget::Address(to.clone()));
            }
            continue;
        }
        if file.kind == FileKind::Page {
            let code = code.as_deref();
            page_addresses(jekyll, file, front, code, &pages)
                .into_iter()
                .for_each(|(path, lang)| add(path, OldTarget::Home(lang)));
            continue;
        }
        for tag in tags(front) {
            let to = OldTarget::Listing(Topic::Tag, tag.clone(), lang.clone());
            for base in ["tag", "tags"] {
                add(format!("{prefix}/{base}/{}/", slugified(&tag)), to.clone());
            }
            for path in automatic(&jekyll.config, "tags", "/tag/:tag", &tag) {
                add(format!("{prefix}{path}"), to.clone());
            }
        }
        let all = categories(file, front);
        for (at, category) in all.iter().filter(|category| !jekyll.languages.is_code(category)).enumerate() {
            let topic = if at == 0 { Topic::Section } else { Topic::Tag };
            let to = OldTarget::Listing(topic, category.clone(), lang.clone());
            for base in ["category", "categories"] {
                add(format!("{prefix}/{base}/{}/", slugified(category)), to.clone());
            }
            for path in automatic(&jekyll.config, "categories", "/category/:cat", category) {
                add(format!("{prefix}{path}"), to.clone());
            }
        }
    }
    let mut seen = BTreeSet::new();
    site.addresses.retain(|address| seen.insert(address.path.clone()));
}

/// The addresses of a text, and those that it had.
fn own_addresses(jekyll: &Jekyll, file: &JekyllFile, front: &Value) -> Vec<String> {
    let old = front.texts_at("redirect_from").into_iter().map(|from| format!("/{}", from.trim_start_matches('/')));
    paths(jekyll, file, front).into_iter().chain(old).flat_map(|path| Permalink::with_endings(&path)).collect()
}

/// The addresses of a page and of its list, which lead to the home page unless it is a text.
fn page_addresses(
    jekyll: &Jekyll,
    file: &JekyllFile,
    front: &Value,
    code: Option<&str>,
    pages: &RangeInclusive<usize>,
) -> Vec<(String, Option<Lang>)> {
    let mut all = own_addresses(jekyll, file, front);
    if front.at("permalink").is_some() || file.name == "index" {
        let folder = all.first().map_or("", |path| path.trim_end_matches('/')).to_owned();
        all.push(format!("{folder}/page/*"));
        let paginated = jekyll.config.text_at("paginate_path");
        for page in pages.clone() {
            all.push(format!("{folder}/page{page}/"));
            let path =
                |pattern: &String| format!("/{}", pattern.trim_start_matches('/').replace(":num", &page.to_string()));
            all.extend(paginated.as_ref().map(path));
        }
    }
    let seen = seen_in(jekyll, code);
    // The plug-in for several languages reads an address for each.
    let own = |code: &String| {
        let own = front.text_at(&format!("permalink_{code}"))?;
        let path = format!("{}/{}", jekyll.languages.prefix(Some(code)), own.trim_start_matches('/'));
        Some((path, Languages::tag(code)))
    };
    let translated: Vec<(String, Option<Lang>)> = jekyll.languages.codes.iter().filter_map(own).collect();
    let there = |(prefix, lang): &(String, Option<Lang>)| {
        all.iter().map(|path| (format!("{prefix}{path}"), lang.clone())).collect::<Vec<_>>()
    };
    seen.iter().flat_map(there).chain(translated).collect()
}

/// The prefixes and languages in which a page is seen: one in the default language in all.
fn seen_in(jekyll: &Jekyll, code: Option<&str>) -> Vec<(String, Option<Lang>)> {
    let languages = &jekyll.languages;
    let of = |code: Option<&str>| (languages.prefix(code), code.and_then(Languages::tag));
    match languages.is_prefixed && code.is_none_or(|code| languages.codes.first().is_some_and(|first| first == code)) {
        true => languages.codes.iter().map(|code| of(Some(code))).collect(),
        false => vec![of(code)],
    }
}

/// The lists that jekyll-paginate-v2 makes of a tag or a category, with their pages.
fn automatic(config: &Value, kind: &str, default: &str, name: &str) -> Vec<String> {
    if !config.is("autopages.enabled") {
        return Vec::new();
    }
    let pattern = config.text_at(&format!("autopages.{kind}.permalink")).unwrap_or_else(|| default.to_owned());
    let (name, slug) = (address_of(&name.to_lowercase()), slugified(name));
    let names = [name.trim_start_matches('/'), &slug];
    let paths = names.map(|name| pattern.replace(":tag", name).replace(":cat", name));
    let paths = paths.iter().map(|path| format!("/{}", path.trim_matches('/')));
    paths.flat_map(|path| [format!("{path}/page/*"), format!("{path}/")]).collect()
}

/// The addresses that the configuration of plug-ins names: archives of tags, categories and days, and feeds.
fn archives(jekyll: &Jekyll, site: &mut ImportedSite, fronts: &[(JekyllFile, Value)]) {
    let pattern = |kind: &str, default: &str| {
        let own = jekyll.config.text_at(&format!("jekyll-archives.permalinks.{kind}"));
        own.unwrap_or_else(|| default.to_owned())
    };
    let (tag, category) = (pattern("tag", "/tag/:name/"), pattern("category", "/category/:name/"));
    let days =
        [("year", "/:year/", "/%Y"), ("month", "/:year/:month/", "/%Y/%m"), ("day", "/:year/:month/:day/", "/%Y/%m")];
    let days = days.map(|(kind, default, to)| (pattern(kind, default), to));
    let by_tag = jekyll.config.at("feed.tags").is_some();
    let tag_feeds = jekyll.config.text_at("feed.tags.path").unwrap_or_else(|| "/feed/by_tag/".to_owned());
    let mut found: BTreeMap<String, OldTarget> = BTreeMap::new();
    for (file, front) in fronts.iter().filter(|(file, _)| file.kind == FileKind::Post) {
        let code = jekyll.code(file, front);
        let lang = code.as_deref().and_then(Languages::tag);
        let prefix = jekyll.languages.prefix(code.as_deref());
        let mut add =
            |path: &str, to| _ = found.entry(format!("{prefix}/{}", path.trim_start_matches('/'))).or_insert(to);
        let named = |pattern: &str, name: &str| filled(pattern, &|token| (token == "name").then(|| slugified(name)));
        for name in tags(front) {
            add(&named(&tag, &name), OldTarget::Listing(Topic::Tag, name.clone(), lang.clone()));
            if by_tag {
                add(&format!("{tag_feeds}{name}.xml"), OldTarget::Feed(Some((Topic::Tag, name)), lang.clone()));
            }
        }
        let all = categories(file, front);
        for (at, name) in all.iter().filter(|category| !jekyll.languages.is_code(category)).enumerate() {
            let topic = if at == 0 { Topic::Section } else { Topic::Tag };
            add(&named(&category, name), OldTarget::Listing(topic, name.clone(), lang.clone()));
            add(&format!("/feed/{name}.xml"), OldTarget::Feed(Some((topic, name.clone())), lang.clone()));
        }
        let Some(day) = jekyll.moment(front, "date").or(file.date).map(|date| date.day(&jekyll.zone)) else {
            continue;
        };
        let part = |token: &str| {
            let form = match token {
                "year" => "%Y",
                "month" => "%m",
                "day" => "%d",
                _ => return None,
            };
            Some(day.strftime(form).to_string())
        };
        for (pattern, to) in &days {
            let prefix = lang.as_ref().map(|lang| format!("/{lang}")).unwrap_or_default();
            add(&filled(pattern, &part), OldTarget::Address(format!("{prefix}{}", day.strftime(to))));
        }
    }
    let known: BTreeSet<String> = site.addresses.iter().map(|address| address.path.clone()).collect();
    let found = found.into_iter().filter(|(path, _)| !known.contains(path));
    site.addresses.extend(found.map(|(path, to)| OldAddress { path, to }));
}

/// Feeds, maps and data that are templates next to the pages, and feeds that are files.
fn templates(jekyll: &Jekyll, site: &mut ImportedSite) {
    for (path, published) in &jekyll.others {
        let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
        let is_feed = matches!(ending, "xml" | "atom" | "rss");
        if !is_feed && !matches!(ending, "json" | "txt") {
            continue;
        }
        let Some(text) = jekyll.files.reported_text(path, &mut Report::silent()) else { continue };
        let read = split(&text);
        if !is_feed && read.format.is_none_or(|format| format == Format::Json) {
            continue;
        }
        let own = read.value.text_at("permalink").map(|own| format!("/{}", own.trim_start_matches('/')));
        let to = match (path.contains("sitemap"), path.contains("feed"), is_feed) {
            (true, ..) => OldTarget::Address("/sitemap.xml".to_owned()),
            (_, true, false) => OldTarget::Address("/feed.json".to_owned()),
            (.., true) => OldTarget::Feed(None, None),
            _ => OldTarget::Home(None),
        };
        site.addresses.push(OldAddress { path: own.unwrap_or_else(|| address_of(published)), to });
    }
}

fn files(jekyll: &Jekyll, site: &mut ImportedSite, report: &mut Report) {
    // Data in folders are read by pages of the site; at its root they are those of programs.
    let is_program = |path: &str| {
        let is_data = path.ends_with(".json") && path.contains('/');
        !is_data && path.rsplit_once('.').is_some_and(|(_, ending)| LEFT_OUT.contains(&ending))
    };
    let files = jekyll.others.iter().filter(|(path, _)| !is_program(path));
    // The plug-ins copy files into the folder of each language, but for those that the configuration leaves out.
    let keys = ["exclude_from_localization", "exclude_from_localizations"];
    let left_out: Vec<String> = keys.iter().flat_map(|key| jekyll.config.texts_at(key)).collect();
    let is_left_out = |path: &str| {
        let is_below = |folder: &String| path.strip_prefix(folder.trim_matches('/'));
        left_out.iter().filter_map(is_below).any(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let codes = if jekyll.languages.is_prefixed { jekyll.languages.codes.get(1..).unwrap_or_default() } else { &[] };
    let files = files.flat_map(|(path, published)| {
        let others =
            codes.iter().filter(move |_| !is_left_out(published)).map(move |code| format!("{code}/{published}"));
        let all = std::iter::once(published.clone()).chain(others);
        all.map(move |there| (there, MediaSource::File(path.clone())))
    });
    site.add_files(SourcePlace::default(), files, report);
}
