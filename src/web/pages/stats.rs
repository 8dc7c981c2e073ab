//! `/<lang>/about/archive`: what the archive holds, in numbers and pictures, for editors and the curious.

use askama::Template;

use crate::{
    catalog::{ArchiveStats, LanguageStats},
    model::lang::Lang,
    web::{
        context::{PageLang, RequestContext},
        error::HttpError,
        layout::page::PageFrame,
        policy::CachePolicy,
        reply::{Reply, TextReply},
        urls::url::PagePath,
    },
};

#[derive(Template)]
#[template(path = "pages/stats.html")]
struct StatsPage<'a> {
    frame: PageFrame<'a>,
    articles: u64,
    versions: u64,
    languages: Vec<LanguageRow>,
    /// First and last year of publication.
    span: Option<(i16, i16)>,
    /// Every year that has an article, newest first, with the counts in the order of `languages`.
    years: Vec<(i16, Vec<LanguageStats>)>,
    /// The labels below the chart.
    marks: Vec<AxisLabel>,
    /// The width of a picture, in its own units.
    width: u32,
}

/// One language.
struct LanguageRow {
    tag: Lang,
    /// Its name in itself.
    name: String,
    count: LanguageStats,
    bars: Vec<YearBar>,
}

/// The versions of one year in a picture, in its own units; the stale ones are the lower part.
struct YearBar {
    x: u32,
    top: u32,
    height: u32,
    stale_top: u32,
    stale: u32,
}

/// A year below a picture, or two that are too near to each other to have a place each.
struct AxisLabel {
    years: String,
    /// Its position, in hundredths of the width.
    percent: u32,
    /// Whether it ends there; else it begins there.
    ends: bool,
}

/// Units of a picture: its height, and the place of a year with its gap.
const HEIGHT: u32 = 100;
const PLACE: u32 = 12;
const GAP: u32 = 2;
/// A picture has at least so many years: that of a young archive is not drawn as one wide bar.
const FEWEST: i16 = 24;

/// The page in `lang`.
pub(in crate::web) async fn page(context: RequestContext, PageLang(lang): PageLang) -> Result<Reply, HttpError> {
    let (context, lang) = (&context, &lang);
    let edition = &*context.edition;
    let numbers = context.app.numbers()?;
    let title = edition.words(lang).say("numbers-title").to_string();
    let mut frame = PageFrame::everywhere(edition, lang, &PagePath::Numbers, title);
    frame.description = frame.words.say("numbers-intro").to_string();
    let span = numbers.years.keys().next().copied().zip(numbers.years.keys().next_back().copied());
    let axis = span.map(|(first, last)| first.min(last.saturating_sub(FEWEST - 1))).unwrap_or_default();
    let languages: Vec<LanguageRow> =
        edition.site.languages().iter().map(|language| line(context, &numbers, &language.tag, axis)).collect();
    let of_year = |counts: &std::collections::BTreeMap<Lang, LanguageStats>| {
        languages.iter().map(|line| counts.get(&line.tag).copied().unwrap_or_default()).collect()
    };
    let page = StatsPage {
        articles: numbers.articles,
        versions: numbers.versions,
        span,
        years: numbers.years.iter().rev().map(|(year, counts)| (*year, of_year(counts))).collect(),
        width: span.map_or(PLACE, |(_, last)| place(axis, last) + PLACE - GAP),
        marks: span.map(|(first, last)| marks(axis, first, last)).unwrap_or_default(),
        languages,
        frame,
    };
    Ok(TextReply::html(CachePolicy::Page(lang.clone()), page.render()?).into())
}

fn line(context: &RequestContext, numbers: &ArchiveStats, tag: &Lang, axis: i16) -> LanguageRow {
    let count = numbers.languages.get(tag).copied().unwrap_or_default();
    LanguageRow { tag: tag.clone(), name: context.edition.words(tag).own_name(), count, bars: bars(numbers, tag, axis) }
}

/// The bars of one language; all languages are drawn to one scale.
fn bars(numbers: &ArchiveStats, tag: &Lang, axis: i16) -> Vec<YearBar> {
    let most = numbers.years.values().flat_map(|counts| counts.values()).map(|count| count.versions).max().unwrap_or(1);
    // A value above zero is visible.
    let scaled = |n: u64| u32::try_from((n * u64::from(HEIGHT)).div_ceil(most.max(1))).unwrap_or(HEIGHT);
    let bar = |(year, counts): (&i16, &std::collections::BTreeMap<Lang, LanguageStats>)| {
        let count = counts.get(tag).filter(|count| count.versions > 0)?;
        let (height, stale) = (scaled(count.versions), scaled(count.stale));
        Some(YearBar { x: place(axis, *year), top: HEIGHT - height, height, stale_top: HEIGHT - stale, stale })
    };
    numbers.years.iter().filter_map(bar).collect()
}

/// Years nearer to each other than this have one mark: on the narrowest screen two would overlap.
const APART: i16 = 6;

/// The first and the last year, each below its bar; the pictures begin at the year `axis`.
fn marks(axis: i16, first: i16, last: i16) -> Vec<AxisLabel> {
    let years = if first == last { last.to_string() } else { format!("{first}–{last}") };
    if last.saturating_sub(first) < APART {
        return vec![AxisLabel { years, percent: 100, ends: true }];
    }
    let percent = place(axis, first) * 100 / (place(axis, last) + PLACE - GAP);
    let begin = AxisLabel { years: first.to_string(), percent, ends: false };
    vec![begin, AxisLabel { years: last.to_string(), percent: 100, ends: true }]
}

/// The beginning of the bar of `year`.
fn place(axis: i16, year: i16) -> u32 {
    u32::try_from(i32::from(year) - i32::from(axis)).unwrap_or_default() * PLACE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_axis_says_the_first_and_the_last_year_each_where_its_bar_is() {
        for (axis, (first, last), expected) in [
            (2002, (2016, 2025), &[("2016", 58, false), ("2025", 100, true)][..]),
            (1900, (1900, 2025), &[("1900", 0, false), ("2025", 100, true)]),
            (2002, (2002, 2025), &[("2002", 0, false), ("2025", 100, true)]),
            (2002, (2019, 2025), &[("2019", 71, false), ("2025", 100, true)]),
            (2002, (2021, 2025), &[("2021–2025", 100, true)]),
            (2002, (2025, 2025), &[("2025", 100, true)]),
        ] {
            let marks = marks(axis, first, last);
            let found: Vec<_> = marks.iter().map(|mark| (mark.years.as_str(), mark.percent, mark.ends)).collect();
            assert_eq!(found, expected, "{first} to {last}");
        }
    }
}
