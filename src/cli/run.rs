//! Which command was typed, and how it ends.

use std::{ffi::OsString, process::ExitCode};

use clap::Parser;

use super::{
    analyze,
    args::{CliArgs, Command},
    authoring::{init, move_article, new, remove, share},
    check::command as check,
    export::{args::ExportForm, book, data, site, verify},
    import::command as import,
    log::json_log,
    mark, publish, reindex, search,
    server::serve,
    stats, status,
    terminal::{self, LineFormat},
    words,
};

/// Findings: the command did its work and found something wrong; of a search, nothing.
const FINDINGS: u8 = 1;
/// Wrong use, or the work could not be done.
const FAILED: u8 = 2;

/// The parsed command line. If it is wrong, prints why; if it asks for help, prints that.
///
/// # Errors
/// The exit code then.
pub fn parse() -> Result<CliArgs, ExitCode> {
    CliArgs::try_parse().map_err(|error| {
        if error.use_stderr() && wants_json(std::env::args_os().skip(1)) {
            json_log::write("ERROR", error.render().to_string().trim_end(), &[]);
        } else {
            // A closed terminal has no reader.
            drop(error.print());
        }
        ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(FAILED))
    })
}

/// Whether words that cannot be understood as a whole ask for a log of JSON.
fn wants_json(words: impl Iterator<Item = OsString>) -> bool {
    let words: Vec<_> = words.collect();
    let apart = words.windows(2).any(|pair| matches!(pair, [name, value] if name == "--log-format" && value == "json"));
    apart || words.iter().any(|word| word == "--log-format=json")
}

/// Runs the command; the exit code is 0 (fine), 1 (findings) or 2 (wrong use).
pub fn run(args: CliArgs) -> ExitCode {
    terminal::start_log(match &args.command {
        Command::Serve(serve) if serve.log_format == Some(LineFormat::Json) => LineFormat::Json,
        _ => LineFormat::Text,
    });
    let done = match args.command {
        Command::Init(typed) => init::run(&typed),
        Command::Serve(serve) => serve::run(&serve),
        Command::Check(check) => check::run(&check),
        Command::New(new) => new::run(&new),
        Command::Move(typed) => move_article::run(&typed),
        Command::Remove(typed) => remove::run(&typed),
        Command::Share(typed) => share::run(&typed),
        Command::Import(typed) => import::run(&typed),
        Command::Publish(typed) => publish::run(&typed),
        Command::Words(words) => words::run(&words),
        Command::Reindex(reindex) => reindex::run(&reindex),
        Command::Search(typed) => search::run(&typed),
        Command::Analyze(analyze) => analyze::run(&analyze),
        Command::Mark(mark) => mark::run(&mark),
        Command::Status(asked) => status::run(&asked),
        Command::Stats(stats) => stats::run(&stats),
        Command::Export(typed) => match &typed.what {
            ExportForm::Site(typed) => site::run(typed),
            ExportForm::Epub(typed) => book::run(typed),
            ExportForm::Json(typed) => data::json(typed),
            ExportForm::Csv(typed) => data::csv(typed),
        },
        Command::Verify(typed) => verify::run(&typed),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(FINDINGS),
        Err(error) => {
            terminal::say_error(&error);
            ExitCode::from(FAILED)
        }
    }
}
