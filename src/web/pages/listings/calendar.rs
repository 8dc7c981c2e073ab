//! The calendar: years or months, each with a picture of how much there is, for `templates/parts/calendar.html`.

use std::fmt::Write;

use crate::{
    catalog::{MonthCount, Period},
    i18n::Localizer,
    model::{lang::Lang, slug::Year},
    web::urls::url::PagePath,
};

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
    pub(in crate::web) fn from_months(words: Localizer<'_>, lang: &Lang, months: &[MonthCount]) -> Option<Calendar> {
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
