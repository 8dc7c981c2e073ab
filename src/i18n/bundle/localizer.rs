//! Messages as templates use them: `words.say("home-count").with("count", 5)`.
//! Languages as a sentence names them: "in Ukrainian", «з української».

use std::fmt;

use fluent::{FluentArgs, FluentValue};
use jiff::civil;

use crate::{
    i18n::{DisplayMode, Locales, format::date as date_format},
    model::{lang::Lang, made_from},
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

/// A value for a message.
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

made_from!(Value<'_> {
    f64: number => Value::Number(number),
    &f64: number => Value::Number(*number),
    u32: number => Value::Number(f64::from(number)),
    &u32: number => Value::from(*number),
    &u64: number => Value::from(*number),
    String: text => Value::Text(text.into()),
    civil::Date: date => Value::Date(date),
    &civil::Date: date => Value::Date(*date),
});

/// The role of a language's name in a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// "the text is shown *in Ukrainian*"
    In,
    /// "translated *from Ukrainian*"
    From,
}

impl Role {
    /// The attribute that says it.
    fn attribute(self) -> &'static str {
        match self {
            Role::In => "in",
            Role::From => "from",
        }
    }
}

impl<'a> Localizer<'a> {
    /// The name of `lang` in this role, in the first language of the chain that can say it: by the message
    /// `language-<tag>`, else by CLDR's name. `en-GB` is English, where the site has no other. `language-unknown` with the
    /// tag, where neither is there.
    pub fn language(&self, lang: &Lang, role: Role) -> String {
        let short = self.locales().shortest(lang);
        let known = |words: &Localizer<'_>| words.known(lang, role).or_else(|| words.known(&short, role));
        let said = self.each().find_map(|words| known(&words).or_else(|| words.by_cldr(&short, role)));
        said.unwrap_or_else(|| {
            let id = format!("language-unknown.{}", role.attribute());
            self.say(&id).with("tag", lang.as_str()).to_string()
        })
    }

    /// The name of the language of these words in itself: the message `language-self`, else CLDR's name.
    pub fn own_name(&self) -> String {
        let Some(lang) = self.lang() else { return String::new() };
        let short = self.locales().shortest(lang);
        // The name that `en` has for itself is a name of `en-GB` only if the site has no other English.
        let fits = || short != *lang || self.locales().is_own(lang, "language-self");
        if self.has("language-self") && fits() {
            return self.say("language-self").to_string();
        }
        short.name_in(lang).unwrap_or_else(|| lang.to_string())
    }

    fn known(&self, lang: &Lang, role: Role) -> Option<String> {
        let id = format!("language-{lang}.{}", role.attribute());
        self.has(&id).then(|| self.say(&id).to_string())
    }

    fn by_cldr(&self, lang: &Lang, role: Role) -> Option<String> {
        let (attribute, own) = (role.attribute(), self.lang()?);
        let named = format!("language-named.{attribute}");
        let name = lang.name_in(own).filter(|_| self.has(&named))?;
        Some(match self.declined(&name, attribute) {
            Some(name) if self.is_cluster(&name) => {
                self.say(&format!("language-cluster.{attribute}")).with("name", name).to_string()
            }
            Some(name) => self.say(&format!("language-declined.{attribute}")).with("name", name).to_string(),
            None => self.say(&named).with("name", name).to_string(),
        })
    }

    /// Whether `name` begins with sounds before which a preposition has another form: `зі словацької`.
    fn is_cluster(&self, name: &str) -> bool {
        self.has("language-cluster")
            && self.say("language-cluster").plain().split_whitespace().any(|start| name.starts_with(start))
    }

    /// A name whose words are all adjectives, in another case: `британский английский` → `британском английском`.
    /// Text in brackets or after a comma stays as it is.
    fn declined(&self, name: &str, attribute: &str) -> Option<String> {
        let ending = self.has("language-adjective").then(|| self.say("language-adjective").plain())?;
        let end = name.find(" (").or_else(|| name.find(',')).unwrap_or(name.len());
        let (adjectives, rest) = name.split_at(end);
        let form = format!("language-adjective.{attribute}");
        let decline = |word| {
            let stem = str::strip_suffix(word, &ending)?;
            Some(self.say(&form).with("stem", stem).plain())
        };
        let words: Option<Vec<_>> = adjectives.split(' ').map(decline).collect();
        Some(format!("{}{rest}", words?.join(" ")))
    }
}
