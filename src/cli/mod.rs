//! The command line: arguments, the log, exit codes. Results go to stdout, messages to stderr.

mod analyze;
mod args;
mod certificate;
mod check;
mod demand;
mod json_log;
mod listen;
mod listen_address;
mod live;
mod mark;
mod new;
mod reindex;
mod run;
mod search;
mod searcher;
mod serve;
mod service_manager;
mod stats;
mod status;
mod terminal;
mod words;

pub use args::Args;
pub use run::run;
