//! One import, from a reader to an archive.

mod freshness;
mod import;
mod media;
mod options;
mod writing;

pub use import::import;
pub use options::{ImportOptions, ImportSummary, Progress};
