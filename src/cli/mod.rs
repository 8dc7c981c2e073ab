//! The command line: arguments, the log, exit codes. Results go to stdout, messages to stderr.

mod args;
mod listen;
mod live;
mod new;
mod reload;
mod run;
mod serve;
mod service_manager;
mod terminal;

pub use args::Args;
pub use run::run;
