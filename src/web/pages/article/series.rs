//! The series that an article is a part of: all its parts, and those before and after this one.

use crate::{
    catalog::{ArticleView, SeriesPart},
    model::lang::Lang,
    site::Topic,
    web::{
        app::SiteState,
        pages::listings::card::{CardView, card_view},
        urls::url::PagePath,
    },
};

/// A series as a page shows it, ready for `templates/parts/series.html`.
pub(super) struct Series<'a> {
    pub(super) name: &'a str,
    /// The listing of all its articles.
    pub(super) href: String,
    pub(super) parts: Vec<PartView<'a>>,
    pub(super) previous: Option<CardView<'a>>,
    pub(super) next: Option<CardView<'a>>,
}

/// A part, ready for the list.
pub(super) struct PartView<'a> {
    pub(super) card: CardView<'a>,
    pub(super) number: Option<u32>,
    /// Whether it is the article of the page.
    pub(super) is_here: bool,
}

impl<'a> Series<'a> {
    /// The series of `view`, whose parts are `parts`; `None` if there is none, or no other part.
    pub(super) fn of(
        edition: &'a SiteState,
        lang: &Lang,
        view: &'a ArticleView,
        parts: &'a [SeriesPart],
    ) -> Option<Self> {
        let id = view.meta.series.as_deref()?;
        let here = parts.iter().position(|part| part.card.id == view.id)?;
        if parts.len() < 2 {
            return None;
        }
        let card = |at: usize| parts.get(at).map(|part| card_view(edition, lang, &part.card));
        let part = |part: &'a SeriesPart| PartView {
            card: card_view(edition, lang, &part.card),
            number: part.number,
            is_here: part.card.id == view.id,
        };
        Some(Series {
            name: edition.name(Topic::Series, id, lang),
            href: PagePath::Topic(Topic::Series, id.to_owned()).in_lang(lang).to_string(),
            parts: parts.iter().map(part).collect(),
            previous: here.checked_sub(1).and_then(card),
            next: card(here + 1),
        })
    }
}
