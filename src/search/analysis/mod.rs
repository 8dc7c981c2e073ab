//! Words and what they are sought by. A stand-in: whole folded words, no lemmas.

mod layout;
mod word;

pub use layout::other_layout;
pub use word::{Terms, Token, detect, folded, is_known, terms, tokens};
