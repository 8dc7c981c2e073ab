//! Which posts and terms are the same in other languages, once the whole export was read.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::{
    addresses::path_of,
    index::{Attachment, Index},
    languages::{is_real, lang_of},
    xml::decoded,
};
use crate::model::lang::Lang;

impl Index {
    /// Brings together what only the whole export says.
    pub(super) fn finish(&mut self) {
        for (slug, ids) in std::mem::take(&mut self.sets) {
            for id in ids {
                if let Some(post) = self.posts.get_mut(&id) {
                    post.tie.get_or_insert_with(|| format!("polylang {slug}"));
                }
            }
        }
        let by_id: HashMap<String, (String, String)> =
            self.terms.iter().map(|(key, facts)| (facts.id.clone(), key.clone())).collect();
        for (slug, ids) in std::mem::take(&mut self.term_sets) {
            for key in ids.iter().filter_map(|id| by_id.get(&id.to_string())) {
                if let Some(term) = self.terms.get_mut(key) {
                    term.tie.get_or_insert_with(|| slug.clone());
                }
            }
        }
        let default = self.site.get("language").and_then(|language| lang_of(language));
        self.default = default.map(|lang| self.shortest(&lang));
        self.languages_of_addresses();
        self.name_terms();
        self.find_prefixes();
        let duplicated: HashSet<u64> =
            self.posts.values().filter_map(|post| post.tie.as_deref()?.strip_prefix("post ")?.parse().ok()).collect();
        for (id, post) in &mut self.posts {
            if duplicated.contains(id) && post.tie.is_none() {
                post.tie = Some(format!("post {id}"));
                post.is_original = true;
            }
            if post.languages.len() > 1 {
                post.tie = Some(format!("post {id}"));
            }
        }
    }

    /// `en-US` is `en`, where no plug-in separates the two.
    fn shortest(&self, lang: &Lang) -> Lang {
        let known: Vec<&Lang> = self.posts.values().flat_map(|post| post.lang.iter().chain(&post.languages)).collect();
        if known.contains(&lang) {
            return lang.clone();
        }
        let primary: Option<Lang> = lang.as_str().split('-').next().and_then(|primary| primary.parse().ok());
        match primary {
            Some(primary) if known.contains(&&primary) || primary.with_region() == *lang => primary,
            _ => lang.clone(),
        }
    }

    /// WPML without its add-on leaves nothing but addresses: `/en/…` and `?lang=en`.
    fn languages_of_addresses(&mut self) {
        if self.posts.values().any(|post| post.lang.is_some() || !post.languages.is_empty()) {
            return;
        }
        let (base, host) = (self.base_path(), self.host().to_owned());
        let mut found: BTreeMap<u64, (String, Lang)> = BTreeMap::new();
        for (id, post) in &self.posts {
            let Some(code) = code_of(&post.link, &host, &base) else { continue };
            let is_path =
                path_of(&post.link).strip_prefix(&base).is_some_and(|path| path.starts_with(&format!("/{code}/")));
            let taken = is_path && self.terms.keys().any(|(_, slug)| *slug == code);
            if let Some(lang) = lang_of(&code).filter(|lang| is_real(lang) && !taken) {
                found.insert(*id, (code, lang));
            }
        }
        let languages: HashSet<&Lang> = found.values().map(|(_, lang)| lang).collect();
        let separates = languages.len() > 1 || (languages.len() == 1 && found.len() < self.posts.len());
        if separates {
            for (id, (code, lang)) in found {
                self.codes.insert((code.to_ascii_lowercase(), lang.clone()));
                if let Some(post) = self.posts.get_mut(&id) {
                    post.lang = Some(lang);
                }
            }
        }
    }

    /// The paths below which a language has its posts: qTranslate puts every language there.
    fn find_prefixes(&mut self) {
        let base = self.base_path();
        let mut found: BTreeSet<(String, Lang)> = BTreeSet::new();
        for post in self.posts.values() {
            let first =
                path_of(&post.link).strip_prefix(&base).and_then(|path| path.trim_start_matches('/').split_once('/'));
            let lang = first
                .and_then(|(code, _)| Some((code, lang_of(code)?)))
                .filter(|(_, lang)| post.lang.as_ref() == Some(lang));
            found.extend(lang.map(|(code, lang)| (format!("{base}/{code}"), lang)));
        }
        if self.posts.values().any(|post| !post.languages.is_empty()) {
            found.extend(self.codes.iter().map(|(code, lang)| (format!("{base}/{code}"), lang.clone())));
        }
        self.prefixes = found.into_iter().collect();
    }

    /// The code of a language on the old site.
    pub(super) fn code_of<'a>(&'a self, lang: &'a Lang) -> &'a str {
        self.codes.iter().find(|(_, known)| known == lang).map_or(lang.as_str(), |(code, _)| code)
    }

    /// The host of the old site.
    fn host(&self) -> &str {
        host_of(self.site.get("base_blog_url").or(self.site.get("link")).map(String::as_str).unwrap_or_default())
    }

    /// Other hosts, which languages have of their own.
    pub(super) fn other_hosts(&self) -> Vec<String> {
        let of_languages = self.posts.values().filter(|post| post.lang.is_some()).map(|post| host_of(&post.link));
        let others: BTreeSet<&str> = of_languages.filter(|host| !host.is_empty() && *host != self.host()).collect();
        others.into_iter().map(str::to_owned).collect()
    }

    /// The folder of uploads, as addresses have it.
    pub(super) fn uploads_folder(&self) -> String {
        let folder = |attachment: &Attachment| {
            let path = path_of(&attachment.url);
            decoded(path)
                .strip_suffix(attachment.file.as_deref()?)
                .map(str::to_owned)
                .filter(|folder| folder.ends_with('/'))
        };
        let known = self.attachments.values().find_map(folder);
        known.unwrap_or_else(|| format!("{}/wp-content/uploads/", self.base_path()))
    }

    /// The path below which the old site lives, without a slash at its end.
    pub(super) fn base_path(&self) -> String {
        let base = self.site.get("base_blog_url").or(self.site.get("link")).map(String::as_str).unwrap_or_default();
        path_of(base).trim_end_matches('/').to_owned()
    }

    /// The id of a term in all languages: that of its set, if it is tied.
    pub(super) fn term_id(&self, taxonomy: &str, slug: &str) -> String {
        let key = (taxonomy.to_owned(), slug.to_owned());
        self.term_ids.get(&key).map_or(slug, String::as_str).to_owned()
    }

    /// Of tied terms the one of the default language names all.
    fn name_terms(&mut self) {
        let mut names: HashMap<(&str, &str), &str> = HashMap::new();
        for ((taxonomy, slug), term) in &self.terms {
            let Some(tie) = &term.tie else { continue };
            let name = names.entry((taxonomy, tie)).or_insert(slug);
            if term.lang.is_some() && term.lang == self.default {
                *name = slug;
            }
        }
        let id = |key: &(String, String), tie: &str| names.get(&(key.0.as_str(), tie)).map(|name| (*name).to_owned());
        let found = self.terms.iter().filter_map(|(key, term)| Some((key.clone(), id(key, term.tie.as_deref()?)?)));
        self.term_ids = found.collect();
    }
}

/// The host of an address.
fn host_of(address: &str) -> &str {
    let rest = address.split_once("://").map_or("", |(_, rest)| rest);
    rest.split(['/', '?', '#', ':']).next().unwrap_or_default()
}

/// The code of a language in an address: `?lang=en`, `en.museum.example`, `/en/`.
fn code_of(link: &str, host: &str, base: &str) -> Option<String> {
    if let Some((_, query)) = link.split_once('?')
        && let Some(code) = query.split('&').find_map(|part| part.strip_prefix("lang="))
    {
        return Some(code.to_owned());
    }
    let bare = host.strip_prefix("www.").unwrap_or(host);
    if let Some(code) =
        host_of(link).strip_suffix(bare).and_then(|front| front.strip_suffix('.')).filter(|code| *code != "www")
    {
        return Some(code.to_owned());
    }
    let path = path_of(link);
    let first = path.strip_prefix(base)?.trim_start_matches('/').split('/').next()?;
    let is_code = first.len() == 2 || (first.len() == 5 && first.contains('-'));
    (is_code && first.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-')).then(|| first.to_owned())
}
