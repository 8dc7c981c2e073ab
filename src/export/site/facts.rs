//! What files alone cannot say of a site, for the configuration of a server: redirects, what is gone, which languages articles have.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::{model::lang::Lang, site::Site};

/// The file of an export that says what its files alone do not, as JSON.
pub const ROUTES: &str = ".litopys-export/routes.json";

/// The exceptions from what the names of files say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct SiteFacts {
    /// Old addresses of articles, each with its target; decoded, with a query where it decides. The query of a request goes with it.
    pub(super) moved: BTreeMap<String, String>,
    /// Addresses of files without the digest of their bytes, each with the present one that has it.
    pub(super) current: BTreeMap<String, String>,
    /// Old addresses of `redirects.toml`, each with its target; decoded, with a query where it decides.
    pub(super) listed: BTreeMap<String, String>,
    /// Folders of `redirects.toml`, and of articles that were taken down: everything below one leads to its target.
    pub(super) below: BTreeMap<String, String>,
    /// Decoded addresses of articles that were taken down: 410 with the page in `errors/`.
    pub(super) gone: BTreeSet<String>,
    /// Decoded addresses of articles in languages that have no version to show: 404 with the page in `errors/`.
    pub(super) missing: BTreeSet<String>,
    /// Decoded addresses without a language of articles that have not every language of the site, and those they have.
    pub(super) has: BTreeMap<String, Vec<Lang>>,
    /// Addresses without a language that lead elsewhere than to the same path below the language.
    pub(super) neutral: BTreeMap<(String, Lang), NeutralTarget>,
    /// The media types of files below `/static/` and `/media/`, by their endings.
    pub(super) types: BTreeMap<String, String>,
    /// The media types of all other files, by their endings, or by their names where one ending has several.
    pub(super) page_types: BTreeMap<String, String>,
    /// Addresses that cannot be a file: their names are too long.
    pub(super) unwritten: BTreeSet<String>,
}

/// Where an address without a language leads readers of one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum NeutralTarget {
    /// To this address.
    To(String),
    /// To the error page of this decoded address, with this status.
    Error(u16, String),
}

impl SiteFacts {
    /// The facts as JSON: redirects with status and target, what is gone, where addresses without a language lead.
    pub(super) fn routes(&self, site: &Site) -> Value {
        let mut neutral: BTreeMap<&str, BTreeMap<&str, String>> = BTreeMap::new();
        for ((path, lang), target) in &self.neutral {
            let target = match target {
                NeutralTarget::To(to) => to.clone(),
                NeutralTarget::Error(status, _) => status.to_string(),
            };
            neutral.entry(path).or_default().insert(lang.as_str(), target);
        }
        let of = |status: u16, moved: &BTreeMap<String, String>| {
            moved.iter().map(|(from, to)| (from.clone(), (status, to.clone()))).collect::<Vec<_>>()
        };
        let moved = [of(302, &self.current), of(308, &self.listed), of(308, &self.moved)];
        json!({
            "base_url": site.base_url(),
            "default": site.default_language(),
            "languages": site.languages().iter().map(|language| &language.tag).collect::<Vec<_>>(),
            "moved": moved.into_iter().flatten().collect::<BTreeMap<_, _>>(),
            "below": self.below,
            "gone": self.gone,
            "missing": self.missing,
            "neutral": neutral,
        })
    }

    /// Takes the facts of another part of the site.
    pub(super) fn extend(&mut self, other: SiteFacts) {
        self.moved.extend(other.moved);
        self.current.extend(other.current);
        self.listed.extend(other.listed);
        self.below.extend(other.below);
        self.gone.extend(other.gone);
        self.missing.extend(other.missing);
        self.has.extend(other.has);
        self.neutral.extend(other.neutral);
        self.types.extend(other.types);
        self.page_types.extend(other.page_types);
        self.unwritten.extend(other.unwritten);
    }
}
