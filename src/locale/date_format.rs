//! Dates as CLDR writes them: `29 червня 2025 р.`, `червень 2025 р.`

use std::borrow::Cow;

use fluent::{FluentArgs, FluentValue, types::FluentType};
use icu_calendar::{Date, Gregorian};
use icu_datetime::{FixedCalendarDateTimeFormatter, fieldsets};
use icu_locale_core::Locale;
use intl_memoizer::{IntlLangMemoizer, Memoizable, concurrent};
use jiff::civil;
use unic_langid::LanguageIdentifier;

use crate::lang::Lang;

/// Which parts of a date are written, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Style {
    /// `29 червня 2025 р.`
    Long,
    /// `29 черв. 2025 р.`
    Medium,
    /// `29.06.25`
    Short,
    /// `червень 2025 р.`
    Month,
    /// `червень`
    MonthAlone,
    /// `29 червня`
    Day,
}

/// A date on its way into a message.
#[derive(Debug, Clone, PartialEq)]
struct DateValue {
    date: civil::Date,
    style: Style,
}

/// The formatters of one language.
enum DateFormat {
    Ymd(FixedCalendarDateTimeFormatter<Gregorian, fieldsets::YMD>),
    Ym(FixedCalendarDateTimeFormatter<Gregorian, fieldsets::YM>),
    M(FixedCalendarDateTimeFormatter<Gregorian, fieldsets::M>),
    Md(FixedCalendarDateTimeFormatter<Gregorian, fieldsets::MD>),
}

/// A date as an argument of a message; written long where the message does not say otherwise.
pub(super) fn value(date: civil::Date) -> FluentValue<'static> {
    FluentValue::Custom(Box::new(DateValue { date, style: Style::Long }))
}

/// `DATETIME($date, …)` of Fluent: `dateStyle` of `long`, `medium`, `short`; or `year`, `month`, `day`.
pub(super) fn datetime<'a>(positional: &[FluentValue<'a>], named: &FluentArgs<'_>) -> FluentValue<'a> {
    let Some(FluentValue::Custom(value)) = positional.first() else { return FluentValue::Error };
    let Some(value) = fluent::types::AnyEq::as_any(value.as_ref()).downcast_ref::<DateValue>() else {
        return FluentValue::Error;
    };
    FluentValue::Custom(Box::new(DateValue { date: value.date, style: style(named) }))
}

fn style(named: &FluentArgs<'_>) -> Style {
    let text = |name| match named.get(name) {
        Some(FluentValue::String(text)) => Some(text.as_ref()),
        _ => None,
    };
    match (text("dateStyle"), text("year").is_some(), text("month").is_some(), text("day").is_some()) {
        (Some("short"), ..) => Style::Short,
        (Some("medium"), ..) => Style::Medium,
        (None, true, true, false) => Style::Month,
        (None, false, true, false) => Style::MonthAlone,
        (None, false, true, true) => Style::Day,
        _ => Style::Long,
    }
}

/// The names of the months as `lang` writes them within a date (`червня`), in lower case; `None` where ICU4X does not
/// know the language, or writes its months in figures.
pub(crate) fn month_names(lang: &Lang) -> Option<Vec<String>> {
    let format = DateFormat::construct(lang.id().clone(), (Style::Long,)).ok()?;
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
            .and_then(|day| memoizer.with_try_get::<DateFormat, _, _>((self.style,), |format| format.write(day)).ok());
        // A language that ICU4X does not know gets the international form.
        Cow::Owned(written.unwrap_or_else(|| self.date.to_string()))
    }
}

impl DateFormat {
    fn write(&self, day: Date<Gregorian>) -> String {
        match self {
            DateFormat::Ymd(format) => format.format(&day).to_string(),
            DateFormat::Ym(format) => format.format(&day).to_string(),
            DateFormat::M(format) => format.format(&day).to_string(),
            DateFormat::Md(format) => format.format(&day).to_string(),
        }
    }
}

impl Memoizable for DateFormat {
    type Args = (Style,);
    type Error = ();

    fn construct(lang: LanguageIdentifier, (style,): (Style,)) -> Result<Self, ()> {
        let locale: Locale = lang.to_string().parse().map_err(|_| ())?;
        let locale = locale.into();
        let ymd = |fields| FixedCalendarDateTimeFormatter::try_new(locale, fields).map(DateFormat::Ymd);
        let made = match style {
            Style::Long => ymd(fieldsets::YMD::long()),
            Style::Medium => ymd(fieldsets::YMD::medium()),
            Style::Short => ymd(fieldsets::YMD::short()),
            Style::Month => FixedCalendarDateTimeFormatter::try_new(locale, fieldsets::YM::long()).map(DateFormat::Ym),
            Style::MonthAlone => {
                FixedCalendarDateTimeFormatter::try_new(locale, fieldsets::M::long()).map(DateFormat::M)
            }
            Style::Day => FixedCalendarDateTimeFormatter::try_new(locale, fieldsets::MD::long()).map(DateFormat::Md),
        };
        made.map_err(|_| ())
    }
}
