//! The words of a text and where they stand in it. Knows no language.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::fold::{is_apostrophe, is_invisible};

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token<'a> {
    /// The word as it is written, with its stress marks and soft hyphens.
    pub text: &'a str,
    /// The bytes of the text that it takes.
    pub range: Range<usize>,
}

/// The words of a text: letters, digits, combining marks, and apostrophes between letters.
///
/// Soft hyphens and stress marks belong to the word they stand in; a hyphen parts words.
///
/// ```
/// use litopys::search::tokens;
///
/// let words: Vec<_> = tokens("Об’єднання, 2024 — «пів-Європи»").map(|token| token.text).collect();
/// assert_eq!(words, ["Об’єднання", "2024", "пів", "Європи"]);
/// ```
pub fn tokens(text: &str) -> impl Iterator<Item = Token<'_>> {
    let mut rest = text.char_indices();
    std::iter::from_fn(move || {
        let (start, _) = rest.find(|&(_, letter)| begins(letter))?;
        let mut end = rest.offset();
        // How the word goes on is known one letter ahead: an apostrophe is of the word when a letter follows.
        loop {
            let mut ahead = rest.clone();
            match ahead.next() {
                Some((_, letter)) if goes_on(letter) => {}
                Some((_, mark)) if is_apostrophe(mark) && ahead.next().is_some_and(|(_, letter)| begins(letter)) => {}
                _ => break,
            }
            end = ahead.offset();
            rest = ahead;
        }
        // The slice is made of bounds that `char_indices` gave.
        text.get(start..end).map(|word| Token { text: word, range: start..end })
    })
}

fn begins(letter: char) -> bool {
    letter.is_ascii_alphanumeric()
        || ('\u{400}'..='\u{45F}').contains(&letter)
        || (!letter.is_ascii() && !is_apostrophe(letter) && letter.is_alphanumeric())
}

fn goes_on(letter: char) -> bool {
    begins(letter) || (!letter.is_ascii() && (is_combining_mark(letter) || is_invisible(letter)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<_> = tokens(text).collect();
        assert_eq!(found.iter().map(|token| token.text).collect::<Vec<_>>(), expected);
        assert!(found.iter().all(|token| &text[token.range.clone()] == token.text));
    }

    #[test]
    fn finds_the_words_of_a_text() {
        check("", &[]);
        check("…—«»", &[]);
        check("Конвенція про захист, 1950 р.", &["Конвенція", "про", "захист", "1950", "р"]);
        check("«М’ята» 'quoted' don't readers'", &["М’ята", "quoted", "don't", "readers"]);
        check("за\u{301}мок кон\u{AD}вен\u{AD}ція", &["за\u{301}мок", "кон\u{AD}вен\u{AD}ція"]);
        check("и\u{306}ого", &["и\u{306}ого"]);
        check("C++ x86_64 a.b", &["C", "x86", "64", "a", "b"]);
        check("обʼєкт ʼслово", &["обʼєкт", "слово"]);
    }
}
