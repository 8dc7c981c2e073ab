//! `litopys check`: one run over locales, templates, the sources' uses of messages, `site.toml` and articles, all
//! findings at once. Text in, findings out; only `run` reads, and only through a source.

mod article;
mod copies;
mod excerpt;
mod fluent;
mod format;
mod look_alike;
mod near;
mod proofread;
mod rule;
mod run;

pub(super) use article::number_difference;
pub use copies::Copies;
pub(super) use copies::copied;
pub use format::Format;
pub use proofread::Proofreader;
pub use rule::{RULES, Rule};
pub use run::{Options, Part, Report, check};
