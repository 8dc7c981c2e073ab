//! Tags, authors and sections without a name in some language of the site, and letters of another alphabet in names.

use std::{cell::LazyCell, collections::BTreeMap};

use super::ArticleSummary;
use crate::{
    i18n::lint::language::look_alike::{LookAlike, mixed, words},
    model::diagnostic::{Diagnostic, Lines, MOST_PER_FILE},
    site::{MissingNames, Names, Site, Topic},
};

const PATH: &str = "articles/names.toml";

/// The topics of all articles, each with the first article that has it.
#[derive(Debug, Default)]
pub(in crate::translate::check) struct NamedTopics<'a>(BTreeMap<(Topic, &'a str), &'a ArticleSummary>);

impl<'a> NamedTopics<'a> {
    pub(in crate::translate::check) fn collect(articles: &'a [ArticleSummary]) -> Self {
        let mut wanted: BTreeMap<_, &ArticleSummary> = BTreeMap::new();
        for facts in articles {
            for (topic, id) in &facts.topics {
                let first = wanted.entry((*topic, id.as_str())).or_insert(facts);
                if facts.id < first.id {
                    *first = facts;
                }
            }
        }
        NamedTopics(wanted)
    }
}

/// The languages in which `names`, read from `text`, leaves out what is `wanted`.
pub(in crate::translate::check) fn check(
    wanted: &NamedTopics<'_>,
    names: &Names,
    text: &str,
    site: &Site,
    out: &mut Vec<Diagnostic>,
) {
    check_alphabets(names, site, &Lines::new(text), out);
    let missing = MissingNames::new(PATH, text, Some(names));
    out.extend(wanted.0.iter().filter_map(|((topic, id), facts)| missing.problem(site, *topic, id, Some(&facts.id))));
}

/// Names with a letter that looks like one of the other alphabet.
fn check_alphabets(names: &Names, site: &Site, lines: &Lines<'_>, out: &mut Vec<Diagnostic>) {
    let text = lines.text();
    let mut reported = 0;
    for (_, _, _, name) in names.iter() {
        let allowed = LazyCell::new(|| site.allowed().in_text(name));
        let is_allowed = |start: usize, word: &str| allowed.has(start..start + word.len());
        let mut found = words(name).filter_map(|(start, word)| Some((start, word, mixed(word)?)));
        let Some((start, _, LookAlike { at, message, help })) =
            found.find(|(start, word, _)| !is_allowed(*start, word))
        else {
            continue;
        };
        // Each is looked for in the whole file, and more are not listed.
        reported += 1;
        if reported > MOST_PER_FILE {
            return;
        }
        let problem = Diagnostic::warning(PATH, "mixed-alphabets", message).help(help);
        out.push(match text.find(name) {
            Some(place) => problem.at(lines.place(place + start + at)),
            None => problem,
        });
    }
}
