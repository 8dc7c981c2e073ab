//! Properties of any word in any language.

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::{detect, folded, in_cyrillic, is_known, other_layout, terms, tokens};
use crate::model::lang::Lang;

fn languages() -> impl Strategy<Value = Lang> {
    prop::sample::select(vec!["uk", "ru", "en", "pl"]).prop_map(|tag| tag.parse().unwrap())
}

/// Words of the letters that the lexicons are about, stress marks and apostrophes among them.
const WORD: &str = "[а-яіїєґёa-zА-ЯІЇЄҐЁA-Z][а-яіїєґёa-z'’ʼ\u{301}\u{AD}]{0,14}";

proptest! {
    #[test]
    fn any_text_has_tokens_in_order(text in "\\PC{0,40}|[а-яёіїєґa-z'’ʼ\u{301}\u{AD} -]{0,40}") {
        let mut end = 0;
        for token in tokens(&text) {
            prop_assert!(end <= token.range.start && token.range.start < token.range.end);
            prop_assert_eq!(text.get(token.range.clone()), Some(token.text));
            end = token.range.end;
        }
    }

    #[test]
    fn no_string_is_too_strange(lang in languages(), text in any::<String>()) {
        let found = terms(&lang, &text);
        prop_assert!(!found.is_empty() && found.len() <= 10);
        prop_assert_eq!(found, terms(&lang, &text));
        prop_assert_eq!(folded(&folded(&text)), folded(&text));
        is_known(&lang, &text);
        detect(&text);
        other_layout(&text);
        in_cyrillic(&text);
    }

    #[test]
    fn how_a_word_is_typed_makes_no_difference(lang in languages(), word in WORD) {
        let found = terms(&lang, &word);
        for typed in [
            word.to_uppercase(),
            word.to_lowercase(),
            word.nfd().collect(),
            word.nfc().collect(),
            word.replace(['\'', '’'], "ʼ"),
            word.replace('ґ', "г").replace('ё', "е"),
            word.replace(['\u{301}', '\u{AD}'], ""),
        ] {
            prop_assert_eq!(&found, &terms(&lang, &typed), "{}", typed);
        }
    }

    #[test]
    fn a_word_of_a_text_and_of_a_query_have_the_same_terms(lang in languages(), word in WORD) {
        let text = format!("«{word}», …");
        let of_text: Vec<_> = tokens(&text).map(|token| terms(&lang, token.text)).collect();
        let of_query: Vec<_> = tokens(&word).map(|token| terms(&lang, token.text)).collect();
        prop_assert_eq!(of_text, of_query);
    }
}
