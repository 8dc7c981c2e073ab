//! Folds a word: removes everything that readers type differently. Independent of the language.
//! Letters of two scripts that look alike: a Latin `i` in `Мiністерство`, numerals of centuries in either script.

use unicode_normalization::UnicodeNormalization;

use crate::model::look_alike::{is_apostrophe, is_cyrillic, twin};

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
    unify(out);
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

/// Writes a folded word in one script, where its letters are of two and those of one all look like the other's. A word with
/// letters that only one script has, of both, stays as it is: `DVDшник`. A Roman numeral becomes Latin, and so does a
/// word of digits and letters that look alike: `СО2`.
pub(super) fn unify(word: &mut String) {
    if is_numeral(word) || is_designation(word) {
        *word = word.chars().map(latin).collect();
        return;
    }
    if word.is_ascii()
        || !word.bytes().any(|byte| byte.is_ascii_alphabetic())
        || without_cyrillic_ending(word).is_some()
    {
        return;
    }
    let count = |is: fn(char) -> bool| word.chars().filter(|letter| is(*letter)).count();
    let (latins, cyrillics) = (count(|c| c.is_ascii_alphabetic()), count(is_cyrillic));
    let only_latin = count(|c| c.is_ascii_alphabetic() && cyrillic(c) == c);
    let only_cyrillic = count(|c| is_cyrillic(c) && latin(c) == c);
    match (only_latin, only_cyrillic) {
        _ if cyrillics == 0 => {}
        (0, 0) if latins > cyrillics => *word = word.chars().map(latin).collect(),
        (0, _) => *word = word.chars().map(cyrillic).collect(),
        (_, 0) => *word = word.chars().map(latin).collect(),
        _ => {}
    }
}

/// The Latin word that a Cyrillic ending stands behind, as `YouTube` in `YouTube’і`.
pub(super) fn without_cyrillic_ending(word: &str) -> Option<&str> {
    let (latin, ending) = word.rsplit_once('\'')?;
    let is_ending = !ending.is_empty() && ending.chars().all(is_cyrillic);
    (is_ending && latin.len() > 1 && latin.bytes().all(|byte| byte.is_ascii_alphanumeric())).then_some(latin)
}

/// Whether it has digits, and no letter that shows which script it is in.
fn is_designation(word: &str) -> bool {
    !word.is_ascii()
        && word.bytes().any(|byte| byte.is_ascii_digit())
        && word.chars().all(|letter| letter.is_ascii_digit() || latin(letter) != letter || cyrillic(letter) != letter)
}

/// Whether it is a numeral below 40, of letters of either script: `сім` is a word, and so is `міх`.
fn is_numeral(word: &str) -> bool {
    let mut letters = [0_u8; 7];
    let mut len = 0;
    for letter in word.chars() {
        let (letter @ ('x' | 'v' | 'i'), Some(slot)) = (latin(letter), letters.get_mut(len)) else { return false };
        *slot = letter as u8;
        len += 1;
    }
    let Some(letters) = letters.get(..len).filter(|letters| letters.len() > 1) else { return false };
    let tens = letters.iter().take_while(|&&letter| letter == b'x').count();
    let ones = letters.get(tens..).unwrap_or_default();
    tens <= 3 && matches!(ones, b"" | b"i" | b"ii" | b"iii" | b"iv" | b"v" | b"vi" | b"vii" | b"viii" | b"ix")
}

/// The Latin letter that a folded Cyrillic one looks like, in one case or the other.
fn latin(letter: char) -> char {
    if is_cyrillic(letter) { other(letter).filter(char::is_ascii).unwrap_or(letter) } else { letter }
}

fn cyrillic(letter: char) -> char {
    if letter.is_ascii() { other(letter).unwrap_or(letter) } else { letter }
}

/// The letter of the other alphabet that looks like it. Capitals look alike more often: `н` does not look like `h`, but `Н` looks like `H`.
fn other(letter: char) -> Option<char> {
    twin(letter.to_uppercase().next()?)?.to_lowercase().next()
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

    #[test]
    fn thirteen_letters_look_alike_in_one_case_or_the_other() {
        let pairs: String = ('a'..='z').filter(|c| cyrillic(*c) != *c).flat_map(|c| [c, cyrillic(c)]).collect();
        assert_eq!(pairs, "aаbвcсeеhнiіkкmмoоpрtтxхyу");
        assert!(pairs.chars().filter(|c| is_cyrillic(*c)).all(|c| cyrillic(latin(c)) == c && latin(c) != c));
        let left = ('а'..='џ').filter(|c| latin(*c) != *c).count();
        assert_eq!(left, 13, "`ї`, `ё`, `ј` and `ѕ` stay");
    }

    #[test]
    fn a_numeral_is_well_formed() {
        for (word, is) in [("ix", true), ("хх", true), ("ххі", true), ("iiii", false), ("хххх", false), ("x", false)]
        {
            assert_eq!(is_numeral(word), is, "{word}");
        }
        assert!(!is_numeral("іх і") && !is_numeral("vx") && !is_numeral("xxxviiii") && is_numeral("xxxviii"));
    }
}
