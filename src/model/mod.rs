//! Values that every layer uses: language, date, id and slug, digest, diagnostic. Pure; nothing here reads a file or a clock.

pub mod apostrophe;
mod as_text;
pub(crate) mod causes;
pub mod date;
pub mod diagnostic;
pub mod escape;
pub mod lang;
pub(crate) mod look_alike;
pub(crate) mod near;
pub mod romanise;
pub mod rule;
pub(crate) mod scan;
pub mod slug;
pub mod stamp;

pub(crate) use causes::with_causes;
pub use rule::{RULES, Rule};
pub use stamp::Stamp;
