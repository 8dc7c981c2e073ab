//! Tokens and terms. A stand-in.

use std::ops::Range;

use crate::lang::Lang;

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token<'a> {
    /// The word as it is written.
    pub text: &'a str,
    /// The bytes of the text that it takes.
    pub range: Range<usize>,
}

/// The terms of one word, at least one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms(Vec<Box<str>>);

impl Terms {
    /// The terms.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        self.0.iter().map(AsRef::as_ref)
    }
}

/// The words of a text.
pub fn tokens(text: &str) -> impl Iterator<Item = Token<'_>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let rest = text.get(from..)?;
        let start = from + rest.find(char::is_alphanumeric)?;
        let rest = text.get(start..)?;
        let end = start + rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        from = end;
        Some(Token { text: text.get(start..end)?, range: start..end })
    })
}

/// The terms under which a word is indexed and sought.
pub fn terms(_: &Lang, word: &str) -> Terms {
    Terms(vec![folded(word).into()])
}

/// A word with what does not matter folded away.
pub fn folded(word: &str) -> String {
    word.to_lowercase()
}

/// The language that a query most likely is in.
pub fn detect(text: &str) -> Option<Lang> {
    let tag = if text.contains(['і', 'ї', 'є']) { "uk" } else { return None };
    tag.parse().ok()
}

/// Whether the language's dictionary has the word.
pub fn is_known(_: &Lang, _: &str) -> bool {
    false
}
