//! Writes what the package ships beside the program and the command line knows best: manual pages and shell completions.
//!
//! `cargo run --features generate --bin generate -- DIR` fills `DIR/man` and `DIR/completions`. The feature keeps both
//! crates out of the program itself (docs/decisions/0094-packages.md).

use std::{env, fs, io, path::PathBuf, process::ExitCode};

use clap::CommandFactory;
use clap_complete::Shell;
use litopys::cli::CliArgs;

fn main() -> io::Result<ExitCode> {
    let mut typed = env::args_os().skip(1).map(PathBuf::from);
    let (Some(folder), None) = (typed.next(), typed.next()) else {
        return Err(io::Error::other("expected one argument: the folder to write into"));
    };
    let (man, completions) = (folder.join("man"), folder.join("completions"));
    for folder in [&man, &completions] {
        fs::create_dir_all(folder)?;
    }
    // `help` repeats the pages of the other commands, so it gets none of its own.
    clap_mangen::generate_to(CliArgs::command().disable_help_subcommand(true), &man)?;
    for shell in [Shell::Bash, Shell::Zsh, Shell::Fish] {
        clap_complete::generate_to(shell, &mut CliArgs::command(), "litopys", &completions)?;
    }
    Ok(ExitCode::SUCCESS)
}
