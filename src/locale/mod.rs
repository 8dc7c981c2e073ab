//! Every word of the UI: Fluent messages, with dates, numbers and plurals as CLDR has them. Text in, words out.

mod date_format;
mod file;
mod junk;
mod language_name;
mod locales;
mod manner;
mod marks;
mod number_format;
mod origin;
mod pseudo;
mod saying;
mod speaker;

pub use file::{LanguageChain, LocaleFile};
pub use language_name::Role;
pub use locales::Locales;
pub use manner::Manner;
pub use marks::{Piece, Said, pieces, unmarked};
pub use origin::{Origin, Owner};
pub use saying::{Saying, Value, Words};
