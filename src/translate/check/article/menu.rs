//! Entries of `[[menu]]` in `site.toml` that lead to no page, or to a section, a tag or an author that no article has.

use super::ArticleSummary;
use crate::{
    model::{
        diagnostic::Diagnostic,
        slug::{ArticleId, Collection},
    },
    site::{MenuEntry, MenuTarget, Site, Topic, menu_problem},
};

/// The entries whose target is not there. One that is hidden from readers is: it is left out until it is published. So is a page
/// among `ids`, those of all folders, that cannot be read: that is reported with its file.
pub(in crate::translate::check) fn check(
    articles: &[ArticleSummary],
    ids: &[ArticleId],
    site: &Site,
    out: &mut Vec<Diagnostic>,
) {
    let is_there = |entry: &MenuEntry| match &entry.target {
        MenuTarget::Page(name) => {
            let id = ArticleId::new(Collection::Pages, name.clone());
            match articles.iter().find(|facts| facts.id == id) {
                Some(facts) => !facts.is_withdrawn,
                None => ids.contains(&id),
            }
        }
        MenuTarget::Topic(topic, id) => articles.iter().filter(|facts| !facts.is_withdrawn).any(|facts| {
            let is_text = *topic == Topic::Author && facts.id.collection() == Collection::Authors;
            is_text && facts.id.name().as_str() == id
                || facts.topics.iter().any(|(other, name)| other == topic && name == id)
        }),
        MenuTarget::Address(_) => true,
    };
    out.extend(site.menu().iter().filter(|entry| !is_there(entry)).filter_map(menu_problem));
}
