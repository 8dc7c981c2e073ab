//! Addresses that a text asks for and cannot have, since a part of the site lies there, and the old paths of an article.

use std::collections::HashSet;

use super::{Article, Version};
use crate::{
    model::{
        diagnostic::Diagnostic,
        sentence::say,
        slug::{ArticleId, Collection, Slug},
    },
    site::{Site, fixed_at, shadowed},
};

/// The problem of the undated page `id` where a part of the site lies at `/<lang>/<slug>`.
pub(super) fn reserved(site: &Site, id: &ArticleId, slug: &Slug, path: &str) -> Option<Diagnostic> {
    if id.collection() != Collection::Pages {
        return None;
    }
    let shadow = say(fixed_at(slug.as_str(), |part| site.languages().by_path(part).is_some())?);
    let message = say("reserved-slug").with("slug", slug.to_string()).with("shadow", shadow);
    Some(Diagnostic::error(path, "reserved-slug", message).help(say("help-reserved-slug")))
}

/// Old paths that readers never come by, since something else lies there.
pub(super) fn unreachable(site: &Site, path: &str, aliases: &[String]) -> Vec<Diagnostic> {
    let is_language = |part: &str| site.languages().by_path(part).is_some();
    let problem = |alias: &String| {
        let shadow = say(shadowed(alias, is_language)?);
        let message = say("unreachable-alias").with("alias", alias).with("shadow", shadow);
        Some(Diagnostic::warning(path, "unreachable-alias", message).help(say("help-delete")))
    };
    aliases.iter().filter_map(problem).collect()
}

impl Article {
    /// The old paths of the article as a whole. Among them are those of versions without a text, and the addresses that these would
    /// have: all lead to the versions that are there.
    pub(crate) fn old_paths(&self) -> Vec<String> {
        let own = |version: &Version| {
            let slug = version.text.slug.as_ref().filter(|slug| *slug != self.id.name())?;
            let lang = &version.lang;
            match self.id.collection() {
                Collection::Year(year) => Some(format!("/{lang}/{year}/{slug}")),
                Collection::Pages => Some(format!("/{lang}/{slug}")),
                Collection::Authors => None,
            }
        };
        let mut paths = self.meta.aliases.clone();
        let present = self.versions.iter().flat_map(|version| &version.text.aliases).chain(&paths);
        let mut known: HashSet<String> = present.cloned().collect();
        let left = self.empty.iter().flat_map(|version| version.text.aliases.iter().cloned().chain(own(version)));
        paths.extend(left.filter(|path| known.insert(path.clone())));
        paths
    }
}
