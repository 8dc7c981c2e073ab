//! A problem in what people wrote: where it is, what was found, what was expected, and the fix.
//! Collected, never thrown: one run reports all of them, and what is valid is served.

use std::{
    any::Any,
    borrow::Cow,
    collections::HashMap,
    fmt,
    panic::{AssertUnwindSafe, catch_unwind},
};

use super::{
    place::Place,
    sentence::{Sentence, say},
};
use crate::model::escape;

/// How much a problem costs the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Something is not shown, or is shown wrong.
    Error,
    /// All is shown, but it should be fixed.
    Warning,
}

impl Severity {
    /// `error` or `warning`, as reports for machines write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }

    /// The same in words.
    pub fn sentence(self) -> Sentence {
        say(match self {
            Severity::Error => "severity-error",
            Severity::Warning => "severity-warning",
        })
    }
}

/// Asserts that each of the problems of `text` lies within it.
#[cfg(test)]
pub(crate) fn assert_inside(problems: &[Diagnostic], text: &str) {
    let lines: Vec<&str> = text.split('\n').collect();
    for problem in problems {
        let Some(place) = problem.place else { continue };
        let line = (place.line as usize).checked_sub(1).and_then(|line| lines.get(line));
        let columns = line.map_or(0, |line| line.chars().count() + 1);
        assert!((1..=columns).contains(&(place.column as usize)), "{problem} of {text:?}");
    }
}

/// Problems that are listed of one file, at most: who has made the same mistake a thousand times needs to see it once.
pub(crate) const MOST_PER_FILE: usize = 100;

/// The problem that stands for `more` of them in one file.
pub(crate) fn more_diagnostics(path: &str, more: usize) -> Diagnostic {
    Diagnostic::warning(path, "more-problems", say("more-problems").with("count", more)).help(say("help-fix-above"))
}

/// The same problems, at most a hundred of each file; the last then says how many more there are. Keeps their order.
#[must_use]
pub fn cap_per_file(problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    if problems.len() <= MOST_PER_FILE {
        return problems;
    }
    let mut counts: HashMap<String, usize> = HashMap::new();
    let mut kept = Vec::with_capacity(problems.len());
    let mut cut = Vec::new();
    for problem in problems {
        let count = counts.entry(problem.path.clone()).or_default();
        *count += 1;
        match *count {
            count if count <= MOST_PER_FILE => kept.push(problem),
            count if count == MOST_PER_FILE + 1 => cut.push(problem.path),
            _ => {}
        }
    }
    kept.extend(cut.into_iter().map(|path| {
        let more = counts.get(&path).copied().unwrap_or_default() - MOST_PER_FILE;
        more_diagnostics(&path, more)
    }));
    kept
}

/// Does `work` on the file or folder at `path` alone: a panic becomes a problem of that path, and all others go on.
///
/// # Errors
/// The problem, where `work` panicked.
pub(crate) fn isolated<T>(path: &str, work: impl FnOnce() -> T) -> Result<T, Diagnostic> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|panic| {
        let message = say("internal-error").with("what", panic_message(panic.as_ref()));
        Diagnostic::error(path, "internal-error", message).help(say("help-report"))
    })
}

/// The message of a panic.
pub(crate) fn panic_message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "a panic without a message".to_owned())
}

/// How many problems there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DiagnosticCounts {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
}

impl DiagnosticCounts {
    /// The counts of these problems.
    pub fn from_diagnostics(problems: &[Diagnostic]) -> DiagnosticCounts {
        let errors = problems.iter().filter(|problem| problem.severity == Severity::Error).count();
        DiagnosticCounts { errors, warnings: problems.len() - errors }
    }

    /// Errors and warnings.
    pub fn total(self) -> usize {
        self.errors + self.warnings
    }
}

/// One finding about one file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Diagnostic {
    /// The file, relative to the archive, with `/` between parts.
    pub path: String,
    /// The place in the file; `None` if the file as a whole is meant.
    #[serde(flatten)]
    pub place: Option<Place>,
    /// Error or warning.
    pub severity: Severity,
    /// The finding's stable name, kebab-case: `unknown-key`.
    pub code: Cow<'static, str>,
    /// The problem, found and expected: lower case, no full stop, values in backticks.
    pub message: Sentence,
    /// The next step, where there is one to name.
    pub help: Option<Sentence>,
}

impl Diagnostic {
    /// An error in the file at `path`.
    pub fn error(path: &str, code: &'static str, message: impl Into<Sentence>) -> Self {
        Self::new(Severity::Error, path, code, message.into())
    }

    /// A warning about the file at `path`.
    pub fn warning(path: &str, code: &'static str, message: impl Into<Sentence>) -> Self {
        Self::new(Severity::Warning, path, code, message.into())
    }

    /// Why it matters: the message `why-<code>`, which every rule has.
    pub fn why(&self) -> Option<Sentence> {
        Some(say(format!("why-{}", self.code))).filter(Sentence::exists)
    }

    /// The same problem, at a place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// The same problem, with its fix.
    #[must_use]
    pub fn help(mut self, help: impl Into<Sentence>) -> Self {
        self.help = Some(help.into());
        self
    }

    fn new(severity: Severity, path: &str, code: &'static str, message: Sentence) -> Self {
        Diagnostic { path: path.to_owned(), place: None, severity, code: Cow::Borrowed(code), message, help: None }
    }
}

/// In English, as the log has it.
impl fmt::Display for Diagnostic {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", escape::one_line(&self.path))?;
        if let Some(Place { line, column }) = self.place {
            write!(out, ":{line}:{column}")?;
        }
        write!(out, ": {}: {} [{}]", self.severity.as_str(), escape::one_line(&self.message.to_string()), self.code)?;
        if let Some(help) = &self.help {
            write!(out, "\n  help: {}", escape::one_line(&help.to_string()))?;
        }
        Ok(())
    }
}

/// Bytes of a name for which a near one is looked for, at most.
const LONGEST_NAME: usize = 200;

/// The entry of `known` nearest to `found`, if it is near enough to be meant (two edits, or a third of its length).
pub fn nearest<'a>(found: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // The time grows with the product of the lengths, and a mistyped name is never of this length.
    if found.len() > LONGEST_NAME {
        return None;
    }
    known
        .into_iter()
        .map(|name| (strsim::osa_distance(found, name), name))
        .filter(|(distance, name)| *distance <= 2.max(name.chars().count() / 3))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_written_with_file_line_column_and_mend() {
        let problem = Diagnostic::error("articles/2025/x/uk.md", "unknown-key", "unknown key `titel`")
            .at(Place { line: 2, column: 1 })
            .help("write `title`");
        assert_eq!(
            problem.to_string(),
            "articles/2025/x/uk.md:2:1: error: unknown key `titel` [unknown-key]\n  help: write `title`"
        );
    }

    #[test]
    fn the_nearest_name_must_be_near() {
        assert_eq!(nearest("titel", ["title", "summary"]), Some("title"));
        assert_eq!(nearest("sumary", ["title", "summary"]), Some("summary"));
        assert_eq!(nearest("colour", ["title", "summary"]), None);
    }
}
