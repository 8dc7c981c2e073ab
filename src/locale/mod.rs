//! Every word of the UI: Fluent messages, with dates, numbers and plurals as CLDR has them. Text in, words out.

mod brace;
mod date_format;
mod fault;
mod file;
mod function;
mod junk;
mod language_name;
mod locales;
mod manner;
mod marks;
mod nesting;
mod number_format;
mod origin;
mod pseudo;
mod saying;
mod speaker;

pub(crate) use date_format::month_names;
pub use file::{LanguageChain, LocaleFile};
pub(crate) use function::{FUNCTIONS, Function};
pub(crate) use junk::explain as explain_junk;
pub use language_name::Role;
pub use locales::Locales;
pub(crate) use locales::{no_locale, strangers};
pub use manner::Manner;
pub use marks::{Piece, Said, pieces, unmarked};
pub(crate) use nesting::{too_deep, unreadable};
pub use origin::{Origin, Owner};
pub use saying::{Saying, Value, Words};
