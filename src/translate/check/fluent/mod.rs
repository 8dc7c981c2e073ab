//! What can be wrong with the words of the interface: one file a family of findings. Parsed texts in, findings out.

mod allow;
mod alphabet;
mod argument;
mod calls;
mod compare;
mod cycle;
mod file;
mod flat;
mod locale;
mod markup;
mod plural;
mod reference;
mod run;
mod syntax;
mod text;
mod typography;
mod usage;
mod variable;
mod walk;
mod white_space;

pub(super) use calls::Code;
pub(super) use file::Ftl;
pub(super) use locale::{Entry, Key, Locale};
pub(super) use run::{Words, check_words, copies};
