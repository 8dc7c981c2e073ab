//! The likeliest partner of each version that nothing ties.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{Group, Head, Sketch};
use crate::model::{date::Moment, lang::Lang};

/// Two versions that may be one article.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::import) struct Candidate {
    /// A version without a partner, by its place among the heads.
    pub(in crate::import) one: usize,
    /// The likeliest partner.
    pub(in crate::import) other: usize,
    /// How likely, from 0 to 1.
    pub(in crate::import) score: f32,
    /// What speaks for it.
    pub(in crate::import) reasons: Vec<String>,
}

/// A mark that more versions have says nothing.
const COMMON: usize = 40;
/// Partners that are aligned with a version.
const ALIGNED: usize = 4;
/// Below it nothing is proposed.
const LEAST: f32 = 0.12;

/// The likeliest partners: each version that is in no group with another is proposed once, with the best of another language.
/// `sketches` has those versions.
pub(in crate::import) fn likeliest(
    heads: &[Head],
    groups: &[Group],
    sketches: &BTreeMap<usize, Sketch>,
) -> Vec<Candidate> {
    let languages = languages_of_groups(heads, groups);
    let mut having: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, sketch) in sketches {
        sketch.marks.iter().for_each(|mark| having.entry(mark).or_default().push(*at));
    }
    let days = by_day(heads, sketches);
    let mut all: Vec<Candidate> = Vec::new();
    for (&one, sketch) in sketches {
        let mut shared: BTreeMap<usize, f32> = BTreeMap::new();
        for mark in &sketch.marks {
            let others = having.get(mark.as_str()).map(Vec::as_slice).unwrap_or_default();
            if others.len() <= COMMON {
                let weight = 1.0 / small(others.len().max(1)).sqrt();
                others.iter().for_each(|other| *shared.entry(*other).or_default() += weight);
            }
        }
        let own_day = heads.get(one).and_then(day).and_then(|day| days.get(&day));
        own_day.into_iter().flatten().take(COMMON).for_each(|other| _ = shared.entry(*other).or_default());
        let fits = |other: usize| one < other && are_apart(&languages, one, other);
        let mut best: Vec<_> = shared.into_iter().filter(|(other, _)| fits(*other)).collect();
        best.sort_by(|left, right| right.1.total_cmp(&left.1).then(left.0.cmp(&right.0)));
        let pairs =
            best.into_iter().take(ALIGNED * 4).map(|(other, weight)| compared(heads, sketches, one, other, weight));
        all.extend(pairs.filter(|candidate| candidate.score >= LEAST));
    }
    all.sort_by(|left, right| {
        right.score.total_cmp(&left.score).then((left.one, left.other).cmp(&(right.one, right.other)))
    });
    // The likeliest pairs first; a version is proposed to one of each language.
    let mut taken: HashSet<(usize, Lang)> = HashSet::new();
    all.retain(|candidate| {
        let ends = [(candidate.one, candidate.other), (candidate.other, candidate.one)];
        let keys: Vec<_> =
            ends.iter().filter_map(|(own, other)| Some((*own, heads.get(*other)?.lang.clone()))).collect();
        let is_free = !keys.iter().any(|key| taken.contains(key));
        if is_free {
            taken.extend(keys);
        }
        is_free
    });
    all
}

/// The languages of the group that each version is in.
fn languages_of_groups(heads: &[Head], groups: &[Group]) -> HashMap<usize, Vec<Lang>> {
    let languages = |group: &Group| {
        group.versions.iter().filter_map(|at| heads.get(*at)).map(|head| head.lang.clone()).collect::<Vec<_>>()
    };
    groups.iter().flat_map(|group| group.versions.iter().map(|at| (*at, languages(group)))).collect()
}

fn are_apart(languages: &HashMap<usize, Vec<Lang>>, one: usize, other: usize) -> bool {
    match (languages.get(&one), languages.get(&other)) {
        (Some(left), Some(right)) => !left.iter().any(|lang| right.contains(lang)),
        _ => false,
    }
}

/// Versions by the day on which they appeared.
fn by_day(heads: &[Head], sketches: &BTreeMap<usize, Sketch>) -> HashMap<jiff::civil::Date, Vec<usize>> {
    let mut days: HashMap<_, Vec<usize>> = HashMap::new();
    for at in sketches.keys() {
        if let Some(day) = heads.get(*at).and_then(day) {
            days.entry(day).or_default().push(*at);
        }
    }
    days
}

fn day(head: &Head) -> Option<jiff::civil::Date> {
    head.version.published.map(|moment: Moment| moment.day(&jiff::tz::TimeZone::UTC))
}

fn compared(heads: &[Head], sketches: &BTreeMap<usize, Sketch>, one: usize, other: usize, weight: f32) -> Candidate {
    let mut candidate = Candidate { one, other, score: 0.0, reasons: Vec::new() };
    let (Some(left), Some(right)) = (sketches.get(&one), sketches.get(&other)) else { return candidate };
    let shared: Vec<&String> = left.marks.intersection(&right.marks).collect();
    let count = |sign: char| shared.iter().filter(|mark| mark.starts_with(sign)).count();
    for (sign, name) in [('!', "picture or file"), ('#', "number"), ('@', "name")] {
        let count = count(sign);
        if count > 0 {
            candidate.reasons.push(format!("{count} {name}{}", if count == 1 { "" } else { "s" }));
        }
    }
    let size = small(left.marks.len().max(1)).sqrt() * small(right.marks.len().max(1)).sqrt();
    let mut score =
        (0.5 * small(shared.len()) / size + 0.5 * weight / size.sqrt()).min(0.7) + 0.15 * small(count('!').min(2));
    if let (Some(a), Some(b)) = (heads.get(one), heads.get(other)) {
        if day(a).is_some() && day(a) == day(b) {
            score += 0.15;
            candidate.reasons.push("the same day".to_owned());
        }
        if !a.version.name.is_empty() && a.version.name == b.version.name {
            score += 0.3;
            candidate.reasons.push("the same name".to_owned());
        }
    }
    let likeness = left.likeness(right);
    candidate.reasons.push(format!("built alike: {:.0} %", likeness * 100.0));
    candidate.score = (score * (0.4 + 0.6 * likeness)).min(0.99);
    candidate
}

fn small(count: usize) -> f32 {
    count as f32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::{ImportedVersion, MediaReference, MediaSource};

    fn version(id: &str, date: &str, title: &str, body: &str, picture: &str) -> ImportedVersion {
        let media = MediaReference {
            written: picture.into(),
            source: MediaSource::File(format!("img/{picture}")),
            addresses: vec![],
        };
        ImportedVersion {
            id: id.into(),
            title: title.into(),
            body: body.into(),
            published: date.parse().ok(),
            media: vec![media],
            ..ImportedVersion::default()
        }
    }

    #[test]
    fn the_translation_is_likelier_than_others_of_its_day_and_of_its_names() {
        let versions = [
            (
                "uk",
                version(
                    "a",
                    "2019-05-01",
                    "Дніпро у 1936 році",
                    "Греблю збудували 1932 року.\n\n## Запоріжжя\n\nВона має 60 метрів.\n",
                    "dam.jpg",
                ),
            ),
            ("uk", version("b", "2019-05-01", "Музей", "Музей відкрили.\n\n* один\n* два\n", "museum.jpg")),
            (
                "en",
                version("c", "2019-05-01", "A museum opens", "The museum was opened.\n\n* one\n* two\n", "museum.jpg"),
            ),
            (
                "en",
                version(
                    "d",
                    "2020-01-01",
                    "The Dnipro in 1936",
                    "The dam was built in 1932.\n\n## Zaporizhzhia\n\nIt is 60 metres high.\n",
                    "dam.jpg",
                ),
            ),
            ("en", version("e", "2021-01-01", "Dnipro", "Nothing else.\n", "x.jpg")),
        ];
        let heads: Vec<_> = versions
            .iter()
            .map(|(lang, version)| Head { version: version.clone(), lang: lang.parse().unwrap() })
            .collect();
        let groups: Vec<_> = (0..heads.len()).map(|at| Group { versions: vec![at] }).collect();
        let sketches: BTreeMap<_, _> =
            heads.iter().enumerate().map(|(at, head)| (at, Sketch::new(&head.version, &head.lang))).collect();
        let found = likeliest(&heads, &groups, &sketches);
        let pairs: Vec<_> = found.iter().map(|found| (found.one, found.other)).collect();
        assert!(pairs.contains(&(0, 3)) && pairs.contains(&(1, 2)), "{found:?}");
        assert!(!pairs.contains(&(0, 4)) && !pairs.contains(&(0, 2)), "{found:?}");
    }
}
