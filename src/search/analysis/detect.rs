//! Which language a query is in, and whether a dictionary knows a word.
//! Reads a query as if it had been typed in another keyboard layout.

use super::{folding::folded, lexicon::Lexicon, terms::without_possessive, token::tokens};
use crate::model::lang::Lang;

/// Letters that one language alone has, of those with a lexicon.
const TELLTALES: [(&str, &str); 2] = [("uk", "іїєґ"), ("ru", "ыэъё")];

/// The language that a query most likely is in, among those with a lexicon; `None` if nothing shows it.
///
/// Letters that only one language has decide; then the number of words that each dictionary knows, if one knows most.
pub fn detect(text: &str) -> Option<Lang> {
    by_letters(text).or_else(|| by_words(text))
}

/// Whether the language's dictionary has the word; never where the language has no dictionary.
pub fn is_known(lang: &Lang, word: &str) -> bool {
    Lexicon::for_lang(lang).is_some_and(|lexicon| knows(lexicon, word))
}

/// Whether any dictionary has the word.
pub(in crate::search) fn is_known_anywhere(word: &str) -> bool {
    let folded = folded(word);
    let word = without_possessive(&folded);
    Lexicon::all().any(|lexicon| lexicon.entry(word).is_some())
}

/// How many words of a text the lexicon has.
pub(super) fn known_words(lexicon: &Lexicon, text: &str) -> usize {
    tokens(text).filter(|token| knows(lexicon, token.text)).count()
}

fn knows(lexicon: &Lexicon, word: &str) -> bool {
    lexicon.entry(without_possessive(&folded(word))).is_some()
}

fn by_letters(text: &str) -> Option<Lang> {
    let text = text.to_lowercase();
    let mut found = TELLTALES.iter().filter(|(_, letters)| text.contains(|letter| letters.contains(letter)));
    match (found.next(), found.next()) {
        (Some((tag, _)), None) => {
            Lexicon::all().map(|lexicon| &lexicon.lang).find(|lang| lang.as_str() == *tag).cloned()
        }
        _ => None,
    }
}

fn by_words(text: &str) -> Option<Lang> {
    let counts = || Lexicon::all().map(|lexicon| (known_words(lexicon, text), &lexicon.lang));
    let most = counts().map(|(count, _)| count).max().filter(|&most| most > 0)?;
    let mut best = counts().filter(|&(count, _)| count == most);
    match (best.next(), best.next()) {
        (Some((_, lang)), None) => Some(lang.clone()),
        _ => None,
    }
}

/// The letters of the same keys, unshifted and shifted, by layout. ґ has a key of its own on Ukrainian boards; where there
/// is none it is typed with another key held, which is not what happens by mistake.
const LAYOUTS: [&str; 3] = [
    "`qwertyuiop[]asdfghjkl;'\\zxcvbnm,./~QWERTYUIOP{}ASDFGHJKL:\"|ZXCVBNM<>?",
    "'йцукенгшщзхїфівапролджєґячсмитьбю.ʼЙЦУКЕНГШЩЗХЇФІВАПРОЛДЖЄҐЯЧСМИТЬБЮ,",
    "ёйцукенгшщзхъфывапролджэ\\ячсмитьбю.ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭ/ЯЧСМИТЬБЮ,",
];

/// The same keys on the other layouts, best first: the one with the most words that a dictionary knows.
///
/// Only what differs from the query and keeps its letters letters; a space stays a space. Whether an offer is worth making is for the caller to say, by
/// what it would find.
///
/// ```
/// assert_eq!(litopys::search::other_layout("rjydtywsz").first().map(String::as_str), Some("конвенція"));
/// ```
pub fn other_layout(query: &str) -> Vec<String> {
    let mut offers: Vec<String> = Vec::new();
    for from in LAYOUTS {
        if !query.chars().any(|letter| letter.is_alphabetic() && from.contains(letter)) {
            continue;
        }
        for to in LAYOUTS.into_iter().filter(|to| *to != from) {
            let offer: String = query.chars().map(|letter| same_key(letter, from, to)).collect();
            // Letters typed by mistake in place of letters: punctuation alone is not a mistyped word.
            let keeps_letters =
                query.chars().zip(offer.chars()).all(|(typed, meant)| !typed.is_alphabetic() || meant.is_alphabetic());
            if offer != query && keeps_letters && !offers.contains(&offer) {
                offers.push(offer);
            }
        }
    }
    // The sort is stable: among equals, Ukrainian before Russian, as they stand above.
    offers.sort_by_cached_key(|offer| std::cmp::Reverse(best(offer)));
    offers
}

fn same_key(letter: char, from: &str, to: &str) -> char {
    let key = from.chars().position(|candidate| candidate == letter);
    key.and_then(|key| to.chars().nth(key)).unwrap_or(letter)
}

/// The most words that any one language knows of a text.
fn best(text: &str) -> usize {
    Lexicon::all().map(|lexicon| known_words(lexicon, text)).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_of_a_query_is_found_out() {
        for (text, tag) in [
            ("конвенція", Some("uk")),
            ("права людини", Some("uk")),
            ("и\u{306}ого", Some("uk")),
            ("объявление", Some("ru")),
            ("права человека", Some("ru")),
            ("ёж", Some("ru")),
            ("human rights", Some("en")),
            ("Withdrew", Some("en")),
            ("права", None),
            ("qwrtzz", None),
            ("1950", None),
            ("", None),
        ] {
            assert_eq!(detect(text).as_ref().map(Lang::as_str), tag, "{text}");
        }
    }

    #[test]
    fn a_dictionary_knows_forms_however_they_are_typed() {
        for (tag, word, known) in [
            ("uk", "КОНВЕНЦІЄЮ", true),
            ("uk", "конвенцєя", false),
            ("ru", "ёлками", true),
            ("en", "children's", true),
            ("en", "recieve", false),
            ("pl", "dom", false),
        ] {
            assert_eq!(is_known(&tag.parse().unwrap(), word), known, "{word}");
        }
    }

    #[test]
    fn the_layouts_have_the_same_keys() {
        assert_eq!(LAYOUTS.map(|layout| layout.chars().count()), [70, 70, 70]);
    }

    #[test]
    fn what_was_meant_comes_first() {
        for (typed, meant) in [
            ("rjydtywsz", "конвенція"),
            ("Rjydtywsz", "Конвенція"),
            ("ghfdf k.lbyb", "права людини"),
            ("rjydtywbz", "конвенция"),
            ("ghfdf xtkjdtrf", "права человека"),
            (";bnnz", "життя"),
            ("згидшс", "public"),
            ("пкфзр", "graph"),
            ("права людинЫ", "права людинІ"),
            ("свободы слова", "свободі слова"),
        ] {
            assert_eq!(other_layout(typed).first().map(String::as_str), Some(meant), "{typed}");
        }
    }

    #[test]
    fn a_query_without_letters_has_no_other() {
        assert_eq!(other_layout("2024 .."), [""; 0]);
        assert_eq!(other_layout(""), [""; 0]);
    }

    #[test]
    fn no_letter_becomes_punctuation() {
        for typed in ["ХІХ", "Хмельницький", "eжb", "база", "Юхим"] {
            for offer in other_layout(typed) {
                assert!(offer.chars().all(char::is_alphabetic), "{typed}: {offer}");
            }
        }
    }
}
