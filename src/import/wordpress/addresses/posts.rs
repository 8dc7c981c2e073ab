//! The addresses of a post: that of each version, older ones, and those that are the same in every language.

use super::path_of;
use crate::{
    import::wordpress::{
        index::{Index, PostFacts},
        item::{WxrItem, version_id},
        xml::decoded,
    },
    model::lang::Lang,
};

/// The old address of a version of a post.
pub(super) struct VersionPath {
    /// The name of the version in the record of the import.
    pub(super) id: String,
    pub(super) lang: Option<Lang>,
    /// The path without its closing slash.
    path: String,
    /// `?lang=en` where that decides.
    query: String,
}

impl VersionPath {
    /// An address below the post: `feed/`.
    pub(super) fn below(&self, part: &str) -> String {
        format!("{}/{part}{}", self.path, self.query)
    }
}

/// Whether the address of a post is its number.
fn is_plain(link: &str) -> bool {
    link.contains("?p=") || link.contains("?page_id=") || path_of(link).len() < 2
}

/// The paths of all versions of a post; none where its address is a number.
pub(super) fn paths(id: u64, post: &PostFacts, index: &Index) -> Vec<VersionPath> {
    if is_plain(&post.link) {
        return Vec::new();
    }
    // Two slashes at the beginning would make a host of the first part.
    let path = format!("/{}", path_of(&post.link).trim_matches('/'));
    let query = post.link.split('#').next().and_then(|link| link.split_once('?')).map(|(_, query)| format!("?{query}"));
    let query = query.unwrap_or_default();
    if post.languages.is_empty() {
        return vec![VersionPath { id: version_id(id, None), lang: post.lang.clone(), path, query }];
    }
    let of = |lang: &Lang| VersionPath {
        id: version_id(id, Some(lang)),
        lang: Some(lang.clone()),
        path: if index.default.as_ref() == Some(lang) { path.clone() } else { in_front(index, lang, &path) },
        query: String::new(),
    };
    post.languages.iter().map(of).collect()
}

/// A path with the code of a language in front, as qTranslate writes it.
fn in_front(index: &Index, lang: &Lang, path: &str) -> String {
    let base = index.base_path();
    format!("{base}/{}{}", index.code_of(lang), path.strip_prefix(&base).unwrap_or(path))
}

/// The addresses of one version, and those of the post in every language.
pub(in crate::import::wordpress) fn of_post(
    item: &WxrItem,
    lang: Option<&Lang>,
    index: &Index,
) -> (Vec<String>, Vec<String>) {
    let mut own = Vec::new();
    let mut shared = shared(item, index);
    let Some(post) = index.posts.get(&item.id) else { return (own, shared) };
    if is_plain(&item.link) && item.link.contains("lang=") {
        own.push(item.link.clone());
    }
    for version in paths(item.id, post, index).iter().filter(|version| lang.is_none() || version.lang.as_ref() == lang)
    {
        match lang {
            None => own.push(item.link.clone()),
            Some(_) => own.push(format!("{}/", version.path)),
        }
        // qTranslate may ask for the language, too.
        if let Some(lang) = lang.filter(|lang| index.default.as_ref() != Some(lang)) {
            own.push(format!("{}?lang={}", path_of(&item.link), index.code_of(lang)));
        }
        own.extend(older(item, post, version));
    }
    // A text that is not in the language of its address was shown there in another.
    if lang.is_some() && !is_plain(&item.link) {
        let missing = index.codes.iter().filter(|(_, lang)| !post.languages.contains(lang));
        shared.extend(
            missing.map(|(_, lang)| format!("{}/", in_front(index, lang, path_of(&item.link)).trim_end_matches('/'))),
        );
        if index.default.as_ref().is_some_and(|default| !post.languages.contains(default)) {
            shared.push(item.link.clone());
        }
    }
    (own, shared)
}

/// Addresses that the post had before its name or its day was changed.
fn older<'a>(item: &'a WxrItem, post: &'a PostFacts, version: &'a VersionPath) -> impl Iterator<Item = String> + 'a {
    let folder = version.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let slugs = item.metas("_wp_old_slug").map(move |slug| format!("{folder}/{}/{}", decoded(slug), version.query));
    let days = item.metas("_wp_old_date").filter_map(move |old| {
        let (old, day) = (old.trim().parse::<jiff::civil::Date>().ok()?, post.day?);
        let forms = ["/%Y/%m/%d/", "/%Y/%m/"];
        let form = forms.into_iter().find(|form| version.path.contains(&day.strftime(form).to_string()))?;
        let path = version.path.replacen(&day.strftime(form).to_string(), &old.strftime(form).to_string(), 1);
        Some(format!("{path}/{}", version.query))
    });
    slugs.chain(days)
}

/// The addresses by the number of the post.
fn shared(item: &WxrItem, index: &Index) -> Vec<String> {
    let base = index.base_path();
    let key = if item.post_type == "page" { "page_id" } else { "p" };
    let mut shared = vec![format!("{base}/?{key}={}", item.id)];
    if key == "page_id" {
        shared.push(format!("{base}/?p={}", item.id));
    } else if item.post_type != "post" {
        shared.push(format!("{base}/?post_type={}&p={}", item.post_type, item.id));
    }
    let is_known = item.link.contains("lang=") || shared.iter().any(|known| item.link.ends_with(known.as_str()));
    if is_plain(&item.link) && item.link.contains('?') && !is_known {
        shared.push(item.link.clone());
    }
    shared
}
