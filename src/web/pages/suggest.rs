//! Suggestions for an address without a page: articles and topics for the 404 page, and the words of the address for its
//! search field.

use std::collections::BTreeMap;

use super::listings::card::{CardView, card_view};
use crate::{
    catalog::{Card, Scope},
    model::{
        lang::Lang,
        look_alike::is_apostrophe,
        romanise::romanise,
        slug::{Collection, Year},
    },
    search::folded,
    site::Topic,
    web::{
        context::{RequestContext, split},
        error::HttpError,
        urls::{
            path::decoded,
            url::{PagePath, Route, tidy},
        },
    },
};

/// As many are suggested, at most.
const MOST: usize = 5;
/// As many names are compared letter by letter, at most: those that share the most letters with the wrong one.
const MEASURED: usize = 200;
/// Letters of a name in an address that are looked at: no slug is longer.
const LONGEST: usize = 120;
/// Letters that a name, or its words, must have to stand for a longer one.
const TELLING: usize = 4;

/// Names of one address that are looked for, at most: the second where the first leads to nothing.
const NAMES: usize = 2;
/// Parts that other programs put after the address of an article.
const TAILS: [&str; 9] = ["index", "default", "amp", "print", "feed", "embed", "comments", "page", "trackback"];

/// Suggestions in place of a page that does not exist.
#[derive(Default)]
pub(super) struct Suggestions {
    /// The words of the address.
    pub(super) words: String,
    articles: Vec<Card>,
    topics: Vec<(Topic, String)>,
}

impl Suggestions {
    /// Suggestions for the path of this request to readers of `lang`.
    pub(super) fn for_path(context: &RequestContext, lang: &Lang) -> Result<Suggestions, HttpError> {
        let path = tidy(&decoded(&context.head().path.replace('+', "%2B")));
        if !matches!(Route::parse(&path), Route::Neutral(_) | Route::Localised(..)) {
            return Ok(Suggestions::default());
        }
        let (_, rest) = split(&context.edition, &path);
        let Some(wrong) = WrongAddress::read(rest) else { return Ok(Suggestions::default()) };
        let mut first = None;
        for name in wrong.names.iter().take(NAMES) {
            let spellings = spellings(name, lang);
            let words = spellings.first().map(|plain| plain.replace(['-', '_'], " ")).unwrap_or_default();
            let (articles, topics) = match wrong.topic {
                Some(topic) => (Vec::new(), topics(context, lang, topic, &spellings)?),
                None => (articles(context, lang, wrong.year, &spellings)?, Vec::new()),
            };
            let is_found = !articles.is_empty() || !topics.is_empty();
            let suggestions = Suggestions { words, articles, topics };
            if is_found {
                return Ok(suggestions);
            }
            first.get_or_insert(suggestions);
        }
        Ok(first.unwrap_or_default())
    }

    /// The articles, as a listing shows them.
    pub(super) fn cards<'a>(&'a self, context: &'a RequestContext, lang: &Lang) -> Vec<CardView<'a>> {
        self.articles.iter().map(|card| card_view(&context.edition, lang, card)).collect()
    }

    /// The names and addresses of the topics.
    pub(super) fn topics(&self, context: &RequestContext, lang: &Lang) -> Vec<(String, String)> {
        let link = |(topic, id): &(Topic, String)| {
            let address = PagePath::Topic(*topic, id.clone()).in_lang(lang).to_string();
            (context.edition.name(*topic, id, lang).to_owned(), address)
        };
        self.topics.iter().map(link).collect()
    }
}

/// The parts of a wrong address.
#[derive(Debug, PartialEq, Eq)]
struct WrongAddress<'a> {
    topic: Option<Topic>,
    year: Option<Year>,
    /// The names in it, the likeliest first.
    names: Vec<&'a str>,
}

impl<'a> WrongAddress<'a> {
    /// Reads what comes after `/<lang>/`, as leniently as can be: a month before the slug, parts after it, a language that the site
    /// does not have, and an ending are passed over.
    fn read(rest: &'a str) -> Option<WrongAddress<'a>> {
        let parts: Vec<&str> = rest.split('/').filter(|part| !part.is_empty()).collect();
        if let [topic, id, ..] = parts.as_slice()
            && let Ok(topic) = topic.parse()
        {
            return Some(WrongAddress { topic: Some(topic), year: None, names: vec![id] });
        }
        let parts: Vec<&str> = parts.into_iter().take_while(|part| *part != "with").collect();
        let at = parts.iter().position(|part| part.parse::<Year>().is_ok());
        let after = parts.get(at.map_or(0, |at| at + 1)..).unwrap_or_default();
        let is_number = |part: &&&str| part.chars().all(|c| c.is_ascii_digit());
        let mut names: Vec<&str> =
            after.iter().rev().filter(|part| !is_number(part)).map(|part| without_ending(part)).collect();
        // A stable order: the last part is the likeliest, but for one that other programs put after every address.
        names.sort_by_key(|name| TAILS.contains(name));
        let year = at.and_then(|at| parts.get(at)?.parse().ok());
        (!names.is_empty()).then_some(WrongAddress { topic: None, year, names })
    }
}

/// A name without the ending of a file: `.html`, `.md`.
fn without_ending(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((stem, ending)) if (2..=5).contains(&ending.len()) && ending.bytes().all(|b| b.is_ascii_alphabetic()) => {
            stem
        }
        _ => name,
    }
}

/// The ways in which the slug that was meant may be written: as typed; with letters that look alike in one script, without marks;
/// in Latin letters.
fn spellings(name: &str, lang: &Lang) -> Vec<String> {
    let mut plain = String::new();
    for letter in name.chars().take(LONGEST).filter(|letter| !is_apostrophe(*letter)).flat_map(char::to_lowercase) {
        match letter {
            letter if letter.is_alphanumeric() || matches!(letter, '_' | '.') => plain.push(letter),
            _ if plain.ends_with('-') => {}
            _ => plain.push('-'),
        }
    }
    let plain = plain.trim_matches(['-', '_', '.']).to_owned();
    let unified = plain.split('-').map(folded).collect::<Vec<_>>().join("-");
    let latin = romanise(&unified, lang);
    let mut spellings = Vec::new();
    for spelling in [plain, unified, latin] {
        if !spelling.is_empty() && !spellings.contains(&spelling) {
            spellings.push(spelling);
        }
    }
    spellings
}

/// The same slug in any year, then slugs of `year` that are like it; those of the years around it where there is none. Without a
/// year, the undated pages that are like it.
fn articles(
    context: &RequestContext,
    lang: &Lang,
    year: Option<Year>,
    spellings: &[String],
) -> Result<Vec<Card>, HttpError> {
    let catalog = &context.catalog;
    let mut found: Vec<Card> = Vec::new();
    let mut add = |cards: Vec<Card>| {
        for card in cards {
            let is_text = card.id.collection() == Collection::Authors;
            if !is_text && found.len() < MOST && !found.iter().any(|other| other.id == card.id) {
                found.push(card);
            }
        }
    };
    for spelling in spellings {
        add(catalog.in_any_year(lang, spelling, MOST)?);
    }
    add(alike(context, lang, year.map_or(Collection::Pages, Collection::Year), spellings)?);
    for year in year.map(around).unwrap_or_default() {
        if found.is_empty() {
            found = alike(context, lang, year.into(), spellings)?;
        }
    }
    found.truncate(MOST);
    Ok(found)
}

/// The articles of the collection `of` whose slug is like what was typed, the nearest first.
fn alike(context: &RequestContext, lang: &Lang, of: Collection, spellings: &[String]) -> Result<Vec<Card>, HttpError> {
    let mut slugs = Vec::new();
    for spelling in spellings {
        slugs.extend(context.catalog.slugs_near(of, spelling)?);
    }
    let slugs = slugs.into_iter().map(|slug| (vec![slug.clone(), romanise(&slug, lang)], slug)).collect();
    let mut cards: Vec<Card> = Vec::new();
    for slug in nearest(spellings, slugs) {
        for card in context.catalog.in_collection(lang, of, &slug)? {
            if !cards.iter().any(|other| other.id == card.id) {
                cards.push(card);
            }
        }
    }
    Ok(cards)
}

/// The years after and before: an article that moved by hand seldom moves further.
fn around(year: Year) -> Vec<Year> {
    [1, -1].iter().filter_map(|step| Year::try_from(i64::from(year.get()) + step).ok()).collect()
}

/// The topics whose id or name is like what was typed; of the topic that was asked for, else with the same id elsewhere.
fn topics(
    context: &RequestContext,
    lang: &Lang,
    topic: Topic,
    typed: &[String],
) -> Result<Vec<(Topic, String)>, HttpError> {
    let mut ids = Vec::new();
    for spelling in typed {
        ids.extend(context.catalog.topics_near(lang, topic, spelling)?);
    }
    let named = |id: String| {
        let name = spellings(context.edition.name(topic, &id, lang), lang);
        ([id.clone()].into_iter().chain(name).collect(), id)
    };
    let mut found: Vec<_> =
        nearest(typed, ids.into_iter().map(named).collect()).into_iter().map(|id| (topic, id)).collect();
    for other in Topic::ALL.into_iter().filter(|other| *other != topic) {
        for spelling in typed {
            if context.catalog.count(&Scope::Topic(other, spelling.clone()), lang)? > 0 {
                found.push((other, spelling.clone()));
            }
        }
    }
    found.truncate(MOST);
    Ok(found)
}

/// The names that are most like what was typed, the nearest first. Each name comes with its spellings.
fn nearest(typed: &[String], names: Vec<(Vec<String>, String)>) -> Vec<String> {
    let mut near: BTreeMap<String, usize> = BTreeMap::new();
    let mut like: Vec<(usize, &str, &str, &str)> = Vec::new();
    for (spellings, name) in &names {
        for (typed, spelling) in typed.iter().flat_map(|typed| spellings.iter().map(move |name| (typed, name))) {
            let apart = letters_apart(typed, spelling);
            if apart <= slips(typed) {
                like.push((apart, typed, spelling, name));
            }
            if is_part_of(typed, spelling) {
                let distance = slips(typed) + 1 + typed.len().abs_diff(spelling.len());
                let known = near.entry(name.clone()).or_insert(distance);
                *known = distance.min(*known);
            }
        }
    }
    like.sort_unstable();
    like.dedup();
    for (_, typed, spelling, name) in like.into_iter().take(MEASURED) {
        let distance = strsim::osa_distance(typed, spelling);
        if distance <= slips(typed) {
            let known = near.entry(name.to_owned()).or_insert(distance);
            *known = distance.min(*known);
        }
    }
    let mut near: Vec<(usize, String)> = near.into_iter().map(|(name, distance)| (distance, name)).collect();
    near.sort_unstable();
    near.into_iter().map(|(_, name)| name).take(MOST).collect()
}

/// As many slips of the hand may stand in a name of this length.
fn slips(typed: &str) -> usize {
    match typed.chars().count() {
        0..=2 => 0,
        3..=4 => 1,
        5..=11 => 2,
        length => (length / 4).min(5),
    }
}

/// Letters that only one of the two has: there are no fewer slips between them.
fn letters_apart(one: &str, other: &str) -> usize {
    if one.len().abs_diff(other.len()) > 4 * slips(one) {
        return usize::MAX;
    }
    let mut counts: BTreeMap<char, i32> = BTreeMap::new();
    one.chars().for_each(|letter| *counts.entry(letter).or_default() += 1);
    other.chars().for_each(|letter| *counts.entry(letter).or_default() -= 1);
    let more = |sign: i32| counts.values().map(|count| (count * sign).max(0).unsigned_abs() as usize).sum::<usize>();
    more(1).max(more(-1))
}

/// Whether one of the two is the beginning of the other, as of an address that was cut off, or has words of the other alone.
fn is_part_of(typed: &str, slug: &str) -> bool {
    let tells = |text: &str| text.chars().filter(|letter| letter.is_alphabetic()).count() >= TELLING;
    let words = |text: &str| -> Vec<String> { text.split(['-', '_']).map(str::to_owned).collect() };
    let (own, other) = (words(typed), words(slug));
    let within = |few: &[String], many: &[String]| few.iter().all(|word| many.contains(word));
    tells(typed) && (slug.starts_with(typed) || within(&own, &other)) || tells(slug) && within(&other, &own)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn uk() -> Lang {
        "uk".parse().unwrap()
    }

    #[test]
    fn year_and_name_are_read_however_the_address_is_mistaken() {
        for (rest, year, name) in [
            ("2025/dnipor", Some("2025"), "dnipor"),
            ("2025/dnipor/", Some("2025"), "dnipor"),
            ("2025/06/dnipro", Some("2025"), "dnipro"),
            ("2025/06/29/dnipro.html", Some("2025"), "dnipro"),
            ("2025/dnipor.md", Some("2025"), "dnipor"),
            ("2025/dnipor.json/", Some("2025"), "dnipor"),
            ("2025/dnipor/with/en", Some("2025"), "dnipor"),
            ("ukr/2025/dnipro", Some("2025"), "dnipro"),
            ("225/dnipro", None, "dnipro"),
            ("dnipro", None, "dnipro"),
            ("2025/gtk-4.0", Some("2025"), "gtk-4.0"),
            ("2025/06/dnipro/index.html", Some("2025"), "dnipro"),
            ("2025/dnipro/amp", Some("2025"), "dnipro"),
            ("2025/rivers/dnipro/", Some("2025"), "dnipro"),
            ("2025/index.php", Some("2025"), "index"),
        ] {
            let year = year.map(|year| year.parse().unwrap());
            let found = WrongAddress::read(rest).unwrap();
            assert_eq!((found.topic, found.year, found.names.first()), (None, year, Some(&name)), "{rest}");
        }
        let topic = WrongAddress { topic: Some(Topic::Tag), year: None, names: vec!["lwa"] };
        assert_eq!(WrongAddress::read("tag/lwa/feed.atom"), Some(topic));
        for nothing in ["", "2025/", "2025/13/", "with/en"] {
            assert_eq!(WrongAddress::read(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn a_name_is_read_in_every_writing() {
        for (typed, expected) in [
            ("Dnipro", &["dnipro"][..]),
            ("дніпро", &["дніпро", "dnipro"]),
            ("dniprо", &["dniprо", "dnipro"]),
            ("café_noir", &["café_noir", "cafe_noir"]),
            ("«м’ята» і рута).", &["мята-і-рута", "miata-i-ruta"]),
            ("---", &[]),
        ] {
            assert_eq!(spellings(typed, &uk()), expected, "{typed}");
        }
    }

    #[test]
    fn only_what_is_like_it_is_near() {
        let slugs = ["dnipro", "richka-dnipro", "vykhid-z-konventsii", "sea", "law", "київ", "kyiv-2024", "ii"];
        for (typed, near) in [
            ("dnipor", &["dnipro"][..]),
            ("dnpro", &["dnipro"]),
            ("ndipro", &["dnipro"]),
            ("dnieper", &[]),
            ("dnipro-richka", &["richka-dnipro", "dnipro"]),
            ("vyhid-z-konvencii", &["vykhid-z-konventsii"]),
            ("vykhid-z-kon", &["vykhid-z-konventsii"]),
            ("konventsii", &["vykhid-z-konventsii"]),
            ("київа", &["київ"]),
            ("kyiv", &["київ", "kyiv-2024"]),
            ("see", &["sea"]),
            ("lwa", &["law"]),
            ("qwertyuiop", &[]),
            ("xxx", &[]),
            ("i", &[]),
            ("wp-login", &[]),
            ("2024", &[]),
        ] {
            let names = slugs.map(|slug| (vec![slug.to_owned(), romanise(slug, &uk())], slug.to_owned()));
            assert_eq!(nearest(&spellings(typed, &uk()), names.into()), near, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn letters_apart_never_hide_a_slip(one in "[abcї-]{0,12}", other in "[abcї-]{0,12}") {
            let distance = strsim::osa_distance(&one, &other);
            if distance <= slips(&one) {
                prop_assert!(letters_apart(&one, &other) <= distance);
            }
        }

        #[test]
        fn one_slip_in_a_name_is_found(slug in "[a-z]{5,20}", at in 0_usize..19, letter in "[a-z]") {
            let mut typed = slug.clone();
            typed.replace_range(at % slug.len()..at % slug.len(), &letter);
            let found = nearest(&[typed], vec![(vec![slug.clone()], slug.clone())]);
            prop_assert_eq!(found, [slug]);
        }
    }
}
