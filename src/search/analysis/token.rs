//! The words of a text and where they stand in it. Knows no language.

use std::{collections::VecDeque, ops::Range};

use unicode_normalization::char::is_combining_mark;

use super::folding::is_invisible;
use crate::model::look_alike::is_apostrophe;

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
/// Soft hyphens and stress marks belong to the word they stand in; a hyphen parts words. Digits in groups of three are one
/// number: `1 000 000`.
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
        let mut group = end;
        while text.get(start..group).is_some_and(ends_in_thousands)
            && let Some(next) = text.get(group..).and_then(thousands)
        {
            group += next;
        }
        if group > end {
            end = group;
            while rest.offset() < end && rest.next().is_some() {}
        }
        // The slice is made of bounds that `char_indices` gave.
        text.get(start..end).map(|word| Token { text: word, range: start..end })
    })
}

/// A word of a text, or the whole of a compound such as `Wi-Fi`, which is found as `WiFi` too.
pub(in crate::search) struct TokenReading<'a> {
    pub(in crate::search) token: Token<'a>,
    /// A whole comes after the first of its parts, at the same place of the text.
    pub(in crate::search) is_whole: bool,
}

/// Parts of a compound that is read as one word, too; longer ones are made up for the occasion.
const PARTS: usize = 3;

/// The words of a text, and the compounds that hyphens make of them.
pub(in crate::search) fn readings(text: &str) -> impl Iterator<Item = TokenReading<'_>> {
    let mut words = tokens(text).peekable();
    let mut later: VecDeque<TokenReading<'_>> = VecDeque::new();
    std::iter::from_fn(move || {
        if let Some(reading) = later.pop_front() {
            return Some(reading);
        }
        let first = words.next()?;
        let mut end = first.range.end;
        let mut parts = Vec::new();
        while let Some(part) = words.next_if(|next| text.get(end..next.range.start).is_some_and(is_one_hyphen)) {
            end = part.range.end;
            parts.push(part);
        }
        if (1..PARTS).contains(&parts.len())
            && let Some(whole) = text.get(first.range.start..end)
        {
            let token = Token { text: whole, range: first.range.start..end };
            later.push_back(TokenReading { token, is_whole: true });
        }
        later.extend(parts.into_iter().map(|token| TokenReading { token, is_whole: false }));
        Some(TokenReading { token: first, is_whole: false })
    })
}

fn is_one_hyphen(between: &str) -> bool {
    let mut letters = between.chars();
    letters.next().is_some_and(is_hyphen) && letters.next().is_none()
}

pub(super) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}')
}

/// Spaces that part thousands: plain, no-break, figure, thin, narrow no-break.
pub(super) fn is_group_space(c: char) -> bool {
    matches!(c, ' ' | '\u{A0}' | '\u{2007}' | '\u{2009}' | '\u{202F}')
}

/// Whether groups of three digits may follow: one to three digits, or groups already; not `0`, for that is a telephone's.
fn ends_in_thousands(number: &str) -> bool {
    let first = number.split(is_group_space).next().unwrap_or_default();
    (1..=3).contains(&first.len()) && first.bytes().all(|digit| digit.is_ascii_digit()) && !first.starts_with('0')
}

/// The bytes of a space and three digits at the beginning of a text, where no more digits or letters follow.
fn thousands(text: &str) -> Option<usize> {
    let space = text.chars().next().filter(|&c| is_group_space(c))?;
    let digits = text.get(space.len_utf8()..space.len_utf8() + 3)?;
    let end = space.len_utf8() + 3;
    let ends = !text.get(end..)?.starts_with(goes_on);
    (ends && digits.bytes().all(|digit| digit.is_ascii_digit())).then_some(end)
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
        check("м´яч м‛яч м՚яч", &["м´яч", "м‛яч", "м՚яч"]);
    }

    #[test]
    fn thousands_are_one_number() {
        check("1 000 000 осіб", &["1 000 000", "осіб"]);
        check("24\u{A0}000, 3\u{202F}500 і 10\u{2009}000", &["24\u{A0}000", "3\u{202F}500", "і", "10\u{2009}000"]);
        check("1991 100 осіб", &["1991", "100", "осіб"]);
        check("044 234 56 78", &["044", "234", "56", "78"]);
        check("1 0000 і 2 00", &["1", "0000", "і", "2", "00"]);
    }

    #[test]
    fn a_compound_is_read_as_one_word_too() {
        let read = |text: &str| {
            let sign = |whole| if whole { "=" } else { "" };
            let found: Vec<String> =
                readings(text).map(|reading| format!("{}{}", sign(reading.is_whole), reading.token.text)).collect();
            found.join(" ")
        };
        for (text, expected) in [
            ("Ту-154 і Wi‑Fi.", "Ту =Ту-154 154 і Wi =Wi‑Fi Fi"),
            ("a-b-c", "a =a-b-c b c"),
            ("a-b-c-d", "a b c d"),
            ("a - b, c -d", "a b c d"),
            ("-a-", "a"),
        ] {
            assert_eq!(read(text), expected);
        }
    }
}
