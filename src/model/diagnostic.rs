//! A problem in what people wrote: where it is, what was found, what was expected, and the fix.
//! Collected, never thrown: one run reports all of them, and what is sound is served.

use std::{
    any::Any,
    borrow::Cow,
    collections::HashMap,
    fmt,
    iter::successors,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::OnceLock,
};

use super::{byte_scan, escape};

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
    /// `error` or `warning`, as reports write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

/// A place in a text file. Both numbers count from 1; the column counts Unicode scalar values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct Place {
    /// Line, from 1.
    pub line: u32,
    /// Column in Unicode scalar values, from 1.
    pub column: u32,
}

impl Place {
    /// The place of the byte `offset` in `text`; an offset past the end, or inside a character, is rounded down.
    pub fn from_offset(text: &str, offset: usize) -> Place {
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let before = text.get(..offset).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Place {
            line: count(before.matches('\n').count() + 1),
            column: count(before.get(line_start..).unwrap_or("").chars().count() + 1),
        }
    }
}

/// Places in a text that are asked for in their order: all of them together read it once.
#[derive(Debug)]
pub(crate) struct PlaceCursor<'a> {
    text: &'a str,
    offset: usize,
    place: Place,
}

impl<'a> PlaceCursor<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        PlaceCursor { text, offset: 0, place: Place { line: 1, column: 1 } }
    }

    /// The place of the byte `offset`, as [`Place::from_offset`] counts it. One before the last is counted from the start.
    pub(crate) fn place(&mut self, offset: usize) -> Place {
        let Some(between) = self.text.get(self.offset..offset) else {
            return Place::from_offset(self.text, offset);
        };
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        match between.rsplit_once('\n') {
            Some((before, line)) => {
                self.place.line += count(before.matches('\n').count() + 1);
                self.place.column = count(line.chars().count() + 1);
            }
            None => self.place.column += count(between.chars().count()),
        }
        self.offset = offset;
        self.place
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
    let message = format!("{more} more problems of this file are not listed");
    Diagnostic::warning(path, "more-problems", message).help("fix those above, and check again")
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
        let message = format!("an error in Litopys itself: {}", panic_message(panic.as_ref()));
        let help = "please report it with the file; the last good state is shown until the file changes";
        Diagnostic::error(path, "internal-error", message).help(help)
    })
}

/// The message of a panic.
pub(crate) fn panic_message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "a panic without a message".to_owned())
}

/// A text with the offsets at which its lines begin.
#[derive(Debug)]
pub(crate) struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
    /// The characters before each [`STEP`] bytes; counted where a line is longer than that.
    counts: OnceLock<Vec<usize>>,
}

/// Bytes that are counted for a column, at most twice.
const STEP: usize = 1_024;

impl<'a> Lines<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let next = |start: &usize| byte_scan::find(text.as_bytes(), *start, |b| b == b'\n').map(|end| end + 1);
        Lines { text, starts: successors(Some(0), next).collect(), counts: OnceLock::new() }
    }

    /// The text.
    pub(crate) fn text(&self) -> &'a str {
        self.text
    }

    /// The place of the byte `offset`, as [`Place::from_offset`] counts it.
    pub(crate) fn place(&self, offset: usize) -> Place {
        let line = self.starts.partition_point(|start| *start <= offset).saturating_sub(1);
        let start = self.starts.get(line).copied().unwrap_or_default();
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        match self.text.get(start..offset.min(self.text.len())) {
            Some(before) => Place { line: count(line + 1), column: count(self.count(start, before) + 1) },
            None => Place::from_offset(self.text, offset),
        }
    }

    /// The characters of `part`, which begins at the byte `start`; many problems may stand in one long line.
    fn count(&self, start: usize, part: &str) -> usize {
        if part.len() <= STEP {
            return part.chars().count();
        }
        let counts = self.counts.get_or_init(|| {
            let steps = self.text.as_bytes().chunks(STEP);
            let sum = |sum: &mut usize, step: &[u8]| Some(std::mem::replace(sum, *sum + characters(step)));
            steps.scan(0, sum).collect()
        });
        let before = |offset: usize| {
            let nth = offset / STEP;
            let rest = self.text.as_bytes().get(nth * STEP..offset).unwrap_or_default();
            counts.get(nth).copied().unwrap_or_default() + characters(rest)
        };
        before(start + part.len()) - before(start)
    }

    /// The offset of `part`, a slice of the text; 0 where it is none.
    pub(crate) fn offset(&self, part: &str) -> usize {
        let offset = (part.as_ptr() as usize).checked_sub(self.text.as_ptr() as usize);
        offset.filter(|offset| *offset <= self.text.len()).unwrap_or_default()
    }

    /// The place of `part`, a slice of the text.
    pub(crate) fn place_of(&self, part: &str) -> Place {
        self.place(self.offset(part))
    }
}

/// The characters that begin in these bytes.
fn characters(utf8: &[u8]) -> usize {
    utf8.iter().filter(|byte| (**byte & 0xC0) != 0x80).count()
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
    /// Where in the file; `None` where the file as a whole is meant.
    #[serde(flatten)]
    pub place: Option<Place>,
    /// Error or warning.
    pub severity: Severity,
    /// The finding's stable name, kebab-case: `unknown-key`.
    pub code: Cow<'static, str>,
    /// What was found and what was expected: lower case, no full stop, values in backticks.
    pub message: String,
    /// The next step, where there is one to name.
    pub help: Option<String>,
}

impl Diagnostic {
    /// An error in the file at `path`.
    pub fn error(path: &str, code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, path, code, message.into())
    }

    /// A warning about the file at `path`.
    pub fn warning(path: &str, code: &'static str, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, path, code, message.into())
    }

    /// The same problem, at a place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// The same problem, with its fix.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    fn new(severity: Severity, path: &str, code: &'static str, message: String) -> Self {
        Diagnostic { path: path.to_owned(), place: None, severity, code: Cow::Borrowed(code), message, help: None }
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", escape::one_line(&self.path))?;
        if let Some(Place { line, column }) = self.place {
            write!(out, ":{line}:{column}")?;
        }
        let message = escape::one_line(&self.message);
        write!(out, ": {}: {message} [{}]", self.severity.as_str(), self.code)?;
        if let Some(help) = &self.help {
            write!(out, "\n  help: {}", escape::one_line(help))?;
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
    use proptest::prelude::*;

    #[test]
    fn a_place_in_a_long_line_is_the_same_however_it_is_counted() {
        let text = format!("a\n{}\n{}\nb", "їжак ".repeat(1_000), "x水".repeat(3 * STEP));
        let lines = Lines::new(&text);
        for offset in (0..=text.len()).step_by(7).chain([text.len() + 9]) {
            assert_eq!(lines.place(offset), Place::from_offset(&text, offset), "{offset}");
        }
    }

    #[test]
    fn a_place_counts_characters_not_bytes() {
        let text = "назва = 1\nїжак";
        assert_eq!(Place::from_offset(text, 0), Place { line: 1, column: 1 });
        assert_eq!(Place::from_offset(text, text.find('=').unwrap()), Place { line: 1, column: 7 });
        assert_eq!(Place::from_offset(text, text.find("жак").unwrap()), Place { line: 2, column: 2 });
        assert_eq!(Place::from_offset(text, 1), Place { line: 1, column: 1 });
        assert_eq!(Place::from_offset(text, 999), Place { line: 2, column: 5 });
    }

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

    #[test]
    fn a_slice_knows_where_it_stands() {
        let text = "а = б\nв = { $г }";
        let lines = Lines::new(text);
        assert_eq!(lines.place_of(&text[text.find('$').unwrap()..]), Place { line: 2, column: 7 });
        assert_eq!(lines.offset("elsewhere").min(text.len()), lines.offset("elsewhere"));
    }

    proptest! {
        #[test]
        fn counts_as_places_do(text in "[aї\n]{0,40}", offset in 0_usize..60) {
            let offset = offset.min(text.len());
            prop_assert_eq!(Lines::new(&text).place(offset), Place::from_offset(&text, offset));
        }

        #[test]
        fn a_cursor_counts_as_places_do(text in "[aї\n]{0,40}", offsets in prop::collection::vec(0_usize..90, 0..9)) {
            let mut places = PlaceCursor::new(&text);
            for offset in offsets {
                prop_assert_eq!(places.place(offset), Place::from_offset(&text, offset));
            }
        }
    }
}
