//! Language and coding of a response, negotiated (docs/REFERENCE.md, section 4): pure functions of the headers and the address of
//! a request.

mod accept_encoding;
mod accept_language;
mod choice;

pub use accept_encoding::{Encoding, accepted_encoding};
pub use accept_language::AcceptLanguage;
pub use choice::{
    Choice, IsInUse, LanguagePreference, RangeOutcome, RangeReading, Reason, choose, choose_for_article, cookie,
    readings,
};
