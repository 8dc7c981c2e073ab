//! An article's text on its page: the addresses and words that were not known when it was rendered are filled in.

use std::{borrow::Cow, cell::Cell, fmt};

use crate::{
    article::markdown::{SafeHtml, Slot},
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
    /// Where the catalog cannot be read.
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

    /// Whether nothing is to be seen of it.
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

    /// What a template makes of bodies and words, which it escapes, is a body again.
    ///
    /// # Errors
    /// Where the template cannot be written.
    pub(in crate::web) fn made_by(template: &impl askama::Template) -> Result<Body, HttpError> {
        Ok(Body(template.render()?))
    }
}

/// The address of an article in `lang`; where the article is gone, its neutral address, which says so.
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
