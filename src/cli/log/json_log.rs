//! Lines of a log that a program reads: one JSON object each, with `time`, `level`, `target` and `message`, and fields by the target.
//! With `serve --log-format json` nothing else goes to stderr. docs/REFERENCE.md has the schema.
//!
//! The `json` feature of tracing-subscriber does not fit: it writes C1 and bidi controls as they are, which act on the terminal
//! that shows a line, and problems of the archive and panics are lines here that are not events.

use std::{
    backtrace::{Backtrace, BacktraceStatus},
    fmt,
    io::{Write, stderr},
    panic::{self, PanicHookInfo},
    thread,
};

use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};
use tracing::{
    Event, Subscriber,
    field::{Field, Visit},
};
use tracing_subscriber::{
    fmt::{FmtContext, FormatEvent, FormatFields, format::Writer},
    registry::LookupSpan,
};

use crate::model::{
    diagnostic::{Diagnostic, Severity},
    escape,
};

/// The fields of a line besides its time, level and target; `message` is among them.
type LogFields = Map<String, Value>;

/// The target of what commands say to the person who typed them.
const COMMAND: &str = "litopys";
/// The target of problems of the archive.
const ARCHIVE: &str = "litopys::archive";
/// The target of panics.
const PANIC: &str = "litopys::panic";
/// Names that every line has; a field of an event with one of them gets another.
const RESERVED: [&str; 3] = ["time", "level", "target"];

#[derive(Serialize)]
struct JsonLine<'a> {
    time: String,
    level: &'a str,
    target: &'a str,
    #[serde(flatten)]
    fields: &'a LogFields,
}

/// Writes events of the program's log as such lines.
pub(in crate::cli) struct JsonEvents;

/// Writes a line that says `message`, and `more` of it.
pub(in crate::cli) fn write(level: &str, message: &str, more: &[(&str, &str)]) {
    let more = more.iter().map(|(name, value)| ((*name).to_owned(), Value::from(*value)));
    write_line(level, COMMAND, &more.chain([message_field(message)]).collect());
}

/// Writes a problem, its fields named as `check --format json` names them.
pub(in crate::cli) fn write_diagnostic(problem: &Diagnostic) {
    let level = match problem.severity {
        Severity::Error => "ERROR",
        Severity::Warning => "WARN",
    };
    let mut fields: LogFields = [message_field(&problem.message.to_string())].into_iter().collect();
    let mut set = |name: &str, value: Value| _ = fields.insert(name.to_owned(), value);
    set("code", problem.code.as_ref().into());
    set("severity", problem.severity.as_str().into());
    set("path", problem.path.as_str().into());
    set("help", problem.help.as_ref().map(ToString::to_string).into());
    if let Some(place) = problem.place {
        set("line", place.line.into());
        set("column", place.column.into());
    }
    write_line(level, ARCHIVE, &fields);
}

/// From now on a panic is such a line too.
pub(in crate::cli) fn write_panics() {
    panic::set_hook(Box::new(|info| write_line("ERROR", PANIC, &panic_fields(info))));
}

fn panic_fields(info: &PanicHookInfo<'_>) -> LogFields {
    let message = panic_message(info);
    let mut fields: LogFields = [message_field(&message)].into_iter().collect();
    if let Some(place) = info.location() {
        fields.insert("location".to_owned(), place.to_string().into());
    }
    if let Some(name) = thread::current().name() {
        fields.insert("thread".to_owned(), name.into());
    }
    let backtrace = Backtrace::capture();
    if backtrace.status() == BacktraceStatus::Captured {
        fields.insert("backtrace".to_owned(), backtrace.to_string().into());
    }
    fields
}

/// The message of a panic.
pub(in crate::cli) fn panic_message(info: &PanicHookInfo<'_>) -> String {
    format!("panicked: {}", info.payload_as_str().unwrap_or("without a message"))
}

fn message_field(message: &str) -> (String, Value) {
    ("message".to_owned(), message.into())
}

fn write_line(level: &str, target: &str, fields: &LogFields) {
    // A closed stderr has no readers.
    _ = writeln!(stderr(), "{}", line(now(), level, target, fields));
}

fn line(time: Timestamp, level: &str, target: &str, fields: &LogFields) -> String {
    let line = JsonLine { time: format!("{time:.3}"), level, target, fields };
    escape::json(&serde_json::to_string(&line).unwrap_or_default()).into_owned()
}

impl<S, N> FormatEvent<S, N> for JsonEvents
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(&self, _: &FmtContext<'_, S, N>, mut out: Writer<'_>, event: &Event<'_>) -> fmt::Result {
        let mut fields = Visited(LogFields::new());
        event.record(&mut fields);
        fields.0.entry("message").or_insert_with(|| "".into());
        let metadata = event.metadata();
        writeln!(out, "{}", line(now(), metadata.level().as_str(), metadata.target(), &fields.0))
    }
}

/// The fields of an event, as far as they were visited.
struct Visited(LogFields);

impl Visited {
    fn insert(&mut self, field: &Field, value: impl Into<Value>) {
        let name = field.name();
        let name = if RESERVED.contains(&name) { format!("{name}_") } else { name.to_owned() };
        self.0.insert(name, value.into());
    }
}

impl Visit for Visited {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.insert(field, format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.insert(field, value);
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.insert(field, value);
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.insert(field, value);
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.insert(field, value);
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.insert(field, value);
    }
}

/// The time of a line.
#[expect(clippy::disallowed_methods, reason = "the command line is where the clock is read")]
pub(in crate::cli) fn now() -> Timestamp {
    Timestamp::now()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::source::testing::{CapturedLog, captured};

    /// The lines written by one thread.
    fn logged(say: impl FnOnce()) -> String {
        let log = |out: CapturedLog| {
            tracing_subscriber::fmt().event_format(JsonEvents).with_writer(move || out.clone()).finish()
        };
        captured(log, say)
    }

    #[test]
    fn an_event_is_an_object_with_its_fields() {
        let text = logged(|| tracing::warn!(count = 3, path = "a\n\"b\u{9b}", ok = true, "something {}", "happened"));
        assert_eq!(text.lines().count(), 1);
        assert!(!text.trim_end().contains(escape::acts), "{text:?}");
        let line: Value = serde_json::from_str(&text).unwrap();
        assert_eq!((&line["level"], &line["target"]), (&"WARN".into(), &module_path!().into()));
        assert_eq!(line["message"], "something happened");
        assert_eq!((&line["count"], &line["path"], &line["ok"]), (&3.into(), &"a\n\"b\u{9b}".into(), &true.into()));
        line["time"].as_str().unwrap().parse::<Timestamp>().unwrap();
    }

    #[test]
    fn a_field_cannot_take_the_place_of_what_every_line_has() {
        let text = logged(|| tracing::info!(level = "x", target = "y", time = 1));
        let line: Value = serde_json::from_str(&text).unwrap();
        assert_eq!((&line["level"], &line["level_"], &line["target_"]), (&"INFO".into(), &"x".into(), &"y".into()));
        assert_eq!((&line["time_"], &line["message"]), (&1.into(), &"".into()));
    }

    proptest! {
        #[test]
        fn any_text_is_one_line_and_comes_back(message in "(\\PC|[\n\r\t\u{1b}\u{7f}\u{85}\u{9b}\u{2028}\u{202e}\"\\\\]){0,20}") {
            let fields = [message_field(&message)].into_iter().collect();
            let line = line(Timestamp::UNIX_EPOCH, "INFO", COMMAND, &fields);
            prop_assert!(!line.contains(escape::acts), "{line:?}");
            let read: Value = serde_json::from_str(&line).unwrap();
            prop_assert_eq!(read["message"].as_str(), Some(message.as_str()));
        }
    }
}
