//! An article that was found, as a reader is shown it: once, in the reader's language or its fallback.

use super::{
    SearchError,
    excerpt::{ExcerptPart, Quoted, quote, unmarked},
    query::plan::QueryTerms,
};
use crate::{
    article::markdown::SafeHtml,
    catalog::{Card, Snapshot},
    model::lang::Lang,
};

/// An article that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The article as listings show it.
    pub card: Card,
    /// Its title, the words of the query marked in it.
    pub title: Vec<ExcerptPart>,
    /// Lines of the version that it was found in; its summary where the query has no words.
    pub excerpt: Vec<ExcerptPart>,
    /// The language of those lines.
    pub excerpt_lang: Lang,
    /// The anchor of the block that they are from, where it has one.
    pub anchor: Option<String>,
}

impl Hit {
    /// The language that it was found in, where that is not the version shown.
    pub fn found_in(&self) -> Option<&Lang> {
        (self.excerpt_lang != self.card.lang).then_some(&self.excerpt_lang)
    }
}

/// The article with this number for a reader of `lang`; `None` where it is gone by now. `likely` is the language that the
/// query is in.
pub(super) fn load_hit(
    catalog: &Snapshot,
    number: i64,
    lang: &Lang,
    likely: Option<&Lang>,
    sought: &QueryTerms,
) -> Result<Option<Hit>, SearchError> {
    let Some(card) = catalog.card(number, lang)? else { return Ok(None) };
    // The version shown comes first, then that in the query's language: a word found in several is quoted from those.
    let mut languages = catalog.version_languages(number)?;
    languages.sort_by_key(|lang| (*lang != card.lang, Some(lang) != likely));
    let mut best: Option<(Lang, Quoted, SafeHtml)> = None;
    for lang in languages {
        let Some((version, html)) = catalog.version_text(number, &lang)? else { continue };
        let quoted = quote(&version, sought);
        let all = quoted.words == sought.all();
        if best.as_ref().is_none_or(|(_, other, _)| quoted.words.count_ones() > other.words.count_ones()) {
            best = Some((lang, quoted, html));
        }
        if all {
            break;
        }
    }
    Ok(best.map(|(found_in, quoted, html)| {
        let title = if found_in == card.lang { quoted.title } else { unmarked(&card.title) };
        let anchor = quoted.line.and_then(|line| html.anchor_of_line(line));
        Hit { card, title, excerpt: quoted.excerpt, excerpt_lang: found_in, anchor }
    }))
}
