//! Findings as a person, a machine and a code forge read them.

use std::{fmt::Write, str::FromStr};

use serde::Serialize;

use super::excerpt::excerpt;
use crate::model::{
    diagnostic::{Diagnostic, Place, Severity},
    escape,
    rule::why,
};

/// How findings are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportFormat {
    /// For a person: the finding, its line with the place underlined, why it matters, and the fix.
    Human,
    /// One JSON object a line.
    Json,
    /// Workflow commands of GitHub Actions, which show as comments on a pull request.
    Github,
}

impl FromStr for ReportFormat {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "human" => Ok(ReportFormat::Human),
            "json" => Ok(ReportFormat::Json),
            "github" => Ok(ReportFormat::Github),
            _ => Err(format!("expected `human`, `json` or `github`, found `{text}`")),
        }
    }
}

impl ReportFormat {
    /// Writes one finding, with a line feed at its end. `lines` are those of its file, where it can be read; `colour` is for people.
    pub fn write(self, problem: &Diagnostic, lines: Option<&[&str]>, colour: bool) -> String {
        match self {
            ReportFormat::Human => human(problem, lines, colour),
            ReportFormat::Json => json(problem),
            ReportFormat::Github => github(problem),
        }
    }
}

fn human(problem: &Diagnostic, lines: Option<&[&str]>, colour: bool) -> String {
    let paint = |text: &str, code: &str| if colour { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() };
    let tint = if problem.severity == Severity::Error { "31;1" } else { "33;1" };
    let mut out = escape::one_line(&problem.path).into_owned();
    if let Some(Place { line, column }) = problem.place {
        _ = write!(out, ":{line}:{column}");
    }
    let head = paint(&format!("{}:", problem.severity.as_str()), tint);
    _ = writeln!(out, ": {head} {} [{}]", escape::one_line(&problem.message), problem.code);
    if let Some((place, excerpt)) = problem.place.and_then(|place| Some((place, excerpt(lines?, place)?))) {
        let number = place.line.to_string();
        let margin = " ".repeat(number.len());
        let bar = paint("|", "2");
        _ = writeln!(out, "{} {bar} {}", paint(&number, "2"), excerpt.line);
        _ = writeln!(out, "{margin} {bar} {}", excerpt.marks.replace('^', &paint("^", tint)));
    }
    if let Some(why) = why(&problem.code) {
        _ = writeln!(out, "  why: {why}");
    }
    if let Some(help) = &problem.help {
        _ = writeln!(out, "  help: {}", escape::one_line(help));
    }
    out.push('\n');
    out
}

/// The fields that docs/REFERENCE.md, section 5, names, and why the finding matters; `null` where a finding has none.
#[derive(Serialize)]
struct JsonDiagnostic<'a> {
    severity: &'a str,
    code: &'a str,
    path: &'a str,
    line: Option<u32>,
    column: Option<u32>,
    message: &'a str,
    help: Option<&'a str>,
    why: Option<&'a str>,
}

fn json(problem: &Diagnostic) -> String {
    let line = JsonDiagnostic {
        severity: problem.severity.as_str(),
        code: &problem.code,
        path: &problem.path,
        line: problem.place.map(|place| place.line),
        column: problem.place.map(|place| place.column),
        message: &problem.message,
        help: problem.help.as_deref(),
        why: why(&problem.code),
    };
    serde_json::to_string(&line).expect("texts and numbers are JSON") + "\n"
}

/// <https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands>
fn github(problem: &Diagnostic) -> String {
    let place = problem.place.map_or(String::new(), |Place { line, column }| format!(",line={line},col={column}"));
    let mut text = problem.message.clone();
    for more in [why(&problem.code), problem.help.as_deref()].into_iter().flatten() {
        text.push('\n');
        text.push_str(more);
    }
    let (severity, path, code) = (problem.severity.as_str(), property(&problem.path), property(&problem.code));
    format!("::{severity} file={path}{place},title={code}::{}\n", data(&text))
}

/// What GitHub would decode, encoded; other characters that act in its log, written out.
fn data(text: &str) -> String {
    escape::keep_line_ends(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem() -> Diagnostic {
        Diagnostic::error("locales/uk/a, b.ftl", "unknown-variable", "`a` is never given 100 % of `$x`")
            .at(Place { line: 2, column: 7 })
            .help("write `$y`")
    }

    #[test]
    fn a_person_sees_the_place_the_reason_and_the_mend() {
        let written = ReportFormat::Human.write(&problem(), Some(&["a = b", "в = { $x } ї"]), false);
        assert_eq!(
            written,
            "locales/uk/a, b.ftl:2:7: error: `a` is never given 100 % of `$x` [unknown-variable]\n\
             2 | в = { $x } ї\n\
             \u{20} |       ^^\n\
             \u{20} why: the page shows the variable's name in braces\n\
             \u{20} help: write `$y`\n\n"
        );
        assert!(ReportFormat::Human.write(&problem(), None, true).contains("\x1b[31;1merror:\x1b[0m"));
    }

    #[test]
    fn a_machine_gets_one_object_a_line_with_every_field() {
        assert_eq!(
            ReportFormat::Json.write(&problem(), None, false),
            "{\"severity\":\"error\",\"code\":\"unknown-variable\",\"path\":\"locales/uk/a, b.ftl\",\"line\":2,\
             \"column\":7,\"message\":\"`a` is never given 100 % of `$x`\",\"help\":\"write `$y`\",\
             \"why\":\"the page shows the variable's name in braces\"}\n"
        );
        let bare = ReportFormat::Json.write(&Diagnostic::warning("a", "crlf", "b"), None, false);
        assert!(bare.contains("\"line\":null,\"column\":null,\"message\":\"b\",\"help\":null"), "{bare}");
    }

    #[test]
    fn a_forge_gets_a_command_that_no_text_can_break() {
        assert_eq!(
            ReportFormat::Github.write(&problem(), None, false),
            "::error file=locales/uk/a%2C b.ftl,line=2,col=7,title=unknown-variable::`a` is never given 100 %25 of \
             `$x`%0Athe page shows the variable's name in braces%0Awrite `$y`\n"
        );
    }

    #[test]
    fn no_text_of_a_file_acts_where_it_is_shown() {
        for text in ["\u{1b}]0;x\u{7}", "\u{9b}2J", "\u{202e}x\u{2066}", "x\n::error::y", "x\r\n  ::stop-commands::y"] {
            let problem = Diagnostic::error(&format!("articles/{text}/uk.md"), "crlf", text).help(text);
            let problem = problem.at(Place { line: 1, column: 1 });
            let human = ReportFormat::Human.write(&problem, Some(&[text]), false);
            let github = ReportFormat::Github.write(&problem, None, false);
            assert_eq!(human.lines().filter(|line| line.trim_start().starts_with("::")).count(), 0, "{human}");
            assert_eq!(github.lines().count(), 1, "{github}");
            assert_eq!(problem.to_string().lines().count(), 2, "{problem}");
            for shown in [human, github, problem.to_string()] {
                assert_eq!(escape::one_line(&shown), shown.replace('\n', "\\n"), "{text:?}");
            }
        }
        let annotation =
            ReportFormat::Github.write(&Diagnostic::error("a:b,c%\nd.md", "crlf", "x: y, 5 %\r\n::z"), None, false);
        assert!(
            annotation.starts_with("::error file=a%3Ab%2Cc%25%0Ad.md,title=crlf::x: y, 5 %25%0D%0A::z"),
            "{annotation}"
        );
    }
}
