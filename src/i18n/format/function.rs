//! The functions that a message may call, with the arguments that the formatters of this folder follow.

/// A function of Fluent.
pub(crate) struct Function {
    /// Its name.
    pub(crate) name: &'static str,
    /// Its named arguments.
    pub(crate) arguments: &'static [(&'static str, Takes)],
}

/// What a named argument can be.
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
