//! Search: how words are matched. Texts and queries come in, terms go out; nothing here reads an archive.

mod analysis;

pub use analysis::{Terms, Token, detect, folded, in_cyrillic, is_known, other_layout, sound, terms, tokens};
