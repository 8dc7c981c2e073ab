//! Addresses that a text asks for and cannot have, since a part of the site lies there, and those that empty versions leave.

use std::collections::HashSet;

use super::{ArticleToml, Version};
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

/// The old paths of versions without a text, and the addresses that they would have: all lead to the versions that are there.
pub(super) fn of_empty(id: &ArticleId, empty: &[Version], meta: &ArticleToml, versions: &[Version]) -> Vec<String> {
    let own = |version: &Version| {
        let slug = version.text.slug.as_ref().filter(|slug| *slug != id.name())?;
        let lang = &version.lang;
        match id.collection() {
            Collection::Year(year) => Some(format!("/{lang}/{year}/{slug}")),
            Collection::Pages => Some(format!("/{lang}/{slug}")),
            Collection::Authors => None,
        }
    };
    let present = versions.iter().flat_map(|version| &version.text.aliases).chain(&meta.aliases);
    let mut known: HashSet<String> = present.cloned().collect();
    let left = empty.iter().flat_map(|version| version.text.aliases.iter().cloned().chain(own(version)));
    left.filter(|alias| known.insert(alias.clone())).collect()
}
