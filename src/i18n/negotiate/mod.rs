//! Which language a reader gets (docs/REFERENCE.md, section 4), as pure functions of what the request says.

mod accept_encoding;
mod accept_language;
mod choice;
mod cookie;
mod quality;
mod reading;

pub use accept_encoding::{Encoding, accepted_encoding};
pub use accept_language::AcceptLanguage;
pub use choice::{Choice, InUse, Reason, Request, choose, choose_for_article};
pub use cookie::cookie;
pub use reading::{Outcome, Reading, readings};
