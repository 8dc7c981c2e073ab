//! What a query would have been, had the keyboard been in another layout. The three layouts of one keyboard stand here.

use super::{detect::known_words, lexicon::Lexicon};

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
