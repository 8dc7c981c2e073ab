//! Numbers of a version against those of its source, whatever separates their digits.

use std::{borrow::Cow, collections::BTreeMap};

use super::Part;
use crate::{problem::Problem, scan};

/// Numbers with fewer digits, zeros at the end aside, are written out in one language and not in another.
const TELLING: usize = 3;

/// Numbers that only one of the two has.
pub(super) fn check(source: &Part<'_>, version: &Part<'_>, out: &mut Vec<Problem>) {
    let (theirs, ours) = (source.numbers(), version.numbers());
    let (strange, lost) = (only(ours, theirs), only(theirs, ours));
    let other = format!("`{}.md`", source.version.lang);
    let message = match (strange.as_slice(), lost.as_slice()) {
        ([], []) => return,
        (strange, []) => format!("{} here, and not in {other}", list(&exact(strange))),
        ([], lost) => format!("{} in {other}, and not here", list(&exact(lost))),
        (strange, lost) => format!("{} here, where {other} has {}", list(strange), list(lost)),
    };
    // Where one alone is lost, it may be put in words, if it is a round one: `the nineties`.
    let told = exact(&strange).len() + exact(&lost).len() > 0 || (!strange.is_empty() && !lost.is_empty());
    if told {
        let problem = match strange.first() {
            Some(shown) => version.warn_where(shown, "numbers-differ", message),
            None => version.warn_at(None, "numbers-differ", message),
        };
        out.push(problem.help("one of the two is wrong, or leaves something out"));
    }
}

fn only<'a>(mine: &Numbers<'a>, others: &Numbers<'_>) -> Vec<&'a str> {
    mine.iter().filter(|(number, _)| !others.contains_key(*number)).map(|(_, shown)| *shown).collect()
}

/// Those of `numbers` that are not round.
fn exact<'a>(numbers: &[&'a str]) -> Vec<&'a str> {
    numbers.iter().filter(|shown| !shown.ends_with('0')).copied().collect()
}

fn list(numbers: &[&str]) -> String {
    numbers.iter().take(5).map(|number| format!("`{number}`")).collect::<Vec<_>>().join(", ")
}

/// The telling numbers of a text, each by its digits alone, with the first way in which it is written.
pub(super) type Numbers<'a> = BTreeMap<Cow<'a, str>, &'a str>;

/// The telling numbers of `text`.
pub(super) fn numbers(text: &str) -> Numbers<'_> {
    let mut found = BTreeMap::new();
    let mut rest = text;
    let mut before: Option<Cow<'_, str>> = None;
    while let Some(start) = scan::find(rest.as_bytes(), 0, |b| b.is_ascii_digit()) {
        let between = rest.get(..start).unwrap_or_default();
        let tail = rest.get(start..).unwrap_or_default();
        let shown = tail.get(..end(tail)).unwrap_or_default();
        let mut digits = if shown.bytes().all(|b| b.is_ascii_digit()) {
            Cow::Borrowed(shown)
        } else {
            shown.split(|c: char| !c.is_ascii_digit()).collect()
        };
        if is_date(shown) {
            digits = digits.get(digits.len().saturating_sub(4)..).unwrap_or_default().to_owned().into();
        }
        // `1939–45` is `1939–1945`.
        if let (Some(century), "–" | "—", 2) = (before.as_deref(), between, digits.len()) {
            digits = [century.get(..2).unwrap_or_default(), &digits].concat().into();
        }
        before = Some(digits.clone()).filter(|digits| digits.len() == 4);
        let telling = match digits {
            Cow::Borrowed(digits) => Cow::Borrowed(trim(digits)),
            Cow::Owned(digits) => trim(&digits).to_owned().into(),
        };
        if telling.len() >= TELLING && !is_list(shown) {
            found.entry(telling).or_insert(shown);
        }
        rest = tail.get(shown.len()..).unwrap_or_default();
    }
    found
}

/// Where the number at the beginning of `text` ends: `12 345,67`, `12,345.67`, `29.06.2025`.
fn end(text: &str) -> usize {
    let digits = |from: usize| {
        let rest = text.get(from..).unwrap_or_default();
        rest.bytes().position(|b| !b.is_ascii_digit()).unwrap_or(rest.len())
    };
    let mut at = digits(0);
    let mut groups = at <= 3;
    while let Some(separator) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let next = at + separator.len_utf8();
        let length = digits(next);
        let joins = match separator {
            '.' | ',' => length > 0,
            ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' => groups && length == 3,
            _ => false,
        };
        if !joins {
            break;
        }
        groups = groups && length == 3;
        at = next + length;
    }
    at
}

/// Whether it is several numbers: `1,3,5`.
fn is_list(shown: &str) -> bool {
    let mut parts = shown.split(',').skip(1);
    shown.matches(',').count() > 1 && parts.any(|part| part.len() != 3)
}

/// Whether a number is a date in figures, `29.06.2025`: its parts stand in another order elsewhere.
fn is_date(shown: &str) -> bool {
    let mut parts = shown.split('.').map(str::len);
    let lengths = [parts.next(), parts.next(), parts.next(), parts.next()];
    matches!(lengths, [Some(..=2), Some(..=2), Some(4), None])
}

/// A number without the zeros around it.
fn trim(digits: &str) -> &str {
    digits.trim_matches('0')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_number_is_its_digits_however_they_are_written() {
        for (one, other) in [
            ("12,345 people", "12 345 людей"),
            ("12,345.67", "12 345,67"),
            ("1939–45", "1939–1945"),
            ("1.25 million", "1 250 000"),
            ("June 29, 2025", "29.06.2025"),
            ("in 2022", "у 2022-му"),
            ("15,000", "15 тисяч"),
        ] {
            let keys = |text| numbers(text).into_keys().collect::<Vec<_>>();
            assert_eq!(keys(one), keys(other), "{one} / {other}");
        }
        assert!(numbers("pages 1,3,5,16").is_empty());
        assert_eq!(numbers("у 1997 і 1999 роках, 12 разів").into_keys().collect::<Vec<_>>(), ["1997", "1999"]);
    }

    proptest! {
        #[test]
        fn any_text_has_an_end(text in "[0-9., \u{a0}–x-]{0,40}") {
            let _ = numbers(&text);
        }
    }
}
