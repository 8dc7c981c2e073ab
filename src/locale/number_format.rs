//! Numbers as CLDR writes them: `1 234,5` in Ukrainian, `1,234.5` in English.

use std::borrow::Cow;

use fixed_decimal::{Decimal, FloatPrecision};
use fluent::types::{FluentNumber, FluentNumberOptions};
use icu_decimal::{
    DecimalFormatter,
    options::{DecimalFormatterOptions, GroupingStrategy},
};
use icu_locale_core::Locale;
use intl_memoizer::{Memoizable, concurrent::IntlLangMemoizer};
use unic_langid::LanguageIdentifier;

/// A formatter of one language, with or without groups of digits.
struct NumberFormat(DecimalFormatter);

impl Memoizable for NumberFormat {
    type Args = (bool,);
    type Error = ();

    fn construct(lang: LanguageIdentifier, (groups,): (bool,)) -> Result<Self, ()> {
        let locale: Locale = lang.to_string().parse().map_err(|_| ())?;
        let mut options = DecimalFormatterOptions::default();
        options.grouping_strategy = Some(if groups { GroupingStrategy::Auto } else { GroupingStrategy::Never });
        DecimalFormatter::try_new(locale.into(), options).map(NumberFormat).map_err(|_| ())
    }
}

/// The number as the language writes it; as a plain number where ICU4X does not know the language.
pub(super) fn format(number: &FluentNumber, memoizer: &IntlLangMemoizer) -> Cow<'static, str> {
    let written = decimal(number).and_then(|decimal| {
        let formatted = memoizer.with_try_get::<NumberFormat, _, _>((number.options.use_grouping,), |format| {
            format.0.format(&decimal).to_string()
        });
        formatted.ok()
    });
    written.map_or_else(|| number.as_string(), Cow::Owned)
}

/// The digits to show, by `minimumFractionDigits` and `maximumFractionDigits`.
fn decimal(number: &FluentNumber) -> Option<Decimal> {
    let FluentNumberOptions { minimum_fraction_digits: least, maximum_fraction_digits: most, .. } = number.options;
    let mut decimal = Decimal::try_from_f64(number.value, FloatPrecision::RoundTrip).ok()?;
    if let Some(most) = most.and_then(|most| i16::try_from(most).ok()) {
        decimal.round(-most);
        decimal.trim_end();
    }
    if let Some(least) = least.and_then(|least| i16::try_from(least).ok()) {
        decimal.pad_end(-least);
    }
    Some(decimal)
}
