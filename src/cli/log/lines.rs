//! Events of the program's log as lines: escaped for a terminal, and with priorities for the journal (sd-daemon(3)).

use std::io::{self, Write, stderr};

use tracing::{Level, Metadata};
use tracing_subscriber::fmt::MakeWriter;

use crate::model::escape;

/// Lines of the log. Fields come from requests and files; what acts on a terminal is written out, except the log's colours.
pub(in crate::cli) struct LogLines<W>(pub(in crate::cli) W);

impl<W: Write> Write for LogLines<W> {
    /// `tracing` writes one event at a time, with a line feed at its end.
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(event);
        let (text, end) = text.strip_suffix('\n').map_or((&*text, ""), |text| (text, "\n"));
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("\x1b[") {
            let digits = after.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';');
            out.push_str(&escape::one_line(before));
            rest = match digits.strip_prefix('m') {
                Some(behind) => {
                    out.push_str("\x1b[");
                    out.push_str(after.get(..after.len() - behind.len()).unwrap_or_default());
                    behind
                }
                None => {
                    out.push_str("\\u{1b}[");
                    after
                }
            };
        }
        out.push_str(&escape::one_line(rest));
        out.push_str(end);
        self.0.write_all(out.as_bytes())?;
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Lines of one event for the journal, each with its priority.
pub(in crate::cli) struct JournalLine(pub(in crate::cli) Level);

impl Write for JournalLine {
    /// Takes whole lines.
    fn write(&mut self, lines: &[u8]) -> io::Result<usize> {
        stderr().write_all(&prioritised(self.0, lines))?;
        Ok(lines.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        stderr().flush()
    }
}

fn prioritised(level: Level, lines: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(lines.len() + 8);
    for line in lines.split_inclusive(|byte| *byte == b'\n') {
        out.extend_from_slice(format!("<{}>", priority(level)).as_bytes());
        out.extend_from_slice(line);
    }
    out
}

/// Where `tracing` finds the writer for an event of a level.
pub(in crate::cli) struct JournalLines;

impl<'a> MakeWriter<'a> for JournalLines {
    type Writer = LogLines<JournalLine>;

    fn make_writer(&'a self) -> Self::Writer {
        LogLines(JournalLine(Level::INFO))
    }

    fn make_writer_for(&'a self, metadata: &Metadata<'_>) -> Self::Writer {
        LogLines(JournalLine(*metadata.level()))
    }
}

/// The priority of a level in the journal (syslog(3)).
fn priority(level: Level) -> u8 {
    match level {
        Level::ERROR => 3,
        Level::WARN => 4,
        Level::INFO => 6,
        _ => 7,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_for_the_journal_has_its_priority() {
        assert_eq!(prioritised(Level::ERROR, b"a\nb\n"), b"<3>a\n<3>b\n");
        assert_eq!(prioritised(Level::WARN, b"a"), b"<4>a");
        let priorities = [Level::INFO, Level::DEBUG, Level::TRACE].map(priority);
        assert_eq!(priorities, [6, 7, 7]);
    }

    #[test]
    fn a_field_of_the_log_cannot_act() {
        let cases = [
            ("\x1b[2m12:00\x1b[0m \x1b[33mWARN\x1b[0m a\n", "\x1b[2m12:00\x1b[0m \x1b[33mWARN\x1b[0m a\n"),
            ("WARN a\n::error::b\n", "WARN a\\n::error::b\n"),
            ("WARN \x1b[2J\x1b]0;x\x07\u{202e}\u{9b}\n", "WARN \\u{1b}[2J\\u{1b}]0;x\\u{7}\\u{202e}\\u{9b}\n"),
        ];
        for (event, expected) in cases {
            let mut out = LogLines(Vec::new());
            out.write_all(event.as_bytes()).unwrap();
            assert_eq!(String::from_utf8(out.0).unwrap(), expected);
        }
    }
}
