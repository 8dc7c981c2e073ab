//! The `litopys` command.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    litopys::cli::run(litopys::cli::CliArgs::parse())
}
