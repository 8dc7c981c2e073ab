//! The lint of messages: each file finds one family of problems. Parsed texts in, problems out.

mod allow;
mod argument;
mod compare;
mod cycle;
pub(crate) mod language;
mod markup;
mod messages;
mod plural;
mod program;
mod reference;
mod run;
mod size;
mod syntax;
mod typography;
mod variable;

pub(crate) use messages::{
    file::Ftl,
    locale::{LocaleMessages, MessageEntry, MessageKey},
};
pub use run::{Copies, proofread};
pub(crate) use run::{LintInput, check_messages, copied};
