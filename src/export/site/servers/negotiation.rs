//! What a server has to know to choose a language as the site does: docs/REFERENCE.md, section 4.

use std::collections::BTreeSet;

use crate::{export::site::facts::SiteFacts, model::lang::Lang, site::Site};

/// The rules of one site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Negotiation {
    /// The languages, in the order of the site.
    pub(super) languages: Vec<LanguageRule>,
    /// The default, its fallback chain, then the others, each once: what a reader gets who names none of them.
    pub(super) order: Vec<Lang>,
    /// The default and its fallback chain.
    pub(super) chain: Vec<Lang>,
    /// Those that have words or articles.
    pub(super) in_use: Vec<Lang>,
    /// Whether `Accept-Language` counts.
    pub(super) reads_header: bool,
    /// The sets of languages that articles have which have not all of them.
    pub(super) sets: BTreeSet<Vec<Lang>>,
}

/// One language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LanguageRule {
    /// Its tag.
    pub(super) lang: Lang,
    /// The tag and its aliases, in lower case.
    pub(super) names: Vec<String>,
    /// It and its fallback chain.
    pub(super) shown: Vec<Lang>,
}

impl Negotiation {
    /// The rules of `site`.
    pub(super) fn new(site: &Site, facts: &SiteFacts, in_use: Vec<Lang>) -> Negotiation {
        let default = site.default_language();
        let chain: Vec<Lang> = std::iter::once(default).chain(site.languages().chain(default)).cloned().collect();
        let mut order = chain.clone();
        for language in site.languages().iter() {
            if !order.contains(&language.tag) {
                order.push(language.tag.clone());
            }
        }
        let rule = |language: &crate::site::Language| {
            let names = std::iter::once(language.tag.as_str()).chain(language.aliases.iter().map(String::as_str));
            LanguageRule {
                lang: language.tag.clone(),
                names: names.map(str::to_ascii_lowercase).collect(),
                shown: std::iter::once(&language.tag).chain(&language.fallback).cloned().collect(),
            }
        };
        Negotiation {
            languages: site.languages().iter().map(rule).collect(),
            order,
            chain,
            in_use,
            reads_header: site.negotiates(),
            sets: facts.has.values().cloned().collect(),
        }
    }

    /// The default language.
    pub(super) fn default(&self) -> &str {
        self.chain.first().map_or("", Lang::as_str)
    }

    /// A comment where a server cannot follow the header exactly: a tag with a script or a region would have to be compared with
    /// the data of CLDR.
    pub(super) fn warning(&self) -> &'static str {
        match self.languages.iter().any(|rule| rule.lang.as_str().contains('-')) {
            true => {
                "# A language with a script or a region is matched by its name alone: `zh-TW` does not ask for `zh-Hant`.\n"
            }
            false => "",
        }
    }
}

impl LanguageRule {
    /// A regular expression for its names.
    pub(super) fn pattern(&self) -> String {
        format!("(?:{})", self.names.join("|"))
    }
}

/// The name of a language in a variable: `zhHant`.
pub(super) fn name(lang: &Lang) -> String {
    lang.as_str().replace('-', "")
}

/// The name of a set of languages in a variable: `uk_en`.
pub(super) fn set_name(set: &[Lang]) -> String {
    set.iter().map(name).collect::<Vec<_>>().join("_")
}
