//! The `litopys` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    match litopys::cli::parse() {
        Ok(args) => litopys::cli::run(args),
        Err(code) => code,
    }
}
