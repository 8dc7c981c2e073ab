//! Which language a query is in, and whether a dictionary knows a word.

use super::{folding::folded, lexicon::Lexicon, terms::without_possessive, token::tokens};
use crate::model::lang::Lang;

/// Letters that one language alone has, of those with a lexicon.
const TELLTALES: [(&str, &str); 2] = [("uk", "іїєґ"), ("ru", "ыэъё")];

/// The language that a query most likely is in, among those with a lexicon; `None` where nothing shows it.
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
}
