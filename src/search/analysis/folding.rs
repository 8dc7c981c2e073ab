//! What is left of a word when everything that readers type differently is gone. Knows no language.

use unicode_normalization::UnicodeNormalization;

use super::look_alikes;
use crate::model::look_alike::is_apostrophe;

/// The word without what makes no difference to a reader who looks for it.
///
/// Lower case; NFKC, so that `ﬁ` is `fi` and `CO₂` is `CO2`; apostrophes alike; ґ as г and ё as е; no stress marks or other
/// accents, but й and ї stay letters; no soft hyphens or other characters of no width; in a word of two scripts, letters that
/// look alike are those of one; a Roman numeral is Latin, and so is what has digits and such letters alone (`СО2`). Folding twice changes nothing.
///
/// ```
/// use litopys::search::folded;
///
/// assert_eq!(folded("Об’є\u{AD}дна\u{301}ння"), "об'єднання");
/// assert_eq!(folded("Ґанок"), "ганок");
/// ```
pub fn folded(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    fold_into(word, &mut out);
    out
}

/// The same into a string that is used again and again.
pub(super) fn fold_into(word: &str, out: &mut String) {
    out.clear();
    for letter in word.chars() {
        let Some(plain) = plain(letter) else {
            out.clear();
            fold_marks(word, out);
            break;
        };
        out.push(plain);
    }
    look_alikes::unify(out);
}

/// A letter that needs no look at its neighbours, folded; nearly every letter of every text.
fn plain(letter: char) -> Option<char> {
    match letter {
        'a'..='z' | '0'..='9' | '\'' | 'а'..='я' | 'є' | 'і' | 'ї' => Some(letter),
        'A'..='Z' => Some(letter.to_ascii_lowercase()),
        'А'..='Я' => char::from_u32(u32::from(letter) + 0x20),
        'Ё' | 'ё' => Some('е'),
        'Є' | 'І' | 'Ї' => char::from_u32(u32::from(letter) + 0x50),
        'Ґ' | 'ґ' => Some('г'),
        _ => is_apostrophe(letter).then_some('\''),
    }
}

fn fold_marks(word: &str, out: &mut String) {
    let mut base = '\0';
    // An acute accent that stands alone is compatible with a space and a stress mark.
    let apostrophes = word.chars().map(|letter| if is_apostrophe(letter) { '\'' } else { letter });
    let letters = apostrophes.nfkd().flat_map(char::to_lowercase).nfkd().filter(|&letter| {
        let mark = ('\u{300}'..='\u{36F}').contains(&letter);
        if !mark {
            base = letter;
        }
        !is_invisible(letter) && (!mark || makes_a_letter(base, letter))
    });
    out.extend(letters.nfc().map(|letter| match letter {
        'ς' => 'σ',
        letter => plain(letter).unwrap_or(letter),
    }));
}

/// й, ї and ў are letters of their own; every other mark only says how a letter sounds.
fn makes_a_letter(base: char, mark: char) -> bool {
    matches!((base, mark), ('и' | 'у', '\u{306}') | ('і', '\u{308}'))
}

/// Characters of no width: soft hyphens and joiners.
pub(super) fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_what_readers_type_differently() {
        for (typed, left) in [
            ("КОНВЕНЦІЯ", "конвенція"),
            ("об'єднання", "об'єднання"),
            ("об’єднання", "об'єднання"),
            ("обʼєднання", "об'єднання"),
            ("Ґрунт", "грунт"),
            ("Ёлка", "елка"),
            ("за\u{301}мок", "замок"),
            ("зе\u{301}млі\u{301}", "землі"),
            ("кон\u{AD}вен\u{AD}ція", "конвенція"),
            ("и\u{306}ого", "його"),
            ("і\u{308}жак", "їжак"),
            ("Е\u{308}лка", "елка"),
            ("і\u{308}\u{301}хати", "їхати"),
            ("café", "cafe"),
            ("cafe\u{301}", "cafe"),
            ("ΛΌΓΟΣ", "λογοσ"),
            ("2024", "2024"),
            ("´ ՚ ‛", "' ' '"),
            ("ﬁlm", "film"),
            ("CO₂", "co2"),
            ("m²", "m2"),
            ("Ⅻ", "xii"),
            ("ＦＵＬＬ", "full"),
            ("Мiністерство", "міністерство"),
            ("Xерсон", "херсон"),
            ("XIX", "xix"),
            ("ХІХ", "xix"),
            ("XІV", "xiv"),
            ("Вucha", "bucha"),
            ("YouTube’і", "youtube'і"),
            ("ITшник", "ітшник"),
            ("DVDшник", "dvdшник"),
            ("СО2", "co2"),
            ("сім", "сім"),
            ("міх", "міх"),
            ("", ""),
        ] {
            assert_eq!(folded(typed), left, "{typed}");
        }
    }
}
