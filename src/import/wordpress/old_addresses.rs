//! The addresses at which WordPress answers for a post, a file or a listing.

use std::collections::BTreeSet;

use super::{
    index::{Index, is_default_category},
    item::{WxrItem, version_id},
    xml::decoded,
};
use crate::{
    import::{MediaSource, OldAddress, OldTarget},
    model::lang::Lang,
    site::Topic,
};

/// Pages of a listing whose addresses are kept.
const MOST_PAGES: usize = 1000;
/// Posts on a page of a listing, as WordPress has it.
const PAGE: usize = 10;

/// The path of an address: from the first slash behind the host.
pub(super) fn path_of(address: &str) -> &str {
    let rest = address
        .split_once("://")
        .map_or(address, |(_, rest)| rest.find('/').map_or("", |at| rest.get(at..).unwrap_or_default()));
    rest.split(['?', '#']).next().unwrap_or_default()
}

/// The addresses of one version, and those of the post in every language.
pub(super) fn of_post(item: &WxrItem, lang: Option<&Lang>, index: &Index) -> (Vec<String>, Vec<String>) {
    let mut own = Vec::new();
    let is_plain = item.link.contains("?p=") || item.link.contains("?page_id=") || path_of(&item.link).len() < 2;
    let base = index.base_path();
    let link = match lang.filter(|lang| index.default.as_ref() != Some(lang)) {
        // qTranslate puts the language in front, or behind as a question.
        Some(lang) if !is_plain => {
            let path = path_of(&item.link);
            let rest = path.strip_prefix(&base).unwrap_or(path);
            own.push(format!("{base}/{lang}{rest}"));
            own.push(format!("{path}?lang={lang}"));
            format!("{base}/{lang}{rest}")
        }
        _ => item.link.clone(),
    };
    if !is_plain && lang.is_none_or(|lang| index.default.as_ref() == Some(lang)) {
        own.push(link.clone());
    }
    // Two slashes at the beginning would make a host of the first part.
    let path = format!("/{}", path_of(&link).trim_start_matches('/'));
    if !is_plain {
        if let Some((folder, _)) = path.trim_end_matches('/').rsplit_once('/') {
            own.extend(item.metas("_wp_old_slug").map(|slug| format!("{folder}/{}/", decoded(slug))));
        }
        let pages = item.content.matches("<!--nextpage-->").count().min(MOST_PAGES);
        own.extend((2..=pages + 1).map(|page| format!("{}/{page}/", path.trim_end_matches('/'))));
        own.push(format!("{}/feed/", path.trim_end_matches('/')));
    }
    let key = if item.post_type == "page" { "page_id" } else { "p" };
    let mut shared = vec![format!("{base}/?{key}={}", item.id)];
    if key == "page_id" {
        shared.push(format!("{base}/?p={}", item.id));
    } else if item.post_type != "post" {
        shared.push(format!("{base}/?post_type={}&p={}", item.post_type, item.id));
    }
    if is_plain && item.link.contains('?') && !shared.iter().any(|known| item.link.ends_with(known.as_str())) {
        shared.push(item.link.clone());
    }
    (own, shared)
}

/// The addresses of listings, feeds and files.
pub(super) fn of_site(index: &Index, found: &dyn Fn(&str) -> Option<String>) -> Vec<OldAddress> {
    let base = index.base_path();
    let mut all = Vec::new();
    let mut add = |path: String, to: OldTarget| all.push(OldAddress { path, to });
    for feed in [
        "/feed/",
        "/feed/rss/",
        "/feed/rss2/",
        "/feed/atom/",
        "/feed/rdf/",
        "/comments/feed/",
        "/?feed=rss2",
        "/?feed=atom",
    ] {
        add(format!("{base}{feed}"), OldTarget::Feed(None, None));
    }
    let prefixes = prefixes(index, &base);
    for (prefix, lang) in &prefixes {
        add(format!("{prefix}/"), OldTarget::Home(Some(lang.clone())));
        add(format!("{prefix}/feed/"), OldTarget::Feed(None, Some(lang.clone())));
    }
    let pages = (index.posts.len() / PAGE + 1).min(MOST_PAGES);
    for page in 2..=pages {
        add(format!("{base}/page/{page}/"), OldTarget::Home(None));
    }
    for (login, (_, id)) in &index.authors {
        let writes = index.writers.contains(login);
        let to = || if writes { OldTarget::Listing(Topic::Author, login.clone(), None) } else { OldTarget::Home(None) };
        add(format!("{base}/author/{login}/"), to());
        add(
            format!("{base}/author/{login}/feed/"),
            OldTarget::Feed(writes.then(|| (Topic::Author, login.clone())), None),
        );
        if !id.is_empty() {
            add(format!("{base}/?author={id}"), to());
        }
    }
    of_terms(index, &base, &prefixes, &mut add);
    of_attachments(index, &base, found, &mut add);
    all
}

/// First parts of addresses that stand for a language.
fn prefixes(index: &Index, base: &str) -> BTreeSet<(String, Lang)> {
    let of_post = |lang: &Lang, link: &str| {
        let prefix = format!("{base}/{}", lang.as_str().to_ascii_lowercase());
        path_of(link).starts_with(&format!("{prefix}/")).then_some(prefix)
    };
    let mut found = BTreeSet::new();
    for post in index.posts.values() {
        found.extend(post.lang.iter().filter_map(|lang| Some((of_post(lang, &post.link)?, lang.clone()))));
        let translated = post.languages.iter().filter(|lang| index.default.as_ref() != Some(lang));
        found.extend(translated.map(|lang| (format!("{base}/{lang}"), lang.clone())));
    }
    found
}

fn of_terms(index: &Index, base: &str, prefixes: &BTreeSet<(String, Lang)>, add: &mut impl FnMut(String, OldTarget)) {
    let has_languages = index.posts.values().any(|post| post.lang.is_some());
    for ((taxonomy, slug), term) in &index.terms {
        let (name, key) = match taxonomy.as_str() {
            "category" => ("category", "cat"),
            "post_tag" => ("tag", "tag_id"),
            _ => continue,
        };
        let topic = if taxonomy == "category" && term.as_section > 0 { Topic::Section } else { Topic::Tag };
        let lang = term.lang.clone().filter(|_| has_languages);
        let is_empty = term.public == 0 || is_default_category(slug);
        let id = index.term_id(taxonomy, slug);
        let to = || match is_empty {
            true => OldTarget::Home(lang.clone()),
            false => OldTarget::Listing(topic, id.clone(), lang.clone()),
        };
        let mut paths = vec![format!("{base}/{name}/{slug}")];
        // A category may lie within another, and within that.
        let mut path = slug.clone();
        let mut parent = term.parent.clone();
        for _ in 0..10 {
            let Some(above) = index.terms.get(&(taxonomy.clone(), parent.clone())).filter(|_| !parent.is_empty())
            else {
                break;
            };
            path = format!("{parent}/{path}");
            paths.push(format!("{base}/{name}/{path}"));
            parent = above.parent.clone();
        }
        let translated: Vec<String> = prefixes
            .iter()
            .filter(|(_, own)| term.lang.as_ref().is_none_or(|lang| lang == own))
            .flat_map(|(prefix, _)| {
                paths.iter().map(move |path| format!("{prefix}{}", path.strip_prefix(base).unwrap_or(path)))
            })
            .collect();
        for path in paths.iter().chain(&translated) {
            add(format!("{path}/"), to());
            let feed = if is_empty {
                OldTarget::Feed(None, lang.clone())
            } else {
                OldTarget::Feed(Some((topic, id.clone())), lang.clone())
            };
            add(format!("{path}/feed/"), feed);
            for page in 2..=(term.used as usize / PAGE + 1).min(MOST_PAGES) {
                add(format!("{path}/page/{page}/"), to());
            }
        }
        if !term.id.is_empty() {
            add(format!("{base}/?{key}={}", term.id), to());
        }
        if name == "tag" {
            add(format!("{base}/?tag={slug}"), to());
        }
    }
}

/// Pages of attachments lead to the text that shows them, else to the file; files that no text shows stay where they were.
fn of_attachments(
    index: &Index,
    base: &str,
    found: &dyn Fn(&str) -> Option<String>,
    add: &mut impl FnMut(String, OldTarget),
) {
    for (id, attachment) in &index.attachments {
        let shown_by = index.shown_by.get(id).copied();
        let post = Some(attachment.parent).filter(|parent| index.posts.contains_key(parent)).or(shown_by);
        let file = attachment.file.as_deref().and_then(found);
        let is_used = shown_by.is_some() || attachment.file.as_ref().is_some_and(|file| index.used.contains(file));
        let to = || match (post, &file) {
            (Some(post), _) => {
                OldTarget::Version(version_id(post, index.posts.get(&post).and_then(|post| post.languages.first())))
            }
            (None, Some(file)) => OldTarget::File(MediaSource::File(file.clone())),
            (None, None) => OldTarget::Home(None),
        };
        if path_of(&attachment.link).len() > 1 && !attachment.link.contains("?attachment_id") {
            add(attachment.link.clone(), to());
        }
        add(format!("{base}/?attachment_id={id}"), to());
        if let (false, Some(file)) = (is_used, &file) {
            add(attachment.url.clone(), OldTarget::File(MediaSource::File(file.clone())));
        }
    }
}
