//! `litopys check`: one run over locales, templates, the sources' uses of messages, `site.toml` and articles, all
//! findings at once. Text in, findings out; only `run` reads, and only through a source.

mod article;
mod excerpt;
mod format;
mod proofread;
mod run;

pub(super) use article::number_difference;
pub use format::Format;
pub use proofread::Proofreader;
pub use run::{Options, Part, Report, check};
