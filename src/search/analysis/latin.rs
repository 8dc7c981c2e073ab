//! Cyrillic words that a Latin one may stand for: `konventsiia` for `конвенція`. Only words that a lexicon has.

use super::{lexicon::Lexicon, phonetic_key::sound};

/// The letters that Latin letters stand for, in Ukrainian (resolution 55/2010) and Russian romanisation, longest first.
const SPELLINGS: [(&str, &[&str]); 44] = [
    ("shch", &["щ"]),
    ("zgh", &["зг"]),
    ("iia", &["ія", "ия"]),
    ("iya", &["ія", "ия"]),
    ("iie", &["іє", "ие"]),
    ("zh", &["ж"]),
    ("kh", &["х"]),
    ("ts", &["ц", "тс"]),
    ("ch", &["ч"]),
    ("sh", &["ш"]),
    ("ya", &["я"]),
    ("ia", &["я", "ія", "ия"]),
    ("ja", &["я"]),
    ("yu", &["ю"]),
    ("iu", &["ю"]),
    ("ju", &["ю"]),
    ("ye", &["є", "е"]),
    ("ie", &["є", "ие"]),
    ("yi", &["ї", "ый"]),
    ("yo", &["е", "йо"]),
    ("ii", &["ій", "ии", "ий"]),
    ("iy", &["ий", "ій"]),
    ("yy", &["ий", "ый"]),
    ("a", &["а"]),
    ("b", &["б"]),
    ("v", &["в"]),
    ("w", &["в"]),
    ("h", &["г", "х"]),
    ("g", &["г"]),
    ("d", &["д"]),
    ("e", &["е", "э"]),
    ("z", &["з"]),
    ("y", &["и", "й", "ы", "ий"]),
    ("i", &["і", "и", "ї", "й"]),
    ("k", &["к"]),
    ("l", &["л", "ль"]),
    ("m", &["м"]),
    ("n", &["н", "нь"]),
    ("o", &["о"]),
    ("p", &["п"]),
    ("r", &["р"]),
    ("s", &["с", "сь"]),
    ("t", &["т", "ть"]),
    ("u", &["у"]),
];
/// Spellings followed at once; each is checked against the beginnings of words, so few live on.
const MOST_TRIED: usize = 64;
const MOST_GIVEN: usize = 4;

/// Words of the lexicons that a Latin word may be the romanisation of, likeliest first; none for another script.
///
/// ```
/// assert!(litopys::search::in_cyrillic("konventsiia").contains(&"конвенція".to_owned()));
/// ```
pub fn in_cyrillic(word: &str) -> Vec<String> {
    let word = word.to_ascii_lowercase();
    let mut found: Vec<String> = Vec::new();
    for lexicon in Lexicon::all() {
        let words = spelled(lexicon, &word);
        found.extend(words.into_iter().filter(|word| sound(word).is_some()).take(MOST_GIVEN));
    }
    found.dedup();
    found
}

/// The words of one lexicon, letter by letter; only beginnings that some word has are followed.
fn spelled(lexicon: &Lexicon, word: &str) -> Vec<String> {
    let mut open = vec![(String::new(), word)];
    let mut done = Vec::new();
    for _ in 0..word.len() {
        let mut next = Vec::new();
        for (made, rest) in &open {
            for (letters, cyrillic) in SPELLINGS.iter().filter(|(letters, _)| rest.starts_with(letters)) {
                let rest = rest.get(letters.len()..).unwrap_or_default();
                let longer = cyrillic.iter().map(|letters| [made, *letters].concat());
                next.extend(longer.filter(|made| lexicon.begins(made)).map(|made| (made, rest)));
            }
        }
        let (whole, parts): (Vec<_>, Vec<_>) = next.into_iter().partition(|(_, rest)| rest.is_empty());
        done.extend(whole.into_iter().map(|(made, _)| made).filter(|made| lexicon.entry(made).is_some()));
        open = parts;
        open.truncate(MOST_TRIED);
    }
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_romanised_word_finds_its_cyrillic() {
        for (typed, meant) in [
            ("konventsiia", "конвенція"),
            ("konventsiya", "конвенция"),
            ("Holodomor", "голодомор"),
            ("svoboda", "свобода"),
            ("prava", "права"),
            ("nezalezhnist", "незалежність"),
        ] {
            assert!(in_cyrillic(typed).contains(&meant.to_owned()), "{typed}: {:?}", in_cyrillic(typed));
        }
    }

    #[test]
    fn other_words_find_nothing() {
        for typed in ["", "xyzzy", "конвенція", "2024", "\u{301}"] {
            assert_eq!(in_cyrillic(typed), [""; 0], "{typed}");
        }
    }
}
