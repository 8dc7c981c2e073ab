//! What every handler may use.

use super::{
    app::{App, Edition},
    ask::Ask,
};
use crate::{catalog::Snapshot, i18n::negotiate::choose, model::lang::Lang};

/// One request, with what its answer is made of.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    /// What the request does not choose, and what outlives it.
    pub app: &'a App,
    /// The catalog in one state: what a page says belongs together.
    pub catalog: &'a Snapshot<'a>,
    /// Configuration, words, names, static files.
    pub edition: &'a Edition,
    /// The request.
    pub ask: &'a Ask<'a>,
}

impl Context<'_> {
    /// The language for a page whose address names none.
    pub(super) fn negotiated(&self) -> Lang {
        choose(&self.edition.site, &self.ask.languages(), &|lang| self.in_use(lang)).lang
    }

    /// Whether a language of the site has words of its own, or an article. Where the catalog cannot say, it is.
    pub(super) fn in_use(&self, lang: &Lang) -> bool {
        self.edition.locales.has_words(lang) || self.catalog.has_language(lang).unwrap_or(true)
    }

    /// The query string as it came, with its `?`; empty where there is none.
    pub(super) fn query(&self) -> String {
        if self.ask.query.is_empty() { String::new() } else { format!("?{}", self.ask.query) }
    }
}

/// The language that a path begins with, in any spelling, and what comes after it.
pub(super) fn split<'a>(edition: &Edition, path: &'a str) -> (Option<Lang>, &'a str) {
    let path = path.strip_prefix('/').unwrap_or(path);
    let (first, rest) = path.split_once('/').unwrap_or((path, ""));
    match edition.site.languages().by_path(first) {
        Some(language) => (Some(language.tag.clone()), rest),
        None => (None, path),
    }
}
