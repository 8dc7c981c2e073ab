//! Dates as CLDR writes them: `29 червня 2025 р.`, `червень 2025 р.`

use std::borrow::Cow;

use fluent::{FluentArgs, FluentValue, types::FluentType};
use icu_calendar::{Date, Gregorian};
use icu_datetime::{FixedCalendarDateTimeFormatter, fieldsets, options};
use icu_locale::Locale;
use intl_memoizer::{IntlLangMemoizer, Memoizable, concurrent};
use jiff::civil;
use unic_langid::LanguageIdentifier;

use crate::model::lang::Lang;

/// Which parts of a date are written, and how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct DateStyle {
    parts: DateParts,
    length: MonthLength,
}

/// Which parts of a date are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum DateParts {
    /// `29 червня 2025 р.`
    All,
    /// `червень 2025 р.`
    YearMonth,
    /// `29 червня`
    MonthDay,
    /// `2025 р.`
    Year,
    /// `червень`
    Month,
    /// `29`
    Day,
}

/// How a month is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum MonthLength {
    /// `червня`
    Long,
    /// `черв.`
    Medium,
    /// `06`
    Short,
}

const LONG: DateStyle = DateStyle { parts: DateParts::All, length: MonthLength::Long };

/// A date on its way into a message.
#[derive(Debug, Clone, PartialEq)]
struct DateValue {
    date: civil::Date,
    style: DateStyle,
}

/// The formatters of one language.
enum DateFormat {
    All(FixedCalendarDateTimeFormatter<Gregorian, fieldsets::YMD>),
    YearMonth(FixedCalendarDateTimeFormatter<Gregorian, fieldsets::YM>),
    MonthDay(FixedCalendarDateTimeFormatter<Gregorian, fieldsets::MD>),
    Year(FixedCalendarDateTimeFormatter<Gregorian, fieldsets::Y>),
    Month(FixedCalendarDateTimeFormatter<Gregorian, fieldsets::M>),
    Day(FixedCalendarDateTimeFormatter<Gregorian, fieldsets::D>),
}

/// A date as an argument of a message; written long where the message does not say otherwise.
pub(in crate::i18n) fn value(date: civil::Date) -> FluentValue<'static> {
    FluentValue::Custom(Box::new(DateValue { date, style: LONG }))
}

/// `DATETIME($date, …)` of Fluent: `dateStyle` of `long`, `medium`, `short`; or any of `year`, `month`, `day`, where `month`
/// is `long`, `short` or `numeric`.
pub(in crate::i18n) fn datetime<'a>(positional: &[FluentValue<'a>], named: &FluentArgs<'_>) -> FluentValue<'a> {
    let Some(FluentValue::Custom(value)) = positional.first() else { return FluentValue::Error };
    let Some(value) = fluent::types::AnyEq::as_any(value.as_ref()).downcast_ref::<DateValue>() else {
        return FluentValue::Error;
    };
    FluentValue::Custom(Box::new(DateValue { date: value.date, style: style(named) }))
}

fn style(named: &FluentArgs<'_>) -> DateStyle {
    let text = |name| match named.get(name) {
        Some(FluentValue::String(text)) => Some(text.as_ref()),
        _ => None,
    };
    let length = |text| match text {
        Some("short") => MonthLength::Short,
        Some("medium") => MonthLength::Medium,
        _ => MonthLength::Long,
    };
    if let Some(style) = text("dateStyle") {
        return DateStyle { parts: DateParts::All, length: length(Some(style)) };
    }
    let month = text("month");
    let parts = match (text("year").is_some(), month.is_some(), text("day").is_some()) {
        (true, true, false) => DateParts::YearMonth,
        (false, true, true) => DateParts::MonthDay,
        (true, false, false) => DateParts::Year,
        (false, true, false) => DateParts::Month,
        (false, false, true) => DateParts::Day,
        _ => DateParts::All,
    };
    let length = match month {
        Some("short") => MonthLength::Medium,
        Some("numeric") => MonthLength::Short,
        _ => MonthLength::Long,
    };
    DateStyle { parts, length }
}

/// The names of the months as `lang` writes them within a date (`червня`), in lower case; `None` if ICU4X does not
/// know the language, or writes its months in figures.
pub(crate) fn month_names(lang: &Lang) -> Option<Vec<String>> {
    let format = DateFormat::construct(lang.id().clone(), LONG).ok()?;
    let name = |month| {
        let written = format.write(Date::try_new_gregorian(2025, month, 15).ok()?).to_lowercase();
        let words = written.split(|c: char| !c.is_alphabetic());
        words.max_by_key(|word| word.chars().count()).filter(|word| word.chars().count() > 2).map(str::to_owned)
    };
    (1..=12).map(name).collect()
}

impl FluentType for DateValue {
    fn duplicate(&self) -> Box<dyn FluentType + Send> {
        Box::new(self.clone())
    }

    fn as_string(&self, _: &IntlLangMemoizer) -> Cow<'static, str> {
        Cow::Owned(self.date.to_string())
    }

    fn as_string_threadsafe(&self, memoizer: &concurrent::IntlLangMemoizer) -> Cow<'static, str> {
        let day = || {
            let month = u8::try_from(self.date.month()).ok()?;
            let day = u8::try_from(self.date.day()).ok()?;
            Date::try_new_gregorian(i32::from(self.date.year()), month, day).ok()
        };
        let written = day()
            .and_then(|day| memoizer.with_try_get::<DateFormat, _, _>(self.style, |format| format.write(day)).ok());
        // A language that ICU4X does not know gets the international form.
        Cow::Owned(written.unwrap_or_else(|| self.date.to_string()))
    }
}

impl DateFormat {
    fn write(&self, day: Date<Gregorian>) -> String {
        match self {
            DateFormat::All(format) => format.format(&day).to_string(),
            DateFormat::YearMonth(format) => format.format(&day).to_string(),
            DateFormat::MonthDay(format) => format.format(&day).to_string(),
            DateFormat::Year(format) => format.format(&day).to_string(),
            DateFormat::Month(format) => format.format(&day).to_string(),
            DateFormat::Day(format) => format.format(&day).to_string(),
        }
    }
}

impl Memoizable for DateFormat {
    type Args = DateStyle;
    type Error = ();

    fn construct(lang: LanguageIdentifier, style: DateStyle) -> Result<Self, ()> {
        let locale: Locale = lang.to_string().parse().map_err(|_| ())?;
        let locale = locale.into();
        let length = match style.length {
            MonthLength::Long => options::Length::Long,
            MonthLength::Medium => options::Length::Medium,
            MonthLength::Short => options::Length::Short,
        };
        type Formatter<F> = FixedCalendarDateTimeFormatter<Gregorian, F>;
        let made = match style.parts {
            DateParts::All => Formatter::try_new(locale, fieldsets::YMD::for_length(length)).map(DateFormat::All),
            DateParts::YearMonth => {
                Formatter::try_new(locale, fieldsets::YM::for_length(length)).map(DateFormat::YearMonth)
            }
            DateParts::MonthDay => {
                Formatter::try_new(locale, fieldsets::MD::for_length(length)).map(DateFormat::MonthDay)
            }
            DateParts::Year => Formatter::try_new(locale, fieldsets::Y::for_length(length)).map(DateFormat::Year),
            DateParts::Month => Formatter::try_new(locale, fieldsets::M::for_length(length)).map(DateFormat::Month),
            DateParts::Day => Formatter::try_new(locale, fieldsets::D::for_length(length)).map(DateFormat::Day),
        };
        made.map_err(|_| ())
    }
}
