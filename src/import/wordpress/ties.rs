//! Which posts and terms are the same in other languages, once the whole export was read.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{
    index::Index,
    languages::{is_real, lang_of},
    old_addresses::path_of,
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
        let base = self.base_path();
        let mut found: BTreeMap<u64, Lang> = BTreeMap::new();
        for (id, post) in &self.posts {
            let Some(code) = code_of(&post.link, &base) else { continue };
            let taken = self.terms.keys().any(|(_, slug)| *slug == code) && !post.link.contains("lang=");
            if let Some(lang) = lang_of(&code).filter(|lang| is_real(lang) && !taken) {
                found.insert(*id, lang);
            }
        }
        let languages: HashSet<&Lang> = found.values().collect();
        let separates = languages.len() > 1 || (languages.len() == 1 && found.len() < self.posts.len());
        if separates {
            for (id, lang) in found {
                if let Some(post) = self.posts.get_mut(&id) {
                    post.lang = Some(lang);
                }
            }
        }
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

/// The code of a language in an address.
fn code_of(link: &str, base: &str) -> Option<String> {
    if let Some((_, query)) = link.split_once('?')
        && let Some(code) = query.split('&').find_map(|part| part.strip_prefix("lang="))
    {
        return Some(code.to_owned());
    }
    let path = path_of(link);
    let first = path.strip_prefix(base)?.trim_start_matches('/').split('/').next()?;
    let is_code = first.len() == 2 || (first.len() == 5 && first.contains('-'));
    (is_code && first.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-')).then(|| first.to_owned())
}
