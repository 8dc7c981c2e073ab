//! Words within one edit of a mistyped one: a letter too many, too few, another, or two that changed places.
//!
//! A correction is offered for a word that no dictionary has and no article has, and only with a word that some article has:
//! a form that a dictionary knows, or a name as an article spells it. Candidates are looked up in the dictionaries first,
//! which costs far less than asking the index for each; the number of both is bounded for a whole query.

use super::plan::SearchPlanner;
use crate::{
    model::look_alike::is_apostrophe,
    search::{
        SearchError,
        analysis::{is_known_anywhere, tokens},
    },
};

/// Shorter words are within an edit of too much.
const SHORTEST: usize = 4;
/// Longer words make more candidates than a query may cost.
const LONGEST: usize = 24;
/// A query with more mistyped words is in another language, or was not typed by a person.
const MOST_WORDS: usize = 3;
/// Candidates that a query may ask the index for.
const MOST_LOOKUPS: usize = 600;

/// The typed query with the likeliest spelling of each word of `missing`; `None` if one has no better spelling.
pub(in crate::search) fn respelt(
    planner: &SearchPlanner<'_>,
    typed: &str,
    missing: &[String],
) -> Result<Option<String>, SearchError> {
    let mut lookups = MOST_LOOKUPS;
    let mut spellings = Vec::new();
    for word in missing {
        // A phrase may lie in no article though each of its words does.
        if !planner.known(word)?.is_empty() {
            continue;
        }
        if spellings.len() == MOST_WORDS {
            return Ok(None);
        }
        let Some(spelling) = spelling(planner, word, &mut lookups)? else { return Ok(None) };
        spellings.push((word.as_str(), as_typed(word, spelling)));
    }
    if spellings.is_empty() {
        return Ok(None);
    }
    let (mut text, mut from) = (String::new(), 0);
    for token in tokens(typed) {
        if let Some((_, spelling)) = spellings.iter().find(|(word, _)| *word == token.text) {
            text.push_str(typed.get(from..token.range.start).unwrap_or_default());
            text.push_str(spelling);
            from = token.range.end;
        }
    }
    text.push_str(typed.get(from..).unwrap_or_default());
    Ok(Some(text))
}

/// The word of the archive that `word` is most likely meant for.
fn spelling(planner: &SearchPlanner<'_>, word: &str, lookups: &mut usize) -> Result<Option<String>, SearchError> {
    let letters: Vec<char> = word.to_lowercase().chars().map(|c| if is_apostrophe(c) { '\'' } else { c }).collect();
    let is_word = letters.iter().all(|letter| letter.is_alphabetic() || *letter == '\'');
    if !(SHORTEST..=LONGEST).contains(&letters.len()) || !is_word || is_known_anywhere(word) {
        return Ok(None);
    }
    let (in_dictionaries, others): (Vec<String>, Vec<String>) =
        edits(&letters).into_iter().partition(|candidate| is_known_anywhere(candidate));
    for candidates in [in_dictionaries, others] {
        let mut best: Option<(u64, String)> = None;
        for candidate in candidates {
            let Some(left) = lookups.checked_sub(1) else { break };
            *lookups = left;
            let frequency = planner.written(&candidate)?;
            if frequency > best.as_ref().map_or(0, |(most, _)| *most) {
                best = Some((frequency, candidate));
            }
        }
        if let Some((_, spelling)) = best {
            return Ok(Some(spelling));
        }
    }
    Ok(None)
}

/// A spelling with the capital that was typed.
fn as_typed(word: &str, spelling: String) -> String {
    let mut letters = spelling.chars();
    match letters.next().filter(|_| word.starts_with(char::is_uppercase)) {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => spelling,
    }
}

/// Every word within one edit, itself not; those with a letter less or two exchanged first, for they are few.
fn edits(letters: &[char]) -> Vec<String> {
    let alphabet = alphabet(letters);
    let mut words: Vec<String> = Vec::new();
    let mut longer = Vec::new();
    for at in 0..=letters.len() {
        let (before, after) = letters.split_at(at);
        let spelt = |middle: &[char], skip: usize| {
            let rest = after.get(skip..).unwrap_or_default();
            before.iter().chain(middle).chain(rest).collect::<String>()
        };
        if let [first, rest @ ..] = after {
            words.push(spelt(&[], 1));
            if let [second, ..] = rest {
                words.push(spelt(&[*second, *first], 2));
            }
        }
        for letter in &alphabet {
            longer.push(spelt(&[*letter], 0));
            longer.extend((!after.is_empty()).then(|| spelt(&[*letter], 1)));
        }
    }
    words.append(&mut longer);
    let word: String = letters.iter().collect();
    let mut seen = std::collections::HashSet::new();
    words.retain(|candidate| *candidate != word && seen.insert(candidate.clone()));
    words
}

/// The letters of the scripts that the word is written in: those of our dictionaries.
fn alphabet(letters: &[char]) -> Vec<char> {
    let has = |range: std::ops::RangeInclusive<char>| letters.iter().any(|letter| range.contains(letter));
    let mut alphabet = Vec::new();
    if has('\u{430}'..='\u{45F}') {
        alphabet.extend('а'..='я');
        alphabet.extend(['є', 'і', 'ї', '\'']);
    }
    if has('a'..='z') {
        alphabet.extend('a'..='z');
    }
    alphabet
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

    #[test]
    fn a_spelling_keeps_the_capital() {
        assert_eq!(as_typed("Дніррі", "дніпрі".to_owned()), "Дніпрі");
        assert_eq!(as_typed("дніррі", "дніпрі".to_owned()), "дніпрі");
    }
}
