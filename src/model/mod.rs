//! Values that every layer uses: language, date, id and slug, digest, diagnostic. Pure; nothing here reads a file or a clock.

pub(crate) mod as_text;
pub(crate) mod byte_scan;
pub mod date;
pub mod diagnostic;
pub mod digest;
pub mod escape;
mod fallback_counts;
pub(crate) mod html_tokens;
pub mod lang;
pub mod look_alike;
pub mod no_break;
pub(crate) mod percent;
pub mod romanise;
pub(crate) mod similar_name;
pub mod slug;

pub use diagnostic::sentence;
pub use digest::Digest;
pub(crate) use escape::error_chain;
pub use fallback_counts::FallbackCounts;
pub(crate) use sentence::made_from;
