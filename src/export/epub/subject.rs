//! What a book is about, and the articles in it.

use std::{fmt, str::FromStr};

use super::error::BookError;
use crate::{
    catalog::{Card, Listing, ListingPart, Period, Scope, Snapshot},
    model::{
        lang::Lang,
        slug::{ArticleId, Year},
    },
    site::{Site, Topic},
};

/// Articles that are listed at once.
const STEP: u32 = 200;

/// What a book is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BookSubject {
    /// One article, or an undated page.
    Article(ArticleId),
    /// The articles of a year.
    Year(Year),
    /// The articles of a series, a tag, a section or an author.
    Topic(Topic, String),
}

/// What is not the subject of a book.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a subject of a book; expected an article (`2025/dnipro`), a year (`2025`), `series/ID`, `tag/ID`, `section/ID` or `author/ID`"
)]
pub struct BookSubjectError(String);

impl FromStr for BookSubject {
    type Err = BookSubjectError;

    fn from_str(text: &str) -> Result<Self, BookSubjectError> {
        if let Ok(year) = text.parse() {
            return Ok(BookSubject::Year(year));
        }
        if let Some((topic, id)) = text.split_once('/')
            && let Ok(topic) = topic.parse::<Topic>()
            && !id.is_empty()
        {
            return Ok(BookSubject::Topic(topic, id.to_owned()));
        }
        let id = text.trim_end_matches('/').trim_start_matches("articles/");
        id.parse().map(BookSubject::Article).map_err(|_| BookSubjectError(text.to_owned()))
    }
}

impl fmt::Display for BookSubject {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BookSubject::Article(id) => write!(out, "{id}"),
            BookSubject::Year(year) => write!(out, "{year}"),
            BookSubject::Topic(topic, id) => write!(out, "{topic}/{id}"),
        }
    }
}

/// The articles of a book, in its order.
pub(super) struct BookArticles {
    /// Those that have every language of the book, as the first of them lists them.
    pub(super) cards: Vec<Card>,
    /// How many articles are left out, because they have no version in one of the languages.
    pub(super) left_out: usize,
}

impl BookArticles {
    /// The articles of `subject` in all of `langs`: a series by its parts, everything else from the oldest on.
    pub(super) fn find(
        catalog: &Snapshot,
        site: &Site,
        subject: &BookSubject,
        langs: &[Lang],
    ) -> Result<BookArticles, BookError> {
        let mut articles = BookArticles { cards: Vec::new(), left_out: 0 };
        let Some(first) = langs.first() else { return Ok(articles) };
        let found = match subject {
            BookSubject::Article(id) => catalog.card_of(id, first)?.into_iter().collect(),
            BookSubject::Topic(Topic::Series, id) => series(catalog, id, first)?,
            BookSubject::Year(year) => {
                let listing = Listing::new(Scope::All, first).within(Period::Year(*year), site.time_zone());
                all(catalog, &listing)?
            }
            BookSubject::Topic(topic, id) => {
                let mut newest_first = all(catalog, &Listing::new(Scope::Topic(*topic, id.clone()), first))?;
                newest_first.reverse();
                newest_first
            }
        };
        for card in found {
            let has = catalog.languages_of(&card.id)?;
            match langs.iter().all(|lang| has.contains(lang)) && card.lang == *first {
                true => articles.cards.push(card),
                false => articles.left_out += 1,
            }
        }
        Ok(articles)
    }
}

/// The languages in which `subject` has an article, for the person who asked for another.
pub(super) fn languages(catalog: &Snapshot, site: &Site, subject: &BookSubject) -> Result<String, BookError> {
    let mut found = Vec::new();
    for language in site.languages().iter() {
        let articles = BookArticles::find(catalog, site, subject, std::slice::from_ref(&language.tag))?;
        if !articles.cards.is_empty() {
            found.push(format!("`{}`", language.tag));
        }
    }
    Ok(if found.is_empty() { "nothing public in any language".to_owned() } else { found.join(", ") })
}

/// A series by its parts; a very long one by its dates.
fn series(catalog: &Snapshot, id: &str, lang: &Lang) -> Result<Vec<Card>, BookError> {
    let mut listed = all(catalog, &Listing::new(Scope::Topic(Topic::Series, id.to_owned()), lang))?;
    let parts = catalog.series(id, lang)?;
    if parts.len() == listed.len() {
        return Ok(parts.into_iter().map(|part| part.card).collect());
    }
    listed.reverse();
    Ok(listed)
}

fn all(catalog: &Snapshot, listing: &Listing) -> Result<Vec<Card>, BookError> {
    let (mut cards, mut part) = (Vec::new(), ListingPart::First);
    loop {
        let page = catalog.page(listing, part, STEP)?;
        cards.extend(page.cards);
        match page.next {
            Some(next) => part = next,
            None => return Ok(cards),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_is_an_article_a_year_or_a_topic() {
        for text in ["2025/dnipro", "2025", "series/x", "tag/мова", "section/law", "author/o-k", "pages/about"] {
            assert_eq!(text.parse::<BookSubject>().map(|subject| subject.to_string()), Ok(text.to_owned()));
        }
        assert_eq!("articles/2025/dnipro/".parse::<BookSubject>(), "2025/dnipro".parse());
        for wrong in ["", "tag/", "dnipro", "20256", "../x", "2025/a/b"] {
            assert!(wrong.parse::<BookSubject>().is_err(), "{wrong}");
        }
    }
}
