//! The command line: arguments, the log, exit codes. Results go to stdout, messages to stderr.

mod args;
mod demand;
mod live;
mod mark;
mod new;
mod run;
mod serve;
mod status;
mod terminal;

pub use args::Args;
pub use run::run;
