//! Findings as a person, a machine and a code forge read them.
//! The line of a finding is shown as annotate-snippets shows it, cut to the width of a terminal.

use std::{fmt::Write, ops::Range, str::FromStr};

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet, renderer::DecorStyle};
use serde::Serialize;
use unic_langid::LanguageIdentifier;

use crate::model::{
    diagnostic::{Diagnostic, Place, Severity},
    escape,
    look_alike::is_apostrophe,
    sentence::say,
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

/// For whom findings are written.
#[derive(Debug, Clone, Copy)]
pub struct ReportStyle<'a> {
    /// The language of the sentences.
    pub lang: &'a LanguageIdentifier,
    /// Whether what a person reads is coloured.
    pub colour: bool,
}

impl ReportFormat {
    /// Writes one finding, with a line feed at its end. `lines` are those of its file, where it can be read.
    pub fn write(self, problem: &Diagnostic, lines: Option<&[&str]>, style: ReportStyle<'_>) -> String {
        match self {
            ReportFormat::Human => human(problem, lines, style),
            ReportFormat::Json => json(problem, style.lang),
            ReportFormat::Github => github(problem, style.lang),
        }
    }
}

fn human(problem: &Diagnostic, lines: Option<&[&str]>, ReportStyle { lang, colour }: ReportStyle<'_>) -> String {
    let paint = |text: &str, code: &str| if colour { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() };
    let tint = if problem.severity == Severity::Error { "31;1" } else { "33;1" };
    let mut out = escape::one_line(&problem.path).into_owned();
    if let Some(Place { line, column }) = problem.place {
        _ = write!(out, ":{line}:{column}");
    }
    let head = paint(&format!("{}:", problem.severity.sentence().in_lang(lang)), tint);
    _ = writeln!(out, ": {head} {} [{}]", escape::one_line(&problem.message.in_lang(lang)), problem.code);
    let excerpt = problem.place.and_then(|place| Excerpt::new(lines?, place));
    let level = if problem.severity == Severity::Error { Level::ERROR } else { Level::WARNING };
    let mut group = Group::with_level(level);
    if let Some(excerpt) = &excerpt {
        group = group.element(excerpt.snippet());
    }
    for (label, text) in [("label-why", problem.why()), ("label-help", problem.help.clone())] {
        let text = text.map(|text| escape::one_line(&text.in_lang(lang)).into_owned());
        let label = Level::NOTE.with_name(say(label).in_lang(lang));
        group = text.into_iter().fold(group, |group, text| group.element(label.clone().message(text)));
    }
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    _ = writeln!(out, "{}", renderer.decor_style(DecorStyle::Ascii).render(&[group]));
    out.push('\n');
    out
}

/// The fields that docs/REFERENCE.md, section 5, names; `null` where a finding has none.
#[derive(Serialize)]
struct JsonDiagnostic<'a> {
    severity: &'a str,
    code: &'a str,
    path: &'a str,
    line: Option<u32>,
    column: Option<u32>,
    message: String,
    help: Option<String>,
    why: Option<String>,
}

fn json(problem: &Diagnostic, lang: &LanguageIdentifier) -> String {
    let line = JsonDiagnostic {
        severity: problem.severity.as_str(),
        code: &problem.code,
        path: &problem.path,
        line: problem.place.map(|place| place.line),
        column: problem.place.map(|place| place.column),
        message: problem.message.in_lang(lang),
        help: problem.help.as_ref().map(|help| help.in_lang(lang)),
        why: problem.why().map(|why| why.in_lang(lang)),
    };
    serde_json::to_string(&line).expect("texts and numbers are JSON") + "\n"
}

/// <https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands>
fn github(problem: &Diagnostic, lang: &LanguageIdentifier) -> String {
    let place = problem.place.map_or(String::new(), |Place { line, column }| format!(",line={line},col={column}"));
    let mut text = problem.message.in_lang(lang);
    for more in [problem.why(), problem.help.clone()].into_iter().flatten() {
        text.push('\n');
        text.push_str(&more.in_lang(lang));
    }
    let (severity, path, code) = (problem.severity.as_str(), property(&problem.path), property(&problem.code));
    format!("::{severity} file={path}{place},title={code}::{}\n", data(&text))
}

/// Encodes the characters that GitHub would decode, and escapes others that act in its log.
fn data(text: &str) -> String {
    escape::keep_line_ends(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// Characters on either side of the place that the library is given: a paragraph may be one line, and it looks at all of it.
const AROUND: usize = 400;

/// A line, or the part of it around a place.
pub(super) struct Excerpt {
    /// With a space for each character that acts on a terminal.
    text: String,
    /// The bytes of the word at the place.
    word: Range<usize>,
    number: usize,
}

impl Excerpt {
    /// The excerpt of a text around `place`; `None` if it has no such line, or the line is blank.
    pub(super) fn new(lines: &[&str], place: Place) -> Option<Self> {
        let line = lines.get(place.line.checked_sub(1)? as usize)?.trim_end();
        if line.is_empty() {
            return None;
        }
        let column = place.column.saturating_sub(1) as usize;
        let at = line.char_indices().nth(column).map_or(line.len(), |(at, _)| at);
        let (before, after) = line.split_at_checked(at)?;
        let start = before.char_indices().rev().take(AROUND).last().map_or(at, |(start, _)| start);
        let end = after.char_indices().nth(AROUND).map_or(line.len(), |(end, _)| at + end);
        let clean = |part: &str| -> String {
            part.chars().map(|c| if c != '\t' && escape::acts(c) { ' ' } else { c }).collect()
        };
        let before = clean(line.get(start..at)?);
        let word = before.len()..before.len() + extent(after);
        Some(Excerpt { text: before + &clean(line.get(at..end)?), word, number: place.line as usize })
    }

    pub(super) fn snippet(&self) -> Snippet<'_, Annotation<'_>> {
        let place = AnnotationKind::Primary.span(self.word.clone());
        Snippet::source(self.text.as_str()).line_start(self.number).annotation(place)
    }
}

/// How many bytes of `rest` belong to what stands at its beginning: the rest of a word.
fn extent(rest: &str) -> usize {
    let sigil = usize::from(rest.starts_with(['$', '-', '.']));
    let inner = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_') || is_apostrophe(c);
    let word = rest.get(sigil..).unwrap_or_default();
    let end = sigil + word.find(|c| !inner(c)).unwrap_or(word.len());
    // A single character is shown too.
    if end > 0 { end } else { rest.chars().next().map_or(0, char::len_utf8) }
}

#[cfg(test)]
mod tests {
    use annotate_snippets::{Group, Level, Renderer, renderer::DecorStyle};
    use proptest::prelude::*;

    use super::*;
    use crate::model::sentence::in_english;

    fn style(lang: &LanguageIdentifier, colour: bool) -> ReportStyle<'_> {
        ReportStyle { lang, colour }
    }

    fn problem() -> Diagnostic {
        Diagnostic::error("locales/uk/a, b.ftl", "unknown-variable", "`a` is never given 100 % of `$x`")
            .at(Place { line: 2, column: 7 })
            .help("write `$y`")
    }

    #[test]
    fn a_person_sees_the_place_the_reason_and_the_mend() {
        let written =
            ReportFormat::Human.write(&problem(), Some(&["a = b", "в = { $x } ї"]), style(in_english(), false));
        assert_eq!(
            written,
            "locales/uk/a, b.ftl:2:7: error: `a` is never given 100 % of `$x` [unknown-variable]\n\
             \u{20} |\n\
             2 | в = { $x } ї\n\
             \u{20} |       ^^\n\
             \u{20} |\n\
             \u{20} = why: the page shows the variable's name in braces\n\
             \u{20} = help: write `$y`\n\n"
        );
        assert!(
            ReportFormat::Human.write(&problem(), None, style(in_english(), true)).contains("\x1b[31;1merror:\x1b[0m")
        );
    }

    #[test]
    fn a_person_reads_in_their_own_language() {
        let problem = Diagnostic::warning("uk.md", "crlf", say("crlf")).help(say("help-lf"));
        let uk = "uk-UA".parse().unwrap();
        let written = ReportFormat::Human.write(&problem, None, style(&uk, false));
        assert_eq!(
            written,
            "uk.md: попередження: рядки закінчуються на CRLF, а очікується LF [crlf]\n = чому важливо: через різні кінці рядків git \
             вважає зміненим кожен рядок\n = що зробити: збережіть файл із кінцями рядків Unix (LF); вибір видно в рядку стану \
             редактора\n\n"
        );
    }

    #[test]
    fn a_machine_gets_one_object_a_line_with_every_field() {
        assert_eq!(
            ReportFormat::Json.write(&problem(), None, style(in_english(), false)),
            "{\"severity\":\"error\",\"code\":\"unknown-variable\",\"path\":\"locales/uk/a, b.ftl\",\"line\":2,\
             \"column\":7,\"message\":\"`a` is never given 100 % of `$x`\",\"help\":\"write `$y`\",\
             \"why\":\"the page shows the variable's name in braces\"}\n"
        );
        let bare = ReportFormat::Json.write(&Diagnostic::warning("a", "crlf", "b"), None, style(in_english(), false));
        assert!(bare.contains("\"line\":null,\"column\":null,\"message\":\"b\",\"help\":null"), "{bare}");
    }

    #[test]
    fn a_forge_gets_a_command_that_no_text_can_break() {
        assert_eq!(
            ReportFormat::Github.write(&problem(), None, style(in_english(), false)),
            "::error file=locales/uk/a%2C b.ftl,line=2,col=7,title=unknown-variable::`a` is never given 100 %25 of \
             `$x`%0Athe page shows the variable's name in braces%0Awrite `$y`\n"
        );
    }

    #[test]
    fn no_text_of_a_file_acts_where_it_is_shown() {
        for text in ["\u{1b}]0;x\u{7}", "\u{9b}2J", "\u{202e}x\u{2066}", "x\n::error::y", "x\r\n  ::stop-commands::y"] {
            let problem = Diagnostic::error(&format!("articles/{text}/uk.md"), "crlf", text).help(text);
            let problem = problem.at(Place { line: 1, column: 1 });
            let human = ReportFormat::Human.write(&problem, Some(&[text]), style(in_english(), false));
            let github = ReportFormat::Github.write(&problem, None, style(in_english(), false));
            assert_eq!(human.lines().filter(|line| line.trim_start().starts_with("::")).count(), 0, "{human}");
            assert_eq!(github.lines().count(), 1, "{github}");
            assert_eq!(problem.to_string().lines().count(), 2, "{problem}");
            for shown in [human, github, problem.to_string()] {
                assert_eq!(escape::one_line(&shown), shown.replace('\n', "\\n"), "{text:?}");
            }
        }
        let annotation = ReportFormat::Github.write(
            &Diagnostic::error("a:b,c%\nd.md", "crlf", "x: y, 5 %\r\n::z"),
            None,
            style(in_english(), false),
        );
        assert!(
            annotation.starts_with("::error file=a%3Ab%2Cc%25%0Ad.md,title=crlf::x: y, 5 %25%0D%0A::z"),
            "{annotation}"
        );
    }

    /// The line and the marks below it.
    fn of(text: &str, line: u32, column: u32) -> (String, String) {
        let lines: Vec<_> = text.split('\n').collect();
        let Some(excerpt) = Excerpt::new(&lines, Place { line, column }) else { return Default::default() };
        let group = Group::with_level(Level::ERROR).element(excerpt.snippet());
        let shown = Renderer::plain().decor_style(DecorStyle::Ascii).render(&[group]);
        let part = |n: usize| {
            shown.lines().nth(n).and_then(|line| line.split_once("| ")).map_or("", |(_, part)| part).to_owned()
        };
        (part(1), part(2))
    }

    #[test]
    fn the_word_at_the_place_is_underlined() {
        for (text, line, column, shown, marks) in [
            ("a = b\nв = { $cuont } ї", 2, 7, "в = { $cuont } ї", "      ^^^^^^"),
            ("a = { $x", 1, 9, "a = { $x", "        ^"),
            ("水水 = { $x }", 1, 8, "水水 = { $x }", "         ^^"),
            ("п’ять яблук", 1, 1, "п’ять яблук", "^^^^^"),
            ("a\tb = {", 1, 7, "a    b = {", "         ^"),
            ("a\u{1b}\u{9b}\u{202e}b = {", 1, 8, "a   b = {", "       ^"),
            ("\n", 1, 1, "", ""),
            ("a", 2, 1, "", ""),
        ] {
            assert_eq!(of(text, line, column), (shown.to_owned(), marks.to_owned()), "{text:?}");
        }
    }

    #[test]
    fn a_paragraph_is_cut_around_the_place() {
        let text = format!("{}слово{}", "а ".repeat(50_000), " б".repeat(50_000));
        let (shown, marks) = of(&text, 1, 100_001);
        assert_eq!(marks.trim(), "^^^^^");
        assert!(shown.starts_with("...") && shown.ends_with("...") && shown.contains("слово"), "{shown}");
        assert!(shown.chars().count() < 150, "{shown}");
    }

    proptest! {
        #[test]
        fn an_excerpt_of_any_place_fits_a_terminal(text in "\\PC{0,900}", line in 0_u32..4, column in 0_u32..1_000) {
            let (shown, marks) = of(&text, line, column);
            prop_assert!(shown.chars().count() <= 300 && marks.chars().count() <= 300);
        }
    }
}
