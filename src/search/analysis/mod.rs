//! Words and the terms that find them. Pure: text in, values out; no index, no query language, no disk.
//!
//! A word is [`folded`], looked up in its language's lexicon (or guessed where it is not there), and becomes
//! [`mod@terms`]: its lemmas, and for names a key that both scripts share ([`mod@sound`]). docs/SEARCH.md explains it to editors.

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
