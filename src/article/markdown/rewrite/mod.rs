//! The Markdown of a text with other addresses: for readers elsewhere, or after an article has moved. All else
//! stays as it is typed.

mod readdress;
pub(super) mod standalone;

pub use readdress::readdressed;
