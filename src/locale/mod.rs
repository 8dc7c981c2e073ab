//! Every word of the UI: Fluent messages, with dates, numbers and plurals as CLDR has them. Text in, words out.

mod date_format;
mod file;
mod junk;
mod language_name;
mod locales;
mod number_format;
mod saying;
mod speaker;

pub use file::{LanguageChain, LocaleFile};
pub use language_name::Role;
pub use locales::Locales;
pub use saying::{Saying, Value, Words};
