//! Days of a version against those of its source. The names of months are ICU4X's; a day written out in words is not
//! seen, so a difference is reported only where each of the two has a day that the other does not have.

use std::{
    collections::{BTreeMap, HashMap},
    ops::Range,
};

use super::CheckedVersion;
use crate::{
    i18n::month_names,
    model::{byte_scan, diagnostic::Diagnostic, lang::Lang, sentence::say},
    site::Site,
};

/// The names of the months in every language of the site.
pub(in crate::translate::check) struct Months(HashMap<Lang, Vec<String>>);

/// A day of the year: month, then day. The day 0 stands for a month of some year, `May 1986`.
type Day = (usize, u32);

/// The days that a text names.
#[derive(Debug, Default)]
pub(super) struct Days {
    named: BTreeMap<Day, NamedDay>,
    /// `1–3 травня`: the first and the last day of a time within one month.
    ranges: Vec<(Day, Day)>,
}

/// A day as a text names it.
#[derive(Debug)]
struct NamedDay {
    shown: String,
    /// Whether it is the first or the last of several.
    is_bound: bool,
    /// Its first byte in the text.
    at: usize,
    /// The first byte of the days that it shares its month with.
    series: usize,
}

/// A number that may be a day.
struct DayNumber<'t> {
    /// Its bytes, with the ending of an ordinal: `1st`, `1-го`.
    range: Range<usize>,
    day: u32,
    /// The name of a month after it, and where that ends.
    after: Option<(usize, usize)>,
    /// The name of a month before it, and where that begins.
    before: Option<(usize, usize)>,
    /// The text between it and the one before, if both are in the same month: `1–3 травня`, `May 24 and 25`.
    joined: Option<&'t str>,
}

impl Days {
    fn is_empty(&self) -> bool {
        self.named.is_empty()
    }

    /// Whether it names this day, or has it within a range; a month, whether it names that or a day in it.
    fn has(&self, day: Day, named: &NamedDay) -> bool {
        if let (month, 0) = day {
            return self.named.range((month, 0)..(month + 1, 0)).next().is_some();
        }
        let in_range = || self.ranges.iter().any(|(first, last)| (*first..=*last).contains(&day));
        self.named.contains_key(&day) || (!named.is_bound && in_range())
    }

    /// The days, or the months, that the other text does not have, as they are written, in their order; one of each series.
    fn beyond(&self, other: &Days, is_month: bool) -> Vec<(Day, &str)> {
        let strange = self.named.iter().filter(|(day, named)| (day.1 == 0) == is_month && !other.has(**day, named));
        let mut found: Vec<_> = strange.collect();
        found.sort_by_key(|(_, named)| named.at);
        found.dedup_by_key(|(_, named)| named.series);
        found.into_iter().map(|(day, named)| (*day, named.shown.as_str())).collect()
    }

    /// The days of this text and of the other one that stand for each other and differ.
    fn pairs<'d>(&'d self, other: &'d Days) -> Vec<(&'d str, &'d str)> {
        let mut pairs = Vec::new();
        for is_month in [false, true] {
            let (mut ours, theirs) = (self.beyond(other, is_month), other.beyond(self, is_month));
            let before = pairs.len();
            // A slip leaves the month or the number.
            for (day, there) in &theirs {
                if let Some(at) = ours.iter().position(|(own, _)| own.0 == day.0 || own.1 == day.1) {
                    pairs.push((ours.remove(at).1, *there));
                }
            }
            if pairs.len() == before {
                pairs.extend(ours.first().zip(theirs.first()).map(|((_, here), (_, there))| (*here, *there)));
            }
        }
        pairs
    }

    /// Takes the days of numbers that belong together. Each is of the month next to it, or of the one at the end of the
    /// series, or of the one at its beginning.
    fn take(&mut self, text: &str, series: &[DayNumber<'_>]) {
        let mut of_end = None;
        let mut months = Vec::with_capacity(series.len());
        for number in series.iter().rev() {
            of_end = number.after.or(of_end);
            months.push(number.after.or(of_end.filter(|_| number.before.is_none())));
        }
        let begins = series.first().map_or(0, |first| first.range.start);
        let (mut of_start, mut last): (_, Option<Day>) = (None, None);
        for (number, of_end) in series.iter().zip(months.into_iter().rev()) {
            of_start = number.before.or(of_start);
            let found = match of_end {
                Some((month, end)) => Some((month, number.range.start..end)),
                None => of_start.map(|(month, start)| (month, start..number.range.end)),
            };
            let Some((month, shown)) = found else { continue };
            let day = (month, number.day);
            let is_range = number.joined.is_some_and(|joined| joined.contains(['–', '—', '-', '‑']));
            let first = last.filter(|first| is_range && first.0 == month && *first < day);
            self.ranges.extend(first.map(|first| (first, day)));
            let (at, shown) = (shown.start, text.get(shown).unwrap_or_default().to_owned());
            let is_bound = first.is_some();
            self.named.entry(day).or_insert(NamedDay { shown, is_bound, at, series: begins });
            if let Some(first) = first.and_then(|first| self.named.get_mut(&first)) {
                first.is_bound = true;
            }
            last = Some(day);
        }
    }

    /// Takes the date that ends with the year at the byte `year`.
    fn take_year(&mut self, names: &[String], text: &str, year: usize) {
        let whole = || month_of(names, text, year).map(|(month, shown)| ((month, 0), shown));
        let Some((day, shown)) = in_figures(text, year).or_else(whole) else { return };
        let (at, shown) = (shown.start, text.get(shown).unwrap_or_default().to_owned());
        self.named.entry(day).or_insert(NamedDay { shown, is_bound: false, at, series: at });
    }
}

impl Months {
    pub(in crate::translate::check) fn for_site(site: &Site) -> Self {
        let of = |lang: &Lang| Some((lang.clone(), month_names(lang)?));
        Months(site.languages().iter().filter_map(|language| of(&language.tag)).collect())
    }

    /// The days that a text in `lang` names.
    pub(super) fn days(&self, lang: &Lang, text: &str) -> Days {
        let mut days = Days::default();
        let Some(names) = self.0.get(lang) else { return days };
        let mut series: Vec<DayNumber<'_>> = Vec::new();
        // A day is a short number next to a month; most words are next to no number.
        for (start, digits) in numbers(text) {
            if digits.len() == 4 && digits.starts_with(['1', '2']) {
                days.take_year(names, text, start);
            }
            if digits.len() > 2 {
                continue;
            }
            let Some(day) = digits.parse().ok().filter(|day| (1..=31).contains(day)) else { continue };
            let between = series.last().and_then(|last| text.get(last.range.end..start));
            let joined = between.filter(|between| joins(between));
            if joined.is_none() {
                days.take(text, &series);
                series.clear();
            }
            let range = start..start + digits.len() + ordinal(text.get(start + digits.len()..).unwrap_or_default());
            let after = word_after(text, range.end).and_then(|word| Some((month(names, text, &word)?, word.end)));
            let before = word_before(text, start).and_then(|word| Some((month(names, text, &word)?, word.start)));
            series.push(DayNumber { range, day, after, before, joined });
        }
        days.take(text, &series);
        days
    }
}

/// Words between two days of one month.
const JOINING: [&str; 29] = [
    "і", "й", "та", "або", "чи", "до", "по", "и", "или", "and", "or", "to", "till", "until", "through", "a", "i",
    "oraz", "lub", "do", "und", "bis", "et", "ou", "au", "y", "o", "al", "e",
];
/// The endings of ordinals in figures.
const ORDINAL: [&str; 13] = ["st", "nd", "rd", "th", "-го", "-ого", "-е", "-те", "-му", "-ому", "er", "º", "-я"];

/// Whether what stands between two numbers makes them days of one month.
fn joins(between: &str) -> bool {
    if between.len() > 24 {
        return false;
    }
    match between.trim_matches(|c: char| c.is_whitespace() || c == ',') {
        "" => between.contains(','),
        "–" | "—" | "-" | "‑" | "/" | "&" => true,
        word => JOINING.contains(&word),
    }
}

/// How long the ending of an ordinal at the beginning of `rest` is.
fn ordinal(rest: &str) -> usize {
    let ends = |ending: &&&str| rest.get(ending.len()..).is_some_and(|rest| !rest.starts_with(char::is_alphabetic));
    let found = ORDINAL.iter().filter(|ending| rest.starts_with(**ending)).find(ends);
    found.map_or(0, |ending| ending.len())
}

/// The digits of numbers, each with its place.
fn numbers(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let bytes = text.as_bytes();
    let mut done = 0;
    let next = move || {
        let start = byte_scan::find(bytes, done, |b| b.is_ascii_digit())?;
        let digits = bytes.get(start..)?.iter().take_while(|b| b.is_ascii_digit()).count();
        done = start + digits;
        Some((start, digits))
    };
    std::iter::from_fn(next).filter_map(|(start, digits)| Some((start, text.get(start..start + digits)?)))
}

/// The date in figures that ends with the year at the byte `year`: `24.02.2022`.
fn in_figures(text: &str, year: usize) -> Option<(Day, Range<usize>)> {
    let (before, month) = last_number(text.get(..year)?.strip_suffix('.')?)?;
    let (before, day) = last_number(before.strip_suffix('.')?)?;
    let end = year + 4;
    let goes_on =
        |rest: &str| rest.starts_with('.') && rest.get(1..).is_some_and(|rest| rest.starts_with(char::is_numeric));
    let is_apart = !before.ends_with(|c: char| c.is_alphanumeric() || c == '.') && !goes_on(text.get(end..)?);
    let is_date = is_apart && (1..=12).contains(&month) && (1..=31).contains(&day);
    let month = usize::try_from(month).ok()?.checked_sub(1)?;
    is_date.then_some(((month, day), before.len()..end))
}

/// The number of one or two digits at the end of a text, after what stands before it.
fn last_number(text: &str) -> Option<(&str, u32)> {
    let digits = text.bytes().rev().take(3).take_while(u8::is_ascii_digit).count();
    let start = text.len().checked_sub(digits).filter(|_| digits <= 2)?;
    Some((text.get(..start)?, text.get(start..)?.parse().ok()?))
}

/// The month before the year at the byte `year`, unless a day stands before it: `in May 1986`, `у травні 1986`.
fn month_of(names: &[String], text: &str, year: usize) -> Option<(usize, Range<usize>)> {
    let word = word_before(text, year)?;
    // A full stop ends a sentence, or an abbreviation.
    text.get(word.end..year).filter(|between| !between.contains('.'))?;
    let month = month(names, text, &word).or_else(|| inflected(names, text, &word))?;
    let before = text.get(..word.start)?.trim_end_matches(BETWEEN);
    let before = before.strip_suffix(" of").unwrap_or(before);
    let word_before = before.chars().rev().take(8).take_while(|c| c.is_alphanumeric() || matches!(c, '-' | '–'));
    let is_day = word_before.last().is_some_and(|c| c.is_ascii_digit());
    (!is_day).then_some((month, word.start..year + 4))
}

/// The endings of Ukrainian and Russian months elsewhere than in dates: `у травні`, `в мае`, `март`.
const CASES: [&str; 13] = ["", "і", "е", "у", "ю", "ь", "й", "ем", "ом", "єм", "ому", "ий", "им"];

/// The month that a word is in another case: `names` are those of dates, `травня`, `лютого`, `марта`.
fn inflected(names: &[String], text: &str, word: &Range<usize>) -> Option<usize> {
    let word = text.get(word.clone())?.to_lowercase();
    let is_it = |name: &String| {
        let stem = ["ого", "я", "а"].iter().find_map(|ending| name.strip_suffix(ending));
        stem.and_then(|stem| word.strip_prefix(stem)).is_some_and(|ending| CASES.contains(&ending))
    };
    names.iter().position(is_it)
}

/// Characters between a day and its month: a space, a comma, an ordinal's full stop.
const BETWEEN: [char; 5] = [' ', '\u{a0}', '\u{202f}', '.', ','];

/// The bytes of the word after the byte `at`, but for the `of` of `1st of May`.
fn word_after(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = text.get(at..)?;
    let spaced = rest.trim_start_matches(BETWEEN);
    let spaced = spaced.strip_prefix("of ").unwrap_or(spaced);
    let length = spaced.find(|c: char| !c.is_alphabetic()).unwrap_or(spaced.len());
    let start = text.len() - spaced.len();
    (length > 0 && start > at).then_some(start..start + length)
}

fn word_before(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = text.get(..at)?.trim_end_matches(BETWEEN);
    let start = rest.char_indices().rev().take_while(|(_, c)| c.is_alphabetic()).last()?.0;
    (rest.len() < at).then_some(start..rest.len())
}

fn month(names: &[String], text: &str, word: &Range<usize>) -> Option<usize> {
    let word = text.get(word.clone())?.to_lowercase();
    names.iter().position(|name| *name == word)
}

/// Days and months that each of the two has and the other does not.
pub(super) fn check(
    source: &CheckedVersion<'_>,
    version: &CheckedVersion<'_>,
    months: &Months,
    out: &mut Vec<Diagnostic>,
) {
    let theirs = source.days(months);
    // Most texts name no day, and then those of the other are not looked for.
    if theirs.is_empty() {
        return;
    }
    let ours = version.days(months);
    for (found, expected) in ours.pairs(theirs) {
        let message = say("dates-differ").with("here", found).with("there", expected);
        let message = message.with("file", format!("{}.md", source.version.lang));
        out.push(version.warn_where(found, "dates-differ", message).help(say("help-date-wrong")));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn months() -> Months {
        let languages = ["uk", "en", "ru", "pl"].map(|tag| format!("[[language]]\ntag = '{tag}'\n")).concat();
        let site =
            crate::site::parse_site("site.toml", &format!("name = 'x'\nbase_url = 'https://x.org'\n{languages}"));
        Months::for_site(&site.0.unwrap())
    }

    #[test]
    fn days_are_read_in_every_language_of_the_site() {
        let months = months();
        for (tag, text) in [
            ("uk", "Указ підписано 29 червня 2025 року, а 1 травня ще ні."),
            ("en", "Signed on June 29, 2025, not on 1 May."),
            ("en", "Signed on the 29th of June, not on May 1st."),
            ("ru", "Указ подписан 29 июня, а не 1 мая."),
            ("ru", "Указ подписан 29-го июня, а не 1-го мая."),
            ("pl", "Podpisano 29 czerwca, nie 1 maja."),
        ] {
            let days: Vec<_> = months.days(&tag.parse().unwrap(), text).named.into_keys().collect();
            assert_eq!(days, [(4, 1), (5, 29)], "{tag}: {text}");
        }
    }

    /// Texts in two languages, and whether their days differ.
    #[test]
    fn ranges_and_series_have_the_days_of_their_month() {
        let months = months();
        for (uk, en, differ) in [
            ("1–3 травня", "May 1–3", false),
            ("1-3 травня", "1 to 3 May", false),
            ("з 1 по 3 травня", "from May 1 to 3", false),
            ("з 1 до 3 травня", "from 1 till 3 May", false),
            ("з 1 травня по 3 травня", "May 1 – May 3", false),
            ("24 і 25 серпня", "August 24 and 25", false),
            ("24 та 25 серпня", "24 and 25 August", false),
            ("24, 25 й 26 серпня", "August 24, 25, and 26", false),
            ("24 або 25 серпня", "24 or 25 August", false),
            ("у ніч на 24 серпня", "in the night of 23–24 August", false),
            ("1–3 травня", "May 1, 2 and 3", false),
            ("2 травня", "1–3 May", false),
            ("30 квітня – 2 травня", "April 30 – May 2", false),
            ("з 30 квітня по 2 травня", "from 30 April to 2 May", false),
            ("у квітні–травні 2022 року", "April–May 2022", false),
            ("у 2022–2024 роках, 5 травня", "in 2022–24, on May 5", false),
            ("1/2 травня", "1/2 May", false),
            ("3 травня 5 людей", "On May 3, 5 people", false),
            ("1–3 травня", "May 1–4", true),
            ("24 і 25 серпня", "August 24 and 26", true),
            ("1–3 травня", "June 1–3", true),
            ("30 квітня – 2 травня", "April 30 – May 3", true),
            ("5 листопада", "15 November", true),
        ] {
            let days = |tag: &str, text| months.days(&tag.parse().unwrap(), text);
            let (ours, theirs) = (days("uk", uk), days("en", en));
            assert_eq!(!ours.pairs(&theirs).is_empty(), differ, "{uk} / {en}: {ours:?} {theirs:?}");
        }
    }

    /// Texts in two languages, and what the second has in place of the days and months of the first.
    #[test]
    fn each_wrong_date_is_named_with_the_one_that_it_stands_for() {
        let months = months();
        for (uk, en, expected) in [
            ("24.02.2022 і 1.03.2022", "on February 24 and on 1 March 2022", &[][..]),
            ("24.02.2022", "February 25, 2022", &["February 25"]),
            ("24.02.2022–05.03.2022", "from 24 February to 5 March 2022", &[]),
            ("версія 1.2.2022.5 і 5 травня", "on May 5 and on 3 June", &[]),
            ("у травні 1986", "in May 1986", &[]),
            ("у травні 1986 року", "on 5 May 1986", &[]),
            ("з квітня до травня 1986", "April–May 1986", &[]),
            ("у травні 1986", "in June 1986", &["June 1986"]),
            ("у лютому 1918", "in January 1918", &["January 1918"]),
            ("весна 1986 року, 5 листопада", "in May 1986, on 5 November", &[]),
            ("5 листопада, 7 січня", "on 15 November and on 8 January", &["15 November", "8 January"]),
            ("1–3 травня", "June 1–3", &["June 1"]),
        ] {
            let days = |tag: &str, text| months.days(&tag.parse().unwrap(), text);
            let (ours, theirs) = (days("uk", uk), days("en", en));
            let found: Vec<_> = ours.pairs(&theirs).into_iter().map(|(_, there)| there).collect();
            assert_eq!(found, expected, "{uk} / {en}");
        }
        let months_in =
            |tag: &str, text| months.days(&tag.parse().unwrap(), text).named.into_keys().collect::<Vec<_>>();
        assert_eq!(months_in("ru", "в мае 1986, в марте и май 1990"), [(4, 0)]);
    }

    #[test]
    fn a_long_series_is_read_in_a_moment() {
        let text = "1, 2, 3, ".repeat(20_000) + "4 травня";
        assert_eq!(months().days(&"uk".parse().unwrap(), &text).named.len(), 4);
    }
}
