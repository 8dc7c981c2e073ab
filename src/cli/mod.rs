//! The command line: arguments, the log, exit codes. Results go to stdout, messages to stderr.

mod analyze;
mod archive;
mod args;
mod authoring;
#[cfg(feature = "bucket")]
mod bucket;
mod check;
mod export;
mod import;
mod log;
mod mark;
mod publish;
mod reindex;
mod run;
mod search;
mod server;
mod state;
mod state_layout;
mod stats;
mod status;
mod terminal;
mod words;

pub use args::CliArgs;
pub use run::{parse, run};
