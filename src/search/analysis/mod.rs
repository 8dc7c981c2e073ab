//! Analysis: from a word to the terms under which it is indexed and searched. Text in, values out; no index, no query language.
//!
//! A word is [`folded`] and looked up in the lexicon of its language; a guesser takes the words that no lexicon has.
//! The results are [`terms`](mod@terms): the word's lemmas, and for a name a key that both scripts share ([`sound`](mod@sound)). docs/SEARCH.md
//! explains this to editors.

mod detect;
mod fold;
mod latin;
mod layout;
mod lexicon;
mod look_alikes;
mod name;
#[cfg(test)]
mod properties;
mod sound;
mod terms;
mod token;

pub(super) use detect::is_known_anywhere;
pub use detect::{detect, is_known};
pub use fold::folded;
pub use latin::in_cyrillic;
pub use layout::other_layout;
pub use sound::sound;
pub use terms::{Terms, terms};
pub(super) use token::{Reading, readings};
pub use token::{Token, tokens};
