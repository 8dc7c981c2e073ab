//! Which command was typed, and how it ends.

use std::process::ExitCode;

use super::{
    args::{Args, Command},
    new, serve, stats, terminal,
};

/// Findings: the command did its work and found something wrong.
const FINDINGS: u8 = 1;
/// Wrong use, or the work could not be done.
const FAILED: u8 = 2;

/// Runs the command; the exit code is 0 (fine), 1 (findings) or 2 (wrong use).
pub fn run(args: Args) -> ExitCode {
    terminal::start_log();
    let done = match args.command {
        Command::Serve(serve) => serve::run(&serve),
        Command::New(new) => new::run(&new),
        Command::Stats(stats) => stats::run(&stats),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(FINDINGS),
        Err(error) => {
            terminal::say(&format!("{} {error:#}", terminal::red("error:")));
            ExitCode::from(FAILED)
        }
    }
}
