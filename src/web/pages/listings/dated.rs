//! Articles of a year or a month, in the order of time: a part that is full never changes, nor does a period that is over. And
//! the calendar: years or months, each with a picture of how much there is, for `templates/parts/calendar.html`.

use std::fmt::Write;

use askama::Template;

use super::{
    card::{CardView, about, card_view},
    pager::{Pager, PagerPlace, ReadingOrder, found},
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

/// A period without articles does not have a page.
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

/// Years or months with their counts.
pub(in crate::web) struct Calendar {
    /// The caption of the table.
    pub(in crate::web) caption: String,
    /// The name of a row: "Year".
    pub(in crate::web) row_name: String,
    /// The coordinates of the pictures.
    pub(in crate::web) view_box: &'static str,
    /// One row a year or month.
    pub(in crate::web) rows: Vec<CalendarRow>,
}

/// A year or a month.
pub(in crate::web) struct CalendarRow {
    /// Its name.
    pub(in crate::web) name: String,
    /// The address of its articles.
    pub(in crate::web) href: String,
    /// The outline of its bars: the commands of an SVG path.
    pub(in crate::web) bars: String,
    /// How many articles it has.
    pub(in crate::web) count: u64,
}

/// The height of the tallest bar of a year, and the length of the longest of a month.
const WHOLE: u64 = 100;

impl Calendar {
    /// Every year that has articles, newest first, with a bar for each of its months; `None` if there is none.
    pub(in crate::web) fn from_years(
        words: Localizer<'_>,
        months: &[MonthCount],
        href: impl Fn(Year) -> String,
    ) -> Option<Calendar> {
        let most = months.iter().map(|month| month.count).max()?;
        let row = |months: &[MonthCount]| {
            let year = months.first()?.year;
            let mut bars = String::new();
            for month in months {
                let (left, height) = (u64::from(month.month.get()) * 10 - 10, scaled(month.count, most));
                // Writing into a string cannot fail.
                _ = write!(bars, "M{left} {WHOLE}v-{height}h8v{height}z");
            }
            let count = months.iter().map(|month| month.count).sum();
            Some(CalendarRow { name: year.to_string(), href: href(year), bars, count })
        };
        let rows = months.chunk_by(|a, b| a.year == b.year).rev().filter_map(row).collect();
        let (caption, row_name) = (words.say("calendar-years").to_string(), words.say("numbers-year").to_string());
        Some(Calendar { caption, row_name, view_box: "0 -20 118 120", rows })
    }

    /// The months of one year that have articles, as time went; `None` if there is none.
    fn from_months(words: Localizer<'_>, lang: &Lang, months: &[MonthCount]) -> Option<Calendar> {
        let most = months.iter().map(|month| month.count).max()?;
        let row = |month: &MonthCount| {
            let day = Period::Month(month.year, month.month).first_day()?;
            Some(CalendarRow {
                name: words.say("calendar-month").with("date", day).to_string(),
                href: PagePath::Month(month.year, month.month).in_lang(lang).to_string(),
                bars: format!("M0 25h{}v50H0z", scaled(month.count, most)),
                count: month.count,
            })
        };
        let rows = months.iter().filter_map(row).collect();
        let (caption, row_name) = (words.say("calendar-months"), words.say("calendar-month-heading"));
        let (caption, row_name) = (caption.to_string(), row_name.to_string());
        Some(Calendar { caption, row_name, view_box: "0 0 100 100", rows })
    }
}

/// `count` as a part of the whole; never nothing, so that a single article is seen.
fn scaled(count: u64, most: u64) -> u64 {
    (count * WHOLE).div_ceil(most.max(1)).max(2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fullest_month_is_the_whole_and_a_single_article_is_seen() {
        for (count, most, expected) in [(5, 5, 100), (1, 2, 50), (1, 1_000_000, 2), (0, 0, 2)] {
            assert_eq!(scaled(count, most), expected, "{count} of {most}");
        }
    }
}
