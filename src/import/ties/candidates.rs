//! The likeliest partner of each version that nothing ties.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{
    Group, Head, Sketch,
    sketch::{Mark, MarkKind},
};
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
/// Marks by which partners of a version are found: those that the fewest others have.
const RAREST: usize = 32;
/// Partners with which a version is aligned.
const ALIGNED: usize = 4;
/// Below it nothing is proposed.
const LEAST: f32 = 0.12;

/// The likeliest partners: each version that is in no group with another is proposed once, with the best of another language.
/// `sketches` has those versions. The work grows with their number: at most [`ALIGNED`] partners of each are compared.
pub(in crate::import) fn likeliest(
    heads: &[Head],
    groups: &[Group],
    sketches: &BTreeMap<usize, Sketch>,
) -> Vec<Candidate> {
    let pairs = pairs(heads, groups, sketches);
    let compared = pairs.into_iter().map(|(pair, weight)| compared(heads, sketches, pair, weight));
    let mut all: Vec<Candidate> = compared.filter(|candidate| candidate.score >= LEAST).collect();
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

/// Two versions that are compared, the earlier one first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Pair {
    one: usize,
    other: usize,
}

/// The pairs that share rare marks, with the weight of these: the fewer versions have a mark, the more it weighs.
fn pairs(heads: &[Head], groups: &[Group], sketches: &BTreeMap<usize, Sketch>) -> BTreeMap<Pair, f32> {
    let languages = languages_of_groups(heads, groups);
    let mut having: HashMap<Mark, Vec<usize>> = HashMap::new();
    for (&at, sketch) in sketches {
        for mark in marks(heads, at, sketch) {
            let versions = having.entry(mark).or_default();
            // One more than counts: then the mark is known to be common.
            if versions.len() <= COMMON {
                versions.push(at);
            }
        }
    }
    let mut pairs = BTreeMap::new();
    for (&one, sketch) in sketches {
        let found = marks(heads, one, sketch).filter_map(|mark| having.get(&mark));
        let mut rare: Vec<&Vec<usize>> = found.filter(|versions| (2..=COMMON).contains(&versions.len())).collect();
        rare.sort_by_key(|versions| versions.len());
        let mut shared: HashMap<usize, f32> = HashMap::new();
        for versions in rare.into_iter().take(RAREST) {
            let weight = 1.0 / small(versions.len()).sqrt();
            versions.iter().for_each(|other| *shared.entry(*other).or_default() += weight);
        }
        let mut best: Vec<(usize, f32)> =
            shared.into_iter().filter(|(other, _)| are_apart(&languages, one, *other)).collect();
        best.sort_by(|left, right| right.1.total_cmp(&left.1).then(left.0.cmp(&right.0)));
        for (other, weight) in best.into_iter().take(ALIGNED) {
            pairs.insert(Pair { one: one.min(other), other: one.max(other) }, weight);
        }
    }
    pairs
}

/// The marks of a version, with its day and its name.
fn marks<'a>(heads: &'a [Head], at: usize, sketch: &'a Sketch) -> impl Iterator<Item = Mark> + 'a {
    let head = heads.get(at);
    let day = head.and_then(day).map(|day| Mark::new(MarkKind::Day, &day.to_string()));
    let name = head.map(|head| head.version.name.as_str()).filter(|name| !name.is_empty());
    sketch.marks.iter().copied().chain(day).chain(name.map(|name| Mark::new(MarkKind::OwnName, name)))
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

fn day(head: &Head) -> Option<jiff::civil::Date> {
    head.version.published.map(|moment: Moment| moment.day(&jiff::tz::TimeZone::UTC))
}

fn compared(heads: &[Head], sketches: &BTreeMap<usize, Sketch>, pair: Pair, weight: f32) -> Candidate {
    let Pair { one, other } = pair;
    let mut candidate = Candidate { one, other, score: 0.0, reasons: Vec::new() };
    let (Some(left), Some(right)) = (sketches.get(&one), sketches.get(&other)) else { return candidate };
    let shared: Vec<&Mark> = left.marks.iter().filter(|mark| right.marks.binary_search(mark).is_ok()).collect();
    let count = |kind: MarkKind| shared.iter().filter(|mark| mark.0 == kind).count();
    for (kind, name) in [(MarkKind::File, "picture or file"), (MarkKind::Number, "number"), (MarkKind::Name, "name")] {
        let count = count(kind);
        if count > 0 {
            candidate.reasons.push(format!("{count} {name}{}", if count == 1 { "" } else { "s" }));
        }
    }
    let size = small(left.marks.len().max(1)).sqrt() * small(right.marks.len().max(1)).sqrt();
    let mut score = (0.5 * small(shared.len()) / size + 0.5 * weight / size.sqrt()).min(0.7)
        + 0.15 * small(count(MarkKind::File).min(2));
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

    /// Versions in two languages by turns, each with one sentence.
    fn sketched(count: usize, body: impl Fn(usize) -> String) -> (Vec<Head>, Vec<Group>, BTreeMap<usize, Sketch>) {
        let lang = |at: usize| if at.is_multiple_of(2) { "uk" } else { "en" }.parse::<Lang>().unwrap();
        let text = |at: usize| version(&at.to_string(), "2019-05-01", "", &body(at), &format!("{}.jpg", at % 30));
        let heads: Vec<_> = (0..count).map(|at| Head { version: text(at), lang: lang(at) }).collect();
        let groups = (0..count).map(|at| Group { versions: vec![at] }).collect();
        let sketches = heads.iter().enumerate().map(|(at, head)| (at, Sketch::new(&head.version, &head.lang)));
        let sketches = sketches.collect();
        (heads, groups, sketches)
    }

    #[test]
    fn compared_pairs_grow_with_the_number_of_versions_not_with_its_square() {
        // Each number is shared by 20 versions, the day by all, the picture by a thirtieth.
        let body = |at: usize| (0..200).map(|n| format!("{} ", 1000 + (at / 20) * 200 + n)).collect::<String>();
        for count in [200, 2000] {
            let (heads, groups, sketches) = sketched(count, body);
            let found = pairs(&heads, &groups, &sketches);
            assert!((count / 2..=count * ALIGNED).contains(&found.len()), "{count}: {}", found.len());
        }
        // A mark that all have says nothing, and takes no room.
        let (heads, groups, sketches) = sketched(2000, |_| "1932 Дніпро".to_owned());
        assert_eq!(pairs(&heads, &groups, &sketches), BTreeMap::new());
    }
}
