//! The command line: arguments, the log, exit codes. Results go to stdout, messages to stderr.

mod analyze;
mod args;
mod check;
mod live;
mod new;
mod reindex;
mod run;
mod search;
mod serve;
mod terminal;

pub use args::Args;
pub use run::run;
