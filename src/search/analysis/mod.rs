//! Analysis: from a word to the terms under which it is indexed and searched. Text in, values out; no index, no query language.
//!
//! A word is [`folded`] and looked up in the lexicon of its language; a guesser takes the words that no lexicon has.
//! The results are [`terms`](mod@terms): the word's lemmas, and for a name a key that both scripts share ([`phonetic_key`](mod@phonetic_key)). docs/SEARCH.md
//! explains this to editors.

mod detect;
mod folding;
mod latin;
mod lexicon;
mod name;
mod phonetic_key;
#[cfg(test)]
mod properties;
mod terms;
mod token;

pub(super) use detect::is_known_anywhere;
pub use detect::{detect, is_known, other_layout};
pub use folding::folded;
pub use latin::in_cyrillic;
pub use phonetic_key::sound;
pub use terms::{Terms, terms};
pub use token::{Token, tokens};
pub(super) use token::{TokenReading, readings};
