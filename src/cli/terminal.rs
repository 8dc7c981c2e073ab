//! Lines on stderr: plain into a file, coloured on a terminal unless `NO_COLOR` is set (<https://no-color.org>).

use std::io::{IsTerminal, Write, stderr, stdout};

use tracing_subscriber::EnvFilter;

use crate::problem::{Problem, ProblemCounts, Severity};

/// Problems listed before the rest is only counted.
pub(super) const LISTED: usize = 50;

/// Starts the log on stderr; `RUST_LOG` sets what it says, warnings by default.
pub(super) fn start_log() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn,litopys=info"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(stderr).with_ansi(has_colour());
    // Where stderr is closed, saying so there would end the thread that says it.
    let log = log.log_internal_errors(false);
    // A second start, as in tests, keeps the first.
    _ = log.try_init();
}

/// Writes a line.
pub(super) fn say(line: &str) {
    // Where stderr is closed there is nobody to tell.
    _ = writeln!(stderr(), "{line}");
}

/// Writes a line over the last one, on a terminal only.
pub(super) fn show_progress(line: &str) {
    if stderr().is_terminal() {
        _ = write!(stderr(), "\r\x1b[2K{line}");
        _ = stderr().flush();
    }
}

/// Lists problems, the first fifty in full.
pub(super) fn list(problems: &[Problem]) {
    list_first(problems, problems.len());
}

/// Lists the first of so many problems.
pub(super) fn list_first(problems: &[Problem], count: usize) {
    for problem in problems.iter().take(LISTED) {
        let text = problem.to_string();
        say(&match problem.severity {
            Severity::Error => text.replacen("error:", &red("error:"), 1),
            Severity::Warning => text.replacen("warning:", &yellow("warning:"), 1),
        });
    }
    if count > LISTED {
        say(&format!("… and {} more", count - LISTED));
    }
}

/// `1 error`, `2 errors`: for what takes an `s`.
pub(super) fn counted(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// How many errors, and how many warnings; `None` where there are none.
pub(super) fn severities(counts: ProblemCounts) -> Option<String> {
    let parts = [(counts.errors, "error"), (counts.warnings, "warning")];
    let parts: Vec<_> = parts.iter().filter(|(number, _)| *number > 0).map(|(n, noun)| counted(*n, noun)).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// The text in red, where there is colour.
pub(super) fn red(text: &str) -> String {
    paint(text, 31)
}

fn yellow(text: &str) -> String {
    paint(text, 33)
}

fn paint(text: &str, colour: u8) -> String {
    if has_colour() { format!("\x1b[{colour};1m{text}\x1b[0m") } else { text.to_owned() }
}

fn has_colour() -> bool {
    stderr().is_terminal() && !refuses_colour()
}

/// Whether what goes to stdout may be coloured.
pub(super) fn colours_results() -> bool {
    stdout().is_terminal() && !refuses_colour()
}

#[expect(clippy::disallowed_methods, reason = "the command line is where the environment is read")]
fn refuses_colour() -> bool {
    std::env::var("NO_COLOR").is_ok_and(|value| !value.is_empty())
}
