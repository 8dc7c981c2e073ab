//! Letters of two scripts that look alike: a Latin `i` in `Мiністерство`, numerals of centuries in either script.

use crate::model::look_alike::{is_cyrillic, twin};

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

/// Capitals look alike more often: `н` does not look like `h`, but `Н` like `H`.
fn other(letter: char) -> Option<char> {
    twin(letter.to_uppercase().next()?)?.to_lowercase().next()
}

#[cfg(test)]
mod tests {
    use super::*;

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
