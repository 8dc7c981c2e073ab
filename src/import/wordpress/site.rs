//! The site as a whole: its name, languages, menus, names of terms and authors.

use super::{
    addresses::{of_files, of_site},
    body::plain_text,
    index::{Index, MenuFacts, NOT_TERMS},
    item::version_id,
    languages::{lang_of, split_languages},
    uploads::Uploads,
};
use crate::{
    import::{
        ImportedLanguage, ImportedMenuEntry, ImportedName, ImportedSite, OldTarget, Outcome, Report, SourcePlace,
    },
    model::lang::Lang,
    site::{MenuPlace, Topic},
};

/// The site that an index describes.
pub(super) fn site(index: &Index, uploads: &Uploads, place: &SourcePlace, report: &mut Report) -> ImportedSite {
    let text = |key: &str| index.site.get(key).filter(|value| !value.is_empty()).cloned();
    let names = in_languages(&text("title").unwrap_or_default());
    let mut site = ImportedSite {
        names: names.into_iter().filter(|(_, name)| !name.is_empty()).collect(),
        base_url: text("base_blog_url").or(text("link")).map(|address| address.trim_end_matches('/').to_owned()),
        default: index.default.clone(),
        languages: languages(index),
        menu: menu(index, place, report),
        terms: terms(index),
        addresses: [of_site(index), of_files(index, uploads)].concat(),
        other_hosts: index.other_hosts(),
        ..ImportedSite::default()
    };
    site.time_zone = time_zone(index, place, report);
    whole_report(index, place, report);
    site
}

/// A text of one or of several languages.
pub(super) fn in_languages(text: &str) -> Vec<(Option<Lang>, String)> {
    match split_languages(text) {
        Some(texts) => texts.iter().map(|(code, text)| (lang_of(code), plain_text(text))).collect(),
        None => vec![(None, plain_text(text))],
    }
}

fn languages(index: &Index) -> Vec<ImportedLanguage> {
    let mut found: Vec<Lang> = index.default.iter().cloned().collect();
    for lang in index.posts.values().flat_map(|post| post.lang.iter().chain(&post.languages)) {
        if !found.contains(lang) {
            found.push(lang.clone());
        }
    }
    let is_tag = |code: &str, tag: &Lang| tag.as_str().eq_ignore_ascii_case(&code.replace('_', "-"));
    let aliases = |tag: &Lang| {
        let own = index.codes.iter().filter(|(code, lang)| lang == tag && !is_tag(code, tag));
        own.map(|(code, _)| code.clone()).collect()
    };
    found.iter().map(|tag| ImportedLanguage { tag: tag.clone(), label: None, aliases: aliases(tag) }).collect()
}

/// Names of terms in the languages that they have.
fn terms(index: &Index) -> Vec<ImportedName> {
    let mut names = Vec::new();
    let mut add = |topic: Topic, id: &str, lang: Option<Lang>, name: String| {
        if let (Some(lang), false) = (lang.or(index.default.clone()), name.is_empty()) {
            names.push(ImportedName { topic, id: id.to_owned(), lang, name });
        }
    };
    for ((taxonomy, slug), term) in &index.terms {
        if NOT_TERMS.contains(&taxonomy.as_str()) || term.used == 0 {
            continue;
        }
        let id = index.term_id(taxonomy, slug);
        for (lang, name) in in_languages(&term.name) {
            let lang = lang.or(term.lang.clone());
            if taxonomy == "category" && term.as_section > 0 {
                add(Topic::Section, &id, lang.clone(), name.clone());
            }
            if taxonomy != "category" || term.used > term.as_section {
                add(Topic::Tag, &id, lang, name);
            }
        }
    }
    for (login, (name, _)) in &index.authors {
        for (lang, name) in in_languages(name) {
            add(Topic::Author, login, lang, name);
        }
    }
    names
}

/// The main menu goes to the header, one that its name calls so to the footer.
fn menu(index: &Index, place: &SourcePlace, report: &mut Report) -> Vec<ImportedMenuEntry> {
    let mut menus: Vec<&str> = index.menus.iter().map(|entry| entry.menu.as_str()).collect();
    menus.sort_unstable();
    menus.dedup();
    let named = |words: &[&str]| menus.iter().find(|menu| words.iter().any(|word| menu.contains(word))).copied();
    let footer = named(&["foot", "підвал", "подвал", "bottom"]);
    let header = named(&["main", "primary", "head", "top", "голов", "глав"]).filter(|menu| Some(*menu) != footer);
    let header = header.or(menus.iter().copied().find(|menu| Some(*menu) != footer && !menu.contains("soc")));
    let mut made = Vec::new();
    let mut entries: Vec<&MenuFacts> = index.menus.iter().collect();
    entries.sort_by_key(|entry| entry.order);
    for entry in entries {
        let at = match entry.menu.as_str() {
            menu if Some(menu) == header => MenuPlace::Header,
            menu if Some(menu) == footer => MenuPlace::Footer,
            _ => {
                let found = format!("`{}` in the menu `{}`", title_of(entry, index), entry.menu);
                report.add(
                    place,
                    "menu",
                    Outcome::Lost,
                    found,
                    "left out: the archive has a menu on top and one below",
                );
                continue;
            }
        };
        if entry.is_nested {
            let found = format!("`{}`, below another entry of the menu `{}`", title_of(entry, index), entry.menu);
            report.add(place, "menu", Outcome::Lost, found, "left out: menus have one level; add it to site.toml");
            continue;
        }
        let Some(target) = target_of(entry, index) else {
            let found =
                format!("`{}` in the menu `{}`, which leads to nothing that was imported", entry.title, entry.menu);
            report.add(place, "menu", Outcome::Lost, found, "left out");
            continue;
        };
        for (lang, name) in in_languages(&title_of(entry, index)) {
            if !name.is_empty() {
                made.push(ImportedMenuEntry { lang, name, target: target.clone(), place: at });
            }
        }
    }
    made
}

fn title_of(entry: &MenuFacts, index: &Index) -> String {
    if !entry.title.trim().is_empty() {
        return entry.title.clone();
    }
    match entry.kind.as_str() {
        "post_type" => index.posts.get(&entry.object_id).map(|post| post.title.clone()).unwrap_or_default(),
        "taxonomy" => term_of(entry, index).map(|(_, _, name)| name).unwrap_or_default(),
        _ => String::new(),
    }
}

fn term_of(entry: &MenuFacts, index: &Index) -> Option<(Topic, String, String)> {
    let id = entry.object_id.to_string();
    let ((taxonomy, slug), term) =
        index.terms.iter().find(|((taxonomy, _), term)| *taxonomy == entry.object && term.id == id)?;
    let topic = if taxonomy == "category" && term.as_section > 0 { Topic::Section } else { Topic::Tag };
    (term.used > 0).then(|| (topic, index.term_id(taxonomy, slug), term.name.clone()))
}

fn target_of(entry: &MenuFacts, index: &Index) -> Option<OldTarget> {
    match entry.kind.as_str() {
        "post_type" => {
            let post = index.posts.get(&entry.object_id)?;
            Some(OldTarget::Version(version_id(entry.object_id, post.languages.first())))
        }
        "taxonomy" => term_of(entry, index).map(|(topic, id, _)| OldTarget::Listing(topic, id, None)),
        _ => {
            let url = entry.url.trim();
            let base = index.site.get("base_blog_url").map(|base| base.trim_end_matches('/')).unwrap_or_default();
            let is_home = url == "/" || (!base.is_empty() && url.trim_end_matches('/') == base);
            let is_address = url.starts_with("https://")
                || url.starts_with("http://")
                || url.starts_with('/')
                || url.starts_with("mailto:");
            match (is_home, is_address) {
                (true, _) => Some(OldTarget::Home(None)),
                (false, true) => Some(OldTarget::Address(url.to_owned())),
                _ => None,
            }
        }
    }
}

/// An export says how far local time is from UTC, not where.
fn time_zone(index: &Index, place: &SourcePlace, report: &mut Report) -> Option<String> {
    let least = index.offsets.values().min()?;
    let most = index.offsets.values().max()?;
    if (*least, *most) == (0, 0) {
        return None;
    }
    let is_ukrainian = index.default.as_ref().is_some_and(|lang| lang.as_str() == "uk");
    if is_ukrainian && (120..=180).contains(least) && (120..=180).contains(most) {
        return Some("Europe/Kyiv".to_owned());
    }
    let found = format!("dates {least} to {most} minutes ahead of UTC, and no name of a time zone");
    report.add(place, "time-zone", Outcome::Kept, found, "days begin in UTC: set `time_zone` in site.toml");
    None
}

/// What concerns the export as a whole.
fn whole_report(index: &Index, place: &SourcePlace, report: &mut Report) {
    if index.comments > 0 {
        let found = format!("{} comments", index.comments);
        report.add(place, "comments", Outcome::Lost, found, "not imported: the archive has no comments");
    }
    for (kind, count) in &index.left_out {
        let found = format!("{count} of the type `{kind}`, or in the bin");
        report.add(place, "post-type", Outcome::Lost, found, "not imported: no texts of the site");
    }
    if !index.sticky.is_empty() {
        let list: Vec<String> = index.sticky.iter().map(|id| version_id(*id, None)).collect();
        let done = "write them into `pinned` under [home] in site.toml";
        report.add(place, "sticky", Outcome::Changed, format!("posts that stay at the top: {}", list.join(", ")), done);
    }
}
