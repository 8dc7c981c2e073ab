//! The alphabet of a language, by the collation of CLDR: г ґ, и і ї й; digits and other scripts in their place.

use std::cmp::Ordering;

use icu_collator::{
    Collator, CollatorBorrowed, CollatorPreferences,
    options::{CollatorOptions, Strength},
};
use icu_locale::Locale;
use unicode_normalization::UnicodeNormalization;

use crate::model::lang::Lang;

/// Compares names as a reader of a language looks for them (Unicode Technical Standard 10).
pub(crate) struct Alphabet {
    whole: CollatorBorrowed<'static>,
    /// Differs by letters alone, not by case or accents.
    letters: CollatorBorrowed<'static>,
}

/// The letter of names that begin with a digit.
const DIGITS: &str = "0–9";
/// The letter of names that begin with neither a letter nor a digit.
const SIGNS: &str = "…";

impl Alphabet {
    /// The alphabet of `lang`; of a language that CLDR does not know, the order of its root. `None` if the data of CLDR
    /// is not there.
    pub(crate) fn new(lang: &Lang) -> Option<Self> {
        let locale: Locale = lang.as_str().parse().unwrap_or(Locale::UNKNOWN);
        let collator = |strength| {
            let mut options = CollatorOptions::default();
            options.strength = Some(strength);
            Collator::try_new(CollatorPreferences::from(&locale), options).ok()
        };
        Some(Alphabet { whole: collator(Strength::Tertiary)?, letters: collator(Strength::Primary)? })
    }

    /// Which of two names comes first; names that differ in nothing a reader sees are ordered by their bytes.
    pub(crate) fn compare(&self, one: &str, other: &str) -> Ordering {
        self.whole.compare(one, other).then_with(|| one.cmp(other))
    }

    /// Whether two names stand under one letter.
    pub(crate) fn share_letter(&self, one: &str, other: &str) -> bool {
        let (one, other) = (self.letter(one), self.letter(other));
        self.letters.compare(&one, &other) == Ordering::Equal && (one == SIGNS) == (other == SIGNS)
    }

    /// The letter under which a name stands, as a capital: `Ґ` of `ґанок`, `Е` of `ёлка`.
    pub(crate) fn letter(&self, name: &str) -> String {
        let first: String = name.nfc().take(1).collect();
        match first.chars().next() {
            Some(letter) if letter.is_alphabetic() => {
                let base: String = first.nfd().take(1).collect();
                let is_same = self.letters.compare(&base, &first) == Ordering::Equal;
                if is_same { base.to_uppercase() } else { first.to_uppercase() }
            }
            Some(digit) if digit.is_numeric() => DIGITS.to_owned(),
            _ => SIGNS.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(lang: &str, names: &str) -> String {
        let alphabet = Alphabet::new(&lang.parse().unwrap()).unwrap();
        let mut names: Vec<&str> = names.split(' ').collect();
        names.sort_by(|one, other| alphabet.compare(one, other));
        names.join(" ")
    }

    #[test]
    fn names_stand_in_the_order_of_the_alphabet_of_the_language() {
        for (lang, names, expected) in [
            ("uk", "й ї і и ж є е д ґ г", "г ґ д е є ж и і ї й"),
            ("uk", "ґанок гора ганок Ґете", "ганок гора ґанок Ґете"),
            ("uk", "їжак ірис Юрій 1991 NATO яр", "1991 ірис їжак Юрій яр NATO"),
            ("ru", "ж ё е д ель ёлка ещё", "д е ё ёлка ель ещё ж"),
            ("en", "zebra Ämter amber Zoo", "amber Ämter zebra Zoo"),
        ] {
            assert_eq!(sorted(lang, names), expected, "{lang}");
        }
    }

    #[test]
    fn a_name_stands_under_its_letter() {
        for (lang, name, letter) in [
            ("uk", "ґанок", "Ґ"),
            ("uk", "їжак", "Ї"),
            ("uk", "йод", "Й"),
            ("uk", "и\u{306}од", "Й"),
            ("ru", "ёлка", "Е"),
            ("en", "ämter", "A"),
            ("uk", "1991", "0–9"),
            ("uk", "«Зоря»", "…"),
            ("uk", "", "…"),
        ] {
            let alphabet = Alphabet::new(&lang.parse().unwrap()).unwrap();
            assert_eq!(alphabet.letter(name), letter, "{lang} {name}");
            assert!(alphabet.share_letter(name, letter), "{lang} {name}");
        }
    }
}
