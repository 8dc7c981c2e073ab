//! The targets of `[[menu]]` and `[home]` in `site.toml`: one that readers cannot reach is a problem of that file.

use crate::{
    catalog::{Catalog, CatalogError, Presence, Scope},
    model::{
        diagnostic::Diagnostic,
        sentence::say,
        slug::{ArticleId, Collection},
    },
    site::{MenuEntry, MenuTarget, Site, Topic, menu_problem, not_on_home},
};

/// The problems, by the catalog that is being written.
pub(super) fn problems(catalog: &Catalog, site: &Site) -> Result<Vec<Diagnostic>, CatalogError> {
    let mut found = Vec::new();
    for entry in site.menu() {
        if !is_there(catalog, entry)? {
            found.extend(menu_problem(entry));
        }
    }
    for pin in &site.home().pinned {
        let problem = |message, help| not_on_home(message, &pin.value.to_string(), pin.place).help(say(help));
        found.extend(match catalog.presence(&pin.value)? {
            Presence::Absent => Some(problem("not-on-home-unknown", "help-unpin-withdrawn")),
            Presence::Hidden => Some(problem("not-on-home-hidden", "help-unpin")),
            Presence::Withdrawn => Some(problem("not-on-home-withdrawn", "help-unpin-withdrawn")),
            // The problems of an article that cannot be read are reported with its file.
            Presence::Unreadable | Presence::Shown => None,
        });
    }
    for section in &site.home().sections {
        if !is_used(catalog, Topic::Section, &section.value)? {
            let problem = not_on_home("not-on-home-section", &section.value, section.place);
            found.push(problem.help(say("help-unpin-section")));
        }
    }
    Ok(found)
}

/// Whether the target of an entry exists, shown or hidden. The catalog does not contain the topics of hidden articles: while
/// there is a hidden article, no topic is reported.
fn is_there(catalog: &Catalog, entry: &MenuEntry) -> Result<bool, CatalogError> {
    match &entry.target {
        MenuTarget::Page(name) => {
            let presence = catalog.presence(&ArticleId::new(Collection::Pages, name.clone()))?;
            Ok(!matches!(presence, Presence::Absent | Presence::Withdrawn))
        }
        MenuTarget::Topic(topic, id) => {
            let text = id.parse().ok().filter(|_| *topic == Topic::Author);
            let text = text.map(|name| catalog.presence(&ArticleId::new(Collection::Authors, name))).transpose()?;
            let has_text = text.is_some_and(|text| text != Presence::Absent);
            Ok(has_text || is_used(catalog, *topic, id)? || catalog.has_hidden()?)
        }
        MenuTarget::Address(_) => Ok(true),
    }
}

fn is_used(catalog: &Catalog, topic: Topic, id: &str) -> Result<bool, CatalogError> {
    catalog.is_used(&Scope::Topic(topic, id.to_owned()).to_string())
}
