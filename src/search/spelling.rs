//! Words within one edit of a mistyped one: a letter too many, too few, another, or two that changed places.
//!
//! Every such word is tried as a query would be: the dictionary's lemmas stand in the index, not the forms that people
//! mistype, so an automaton over the index's terms would miss `конвецією`.

use super::{SearchError, analysis::is_known, plan::Planner};
use crate::lang::Lang;

/// Shorter words are within an edit of too much.
const SHORTEST: usize = 4;
/// Longer words make more candidates than a query may cost.
const LONGEST: usize = 24;
/// Spellings sought in place of a mistyped word.
const SPELLINGS: usize = 3;

/// The words that the archive has and that `word` may be meant for, likeliest first.
pub(super) fn spellings(planner: &Planner<'_>, word: &str) -> Result<Vec<String>, SearchError> {
    let letters: Vec<char> = word.to_lowercase().chars().collect();
    if !(SHORTEST..=LONGEST).contains(&letters.len()) || !letters.iter().all(|c| c.is_alphabetic() || is_apostrophe(*c))
    {
        return Ok(Vec::new());
    }
    let languages: Vec<&Lang> = planner.engine.fields.languages().collect();
    let mut found = Vec::new();
    for candidate in edits(&letters) {
        let frequency = planner.known(&candidate)?.iter().map(|(_, frequency)| *frequency).max();
        if let Some(frequency) = frequency {
            let in_dictionary = languages.iter().any(|lang| is_known(lang, &candidate));
            found.push((in_dictionary, frequency, candidate));
        }
    }
    found.sort_by(|a, b| (b.0, b.1).cmp(&(a.0, a.1)).then_with(|| a.2.cmp(&b.2)));
    let mut words: Vec<String> = found.into_iter().map(|(_, _, word)| word).collect();
    words.truncate(SPELLINGS);
    Ok(words)
}

/// Every word within one edit, itself not.
fn edits(letters: &[char]) -> Vec<String> {
    let alphabet = alphabet(letters);
    let mut words = Vec::new();
    for at in 0..=letters.len() {
        let (before, after) = letters.split_at(at);
        let mut push = |middle: &[char], skip: usize| {
            let rest = after.get(skip..).unwrap_or_default();
            words.push(before.iter().chain(middle).chain(rest).collect::<String>());
        };
        if let [first, rest @ ..] = after {
            push(&[], 1);
            if let [second, ..] = rest {
                push(&[*second, *first], 2);
            }
            for letter in &alphabet {
                push(&[*letter], 1);
            }
        }
        for letter in &alphabet {
            push(&[*letter], 0);
        }
    }
    let word: String = letters.iter().collect();
    words.sort_unstable();
    words.dedup();
    words.retain(|candidate| *candidate != word);
    words
}

/// The letters of the scripts that the word is written in, as Unicode's blocks have them.
fn alphabet(letters: &[char]) -> Vec<char> {
    let has = |range: std::ops::RangeInclusive<char>| letters.iter().any(|letter| range.contains(letter));
    let mut alphabet = Vec::new();
    if has('\u{430}'..='\u{45F}') {
        alphabet.extend('\u{430}'..='\u{45F}');
        alphabet.push('\'');
    }
    if has('a'..='z') {
        alphabet.extend('a'..='z');
    }
    alphabet
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn within(word: &str, other: &str) -> bool {
        edits(&word.chars().collect::<Vec<_>>()).contains(&other.to_owned())
    }

    #[test]
    fn one_edit_is_one_letter_or_two_that_changed_places() {
        for (word, other) in [
            ("конвеція", "конвенція"),
            ("мінна", "міна"),
            ("сіло", "село"),
            ("днірпо", "дніпро"),
            ("обєкт", "об'єкт"),
            ("treaty", "tready"),
        ] {
            assert!(within(word, other), "{word}, {other}");
        }
        for (word, other) in [("сіло", "сіло"), ("сіло", "ела"), ("dnipro", "дніпро")] {
            assert!(!within(word, other), "{word}, {other}");
        }
    }
}
