//! The functions that a message may call, with the arguments that the formatters of this folder heed.

/// A function of Fluent.
pub(crate) struct Function {
    /// Its name.
    pub(crate) name: &'static str,
    /// Its named arguments, each with the texts that it takes; none listed: a number, or any text.
    pub(crate) arguments: &'static [(&'static str, &'static [&'static str])],
}

/// Every function there is; `NUMBER` is of fluent-bundle, `DATETIME` of `date_format`.
pub(crate) const FUNCTIONS: [Function; 2] = [
    Function {
        name: "NUMBER",
        arguments: &[
            ("type", &["cardinal", "ordinal"]),
            ("style", &["decimal", "currency", "percent"]),
            ("currency", &[]),
            ("currencyDisplay", &["symbol", "code", "name"]),
            ("useGrouping", &["true", "false"]),
            ("minimumIntegerDigits", &[]),
            ("minimumFractionDigits", &[]),
            ("maximumFractionDigits", &[]),
            ("minimumSignificantDigits", &[]),
            ("maximumSignificantDigits", &[]),
        ],
    },
    Function {
        name: "DATETIME",
        arguments: &[("dateStyle", &["long", "medium", "short"]), ("year", &[]), ("month", &[]), ("day", &[])],
    },
];
