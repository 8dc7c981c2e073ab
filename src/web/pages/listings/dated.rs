//! Articles of a year or a month, as time went: a part that is full never changes, nor does a period that is over.

use askama::Template;

use super::{
    calendar::Calendar,
    card::{CardView, about, card_view},
    pager::{Pager, PagerPlace, ReadingOrder},
};
use crate::{
    catalog::{Listing, ListingPart, MonthCount, Period, Scope},
    i18n::Localizer,
    model::{
        lang::Lang,
        slug::{Month, Year},
    },
    web::{
        context::{At, PageLang, RequestContext},
        error::HttpError,
        layout::page::{PageFrame, written},
        pages::listed_languages::found,
        policy::CachePolicy,
        reply::{Reply, TextReply},
        urls::url::PagePath,
    },
};

#[derive(Template)]
#[template(path = "pages/dated.html")]
struct DatedPage<'a> {
    frame: PageFrame<'a>,
    /// The year of a month: its name and address.
    year: Option<(String, String)>,
    count: u64,
    calendar: Option<Calendar>,
    cards: Vec<CardView<'a>>,
    stylesheet: String,
    pager: Pager,
    /// The nearest period before that has articles: its name and address.
    older: Option<(String, String)>,
    newer: Option<(String, String)>,
}

/// `/<lang>/<year>/`.
pub(in crate::web) async fn year(
    context: RequestContext,
    PageLang(lang): PageLang,
    At(year): At<Year>,
) -> Result<Reply, HttpError> {
    page(&context, &lang, Period::Year(year))
}

/// `/<lang>/<year>/<month>/`.
pub(in crate::web) async fn month(
    context: RequestContext,
    PageLang(lang): PageLang,
    At((year, month)): At<(Year, Month)>,
) -> Result<Reply, HttpError> {
    page(&context, &lang, Period::Month(year, month))
}

/// A period without articles is no page.
fn page(context: &RequestContext, lang: &Lang, period: Period) -> Result<Reply, HttpError> {
    let edition = &*context.edition;
    let catalog = &context.catalog;
    let part = ReadingOrder::OldestFirst.part(context.head().query)?;
    let listing = Listing::new(Scope::All, lang);
    let months = catalog.months(&listing)?;
    let listing = listing.within(period, edition.site.time_zone());
    let shown = catalog.page(&listing, part, edition.site.page_size())?;
    if shown.cards.is_empty() {
        return Err(HttpError::NotFound);
    }
    let here = address(period);
    let words = edition.words(lang);
    let found = found(context, |lang| catalog.count_within(&Scope::All, lang, period))?;
    let mut frame = PageFrame::where_found(edition, lang, &here, name(words, period), &found);
    frame.indexed = part == ListingPart::First;
    let place = PagerPlace { page: &here, order: ReadingOrder::OldestFirst, part };
    place.keep(context, &mut frame, |lang| Listing::new(Scope::All, lang).within(period, edition.site.time_zone()))?;
    let cards: Vec<CardView<'_>> = shown.cards.iter().map(|card| card_view(edition, lang, card)).collect();
    frame.description = about(&frame, &cards);
    let link = |period: Period| (name(words, period), address(period).in_lang(lang).to_string());
    let (older, newer) = around(&months, period);
    let page = DatedPage {
        year: match period {
            Period::Month(year, _) => Some((year.to_string(), PagePath::Year(year).in_lang(lang).to_string())),
            Period::Year(_) => None,
        },
        count: catalog.count_within(&Scope::All, lang, period)?,
        calendar: match period {
            Period::Year(year) if part == ListingPart::First => {
                let own: Vec<_> = months.iter().filter(|month| month.year == year).copied().collect();
                Calendar::from_months(words, lang, &own)
            }
            _ => None,
        },
        cards,
        stylesheet: edition.assets.address("lists.css"),
        pager: Pager::new(&shown, &here.in_lang(lang), ReadingOrder::OldestFirst),
        older: older.map(link),
        newer: newer.map(link),
        frame,
    };
    Ok(TextReply::html(CachePolicy::Page(lang.clone()), written(&page, 0)?).into())
}

fn address(period: Period) -> PagePath {
    match period {
        Period::Year(year) => PagePath::Year(year),
        Period::Month(year, month) => PagePath::Month(year, month),
    }
}

fn name(words: Localizer<'_>, period: Period) -> String {
    match (period, period.first_day()) {
        (Period::Month(..), Some(day)) => words.say("listing-month").with("date", day).to_string(),
        (Period::Year(year) | Period::Month(year, _), _) => {
            words.say("listing-year").with("year", year.to_string()).to_string()
        }
    }
}

/// The nearest periods of the same kind, before and after, that have articles.
fn around(months: &[MonthCount], period: Period) -> (Option<Period>, Option<Period>) {
    let of = |month: &MonthCount| match period {
        Period::Year(_) => Period::Year(month.year),
        Period::Month(..) => Period::Month(month.year, month.month),
    };
    let place = |period: Period| match period {
        Period::Year(year) => (year.get(), 0),
        Period::Month(year, month) => (year.get(), month.get()),
    };
    let here = place(period);
    let older = months.iter().rev().map(of).find(|other| place(*other) < here);
    (older, months.iter().map(of).find(|other| place(*other) > here))
}
