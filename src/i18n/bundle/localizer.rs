//! Messages as templates use them: `words.say("home-count").with("count", 5)`.

use std::fmt;

use fluent::{FluentArgs, FluentValue};
use jiff::civil;

use crate::{
    i18n::{DisplayMode, Locales, format::date as date_format},
    model::lang::Lang,
};

/// The words of one language, with what stands in for them.
#[derive(Clone, Copy)]
pub struct Localizer<'a> {
    locales: &'a Locales,
    chain: Option<(&'a Lang, &'a [Lang])>,
}

/// A message about to be written; nothing is formatted before it is.
pub struct Message<'a> {
    words: Localizer<'a>,
    id: &'a str,
    args: FluentArgs<'a>,
}

/// What a message can be given.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// A number, written and counted as the language does.
    Number(f64),
    /// A text, written as it is.
    Text(std::borrow::Cow<'a, str>),
    /// A day.
    Date(civil::Date),
}

impl<'a> Localizer<'a> {
    pub(in crate::i18n) fn new(locales: &'a Locales, chain: Option<(&'a Lang, &'a [Lang])>) -> Self {
        Localizer { locales, chain }
    }

    /// The message `id`, or an attribute: `id.attribute`.
    pub fn say<'b>(&self, id: &'b str) -> Message<'b>
    where
        'a: 'b,
    {
        Message { words: *self, id, args: FluentArgs::new() }
    }

    /// The language; `None` for one that the site does not have.
    pub(in crate::i18n) fn lang(&self) -> Option<&'a Lang> {
        self.chain.map(|(lang, _)| lang)
    }

    pub(in crate::i18n) fn locales(&self) -> &'a Locales {
        self.locales
    }

    /// The locale as `og:locale` writes it, language and region: `en_GB`.
    pub fn locale(&self) -> String {
        let Some((lang, _)) = self.chain else { return String::new() };
        let locale = self.locales.locale(lang);
        let id = locale.id();
        id.region.map_or_else(|| id.language.to_string(), |region| format!("{}_{region}", id.language))
    }

    /// The words of each language of the chain, this one first.
    pub(in crate::i18n) fn each(&self) -> impl Iterator<Item = Localizer<'a>> {
        let (locales, chain) = (self.locales, self.chain.map_or(&[][..], |(_, chain)| chain));
        chain.iter().map(move |lang| locales.words(lang))
    }

    /// Whether this very language has the message.
    pub fn has(&self, id: &str) -> bool {
        self.chain.and_then(|(lang, _)| self.locales.bundle(lang)).is_some_and(|bundle| bundle.has(id))
    }
}

impl Localizer<'_> {
    /// Whether there is a letter to translate in the message `id` of the language itself, apart from what is filled in.
    pub fn has_letters(&self, id: &str) -> bool {
        self.chain.and_then(|(lang, _)| self.locales.bundle(lang)).is_some_and(|bundle| bundle.has_letters(id))
    }
}

impl<'a> Message<'a> {
    /// Gives the message a variable.
    #[must_use]
    pub fn with(mut self, name: &'a str, value: impl Into<Value<'a>>) -> Self {
        self.args.set(
            name,
            match value.into() {
                Value::Number(number) => FluentValue::from(number),
                Value::Text(text) => FluentValue::String(text),
                Value::Date(date) => date_format::value(date),
            },
        );
        self
    }
}

impl<'a> Message<'a> {
    pub(in crate::i18n) fn words(&self) -> Localizer<'a> {
        self.words
    }

    pub(in crate::i18n) fn id(&self) -> &str {
        self.id
    }

    pub(in crate::i18n) fn args(&self) -> &FluentArgs<'a> {
        &self.args
    }

    /// The message as readers see it, in any display mode: as a part of another one.
    pub(in crate::i18n) fn plain(&self) -> String {
        self.find().0
    }

    /// The message in the language, else in the first of its chain that has it, else its id; and the language it was
    /// found in.
    pub(in crate::i18n) fn find(&self) -> (String, Option<&'a Lang>) {
        let mut text = String::new();
        let Some((lang, chain)) = self.words.chain else { return (self.id.to_owned(), None) };
        let locales = self.words.locales;
        for found in chain {
            let Some(bundle) = locales.bundle(found) else { continue };
            if let Some(errors) = bundle.write(&mut text, self.id, &self.args) {
                if found != lang {
                    locales.note_missing(lang, self.id);
                }
                locales.note_faults(found, self.id, &errors);
                return (text, Some(found));
            }
        }
        locales.note_missing(lang, self.id);
        (self.id.to_owned(), None)
    }
}

/// Writes the message in the display mode of its locales.
impl fmt::Display for Message<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.words.locales.display_mode() {
            DisplayMode::Plain => out.write_str(&self.find().0),
            display_mode => self.write_as(display_mode, out),
        }
    }
}

impl From<f64> for Value<'_> {
    fn from(number: f64) -> Self {
        Value::Number(number)
    }
}

impl From<u32> for Value<'_> {
    fn from(number: u32) -> Self {
        Value::Number(f64::from(number))
    }
}

impl From<u64> for Value<'_> {
    #[expect(clippy::cast_precision_loss, reason = "counts of articles stay far below 2^53")]
    fn from(number: u64) -> Self {
        Value::Number(number as f64)
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Value::Text(text.into())
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Value::Text(text.into())
    }
}

impl From<&f64> for Value<'_> {
    fn from(number: &f64) -> Self {
        Value::Number(*number)
    }
}

impl From<&u32> for Value<'_> {
    fn from(number: &u32) -> Self {
        Value::from(*number)
    }
}

impl From<&u64> for Value<'_> {
    fn from(number: &u64) -> Self {
        Value::from(*number)
    }
}

impl From<&civil::Date> for Value<'_> {
    fn from(date: &civil::Date) -> Self {
        Value::Date(*date)
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Value::Text(text.as_str().into())
    }
}

impl<'a> From<&&'a str> for Value<'a> {
    fn from(text: &&'a str) -> Self {
        Value::Text((*text).into())
    }
}

impl From<civil::Date> for Value<'_> {
    fn from(date: civil::Date) -> Self {
        Value::Date(date)
    }
}
