//! Numbers as CLDR writes them: `1 234,5` in Ukrainian, `1,234.5` in English.
//! The functions that a message may call, with the arguments that the formatters of this folder follow.

use std::borrow::Cow;

use fixed_decimal::{Decimal, FloatPrecision};
use fluent::types::FluentNumber;
use icu_decimal::{
    DecimalFormatter,
    options::{DecimalFormatterOptions, GroupingStrategy},
};
use icu_locale::Locale;
use intl_memoizer::{Memoizable, concurrent::IntlLangMemoizer};
use unic_langid::LanguageIdentifier;

/// A formatter of one language, with or without groups of digits.
struct NumberFormat(DecimalFormatter);

impl Memoizable for NumberFormat {
    type Args = bool;
    type Error = ();

    fn construct(lang: LanguageIdentifier, groups: bool) -> Result<Self, ()> {
        let locale: Locale = lang.to_string().parse().map_err(|_| ())?;
        let mut options = DecimalFormatterOptions::default();
        options.grouping_strategy = Some(if groups { GroupingStrategy::Auto } else { GroupingStrategy::Never });
        DecimalFormatter::try_new(locale.into(), options).map(NumberFormat).map_err(|_| ())
    }
}

/// The number as the language writes it; as a plain number where ICU4X does not know the language, or it is not finite.
pub(in crate::i18n) fn format(number: &FluentNumber, memoizer: &IntlLangMemoizer) -> Cow<'static, str> {
    let written = decimal(number).and_then(|decimal| {
        let formatted = memoizer.with_try_get::<NumberFormat, _, _>(number.options.use_grouping, |format| {
            format.0.format(&decimal).to_string()
        });
        formatted.ok()
    });
    // `FluentNumber::as_string` would add as many zeros as the message wants, be they a thousand million.
    Cow::Owned(written.unwrap_or_else(|| number.value.to_string()))
}

/// The digits to show. Significant digits, where they are asked for, go before those after the decimal sign (ECMA-402).
fn decimal(number: &FluentNumber) -> Option<Decimal> {
    let options = &number.options;
    let mut decimal = Decimal::try_from_f64(number.value, FloatPrecision::RoundTrip).ok()?;
    let digits = |asked: Option<usize>, most: usize| asked.and_then(|asked| i16::try_from(asked.min(most)).ok());
    let significant = |asked| digits(asked, INTEGER_DIGITS);
    let fraction = |asked| digits(asked, FRACTION_DIGITS);
    let (least, most) =
        (significant(options.minimum_significant_digits), significant(options.maximum_significant_digits));
    if least.is_some() || most.is_some() {
        if let Some(most) = most {
            decimal.round(decimal.absolute.nonzero_magnitude_start() - most.max(1) + 1);
            decimal.absolute.trim_end();
        }
        if let Some(least) = least.map(|least| least.min(most.unwrap_or(least))) {
            decimal.absolute.pad_end((decimal.absolute.nonzero_magnitude_start() - least.max(1) + 1).min(0));
        }
    } else {
        let most = fraction(options.maximum_fraction_digits);
        if let Some(most) = most {
            decimal.round(-most);
            decimal.absolute.trim_end();
        }
        // A number that is written in the message itself brings along how many it has: 1.50.
        if let Some(least) = fraction(options.minimum_fraction_digits) {
            decimal.absolute.pad_end(-least.min(most.unwrap_or(least)));
        }
    }
    if let Some(least) = digits(options.minimum_integer_digits, INTEGER_DIGITS) {
        decimal.absolute.pad_start(least);
    }
    Some(decimal)
}

/// A function of Fluent.
pub(crate) struct Function {
    /// Its name.
    pub(crate) name: &'static str,
    /// Its named arguments.
    pub(crate) arguments: &'static [(&'static str, Takes)],
}

/// The values that a named argument can have.
pub(crate) enum Takes {
    /// One of these texts.
    Text(&'static [&'static str]),
    /// A whole number, this at least and that at most.
    Number(usize, usize),
}

/// The most digits that can be asked for before and after the decimal sign (ECMA-402).
pub(in crate::i18n) const INTEGER_DIGITS: usize = 21;
pub(in crate::i18n) const FRACTION_DIGITS: usize = 100;

/// Every function there is; `NUMBER` is of fluent-bundle, with the options that `number_format` follows, `DATETIME` of
/// `date_format`.
pub(crate) const FUNCTIONS: [Function; 2] = [
    Function {
        name: "NUMBER",
        arguments: &[
            ("type", Takes::Text(&["cardinal", "ordinal"])),
            ("style", Takes::Text(&["decimal"])),
            ("useGrouping", Takes::Text(&["true", "false"])),
            ("minimumIntegerDigits", Takes::Number(1, INTEGER_DIGITS)),
            ("minimumFractionDigits", Takes::Number(0, FRACTION_DIGITS)),
            ("maximumFractionDigits", Takes::Number(0, FRACTION_DIGITS)),
            ("minimumSignificantDigits", Takes::Number(1, INTEGER_DIGITS)),
            ("maximumSignificantDigits", Takes::Number(1, INTEGER_DIGITS)),
        ],
    },
    Function {
        name: "DATETIME",
        arguments: &[
            ("dateStyle", Takes::Text(&["long", "medium", "short"])),
            ("year", Takes::Text(&["numeric"])),
            ("month", Takes::Text(&["long", "short", "numeric"])),
            ("day", Takes::Text(&["numeric"])),
        ],
    },
];
