//! `litopys check`: one run over messages, `site.toml` and articles, which reports all problems at once. Only `run`
//! reads files, through a source.

mod article;
mod format;
mod home;
mod run;

pub(super) use article::number_difference;
pub use format::{ReportFormat, ReportStyle};
pub use run::{CheckOptions, CheckPart, CheckReport, check};
