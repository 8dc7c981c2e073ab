//! Runs `litopys import`: shows progress, checks the imported archive, writes the report.

use std::{
    borrow::Cow,
    path::Path,
    time::{Duration, Instant},
};

use anyhow::anyhow;
use jiff::Timestamp;

use super::{
    args::{ImportArgs, ImportSource, System},
    json, old_addresses, report_file,
};
use crate::{
    cli::terminal,
    i18n::lint::Copies,
    import::{
        Hugo, ImportError, ImportOptions, ImportSummary, Jekyll, Outcome, Progress, Reader, Report, SourcePlace, Zola,
        html_folder::HtmlFolder, import, wordpress::WordPress,
    },
    model::{date::Clock, diagnostic::Severity, sentence::in_english},
    source::Folder,
    translate::check::{CheckOptions, check},
};

/// Entries that are shown without a report.
const SHOWN: usize = 20;
/// How to see every entry of the report.
const REPORT_HINT: &str = "for everything with its place in the source: --report FILE";
/// The last line of a dry run.
const DRY_RUN: &str = "nothing was written (--dry-run)";
/// How often progress is shown.
const TICK: Duration = Duration::from_millis(200);

/// Opens the source of one system.
type OpenReader<'a> = &'a dyn Fn(&Path, Timestamp, &mut Report) -> Result<Box<dyn Reader>, ImportError>;

/// Imports an archive; `false` if an old address was lost, or none of those given belongs to the old site.
pub(in crate::cli) fn run(typed: &ImportArgs) -> anyhow::Result<bool> {
    match &typed.system {
        System::Hugo(source) => bring(source, &|path, now, report| Ok(Box::new(Hugo::open(path, now, report)?))),
        System::Zola(source) => bring(source, &|path, _, report| Ok(Box::new(Zola::open(path, report)?))),
        System::Jekyll(source) => bring(source, &|path, _, report| Ok(Box::new(Jekyll::open(path, report)?))),
        System::WordPress(typed) => {
            bring(&typed.source, &|path, _, _| Ok(Box::new(WordPress::open(path, typed.media.as_deref())?)))
        }
        System::Html(source) => bring(source, &|path, _, _| Ok(Box::new(HtmlFolder::open(path)?))),
        System::Json(source) => json::run(source),
    }
}

fn bring(source: &ImportSource, open: OpenReader<'_>) -> anyhow::Result<bool> {
    let addresses = old_addresses::read(&source.addresses)?;
    let mut report = Report::default();
    let mut reader = open(&source.source, Clock::default().now(), &mut report).map_err(|error| anyhow!(error))?;
    let options = ImportOptions {
        into: source.into.clone(),
        source: source.source.canonicalize().ok(),
        is_dry_run: source.dry_run,
        lang: source.lang.clone(),
        addresses,
    };
    let mut line = ProgressLine::new();
    let summary = import(&mut *reader, &options, &mut report, &mut |progress| line.show(progress))?;
    terminal::show_progress("");
    if !source.dry_run {
        terminal::show_progress("checking the archive …");
        add_problems(&source.into, &summary, &mut report)?;
        terminal::show_progress("");
    }
    if let Some(path) = &source.report {
        report_file::write(path, &report, &summary)?;
    }
    say(source, &report, &summary);
    let is_unchecked = !source.addresses.is_empty() && summary.checked_addresses == 0;
    Ok(summary.lost_addresses.is_empty() && !is_unchecked)
}

/// The findings of `litopys check` in the archive, each at its place in the source.
fn add_problems(archive: &Path, summary: &ImportSummary, report: &mut Report) -> anyhow::Result<()> {
    let folder = Folder::open(archive)?;
    let options = CheckOptions { only: None, complete: None, copies: Copies::Sure, now: None };
    for problem in check(&folder, &options)?.findings {
        let code = match problem.code {
            Cow::Borrowed(code) => code,
            Cow::Owned(_) => "check",
        };
        let place = summary.origins.get(&problem.path).cloned().unwrap_or_else(|| SourcePlace::file(&*problem.path));
        let line = problem.place.map(|place| format!(":{}", place.line)).unwrap_or_default();
        let found = format!("{}{line}: {}", problem.path, problem.message.in_lang(in_english()));
        let done = match problem.severity {
            Severity::Error => "an error: `litopys check` shows the fix",
            Severity::Warning => "`litopys check` shows the fix",
        };
        report.add(&place, code, Outcome::Kept, found, done);
    }
    Ok(())
}

fn say(source: &ImportSource, report: &Report, summary: &ImportSummary) {
    terminal::say(&report_file::overview(summary));
    for (code, outcome, count) in report.counts() {
        terminal::say(&format!("{count:>8}  {code} ({})", report_file::word(outcome)));
    }
    match &source.report {
        Some(path) => terminal::say(&format!("each with its place in the source: `{}`", path.display())),
        None => {
            let lost = report.entries().iter().filter(|entry| entry.outcome == Outcome::Lost);
            for entry in lost.take(SHOWN) {
                terminal::say(&report_file::line(entry));
            }
            if !report.entries().is_empty() {
                terminal::say(REPORT_HINT);
            }
        }
    }
    for address in summary.lost_addresses.iter().take(SHOWN) {
        terminal::warn(&format!("old address without a page: {address}"));
    }
    if source.dry_run {
        terminal::say(DRY_RUN);
    }
}

/// The line of progress on a terminal.
struct ProgressLine {
    begun: Instant,
    shown: Option<Instant>,
}

impl ProgressLine {
    fn new() -> ProgressLine {
        ProgressLine { begun: Instant::now(), shown: None }
    }

    fn show(&mut self, progress: Progress) {
        if self.shown.is_some_and(|shown| shown.elapsed() < TICK) {
            return;
        }
        self.shown = Some(Instant::now());
        let (word, done, of) = match progress {
            Progress::Read(done, of) => ("read", done, of),
            Progress::Written(done, of) => ("written", done, Some(of)),
        };
        let of_text = of.map_or(String::new(), |of| format!(" of {of}"));
        terminal::show_progress(&format!("{word} {done}{of_text}{}", estimate(self.begun.elapsed(), done, of)));
    }
}

/// The estimated time that is left.
fn estimate(passed: Duration, done: usize, of: Option<usize>) -> String {
    let Some(left) = of.and_then(|of| of.checked_sub(done)).filter(|_| done > 0 && passed > Duration::from_secs(1))
    else {
        return String::new();
    };
    let left = u32::try_from(left).unwrap_or(u32::MAX);
    let seconds = (passed / u32::try_from(done).unwrap_or(u32::MAX)).saturating_mul(left).as_secs();
    if seconds < 60 {
        format!(", about {} s left", seconds + 1)
    } else {
        format!(", about {} min left", seconds / 60 + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_estimate_goes_by_what_was_done_so_far() {
        for (passed, done, of, expected) in [
            (10, 100, Some(300), ", about 21 s left"),
            (60, 100, Some(1_000), ", about 10 min left"),
            (10, 0, Some(10), ""),
            (10, 10, None, ""),
            (10, 20, Some(10), ""),
        ] {
            assert_eq!(estimate(Duration::from_secs(passed), done, of), expected);
        }
    }
}
