//! Letters of the Latin and the Cyrillic alphabet that look alike, and words in which one stands for the other. Messages,
//! articles and names are judged by the same rule.

use crate::model::{
    look_alike::is_apostrophe,
    look_alike::{is_cyrillic, is_latin, is_letter, twin},
    sentence::{Sentence, say},
};

/// A letter that only looks as if it belonged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LookAlike {
    /// The byte of the word at which it stands.
    pub(crate) at: usize,
    /// The problem.
    pub(crate) message: Sentence,
    /// The advice.
    pub(crate) help: Sentence,
}

/// Runs of letters, each with its first byte; an apostrophe or a mark above belongs to its word.
pub(crate) fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let inner = |c: char| is_letter(c) || is_apostrophe(c) || matches!(c, '\u{300}'..='\u{36F}' | '\u{AD}');
    text.split(move |c| !inner(c))
        .map(move |word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
        .filter(|(_, word)| word.contains(is_letter))
}

/// A letter of one alphabet in a word of the other, if all such letters of the word only look as if they belonged:
/// `SVGів` is meant, `Kиїв` is not. An apostrophe parts a foreign word from its ending: `YouTube’і`.
pub(crate) fn mixed(word: &str) -> Option<LookAlike> {
    // Most words are in one alphabet, which their bytes show: Latin letters beyond ASCII begin with C3 to C9.
    if word.is_ascii() || !word.bytes().any(|byte| byte.is_ascii_alphabetic() || (0xC3..=0xC9).contains(&byte)) {
        return None;
    }
    let parts = word.split(is_apostrophe);
    parts.filter(|part| !is_inflected(part)).find_map(|part| {
        let start = part.as_ptr() as usize - word.as_ptr() as usize;
        mixed_part(part).map(|found| LookAlike { at: start + found.at, ..found })
    })
}

/// Endings that are made of letters which Latin ones look like.
const ENDINGS: [&str; 5] = ["а", "у", "і", "е", "ах"];

/// Whether a Latin abbreviation or word has an ending in Cyrillic letters: `ITшник`, `YouTubeі`.
fn is_inflected(part: &str) -> bool {
    let end = part.find(|c| !is_latin(c)).unwrap_or(part.len());
    let (stem, ending) = part.split_at(end);
    if stem.len() < 2 || ending.is_empty() || !ending.chars().all(|c| is_cyrillic(c) && c.is_lowercase()) {
        return false;
    }
    let has_own = |stem: &str| stem.chars().any(|c| twin(c).is_none());
    stem.chars().all(char::is_uppercase) || (stem.len() > 3 && has_own(stem) && ENDINGS.contains(&ending))
}

fn mixed_part(word: &str) -> Option<LookAlike> {
    let count = |is: fn(char) -> bool| word.chars().filter(|c| is(*c)).count();
    let (cyrillic, latin) = (count(is_cyrillic), count(is_latin));
    if cyrillic == 0 || latin == 0 {
        return None;
    }
    let all_alike = |is: fn(char) -> bool| word.chars().filter(|c| is(*c)).all(|c| twin(c).is_some());
    // The letters that are fewer are out of place, unless they alone show what alphabet the word is in: `СD`, `ХVІІІ`.
    let is_cyrillic_word = match (all_alike(is_latin), all_alike(is_cyrillic)) {
        (true, true) => cyrillic >= latin && !is_numeral(word),
        (true, false) => true,
        (false, true) => false,
        (false, false) => return None,
    };
    let strange = if is_cyrillic_word { is_latin } else { is_cyrillic };
    let (at, letter) = word.char_indices().find(|(_, c)| strange(*c))?;
    Some(LookAlike { at, message: looks(letter, word), help: to_type(letter)? })
}

/// That the `letter` in `word` is of the other alphabet than it looks.
pub(crate) fn looks(letter: char, word: &str) -> Sentence {
    let id = if is_latin(letter) { "mixed-alphabets-latin" } else { "mixed-alphabets-cyrillic" };
    say(id).with("letter", letter).with("word", word)
}

/// The letter to type in place of `letter`.
pub(crate) fn to_type(letter: char) -> Option<Sentence> {
    let id = if is_latin(letter) { "help-type-cyrillic" } else { "help-type-latin" };
    Some(say(id).with("letter", twin(letter)?))
}

/// Whether a word is a Roman numeral, in letters of either alphabet.
pub(crate) fn is_numeral(word: &str) -> bool {
    let latin = |c: char| if is_latin(c) { Some(c) } else { twin(c) };
    let is = |signs: &[char]| word.chars().all(|c| latin(c).is_some_and(|c| signs.contains(&c)));
    is(&['I']) || (is(&['I', 'V', 'X', 'L', 'C', 'D', 'M']) && word.contains(['V', 'X', 'Х', 'L']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_letters_that_pass_for_others_are_mixed_up() {
        for (word, found) in [
            ("Kиїв", Some(0)),
            ("Киiв", Some(4)),
            ("Киïв", Some(4)),
            ("Yкраїна", Some(0)),
            ("cайт", Some(0)),
            ("Wikipеdia", Some(5)),
            ("Київ", None),
            ("Kyiv", None),
            ("naïve", None),
            ("SVGів", None),
            ("PDFи", None),
            ("YouTube’і", None),
            ("YouTube'а", None),
            ("YouTubeі", None),
            ("ITшник", None),
            ("HRом", None),
            ("XIXст", None),
            ("iPhone’у", None),
            ("Citroën’а", None),
            ("CССР", Some(0)),
            ("АTО", Some(2)),
            ("м’яcо", Some(7)),
            ("Фаcebook’у", None),
            ("Wikipediа", None),
            ("KИЇВ", Some(0)),
            ("Иван", None),
            ("ХVІІІ", Some(0)),
            ("XІX", Some(1)),
            ("ІI", Some(0)),
            ("MСС", Some(0)),
            ("СD", Some(0)),
            ("Hocoк", Some(0)),
        ] {
            assert_eq!(mixed(word).map(|found| found.at), found, "{word}");
        }
    }
}
