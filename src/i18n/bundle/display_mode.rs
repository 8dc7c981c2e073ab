//! The ways in which messages are shown to a translator: marked with where they come from, in pseudo-language, as their
//! names. Readers have one way, which costs them a comparison.

use std::fmt;

use super::marks;
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
                out.write_str(&marks::marked([&wanted, self.id(), &found, &text, &source.unwrap_or_default()]))
            }
            DisplayMode::Pseudo => {
                let mut text = String::new();
                match locales.pseudo().and_then(|bundle| bundle.write(&mut text, self.id(), self.args())) {
                    Some(_) => write!(out, "⟦{text}⟧"),
                    // What the source language does not have is not localised.
                    None => out.write_str(&self.find().0),
                }
            }
            DisplayMode::Keys => write!(out, "[{}]", self.id()),
        }
    }
}
