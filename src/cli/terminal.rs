//! Lines on stderr: plain into a file, coloured on a terminal unless `NO_COLOR` is set (<https://no-color.org>), with priorities
//! into the journal, JSON where that was asked for.

use std::{
    fmt,
    io::{self, BufRead, IsTerminal, Write, stderr, stdin, stdout},
    panic::{self, PanicHookInfo},
    sync::{
        OnceLock,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use tracing::Level;
use tracing_subscriber::EnvFilter;
use unic_langid::LanguageIdentifier;

use super::log::{
    json_log::{self, JsonEvents},
    lines::{JournalLine, JournalLines, LogLines},
};
use crate::model::{
    diagnostic::{Diagnostic, DiagnosticCounts, Place, Severity},
    escape,
    sentence::{self, Sentence, in_english},
};

/// Problems listed before the rest is only counted.
pub(super) const LISTED: usize = 50;

/// The language that was chosen with `--lang` for what the command says.
static CHOSEN: OnceLock<LanguageIdentifier> = OnceLock::new();
/// Whether every line is JSON.
static JSON: AtomicBool = AtomicBool::new(false);
/// Whether the lines go to the journal, which takes their priorities off (sd-daemon(3)).
static JOURNAL: AtomicBool = AtomicBool::new(false);

/// The filter of the log if `RUST_LOG` is not set.
const FILTER: &str = "warn,litopys=info";

/// The text of an error: in the language of the person at the terminal, in a log of JSON in English.
#[derive(Debug)]
pub(super) struct Localised(pub(super) Sentence);

impl fmt::Display for Localised {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&written(&self.0))
    }
}

impl std::error::Error for Localised {}

/// An error that ends the command.
pub(super) fn failure(sentence: Sentence) -> anyhow::Error {
    Localised(sentence).into()
}

/// How lines on stderr are written; with `--log-format`, those of requests, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum LineFormat {
    /// A line for people.
    Text,
    /// A JSON object a line.
    Json,
}

/// Starts the log on stderr; `RUST_LOG` sets what it says, warnings by default.
#[expect(clippy::disallowed_methods, reason = "the command line is where the environment is read")]
pub(super) fn start_log(format: LineFormat) {
    let variable = |name| std::env::var(name).ok();
    let typed = variable("RUST_LOG").filter(|typed| !typed.is_empty());
    let parsed = EnvFilter::try_new(typed.as_deref().unwrap_or(FILTER));
    let wrong = parsed.as_ref().err().map(ToString::to_string);
    let filter = parsed.unwrap_or_else(|_| EnvFilter::new(FILTER));
    // If stderr is closed, an error about it would end the thread.
    let log = tracing_subscriber::fmt().with_env_filter(filter).log_internal_errors(false);
    // A second start, as in tests, keeps the first.
    _ = match format {
        LineFormat::Text if is_journal(variable("JOURNAL_STREAM").as_deref()) => {
            JOURNAL.store(true, Ordering::Relaxed);
            panic::set_hook(Box::new(|info| write_line(Level::ERROR, &panic_text(info))));
            // The journal has the time of each line.
            log.without_time().with_ansi(false).with_writer(JournalLines).try_init()
        }
        LineFormat::Text => log.with_ansi(has_colour()).with_writer(|| LogLines(stderr())).try_init(),
        LineFormat::Json => {
            JSON.store(true, Ordering::Relaxed);
            json_log::write_panics();
            log.event_format(JsonEvents).with_writer(stderr).try_init()
        }
    };
    if let Some(wrong) = wrong {
        warn(&format!("`RUST_LOG` cannot be read ({wrong}); the log says what it says without it: `{FILTER}`"));
    }
}

/// Whether stderr is the stream that `JOURNAL_STREAM` names by device and inode (systemd.exec(5)).
fn is_journal(named: Option<&str>) -> bool {
    let Ok(found) = rustix::fs::fstat(stderr()) else { return false };
    named == Some(format!("{}:{}", found.st_dev, found.st_ino).as_str())
}

fn panic_text(info: &PanicHookInfo<'_>) -> String {
    let place = info.location().map(|place| format!(" at {place}")).unwrap_or_default();
    let name = thread::current().name().map(|name| format!(", in thread `{name}`")).unwrap_or_default();
    escape::one_line(&format!("{}{place}{name}", json_log::panic_message(info))).into_owned()
}

/// The destination of a log of requests, whose lines are already in its format.
pub(super) fn log_lines() -> Box<dyn Write + Send> {
    match JOURNAL.load(Ordering::Relaxed) {
        true => Box::new(JournalLine(Level::INFO)),
        false => Box::new(stderr()),
    }
}

/// Writes a line, or several; text of files in it cannot act on the terminal.
pub(super) fn say(line: &str) {
    match is_json() {
        true => json_log::write("INFO", line, &[]),
        false => write_line(Level::INFO, &escape::lines(line)),
    }
}

/// Writes a sentence as a line, in the language of the person at the terminal; in a log of JSON in English.
pub(super) fn say_sentence(sentence: &Sentence) {
    say(&written(sentence));
}

/// A sentence in the language of the person at the terminal; in a log of JSON in English.
fn written(sentence: &Sentence) -> String {
    if is_json() { sentence.to_string() } else { sentence.in_lang(&language()) }
}

/// Has the command speak `lang` from now on, as its `--lang` asks.
pub(super) fn speak(lang: LanguageIdentifier) {
    // A command chooses once.
    _ = CHOSEN.set(lang);
}

/// Writes the address of a page, as a line of its own.
pub(super) fn say_address(url: &str) {
    match is_json() {
        true => json_log::write("INFO", "listening", &[("address", url)]),
        false => write_line(Level::INFO, url),
    }
}

/// Writes what may surprise, its first word in yellow.
pub(super) fn warn(line: &str) {
    match is_json() {
        true => json_log::write("WARN", line, &[]),
        false => {
            let severity = format!("{}:", Severity::Warning.sentence().in_lang(&language()));
            write_line(Level::WARN, &format!("{} {}", yellow(&severity), escape::lines(line)));
        }
    }
}

/// Writes an error, its first word in red.
pub(super) fn say_error(error: &anyhow::Error) {
    let text = format!("{error:#}");
    match is_json() {
        true => json_log::write("ERROR", &text, &[]),
        false => {
            let severity = format!("{}:", Severity::Error.sentence().in_lang(&language()));
            write_line(Level::ERROR, &format!("{} {}", red(&severity), escape::lines(&text)));
        }
    }
}

fn is_json() -> bool {
    JSON.load(Ordering::Relaxed)
}

fn write_line(level: Level, text: &str) {
    // A closed stderr has no reader.
    _ = match JOURNAL.load(Ordering::Relaxed) {
        true => JournalLine(level).write_all(format!("{text}\n").as_bytes()),
        false => writeln!(stderr(), "{text}"),
    };
}

/// Writes a line over the last one, on a terminal only.
pub(super) fn show_progress(line: &str) {
    if stderr().is_terminal() && !is_json() {
        _ = write!(stderr(), "\r\x1b[2K{line}");
        _ = stderr().flush();
    }
}

/// Lists problems, the first fifty in full.
pub(super) fn list(problems: &[Diagnostic]) {
    list_first(problems, problems.len());
}

/// Lists the first of so many problems.
pub(super) fn list_first(problems: &[Diagnostic], count: usize) {
    let lang = language();
    for problem in problems.iter().take(LISTED) {
        if is_json() {
            json_log::write_diagnostic(problem);
            continue;
        }
        let level = if problem.severity == Severity::Error { Level::ERROR } else { Level::WARN };
        write_line(level, &described(problem, &lang));
    }
    if count > LISTED {
        say_sentence(&sentence::say("serve-more").with("count", count - LISTED));
    }
}

/// A problem in two lines, its severity in colour.
fn described(problem: &Diagnostic, lang: &LanguageIdentifier) -> String {
    let place = problem.place.map(|Place { line, column }| format!(":{line}:{column}")).unwrap_or_default();
    let severity = format!("{}:", problem.severity.sentence().in_lang(lang));
    let severity = if problem.severity == Severity::Error { red(&severity) } else { yellow(&severity) };
    let message = problem.message.in_lang(lang);
    let head = format!(
        "{}{place}: {severity} {} [{}]",
        escape::one_line(&problem.path),
        escape::one_line(&message),
        problem.code
    );
    match &problem.help {
        Some(help) => {
            let help = help.in_lang(lang);
            format!("{head}\n  {}: {}", sentence::say("label-help").in_lang(lang), escape::one_line(&help))
        }
        None => head,
    }
}

/// The language of the person at the terminal: the one that was chosen, else that of the environment.
#[expect(clippy::disallowed_methods, reason = "the command line is where the environment is read")]
pub(super) fn language() -> LanguageIdentifier {
    CHOSEN.get().cloned().unwrap_or_else(|| language_of(|name| std::env::var(name).ok()))
}

/// The language of the first of these variables that is set, as POSIX orders them: `uk_UA.UTF-8` is `uk-UA`. English, where that
/// is `C` or `POSIX`.
fn language_of(variable: impl Fn(&str) -> Option<String>) -> LanguageIdentifier {
    let mut set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(variable);
    let locale = set.find(|value| !value.is_empty()).unwrap_or_default();
    let tag = locale.split(['.', '@']).next().unwrap_or_default();
    let named = tag.parse().ok().filter(|_| tag != "POSIX");
    named.unwrap_or_else(|| in_english().clone())
}

/// `1 error`, `2 errors`: for what takes an `s`.
pub(super) fn counted(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// So many articles, and pages where there are some.
pub(super) fn texts(articles: usize, pages: usize) -> Sentence {
    let articles = sentence::say("summary-articles").with("count", articles);
    match pages {
        0 => articles,
        pages => {
            let pages = sentence::say("summary-pages").with("count", pages);
            sentence::say("summary-texts").with("articles", articles).with("pages", pages)
        }
    }
}

/// How many errors, and how many warnings; `None` if there are none.
pub(super) fn severities(counts: DiagnosticCounts) -> Option<Sentence> {
    let some = |id, count: usize| (count > 0).then(|| sentence::say(id).with("count", count));
    match (some("summary-errors", counts.errors), some("summary-warnings", counts.warnings)) {
        (Some(errors), Some(warnings)) => {
            Some(sentence::say("summary-both").with("errors", errors).with("warnings", warnings))
        }
        (errors, warnings) => errors.or(warnings),
    }
}

/// A person at a terminal, who can be asked.
pub(super) struct Question(());

impl Question {
    /// `None` without a terminal: in a script, in a pipe.
    pub(super) fn open() -> Option<Question> {
        (stdin().is_terminal() && stderr().is_terminal()).then_some(Question(()))
    }

    /// The answer to `question`; an empty one is `default`.
    pub(super) fn ask(&self, question: &str, default: &str) -> io::Result<String> {
        ask(&mut stdin().lock(), &mut stderr(), question, default)
    }
}

fn ask(input: &mut impl BufRead, out: &mut impl Write, question: &str, default: &str) -> io::Result<String> {
    let shown = if default.is_empty() { String::new() } else { format!(" [{}]", escape::one_line(default)) };
    write!(out, "{}{shown} ", escape::one_line(question))?;
    out.flush()?;
    let mut line = String::new();
    if input.read_line(&mut line)? == 0 {
        return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "no answer"));
    }
    Ok(Some(line.trim()).filter(|line| !line.is_empty()).unwrap_or(default).to_owned())
}

fn red(text: &str) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_answer_is_the_default_and_an_end_is_none() {
        for (input, expected) in [("\n", Some("x")), (" y \r\n", Some("y")), ("z", Some("z")), ("", None)] {
            let mut out = Vec::new();
            assert_eq!(ask(&mut input.as_bytes(), &mut out, "Name?", "x").ok().as_deref(), expected);
            assert_eq!(out, b"Name? [x] ");
        }
    }

    #[test]
    fn the_first_variable_that_is_set_names_the_language() {
        for (all, messages, lang, expected) in [
            ("", "", "uk_UA.UTF-8", "uk-UA"),
            ("", "ru_RU.KOI8-R", "uk_UA.UTF-8", "ru-RU"),
            ("uk", "ru_RU", "en_US", "uk"),
            ("C", "ru_RU", "uk_UA", "en"),
            ("C.UTF-8", "", "", "en"),
            ("POSIX", "", "", "en"),
            ("", "", "", "en"),
            ("sr_RS@latin", "", "", "sr-RS"),
            ("?", "", "uk_UA", "en"),
        ] {
            let set = |name: &str| match name {
                "LC_ALL" => Some(all.to_owned()),
                "LC_MESSAGES" => Some(messages.to_owned()),
                _ => Some(lang.to_owned()),
            };
            assert_eq!(language_of(set).to_string(), expected, "{all} {messages} {lang}");
        }
    }

    #[test]
    fn only_the_stream_that_is_named_is_the_journal() {
        assert!(!is_journal(None) && !is_journal(Some("")) && !is_journal(Some("0:0")));
    }
}
