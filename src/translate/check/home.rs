//! `[home]` of `site.toml`: whether readers see what it names.

use std::collections::{HashMap, HashSet};

use super::article::ArticleSummary;
use crate::{
    model::{
        diagnostic::{Diagnostic, nearest},
        sentence::say,
        slug::ArticleId,
    },
    site::{Site, Topic, not_on_home},
};

/// Pinned articles and sections that the home page leaves out; `ids` are those of all folders, readable or not.
pub(super) fn check(facts: &[ArticleSummary], ids: &[ArticleId], site: &Site, out: &mut Vec<Diagnostic>) {
    let home = site.home();
    if home.pinned.is_empty() && home.sections.is_empty() {
        return;
    }
    let folders: HashSet<&ArticleId> = ids.iter().collect();
    let articles: HashMap<&ArticleId, &ArticleSummary> = facts.iter().map(|facts| (&facts.id, facts)).collect();
    for pin in &home.pinned {
        let id = pin.value.to_string();
        let warning = |message: &'static str, help: &'static str| not_on_home(message, &id, pin.place).help(say(help));
        match articles.get(&pin.value) {
            Some(article) if article.is_withdrawn => {
                out.push(warning("not-on-home-withdrawn", "help-unpin-withdrawn"));
            }
            Some(article) if article.is_hidden() => out.push(warning("not-on-home-hidden", "help-unpin")),
            None if !folders.contains(&pin.value) => {
                let problem = not_on_home("not-on-home-unknown", &id, pin.place);
                let names: Vec<String> = ids.iter().map(ToString::to_string).collect();
                let near = nearest(&id, names.iter().map(String::as_str));
                out.push(match near {
                    Some(near) => problem.help(say("help-write").with("name", near)),
                    None => problem.help(say("help-unpin-withdrawn")),
                });
            }
            // The problems of an article that cannot be read are reported with its file.
            _ => {}
        }
    }
    let seen = facts.iter().filter(|facts| !facts.is_withdrawn && !facts.is_hidden());
    let sections: HashSet<&str> = seen.flat_map(|facts| facts.topics_of(Topic::Section)).collect();
    for section in home.sections.iter().filter(|section| !sections.contains(section.value.as_str())) {
        let problem = not_on_home("not-on-home-section", &section.value, section.place);
        let near = nearest(&section.value, sections.iter().copied());
        out.push(match near {
            Some(near) => problem.help(say("help-write").with("name", near)),
            None => problem.help(say("help-unpin-section")),
        });
    }
}
