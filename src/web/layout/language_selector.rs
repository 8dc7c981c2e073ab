//! The language selector: plain links, in the order of `site.toml`, each remembered when followed.

use std::fmt;

use crate::{
    i18n::unmarked,
    model::lang::Lang,
    site::Languages,
    web::{app::SiteState, urls::url::Address},
};

/// One language in the selector.
#[derive(Debug, Clone)]
pub(in crate::web) struct SelectorEntry {
    /// The visible label: `UA`.
    pub label: String,
    /// The accessible name; it begins with the label (WCAG 2.5.3).
    pub name: String,
    /// The language, for `lang` and `hreflang`.
    pub lang: Lang,
    /// Its address; `None` for a language in which this page does not exist.
    pub href: Option<String>,
    /// Whether it is the language of this page.
    pub current: bool,
    /// Whether the page exists in this language, or only its fallback.
    pub translated: bool,
}

impl SelectorEntry {
    /// The part of the accessible name after the visible label.
    pub(in crate::web) fn after_label(&self) -> &str {
        self.name.strip_prefix(&self.label).unwrap_or(&self.name)
    }
}

/// The state of a page in another language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::web) enum LanguageState {
    /// It exists.
    Translated(Address),
    /// A fallback is shown in its place.
    Fallback(Address),
    /// A fallback is shown in its place, and no version of its own is meant to be.
    Unmeant(Address),
    /// Neither a version nor a fallback exists.
    None,
}

/// The selector of a page; `counterpart` gives the page's state in each language.
pub(in crate::web) fn selector(
    edition: &SiteState,
    lang: &Lang,
    counterpart: impl Fn(&Lang) -> LanguageState,
) -> Vec<SelectorEntry> {
    let entry = |language: &crate::site::Language| {
        let tag = &language.tag;
        let found = counterpart(tag);
        let translated = matches!(found, LanguageState::Translated(_));
        let current = tag == lang;
        let (said, said_once) = match found {
            _ if current => ("selector-current", "selector-current-name"),
            LanguageState::Translated(_) => ("selector-other", ""),
            LanguageState::Unmeant(_) => ("selector-unmeant", "selector-unmeant-name"),
            LanguageState::Fallback(_) | LanguageState::None => ("selector-missing", "selector-missing-name"),
        };
        // Each name is spoken in its own language, as the link is marked with it.
        let words = edition.words(tag);
        let own = words.own_name();
        let label = language.label.as_str();
        // A label that is the name itself is not said twice.
        let is_name = unmarked(&own).to_lowercase() == label.to_lowercase();
        let name = match (is_name, said_once) {
            (true, "") => label.to_owned(),
            (true, id) => words.say(id).with("name", label).to_string(),
            (false, _) => words.say(said).with("label", label).with("name", own.as_str()).to_string(),
        };
        SelectorEntry {
            label: language.label.clone(),
            name,
            lang: tag.clone(),
            href: match found {
                LanguageState::Translated(address)
                | LanguageState::Fallback(address)
                | LanguageState::Unmeant(address) => Some(address.remembered()),
                LanguageState::None => None,
            },
            current,
            translated,
        }
    };
    edition.site.languages().iter().map(entry).collect()
}

/// `lang="uk"`, or `lang="ar" dir="rtl"`. A site all of whose languages are written from left to right needs no `dir`; on any
/// other each text has its own, for it may stand within one of the other direction.
#[derive(Debug, Clone, Copy)]
pub(in crate::web) struct LangAttributes<'a> {
    lang: &'a Lang,
    with_direction: bool,
}

impl<'a> LangAttributes<'a> {
    /// The attributes of a text in `lang` on a site with these languages.
    pub(in crate::web) fn new(languages: &Languages, lang: &'a Lang) -> Self {
        LangAttributes { lang, with_direction: languages.has_right_to_left() }
    }
}

impl fmt::Display for LangAttributes<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "lang=\"{}\"", self.lang)?;
        if self.with_direction { write!(out, " dir=\"{}\"", self.lang.direction()) } else { Ok(()) }
    }
}

// A tag is letters, digits and hyphens.
impl askama::filters::HtmlSafe for LangAttributes<'_> {}
