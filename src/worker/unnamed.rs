//! Tags, authors and sections without a name in some language, and what `site.toml` names that is not there. The topics in use are
//! known from one pass to the next, so that a change costs as much as what it touches.

use std::collections::BTreeSet;

use super::{SyncError, targets};
use crate::{
    catalog::{Catalog, Scope},
    model::diagnostic::{Diagnostic, MOST_PER_FILE, more_diagnostics},
    site::{MissingNames, Names, Site, Topic, missing_languages},
    source::{SiteText, Source, read_names},
};

const PATH: &str = "articles/names.toml";

/// The topics that are used and have no name.
#[derive(Debug, Default)]
pub(super) struct Unnamed {
    /// `names.toml` as it was last whole; `None` until then.
    names: Option<SiteText<Names>>,
    /// Whether `names.toml`, or the catalog, may be another one than that.
    is_stale: bool,
    topics: BTreeSet<(Topic, String)>,
    /// The problems of what `[[menu]]` and `[home]` name.
    targets: Vec<Diagnostic>,
}

impl Unnamed {
    /// Looks at everything again in the next update; until then the problems stay as they are.
    pub(super) fn expire(&mut self) {
        self.is_stale = true;
    }

    /// Takes up what articles were put under, or taken from: `scopes`, as the catalog writes them. Says whether the problems
    /// may be others now.
    pub(super) fn update(
        &mut self,
        source: &dyn Source,
        catalog: &Catalog,
        site: &Site,
        scopes: &BTreeSet<String>,
    ) -> Result<bool, SyncError> {
        let is_first = self.is_stale || self.names.is_none();
        if is_first {
            // The problems of the file are reported where the site is read; while it is broken, the names before stay.
            let names = read_names(source, &mut Vec::new())?;
            if !names.is_broken {
                self.names = Some(names);
            }
        }
        let targets = targets::problems(catalog, site)?;
        let mut changed = is_first || targets != self.targets;
        self.targets = targets;
        let Some(names) = &self.names else { return Ok(changed) };
        let is_unnamed =
            |topic: &(Topic, String)| !missing_languages(names.value.as_ref(), site, topic.0, &topic.1).is_empty();
        if is_first {
            self.topics = catalog.topics()?.into_iter().filter(is_unnamed).collect();
        } else {
            for scope in scopes {
                let Some(topic) = topic_of(scope) else { continue };
                changed |= match is_unnamed(&topic) && catalog.is_used(scope)? {
                    true => self.topics.insert(topic),
                    false => self.topics.remove(&topic),
                };
            }
        }
        self.is_stale = false;
        Ok(changed)
    }

    /// The problems, as many as a file may have.
    pub(super) fn problems(&self, site: &Site) -> Vec<Diagnostic> {
        let Some(names) = &self.names else { return self.targets.clone() };
        let missing = MissingNames::new(PATH, &names.text, names.value.as_ref());
        let problem = |(topic, id): &(Topic, String)| missing.problem(site, *topic, id, None);
        let mut found: Vec<_> = self.topics.iter().take(MOST_PER_FILE).filter_map(problem).collect();
        let more = self.topics.len() - found.len();
        found.extend((more > 0).then(|| more_diagnostics(PATH, more)));
        found.extend(self.targets.iter().cloned());
        found
    }
}

/// The topic that a scope is, as the catalog writes it: `tag/mines`.
fn topic_of(scope: &str) -> Option<(Topic, String)> {
    match Scope::parse(scope)? {
        Scope::Topic(topic, id) => Some((topic, id)),
        Scope::All => None,
    }
}
