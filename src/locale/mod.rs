//! Every word of the UI: Fluent messages, with dates, numbers and plurals as CLDR has them. Text in, words out.

mod brace;
mod date_format;
mod depth;
mod fault;
mod file;
mod function;
mod junk;
mod language_name;
mod locales;
mod manner;
mod marks;
mod misread;
mod number_format;
mod origin;
mod parse;
mod pseudo;
mod saying;
mod speaker;
mod trial;

pub(crate) use date_format::month_names;
pub use file::{LanguageChain, LocaleFile};
pub(crate) use function::{FUNCTIONS, Function, Takes};
pub(crate) use junk::problems as syntax_problems;
pub use language_name::Role;
pub use locales::Locales;
pub(crate) use locales::{is_spoken, no_locale, strangers};
pub use manner::Manner;
pub use marks::{Piece, Said, pieces, unmarked};
pub(crate) use misread::has_two_sides;
pub use origin::{Origin, Owner};
pub(crate) use parse::{Parsed, SyntaxError, parse};
pub use saying::{Saying, Value, Words};
pub(crate) use trial::STACK;
