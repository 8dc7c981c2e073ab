//! The languages of a Jekyll site, as its configuration and its folders name them.

use std::collections::BTreeSet;

use crate::{import::front_matter::Value, model::lang::Lang};

/// The languages of a site.
#[derive(Debug, Clone, Default)]
pub(super) struct Languages {
    /// Their codes, as the configuration names them, the default one first.
    pub(super) codes: Vec<String>,
    /// Whether a plug-in puts the code in front of addresses.
    pub(super) is_prefixed: bool,
    /// Folders and endings that stand for the language which the texts there name.
    pub(super) named: BTreeSet<String>,
}

/// Codes that name a language where they stand as a folder or before an ending.
const CODES: [&str; 24] = [
    "uk", "ua", "en", "ru", "de", "fr", "es", "it", "pl", "pt", "cs", "sk", "bg", "be", "ro", "hu", "tr", "ka", "lt",
    "lv", "et", "nl", "ja", "zh",
];

impl Languages {
    pub(super) fn new(config: &Value) -> Languages {
        let mut codes = config.texts_at("languages");
        let is_prefixed = !codes.is_empty();
        let default = ["default_lang", "lang", "locale", "language"].iter().find_map(|key| config.text_at(key));
        if let Some(default) = default.or_else(|| codes.first().cloned()) {
            codes.retain(|code| *code != default);
            codes.insert(0, default);
        }
        Languages { codes, is_prefixed, named: BTreeSet::new() }
    }

    /// Whether `code` names a language.
    pub(super) fn is_code(&self, code: &str) -> bool {
        self.codes.iter().any(|known| known == code) || CODES.contains(&code) || self.named.contains(code)
    }

    /// The tag of a code.
    pub(super) fn tag(code: &str) -> Option<Lang> {
        let code = code.replace('_', "-");
        if code.eq_ignore_ascii_case("ua") { "uk".parse().ok() } else { code.parse().ok() }
    }

    /// What ties a text to those in other languages; `logical` is its path without language and date.
    pub(super) fn tie(&self, logical: &str, front: &Value) -> String {
        let keys = ["ref", "translation_key", "lang-ref", "lang_ref", "page_id"];
        if let Some(key) = keys.iter().find_map(|key| front.text_at(key)) {
            return format!("key {key}");
        }
        match front.text_at("permalink").filter(|_| self.is_prefixed) {
            Some(permalink) => format!("permalink {permalink}"),
            None => format!("path {logical}"),
        }
    }

    /// An address without the codes of languages that are a folder or an ending in it: `/a.uk.html` is `/a/html`.
    pub(super) fn without_codes(&self, address: &str) -> String {
        let mut address = address.to_owned();
        for code in &self.codes {
            for (before, after) in [("/", "/"), (".", "/"), ("/", "."), (".", ".")] {
                address = address.replace(&format!("{before}{code}{after}"), "/");
            }
        }
        address
    }

    /// What addresses of a language begin with.
    pub(super) fn prefix(&self, code: Option<&str>) -> String {
        match code {
            Some(code) if self.is_prefixed && self.codes.first().is_some_and(|default| default != code) => {
                format!("/{code}")
            }
            _ => String::new(),
        }
    }
}
