//! The ways in which messages are shown to a translator: marked with where they come from, in pseudo-language, as their
//! names. Readers have one way, which costs them a comparison. Marks are characters that no text has (private use, plane 15);
//! they go through escaping unchanged, and nest. The pseudo-language accents every letter and writes every third twice.

use std::{borrow::Cow, fmt};

use crate::i18n::Message;

/// How messages are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DisplayMode {
    /// As readers see them.
    Plain,
    /// Each between marks that say which it is ([`marks`](crate::i18n::pieces)).
    Marked,
    /// The source language with accents and a third longer, in brackets.
    Pseudo,
    /// The name of the message, in brackets.
    Keys,
}

impl Message<'_> {
    /// Writes the message in another display mode than [`DisplayMode::Plain`].
    pub(in crate::i18n) fn write_as(&self, display_mode: DisplayMode, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let locales = self.words().locales();
        match display_mode {
            DisplayMode::Plain | DisplayMode::Marked => {
                let (text, found) = self.find();
                let wanted = self.words().lang().map(ToString::to_string).unwrap_or_default();
                let source = locales.source().and_then(|lang| locales.bundle(lang)).and_then(|bundle| {
                    let mut text = String::new();
                    bundle.write(&mut text, self.id(), self.args()).map(|_| text)
                });
                let found = found.map(ToString::to_string).unwrap_or_default();
                out.write_str(&marked([&wanted, self.id(), &found, &text, &source.unwrap_or_default()]))
            }
            DisplayMode::Pseudo => {
                let mut text = String::new();
                match locales.pseudo().and_then(|bundle| bundle.write(&mut text, self.id(), self.args())) {
                    Some(_) => write!(out, "⟦{text}⟧"),
                    // A message that the source language does not have is not localised.
                    None => out.write_str(&self.find().0),
                }
            }
            DisplayMode::Keys => write!(out, "[{}]", self.id()),
        }
    }
}

const OPEN: char = '\u{F10D0}';
const PART: char = '\u{F10D1}';
const CLOSE: char = '\u{F10D2}';

/// A part of a text with marks in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkedPiece<'a> {
    /// No message.
    Text(&'a str),
    /// A message.
    Message(MarkedMessage<'a>),
}

/// A message as it was written; its texts may hold others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MarkedMessage<'a> {
    /// The language asked for.
    pub wanted: &'a str,
    /// The message.
    pub id: &'a str,
    /// The language it was found in; empty where in none.
    pub found: &'a str,
    /// The written text.
    pub text: &'a str,
    /// The text of the source language, with the same variables; empty if it has no such message.
    pub source: &'a str,
}

/// The parts of [`MarkedMessage`], in their order, as one marked text.
pub(in crate::i18n) fn marked(parts: [&str; 5]) -> String {
    format!("{OPEN}{}{CLOSE}", parts.join(&PART.to_string()))
}

/// The pieces of `text`, in order; a mark that is not whole is left out.
pub fn pieces(text: &str) -> Vec<MarkedPiece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(OPEN) {
        let (before, after) = rest.split_at(at);
        if !before.is_empty() {
            pieces.push(MarkedPiece::Text(before));
        }
        let inner = after.get(OPEN.len_utf8()..).unwrap_or_default();
        match end(inner) {
            Some((parts, end)) => {
                if let [wanted, id, found, text, source] = parts.as_slice() {
                    pieces.push(MarkedPiece::Message(MarkedMessage { wanted, id, found, text, source }));
                }
                rest = inner.get(end..).unwrap_or_default();
            }
            None => rest = inner,
        }
    }
    if !rest.is_empty() {
        pieces.push(MarkedPiece::Text(rest));
    }
    pieces
}

/// The text without its marks.
pub fn unmarked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut todo: Vec<MarkedPiece<'_>> = pieces(text);
    todo.reverse();
    while let Some(piece) = todo.pop() {
        match piece {
            MarkedPiece::Text(text) => out.extend(text.chars().filter(|c| ![OPEN, PART, CLOSE].contains(c))),
            MarkedPiece::Message(said) => todo.extend(pieces(said.text).into_iter().rev()),
        }
    }
    out
}

/// How deep messages may lie in one another. Each mark that is not closed is looked for no further than this, so a page full
/// of them takes time in proportion to its length.
const DEEPEST: usize = 16;

/// The parts of a mark that was opened before `inner`, and where it is over.
fn end(inner: &str) -> Option<(Vec<&str>, usize)> {
    let (mut depth, mut start, mut parts) = (0, 0, Vec::new());
    for (at, c) in inner.char_indices() {
        match c {
            OPEN if depth == DEEPEST => return None,
            OPEN => depth += 1,
            CLOSE if depth > 0 => depth -= 1,
            PART | CLOSE if depth == 0 => {
                parts.push(inner.get(start..at)?);
                start = at + c.len_utf8();
                if c == CLOSE {
                    return Some((parts, start));
                }
            }
            _ => {}
        }
    }
    None
}

/// The text of a message in that language. Variables, dates and numbers never come here.
pub(in crate::i18n) fn accented(text: &str) -> Cow<'_, str> {
    let mut out = String::with_capacity(2 * text.len());
    let mut letters = 0;
    for c in text.chars() {
        let accented = accent(c);
        out.extend(accented.chars());
        if c.is_alphabetic() {
            letters += 1;
            if letters % 3 == 0 {
                out.extend(accented.chars());
            }
        }
    }
    Cow::Owned(out)
}

/// A letter with its accent, in up to two characters.
struct Accented(char, Option<char>);

impl Accented {
    fn chars(&self) -> impl Iterator<Item = char> {
        std::iter::once(self.0).chain(self.1)
    }
}

const PLAIN: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const WITH_ACCENT: &str = "áƀçðéƒĝĥíĵķļɱñóþǫŕšţúṽŵẋýžÁƁÇÐÉƑĜĤÍĴĶĻḾÑÓÞǪŔŠŢÚṼŴẊÝŽ";

fn accent(c: char) -> Accented {
    if let Some((_, accented)) = PLAIN.chars().zip(WITH_ACCENT.chars()).find(|(plain, _)| *plain == c) {
        return Accented(accented, None);
    }
    // Letters of other scripts take a combining acute.
    Accented(c, c.is_alphabetic().then_some('\u{301}'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn marks_nest_and_come_off_again() {
        let inner = marked(["uk", "language-en.from", "uk", "з англійської", "from English"]);
        let text = format!("<p>{}</p>", marked(["uk", "a", "en", &format!("Переклад {inner}!"), &inner]));
        assert_eq!(unmarked(&text), "<p>Переклад з англійської!</p>");
        let [MarkedPiece::Text("<p>"), MarkedPiece::Message(said), MarkedPiece::Text("</p>")] = pieces(&text)[..]
        else {
            panic!("{:?}", pieces(&text))
        };
        assert_eq!((said.wanted, said.id, said.found), ("uk", "a", "en"));
        assert!(matches!(
            pieces(said.source)[..],
            [MarkedPiece::Message(MarkedMessage { source: "from English", .. })]
        ));
    }

    proptest! {
        #[test]
        fn any_text_loses_its_marks_and_nothing_else(text in "(\u{F10D0}|\u{F10D1}|\u{F10D2}|\\PC){0,30}", plain in "[a-zа-я <>]{0,9}") {
            prop_assert!(!unmarked(&text).contains([OPEN, PART, CLOSE]));
            prop_assert_eq!(unmarked(&plain), plain.clone());
            prop_assert_eq!(unmarked(&marked(["uk", "a", "uk", &plain, ""])), plain);
        }
    }

    #[test]
    fn a_text_can_still_be_read() {
        assert_eq!(accented("Skip to the text, 5 %"), "Šķííþ ţóó ţĥéé ţéẋẋţ, 5 %");
        assert_eq!(accented("Мова"), "М\u{301}о\u{301}в\u{301}в\u{301}а\u{301}");
    }

    proptest! {
        #[test]
        fn a_text_gets_a_third_longer(text in "[a-zA-Z ]{0,60}") {
            let letters = text.chars().filter(|c| c.is_alphabetic()).count();
            prop_assert_eq!(accented(&text).chars().count(), text.chars().count() + letters / 3);
        }
    }
}
