//! Days of a version against those of its source. The names of months are ICU4X's; a day written out in words is not
//! seen, so a difference is told only where each of the two has a day that the other lacks.

use std::collections::{BTreeMap, HashMap};

use super::Part;
use crate::{config::Site, lang::Lang, locale::month_names, problem::Problem, scan};

/// The names of the months in every language of the site.
pub(in crate::translate::check) struct Months(HashMap<Lang, Vec<String>>);

/// A day of the year: month, then day.
type Day = (usize, u32);

/// The days that a text names, each with the way in which it is written.
pub(super) type Days = BTreeMap<Day, String>;

impl Months {
    pub(in crate::translate::check) fn of(site: &Site) -> Self {
        let of = |lang: &Lang| Some((lang.clone(), month_names(lang)?));
        Months(site.languages().iter().filter_map(|language| of(&language.tag)).collect())
    }

    /// The days that a text in `lang` names.
    pub(super) fn days(&self, lang: &Lang, text: &str) -> Days {
        let mut found = BTreeMap::new();
        let Some(names) = self.0.get(lang) else { return found };
        // A day is a short number beside a month; most words are beside no number.
        for (at, shown) in short_numbers(text) {
            let Some(day) = shown.parse().ok().filter(|day| (1..=31).contains(day)) else { continue };
            let after = text.get(at + shown.len()..).and_then(word_after);
            let before = text.get(..at).and_then(word_before);
            if let Some((month, word)) = after.and_then(|word| Some((month(names, word)?, word))) {
                found.insert((month, day), format!("{shown} {word}"));
            } else if let Some((month, word)) = before.and_then(|word| Some((month(names, word)?, word))) {
                found.insert((month, day), format!("{word} {shown}"));
            }
        }
        found
    }
}

/// Numbers of one or two digits, each with its place.
fn short_numbers(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let bytes = text.as_bytes();
    let mut done = 0;
    let next = move || {
        let start = scan::find(bytes, done, |b| b.is_ascii_digit())?;
        let digits = bytes.get(start..)?.iter().take_while(|b| b.is_ascii_digit()).count();
        done = start + digits;
        Some((start, digits))
    };
    let numbers = std::iter::from_fn(next);
    let short = numbers.filter(|(_, digits)| *digits <= 2);
    short.filter_map(|(start, digits)| text.get(start..start + digits).map(|shown| (start, shown)))
}

/// What lies between a day and its month: a space, a comma, an ordinal's full stop.
const BETWEEN: [char; 5] = [' ', '\u{a0}', '\u{202f}', '.', ','];

fn word_after(text: &str) -> Option<&str> {
    let rest = text.trim_start_matches(BETWEEN);
    let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
    rest.get(..end).filter(|word| !word.is_empty() && rest.len() < text.len())
}

fn word_before(text: &str) -> Option<&str> {
    let rest = text.trim_end_matches(BETWEEN);
    let start = rest.char_indices().rev().take_while(|(_, c)| c.is_alphabetic()).last()?.0;
    rest.get(start..).filter(|_| rest.len() < text.len())
}

fn month(names: &[String], word: &str) -> Option<usize> {
    let word = word.to_lowercase();
    names.iter().position(|name| *name == word)
}

/// Days that each of the two has and the other lacks.
pub(super) fn check(source: &Part<'_>, version: &Part<'_>, months: &Months, out: &mut Vec<Problem>) {
    let theirs = source.days(months);
    // Most texts name no day, and then those of the other are not looked for.
    if theirs.is_empty() {
        return;
    }
    let ours = version.days(months);
    let first = |mine: &Days, other: &Days| {
        mine.iter().find(|(day, _)| !other.contains_key(*day)).map(|(_, shown)| shown.clone())
    };
    if let (Some(found), Some(expected)) = (first(ours, theirs), first(theirs, ours)) {
        let message = format!("`{found}` here, where `{}.md` has `{expected}`", source.version.lang);
        out.push(version.warn_where(&found, "dates-differ", message).help("one of the two is wrong"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_in_every_language_of_the_site() {
        let languages = ["uk", "en", "ru", "pl"].map(|tag| format!("[[language]]\ntag = '{tag}'\n")).concat();
        let site =
            crate::config::parse_site("site.toml", &format!("name = 'x'\nbase_url = 'https://x.org'\n{languages}"));
        let months = Months::of(&site.0.unwrap());
        for (tag, text) in [
            ("uk", "Указ підписано 29 червня 2025 року, а 1 травня ще ні."),
            ("en", "Signed on June 29, 2025, not on 1 May."),
            ("ru", "Указ подписан 29 июня, а не 1 мая."),
            ("pl", "Podpisano 29 czerwca, nie 1 maja."),
        ] {
            let days: Vec<_> = months.days(&tag.parse().unwrap(), text).into_keys().collect();
            assert_eq!(days, [(4, 1), (5, 29)], "{tag}");
        }
    }
}
