//! The command line: arguments, the log, exit codes. Results go to stdout, messages to stderr.

mod args;
mod live;
mod new;
mod run;
mod serve;
mod stats;
mod terminal;

pub use args::Args;
pub use run::run;
