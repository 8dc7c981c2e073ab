//! The interface in every language: Fluent messages, dates, numbers and plurals by CLDR, negotiation of the reader's language,
//! and the lint of messages. Text in, words out.

mod bundle;
mod format;
pub mod lint;
pub mod negotiate;
mod syntax;

pub use bundle::{
    display_mode::{DisplayMode, MarkedMessage, MarkedPiece, pieces, unmarked},
    locales::{LanguageChain, LocaleFile, Locales},
    localizer::{Localizer, Message, Role, Value},
    origin::{Origin, Owner},
};
pub(crate) use bundle::{
    locales::{is_covered, no_locale, unknown_languages},
    unwritable::STACK,
};
pub(crate) use format::{
    alphabet::Alphabet,
    date::month_names,
    number::{FUNCTIONS, Function, Takes},
};
pub(crate) use syntax::{
    explain::problems as syntax_diagnostics,
    parse::{Parsed, SyntaxError, parse},
};
