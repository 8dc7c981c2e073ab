//! From marks to markup: one pass over a finished page. In text, a message becomes an element that shows where it comes
//! from; in attributes, scripts and the title, the marks come off.

use std::collections::HashSet;

use crate::{
    article::markdown::{HtmlToken, Tag, TagKind, tokens},
    i18n::{DisplayMode, MarkedMessage, MarkedPiece, Owner, pieces, unmarked},
    web::app::SiteState,
};

/// A page whose marks have become markup.
pub(super) struct Markup {
    /// The page.
    pub(super) html: String,
    /// Its messages, each once, in the order of the page.
    pub(super) messages: Vec<ShownMessage>,
}

/// A message on a page. All texts in it are escaped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ShownMessage {
    pub(super) id: String,
    pub(super) standing: Standing,
    /// `locales/uk/base.ftl:5`; empty where it stands nowhere.
    pub(super) place: String,
    /// Whether the place is in the archive or in the program.
    pub(super) owner: Option<Owner>,
    pub(super) text: String,
    pub(super) source: String,
}

/// How a message stands in the language that wants it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    Translated,
    /// It is of another language of the chain.
    Fallback,
    /// It says in this language what the source language says, letter by letter.
    Same,
    Missing,
}

impl Standing {
    /// The message that names it, and the end of its class.
    pub(super) fn name(self) -> &'static str {
        match self {
            Standing::Translated => "translated",
            Standing::Fallback => "fallback",
            Standing::Same => "same",
            Standing::Missing => "missing",
        }
    }
}

/// Elements whose contents are not markup.
const RAW: [&str; 3] = ["title", "script", "style"];
/// Elements that a keyboard reaches already, in which no other may be reached.
const REACHED: [&str; 4] = ["a", "button", "summary", "label"];

impl Markup {
    /// The markup of `page`, whose messages were written in `display_mode`.
    pub(super) fn new(page: &str, display_mode: DisplayMode, edition: &SiteState) -> Markup {
        if display_mode != DisplayMode::Marked {
            return Markup { html: page.to_owned(), messages: Vec::new() };
        }
        let (html, messages, seen) = (String::new(), Vec::new(), HashSet::new());
        let mut pass = MarkupPass { edition, html, messages, seen, raw: false, reached: 0 };
        for token in tokens(page) {
            match token {
                HtmlToken::Text(text) => pass.text(text),
                HtmlToken::Tag(tag) => pass.tag(&tag),
            }
        }
        Markup { html: pass.html, messages: pass.messages }
    }
}

struct MarkupPass<'a> {
    edition: &'a SiteState,
    html: String,
    messages: Vec<ShownMessage>,
    seen: HashSet<(String, String)>,
    raw: bool,
    reached: usize,
}

impl MarkupPass<'_> {
    fn tag(&mut self, tag: &Tag<'_>) {
        self.collect(tag.source);
        self.html.push_str(&unmarked(tag.source));
        let closing = tag.kind == TagKind::Close;
        if RAW.contains(&tag.name) {
            self.raw = !closing;
        }
        if REACHED.contains(&tag.name) {
            self.reached = if closing { self.reached.saturating_sub(1) } else { self.reached + 1 };
        }
    }

    fn text(&mut self, text: &str) {
        self.collect(text);
        if self.raw {
            self.html.push_str(&unmarked(text));
            return;
        }
        // The elements that are open are closed where their texts end.
        let mut todo: Vec<MarkupStep<'_>> = steps(text);
        while let Some(step) = todo.pop() {
            match step {
                MarkupStep::Close => self.html.push_str("</span>"),
                MarkupStep::Piece(MarkedPiece::Text(text)) => self.html.push_str(&unmarked(text)),
                MarkupStep::Piece(MarkedPiece::Message(said)) => {
                    let message = self.message(said);
                    let tip = [message.id.as_str(), &message.place, &message.source];
                    let tip: Vec<&str> = tip.into_iter().filter(|part| !part.is_empty()).collect();
                    let reach = if self.reached == 0 { " tabindex=\"0\"" } else { "" };
                    let (standing, tip) = (message.standing.name(), tip.join("&#10;"));
                    self.html.push_str(&format!("<span class=\"l10n l10n-{standing}\" data-l10n=\"{tip}\"{reach}>"));
                    todo.push(MarkupStep::Close);
                    todo.extend(steps(said.text));
                }
            }
        }
    }

    /// Takes every message in `text` into the list, the inner ones after those they are part of.
    fn collect(&mut self, text: &str) {
        let mut todo = steps(text);
        while let Some(step) = todo.pop() {
            let MarkupStep::Piece(MarkedPiece::Message(said)) = step else { continue };
            if self.seen.insert((said.wanted.to_owned(), said.id.to_owned())) {
                let message = self.message(said);
                self.messages.push(message);
            }
            todo.extend(steps(said.text));
        }
    }

    /// Whether a translator has anything to do here: `{ $count }` is the same in every language.
    fn has_letters(&self, said: MarkedMessage<'_>) -> bool {
        let language = self.edition.site.languages().get(said.wanted);
        language.is_some_and(|language| self.edition.words(&language.tag).has_letters(said.id))
    }

    fn message(&self, said: MarkedMessage<'_>) -> ShownMessage {
        let origin = self.edition.locales.origin(said.found, said.id);
        let (text, source) = (unmarked(said.text), unmarked(said.source));
        let is_source = said.wanted == self.edition.site.source_language().as_str();
        let standing = match said.found {
            "" => Standing::Missing,
            found if found != said.wanted => Standing::Fallback,
            _ if text == source && !is_source && self.has_letters(said) => Standing::Same,
            _ => Standing::Translated,
        };
        ShownMessage {
            id: escaped(&unmarked(said.id)),
            standing,
            place: origin.map(|origin| escaped(&format!("{}:{}", origin.path, origin.line))).unwrap_or_default(),
            owner: origin.map(|origin| origin.owner),
            text,
            source,
        }
    }
}

enum MarkupStep<'a> {
    Piece(MarkedPiece<'a>),
    Close,
}

/// The pieces of a text, the last first.
fn steps(text: &str) -> Vec<MarkupStep<'_>> {
    pieces(text).into_iter().rev().map(MarkupStep::Piece).collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        i18n::{LanguageChain, LocaleFile, Locales},
        site::{Names, parse_site},
        web::{Assets, Menus},
    };

    fn edition() -> SiteState {
        let site = "name = 'x'\nbase_url = 'https://x.org'\nsource = 'en'\n[[language]]\ntag = 'uk'\n[[language]]\ntag = 'en'\n";
        let site = parse_site("site.toml", site).0.unwrap();
        let file = |tag: &str, text: &str| LocaleFile {
            lang: tag.parse().unwrap(),
            path: format!("locales/{tag}/<a>.ftl"),
            text: text.into(),
        };
        let files = [
            file("uk", "hello = Вітаю, { $who }!\nwho = Оля\npair = { $who } — 1\nsame = Blog\n"),
            file("en", "hello = Hello, { $who }!\nwho = Ann\nonly = Only here\npair = { $who } — 1\nsame = Blog\n"),
        ];
        let chain = |tag: &str, to: &[&str]| LanguageChain {
            lang: tag.parse().unwrap(),
            locale: tag.parse().unwrap(),
            fallback: to.iter().map(|tag| tag.parse().unwrap()).collect(),
        };
        let locales = Locales::build(&files, &[], &[chain("uk", &["en"]), chain("en", &[])]).0;
        let locales = locales.with_display_mode(DisplayMode::Marked, site.source_language());
        SiteState { site, locales, names: Names::default(), assets: Assets::default(), menus: Menus::default() }
    }

    #[test]
    fn a_message_becomes_an_element_in_text_and_words_elsewhere() {
        let edition = edition();
        let words = edition.words(&"uk".parse().unwrap());
        let hello = words.say("hello").with("who", words.say("who").to_string()).to_string();
        let page =
            format!("<title>{hello}</title><p title=\"{hello}\">{hello}</p><a href=\"/\">{}</a>", words.say("who"));
        let markup = Markup::new(&page, DisplayMode::Marked, &edition);
        let who = |reach: &str| {
            let place = "who&#10;locales/uk/&lt;a&gt;.ftl:2&#10;Ann";
            format!("<span class=\"l10n l10n-translated\" data-l10n=\"{place}\"{reach}>Оля</span>")
        };
        let expected = format!(
            "<title>Вітаю, Оля!</title><p title=\"Вітаю, Оля!\"><span class=\"l10n l10n-translated\" \
             data-l10n=\"hello&#10;locales/uk/&lt;a&gt;.ftl:1&#10;Hello, Оля!\" tabindex=\"0\">Вітаю, {}!</span></p>\
             <a href=\"/\">{}</a>",
            who(" tabindex=\"0\""),
            who("")
        );
        assert_eq!(markup.html, expected);
        let ids: Vec<_> = markup.messages.iter().map(|message| message.id.as_str()).collect();
        assert_eq!(ids, ["hello", "who"]);
    }

    #[test]
    fn what_has_no_letters_of_its_own_is_never_said_to_be_untranslated() {
        let edition = edition();
        let words = edition.words(&"uk".parse().unwrap());
        let said = format!("{} {}", words.say("pair").with("who", "Оля"), words.say("same"));
        let standings: Vec<_> =
            Markup::new(&said, DisplayMode::Marked, &edition).messages.iter().map(|message| message.standing).collect();
        assert_eq!(standings, [Standing::Translated, Standing::Same]);
    }

    #[test]
    fn a_message_of_another_language_or_of_none_says_so() {
        let edition = edition();
        let words = edition.words(&"uk".parse().unwrap());
        let markup =
            Markup::new(&format!("{} {}", words.say("only"), words.say("none")), DisplayMode::Marked, &edition);
        let standings: Vec<_> = markup.messages.iter().map(|message| message.standing).collect();
        assert_eq!(standings, [Standing::Fallback, Standing::Missing]);
    }

    proptest! {
        #[test]
        fn a_page_without_messages_stays_as_it_is(page in "(<p>|</p>|<title>|</title>|<a href=\"x\">|</a>|&lt;|[a-zа-я \"]{0,5}){0,20}") {
            prop_assert_eq!(Markup::new(&page, DisplayMode::Marked, &edition()).html, page);
        }

        #[test]
        fn no_page_makes_it_panic_or_keeps_a_mark(page in "(<|>|/|a|title|\u{F10D0}|\u{F10D1}|\u{F10D2}|\\PC){0,30}") {
            let html = Markup::new(&page, DisplayMode::Marked, &edition()).html;
            let marked = html.contains(|c| ('\u{F10D0}'..='\u{F10D2}').contains(&c));
            prop_assert!(!marked, "{:?}", html);
        }
    }
}
