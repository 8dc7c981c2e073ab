//! `cascade`: what the configuration and the texts of sections say about every text below.

use std::collections::BTreeMap;

use super::{config::Config, pages::ContentFile};
use crate::import::{
    front_matter::Value,
    source::{ancestors, fits},
};

/// Keys that a text takes from above. Titles, words and pictures are its own.
const INHERITED: [&str; 30] = [
    "date", "publishdate", "pubdate", "published", "lastmod", "modified", "expirydate", "unpublishdate", "draft",
    "slug", "url", "outputs", "headless", "build", "_build", "tags", "categories", "series", "authors", "author",
    "contributors", "licence", "license", "source", "translator", "translators", "summary", "description", "type",
    "layout",
];
/// Alternatives of one pattern (`{a,b}`) that are tried.
const MOST_FORMS: usize = 64;

/// All cascades of a site, by the language and the folder below which they apply.
#[derive(Debug, Clone, Default)]
pub(super) struct Cascades(BTreeMap<(usize, String), Vec<Value>>);

impl Cascades {
    /// Adds what the text of `folder` says, or the configuration of the language, which counts last.
    pub(super) fn add(&mut self, language: usize, folder: &str, cascade: &Value) {
        let rules = cascade.one_or_several().iter().cloned();
        self.0.entry((language, folder.to_lowercase())).or_default().extend(rules);
    }

    /// Adds to the front matter of a text what it does not say itself; the nearest folder counts, and its first rule.
    pub(super) fn lay_below(&self, front: &mut Value, file: &ContentFile, config: &Config) {
        if self.0.is_empty() {
            return;
        }
        let path = file.page_path().to_lowercase();
        for folder in ancestors(&path).chain([""]) {
            for rule in self.0.get(&(file.language, folder.to_owned())).into_iter().flatten() {
                if !is_for(rule, file, config) {
                    continue;
                }
                let is_new = |key: &str| {
                    let key = key.to_lowercase();
                    let is_known = INHERITED.contains(&key.as_str()) || config.taxonomies.contains(&key);
                    is_known && front.get(&key).is_none()
                };
                let added: Vec<_> = rule.entries().iter().filter(|(key, _)| is_new(key)).cloned().collect();
                front.merge(Value::Table(added));
            }
        }
    }
}

/// Whether a rule is for a text: its `target`, one or several, says which.
fn is_for(rule: &Value, file: &ContentFile, config: &Config) -> bool {
    let Some(target) = rule.get("target").or_else(|| rule.get("_target")) else { return true };
    let language = config.languages.get(file.language).map_or("", |language| language.key.as_str());
    let path = format!("/{}", file.page_path().to_lowercase().replace(' ', "-"));
    let found = [
        ("kind", file.kind(&config.taxonomies)),
        ("path", path.as_str()),
        ("lang", language),
        ("sites.matrix.languages", language),
        ("environment", "production"),
    ];
    let is_one = |target: &Value| {
        found.iter().all(|(key, text)| {
            let patterns = target.texts_at(key);
            patterns.is_empty() || patterns.iter().flat_map(|pattern| forms(pattern)).any(|form| fits(&form, text))
        })
    };
    target.one_or_several().iter().any(is_one)
}

/// The patterns that `a{b,c}` stands for, in small letters.
fn forms(pattern: &str) -> Vec<String> {
    let mut open = vec![pattern.to_lowercase()];
    let mut done = Vec::new();
    while let Some(pattern) = open.pop() {
        let parts = pattern.split_once('{').and_then(|(start, rest)| Some((start, rest.split_once('}')?)));
        match parts {
            Some((start, (inner, end))) if done.len() + open.len() < MOST_FORMS => {
                open.extend(inner.split(',').map(|one| format!("{start}{}{end}", one.trim())));
            }
            _ if pattern.matches("**").count() > super::mounts::MOST_STARS => {}
            _ => done.push(pattern),
        }
    }
    done
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::front_matter::{Format, parse};

    #[test]
    fn the_nearest_folder_counts_and_a_text_says_more_itself() {
        let config = "[languages.uk]\nweight = 1\n[languages.en]\nweight = 2\n";
        let config = Config::from_value(parse(Format::Toml, config).unwrap());
        let yaml = |text: &str| parse(Format::Yaml, text).unwrap();
        let mut cascades = Cascades::default();
        cascades.add(0, "a/b", &yaml("- {slug: near, target: {kind: page}}\n- {slug: second, draft: true}\n"));
        cascades.add(0, "a", &yaml("{slug: far, url: /a, title: no, _target: {path: '/a/{b,c}/**', lang: u*}}"));
        cascades.add(0, "", &yaml("{type: t, target: [{path: /z}, {sites: {matrix: {languages: [uk]}}}]}"));
        let laid = |language: usize, logical: &str, front: &str| {
            let (path, logical) = (logical.to_owned(), logical.to_owned());
            let file = ContentFile { path, language, logical, stands_in: Vec::new() };
            let mut front = yaml(front);
            cascades.lay_below(&mut front, &file, &config);
            front.to_string()
        };
        for (language, logical, front, made) in [
            (0, "a/b/x", "{}", "{slug: near, draft: true, url: /a, type: t}"),
            (0, "A/B/x/index", "{Slug: own, draft: false}", "{Slug: own, draft: false, url: /a, type: t}"),
            (0, "a/b/_index", "{}", "{slug: second, draft: true, type: t}"),
            (0, "a/d", "{}", "{type: t}"),
            (1, "a/b/x", "{}", "{}"),
        ] {
            assert_eq!(laid(language, logical, front), made, "{logical}");
        }
    }
}
