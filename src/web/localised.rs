//! The pages of one language.

use super::{
    context::Context,
    error::HttpError,
    pages::{
        article::{beside, page as article, text},
        feed, keeping, language,
        listings::{dated, home, listing},
        numbers, opensearch, search,
    },
    reply::Reply,
    urls::url::PagePath,
};
use crate::{catalog::Period, model::lang::Lang};

/// Everything under `/<lang>/`.
pub(super) fn localised(context: &Context<'_>, lang: &Lang, page: &PagePath) -> Result<Reply, HttpError> {
    match page {
        PagePath::Home => home::page(context, lang),
        PagePath::Article(year, slug) => article::page(context, lang, *year, slug),
        PagePath::Topic(topic, id) => listing::page(context, lang, *topic, id),
        PagePath::Year(year) => dated::page(context, lang, Period::Year(*year)),
        PagePath::Month(year, month) => dated::page(context, lang, Period::Month(*year, *month)),
        PagePath::Feed(form, topic) => feed::of_language(context, lang, *form, topic.clone()),
        PagePath::OpenSearch => opensearch::description(context, lang),
        PagePath::Search => search::page(context, lang),
        PagePath::Language => language::page(context, lang),
        PagePath::Beside(year, slug, other) => beside::page(context, lang, *year, slug, other),
        PagePath::Text(year, slug, form) => text::page(context, lang, *year, slug, *form),
        PagePath::Numbers => numbers::page(context, lang),
        PagePath::Keeping(which) => keeping::page(context, lang, *which),
    }
}
