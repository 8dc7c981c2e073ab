//! The interface in every language: Fluent messages, dates, numbers and plurals by CLDR, negotiation of the reader's language,
//! and the lint of messages. Text in, words out.

mod bundle;
mod format;
pub mod lint;
pub mod negotiate;
mod syntax;

pub use bundle::{
    file::{LanguageChain, LocaleFile},
    language_name::Role,
    locales::Locales,
    manner::Manner,
    marks::{Piece, Said, pieces, unmarked},
    origin::{Origin, Owner},
    saying::{Saying, Value, Words},
};
pub(crate) use bundle::{
    locales::{is_spoken, no_locale, strangers},
    trial::{STACK, UNWRITABLE_HELP, unwritable_message},
};
pub(crate) use format::{
    date::month_names,
    function::{FUNCTIONS, Function, Takes},
};
pub(crate) use syntax::{
    junk::problems as syntax_diagnostics,
    parse::{Parsed, SyntaxError, parse},
};
