//! Tags, authors and sections without a name in some language of the site, and letters of another alphabet in names.

use std::{
    cell::LazyCell,
    collections::{BTreeMap, BTreeSet, HashMap},
};

use super::Facts;
use crate::{
    i18n::lint::language::look_alike::{LookAlike, mixed, words},
    model::{
        lang::Lang,
        problem::{Lines, MOST_PER_FILE, Problem},
    },
    site::{Names, Site, Topic, toml_key},
};

const PATH: &str = "articles/names.toml";

/// What articles are listed under, each with the first article that is.
#[derive(Debug, Default)]
pub(in crate::translate::check) struct Wanted<'a>(BTreeMap<(Topic, &'a str), &'a Facts>);

impl<'a> Wanted<'a> {
    pub(in crate::translate::check) fn of(articles: &'a [Facts]) -> Self {
        let mut wanted: BTreeMap<_, &Facts> = BTreeMap::new();
        for facts in articles {
            for (topic, id) in &facts.topics {
                let first = wanted.entry((*topic, id.as_str())).or_insert(facts);
                if facts.id < first.id {
                    *first = facts;
                }
            }
        }
        Wanted(wanted)
    }
}

/// The languages in which `names`, read from `text`, leaves out what is `wanted`.
pub(in crate::translate::check) fn check(
    wanted: &Wanted<'_>,
    names: &Names,
    text: &str,
    site: &Site,
    out: &mut Vec<Problem>,
) {
    let lines = Lines::new(text);
    let headers = headers(text);
    let mut known: BTreeMap<(Topic, &str), BTreeSet<&Lang>> = BTreeMap::new();
    for (topic, id, lang, _) in names.iter() {
        known.entry((topic, id)).or_default().insert(lang);
    }
    check_alphabets(names, site, &lines, out);
    for ((topic, id), facts) in &wanted.0 {
        let has = known.get(&(*topic, *id));
        let lacking: Vec<_> = site
            .languages()
            .iter()
            .map(|language| &language.tag)
            .filter(|lang| !has.is_some_and(|has| has.contains(lang)))
            .map(|lang| format!("`{lang}`"))
            .collect();
        if lacking.is_empty() {
            continue;
        }
        let message = format!("the {topic} `{id}` has no name in {}", lacking.join(", "));
        let table = format!("[{topic}.{}]", toml_key(id));
        let problem = Problem::warning(PATH, "missing-name", message);
        let problem = match headers.get(table.as_str()) {
            Some(at) => problem.at(lines.place(*at)),
            None => problem,
        };
        out.push(problem.help(format!("write it below `{table}`; `articles/{}` is listed under it", facts.id)));
    }
}

/// The headers of the tables of a TOML text, each with its first byte.
fn headers(text: &str) -> HashMap<&str, usize> {
    let mut headers = HashMap::new();
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let start = line.len() - line.trim_start().len();
        // A comment may follow.
        let line_end = line.find(" #").unwrap_or(line.len());
        if let Some(end) = line.get(..line_end).and_then(|line| line.rfind(']'))
            && let Some(header) = line.get(start..=end).filter(|header| header.starts_with('['))
        {
            headers.entry(header).or_insert(offset + start);
        }
        offset += line.len();
    }
    headers
}

/// Names with a letter that looks like one of the other alphabet.
fn check_alphabets(names: &Names, site: &Site, lines: &Lines<'_>, out: &mut Vec<Problem>) {
    let text = lines.text();
    let mut told = 0;
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
        told += 1;
        if told > MOST_PER_FILE {
            return;
        }
        let problem = Problem::warning(PATH, "mixed-alphabets", message).help(help);
        out.push(match text.find(name) {
            Some(place) => problem.at(lines.place(place + start + at)),
            None => problem,
        });
    }
}
