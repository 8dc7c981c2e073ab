//! An article's text on its page: the addresses and words that were not known when it was rendered are filled in.

use std::{borrow::Cow, cell::Cell, fmt};

use crate::{
    article::markdown::{SafeHtml, Slot},
    i18n::Localizer,
    model::{lang::Lang, slug::ArticleId},
    web::{context::RequestContext, error::HttpError, urls::url::PagePath},
};

/// Safe HTML, complete.
#[derive(Debug, Clone)]
pub(in crate::web) struct Body(String);

impl Body {
    /// Fills the text in `text_lang` in for a page in `lang`: links lead to articles in the page's language, words
    /// that belong to the text are in its own.
    ///
    /// # Errors
    /// If the catalog cannot be read.
    pub(in crate::web) fn fill(
        context: &RequestContext,
        lang: &Lang,
        text_lang: &Lang,
        html: &SafeHtml,
    ) -> Result<Body, HttpError> {
        let words = context.edition.words(text_lang);
        let failure = Cell::new(None);
        let mut out = String::with_capacity(html.as_str().len() + 256);
        html.fill(
            |slot| match slot {
                Slot::Word(id) => Cow::Owned(words.say(id).to_string()),
                Slot::File(facts) => Cow::Owned(file_facts(&words, facts)),
                Slot::Language(tag) => Cow::Owned(own_name(context, tag)),
                Slot::DefaultTrack(langs) => Cow::Borrowed(default_track(langs, lang, text_lang)),
                Slot::Article(id) => match link(context, lang, id) {
                    Ok(link) => Cow::Owned(link),
                    Err(error) => {
                        failure.set(Some(error));
                        Cow::Borrowed("")
                    }
                },
            },
            &mut out,
        );
        failure.into_inner().map_or(Ok(Body(out)), Err)
    }

    /// Whether it shows nothing.
    pub(in crate::web) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Bytes of it.
    pub(in crate::web) fn len(&self) -> usize {
        self.0.len()
    }

    /// A part of a page that was escaped when the page was made.
    pub(in crate::web) fn escaped_already(html: &str) -> Body {
        Body(html.to_owned())
    }

    /// The result of a template made from bodies and escaped words is a body again.
    ///
    /// # Errors
    /// If the template cannot be written.
    pub(in crate::web) fn made_by(template: &impl askama::Template) -> Result<Body, HttpError> {
        Ok(Body(template.render()?))
    }
}

/// `PDF 3210000` → ` (PDF, 3,2 МБ)`
fn file_facts(words: &Localizer<'_>, facts: &str) -> String {
    let (kind, bytes) = facts.split_once(' ').unwrap_or(("", facts));
    let size = file_size(words, bytes.parse().unwrap_or_default());
    if kind.is_empty() {
        return format!(" {}", words.say("article-file-size").with("size", size));
    }
    format!(" {}", words.say("article-file").with("kind", kind).with("size", size))
}

/// A size in the largest unit that gives at least 1, with one digit after the decimal sign below 100.
fn file_size(words: &Localizer<'_>, bytes: u64) -> String {
    let units = ["article-size-bytes", "article-size-kilobytes", "article-size-megabytes", "article-size-gigabytes"];
    // 999,960 bytes are a megabyte, not a thousand kilobytes.
    let (mut unit, mut scale) = (0, 1_u64);
    while bytes.saturating_mul(2) >= scale.saturating_mul(1999) && unit + 1 < units.len() {
        (unit, scale) = (unit + 1, scale * 1000);
    }
    let digits = if bytes.saturating_mul(20) >= scale.saturating_mul(1999) { 1 } else { 10 };
    let rounded = bytes.saturating_mul(digits).saturating_add(scale / 2) / scale * (10 / digits);
    let number = f64::from(u32::try_from(rounded).unwrap_or(u32::MAX)) / 10.0;
    words.say(units.get(unit).copied().unwrap_or_default()).with("number", number).to_string()
}

/// The name of a language in itself; its tag, where the site does not have it any more.
fn own_name(context: &RequestContext, tag: &str) -> String {
    tag.parse::<Lang>().map_or_else(|_| tag.to_owned(), |lang| context.edition.words(&lang).own_name())
}

/// The attribute of a track, out of its language and those of all: the reader's language is chosen, else that of the text.
fn default_track(langs: &str, lang: &Lang, text_lang: &Lang) -> &'static str {
    let mut langs = langs.split(' ');
    let own = langs.next().unwrap_or_default();
    let others: Vec<&str> = langs.collect();
    let chosen = [lang, text_lang].into_iter().find(|wanted| others.contains(&wanted.as_str()));
    if chosen.is_some_and(|chosen| chosen.as_str() == own) { " default" } else { "" }
}

/// The address of an article in `lang`; its neutral address if the article is gone, which says so.
fn link(context: &RequestContext, lang: &Lang, id: &str) -> Result<String, HttpError> {
    let Ok(id) = id.parse::<ArticleId>() else { return Ok(format!("/{id}")) };
    Ok(match context.catalog.slug(&id, lang)? {
        Some(slug) => PagePath::article(id.collection(), &slug).in_lang(lang).to_string(),
        None => PagePath::neutral(&id).to_string(),
    })
}

impl fmt::Display for Body {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for Body {}
