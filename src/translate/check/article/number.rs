//! Numbers of a version against those of its source, with any separators of digits.

use std::{borrow::Cow, collections::BTreeMap};

use super::CheckedVersion;
use crate::model::{
    byte_scan,
    diagnostic::Diagnostic,
    sentence::{Sentence, say},
};

/// Numbers with fewer digits, zeros at the end aside, are written out in one language and not in another.
const TELLING: usize = 3;
/// Zeros included, numbers with more digits are reported where the other text has another one as large: 24 000, 20,000.
const LARGE: usize = 3;

/// Numbers that only one of the two has. Where lists differ, the numbers of an item that was left out are lost with it.
pub(super) fn check(
    source: &CheckedVersion<'_>,
    version: &CheckedVersion<'_>,
    has_other_lists: bool,
    out: &mut Vec<Diagnostic>,
) {
    let Some(NumberDifference { strange, lost }) = NumberDifference::between(source.numbers(), version.numbers())
    else {
        return;
    };
    if has_other_lists && strange.is_empty() {
        return;
    }
    let message = match (strange.as_slice(), lost.as_slice()) {
        (strange, []) => say("numbers-differ-here").with("here", list(&exact(strange))),
        ([], lost) => say("numbers-differ-there").with("there", list(&exact(lost))),
        (strange, lost) => say("numbers-differ").with("here", list(strange)).with("there", list(lost)),
    };
    let message = message.with("file", format!("{}.md", source.version.lang));
    let problem = match strange.first() {
        Some(shown) => version.warn_where(shown, "numbers-differ", message),
        None => version.warn_at(None, "numbers-differ", message),
    };
    out.push(problem.help(say("help-number-wrong")));
}

/// How the numbers of two texts differ.
#[derive(Debug)]
struct NumberDifference<'a> {
    /// Those that only the translation has, as it writes them.
    strange: Vec<&'a str>,
    /// Those that only the source has.
    lost: Vec<&'a str>,
}

/// How the numbers of a translation differ from those of its source, if they do: "`1600` there, `1543` here".
pub(in crate::translate) fn difference(source: &str, translation: &str) -> Option<Sentence> {
    let NumberDifference { strange, lost } = NumberDifference::between(&numbers(source), &numbers(translation))?;
    Some(match (strange.as_slice(), lost.as_slice()) {
        (strange, []) => say("mark-numbers-here").with("numbers", list(strange)),
        ([], lost) => say("mark-numbers-there").with("numbers", list(lost)),
        (strange, lost) => say("mark-numbers").with("there", list(lost)).with("here", list(strange)),
    })
}

impl<'a> NumberDifference<'a> {
    fn between(theirs: &TextNumbers<'a>, ours: &TextNumbers<'a>) -> Option<Self> {
        let (strange, lost) = (only(ours, theirs), only(theirs, ours));
        // A single lost number may be written in words, if it is round: `the nineties`.
        let differ = exact(&strange).len() + exact(&lost).len() > 0 || (!strange.is_empty() && !lost.is_empty());
        differ.then_some(NumberDifference { strange, lost })
    }
}

fn only<'a>(mine: &TextNumbers<'a>, others: &TextNumbers<'_>) -> Vec<&'a str> {
    let is_strange =
        |(digits, number): &(&Cow<'_, str>, &TextNumber<'_>)| number.is_telling && !others.contains_key(*digits);
    mine.iter().filter(is_strange).map(|(_, number)| number.shown).collect()
}

/// The items of `numbers` that are not round.
fn exact<'a>(numbers: &[&'a str]) -> Vec<&'a str> {
    numbers.iter().filter(|shown| !shown.ends_with('0')).copied().collect()
}

fn list(numbers: &[&str]) -> String {
    numbers.iter().take(5).map(|number| format!("`{number}`")).collect::<Vec<_>>().join(", ")
}

/// The numbers of a text, each by its digits alone.
pub(super) type TextNumbers<'a> = BTreeMap<Cow<'a, str>, TextNumber<'a>>;

/// A number as it is written first.
#[derive(Debug, Clone, Copy)]
pub(super) struct TextNumber<'a> {
    shown: &'a str,
    /// Whether it has so many digits that it is hardly put in words.
    is_telling: bool,
}

/// The numbers of `text`.
pub(super) fn numbers(text: &str) -> TextNumbers<'_> {
    let mut found = BTreeMap::new();
    let mut rest = text;
    let mut before: Option<Cow<'_, str>> = None;
    while let Some(start) = byte_scan::find(rest.as_bytes(), 0, |b| b.is_ascii_digit()) {
        let between = rest.get(..start).unwrap_or_default();
        let tail = rest.get(start..).unwrap_or_default();
        let shown = tail.get(..end(tail)).unwrap_or_default();
        let code = code(tail);
        let shown = code.unwrap_or(shown);
        let mut digits = if shown.bytes().all(|b| b.is_ascii_digit()) {
            Cow::Borrowed(shown)
        } else {
            shown.split(|c: char| !c.is_ascii_digit()).collect()
        };
        if code.is_some() {
            // A telephone number may be written without its country.
            digits = digits.get(digits.len().saturating_sub(7)..).unwrap_or_default().to_owned().into();
        } else if is_date(shown) {
            digits = digits.get(digits.len().saturating_sub(4)..).unwrap_or_default().to_owned().into();
        }
        // `1939–45` is `1939–1945`, and so is `1939-45`.
        if let (Some(century), "–" | "—" | "-" | "/", 2) = (before.as_deref(), between, digits.len())
            && century.get(2..).is_some_and(|years| years < digits.as_ref())
        {
            digits = [century.get(..2).unwrap_or_default(), &digits].concat().into();
        }
        before = Some(digits.clone()).filter(|digits| digits.len() == 4);
        let is_large = digits.len() > LARGE;
        let telling = match digits {
            Cow::Borrowed(digits) => Cow::Borrowed(trim(digits)),
            Cow::Owned(digits) => trim(&digits).to_owned().into(),
        };
        if !is_list(shown) {
            let is_telling = telling.len() >= TELLING || is_large;
            let number = found.entry(telling).or_insert(TextNumber { shown, is_telling });
            if is_telling && !number.is_telling {
                *number = TextNumber { shown, is_telling };
            }
        }
        rest = tail.get(shown.len()..).unwrap_or_default();
    }
    found
}

/// The digits at the beginning of `text` that are a code and not an amount, with the hyphens, spaces and brackets that part
/// them: an ISBN, a telephone number.
fn code(text: &str) -> Option<&str> {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '-' | ' ' | '\u{a0}' | '(' | ')' | '‑');
    let end = text.char_indices().take_while(|(at, c)| *at < 40 && is_part(*c)).last().map(|(at, c)| at + c.len_utf8());
    let whole = text.get(..end?)?;
    let last = whole.rfind(|c: char| c.is_ascii_digit())?;
    let whole = whole.get(..=last)?;
    let groups: Vec<_> = whole.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
    let digits: usize = groups.iter().map(|group| group.len()).sum();
    let is_isbn = digits == 13 && (whole.starts_with("978") || whole.starts_with("979"));
    // Three groups and more, of which the last two have two digits: 255-73-33; amounts have three in each.
    let pairs = groups.len() >= 3 && groups.iter().rev().take(2).all(|group| matches!(group.len(), 2 | 4));
    let is_date = groups.len() == 3 && groups.first().is_some_and(|year| year.len() == 4);
    let is_telephone = (7..=13).contains(&digits) && pairs && !is_date && whole.contains(['-', '‑', '(']);
    (is_isbn || is_telephone).then_some(whole)
}

/// The end of the number at the beginning of `text`: `12 345,67`, `12,345.67`, `29.06.2025`.
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

    fn telling(text: &str) -> Vec<String> {
        let all = numbers(text);
        all.iter().filter(|(_, number)| number.is_telling).map(|(digits, _)| digits.to_string()).collect()
    }

    #[test]
    fn a_number_is_its_digits_however_they_are_written() {
        for (one, other) in [
            ("12,345 people", "12 345 людей"),
            ("12,345.67", "12 345,67"),
            ("1939–45", "1939–1945"),
            ("1.25 million", "1 250 000"),
            ("June 29, 2025", "29.06.2025"),
            ("in 2022", "у 2022-му"),
            ("1941-45", "1941–1945"),
            ("ISBN 978-966-03-9214-5", "ISBN 9789660392145"),
            ("+38 (044) 255-73-33", "044 255-73-33"),
        ] {
            assert_eq!(telling(one), telling(other), "{one} / {other}");
        }
        assert!(telling("pages 1,3,5,16").is_empty());
        assert_eq!(telling("у 1997 і 1999 роках, 12 разів"), ["1997", "1999"]);
    }

    #[test]
    fn round_numbers_count_where_both_texts_have_one() {
        for (one, other, differ) in [
            ("24 000 людей", "20,000 people", true),
            ("24 000 людей", "24,000 people", false),
            ("15 тисяч", "15,000", false),
            ("1500 машин", "15,000 cars", false),
            ("сто", "100", false),
        ] {
            let (one, other) = (numbers(one), numbers(other));
            assert_eq!(!only(&one, &other).is_empty() && !only(&other, &one).is_empty(), differ, "{one:?} {other:?}");
        }
    }

    proptest! {
        #[test]
        fn any_text_has_an_end(text in "[0-9., \u{a0}–x-]{0,40}") {
            for (digits, number) in numbers(&text) {
                prop_assert!(text.contains(number.shown) && digits.bytes().all(|b| b.is_ascii_digit()));
            }
        }
    }
}
