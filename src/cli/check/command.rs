//! `litopys check`.

use std::{
    cmp::Reverse,
    io::{BufWriter, Write, stdout},
};

use jiff::tz::TimeZone;
use rayon::prelude::*;
use unic_langid::LanguageIdentifier;

use super::vanished::vanished;
use crate::{
    article::Waiting,
    cli::{
        args::CheckArgs,
        terminal::{self, failure},
    },
    i18n::lint::Copies,
    model::{
        date::Clock,
        diagnostic::{Diagnostic, DiagnosticCounts, Severity},
        lang::Lang,
        sentence::{Argument, Sentence, in_english, languages, say, spoken},
    },
    source::{Folder, Source, load_site},
    translate::check::{CheckOptions, CheckPart, CheckReport, ReportFormat, ReportStyle, check},
};

/// Files whose findings are written side by side.
const AT_ONCE: usize = 256;

/// Writes every finding to stdout and a summary to stderr; false where anything was found.
pub(in crate::cli) fn run(arguments: &CheckArgs) -> anyhow::Result<bool> {
    let folder = arguments.archive.open()?;
    let site = load_site(&folder)?.site;
    let is_unknown = |lang: &&Lang| site.as_ref().is_some_and(|site| site.languages().get(lang.as_str()).is_none());
    if let Some(lang) = arguments.complete.as_ref().filter(is_unknown) {
        return Err(failure(say("check-complete").with("lang", lang)));
    }
    let copies = if arguments.untranslated { Copies::All } else { Copies::Sure };
    let now = Some(Clock::default().now());
    let options = CheckOptions { only: arguments.only, complete: arguments.complete.clone(), copies, now };
    let mut report = check(&folder, &options)?;
    let zone = site.as_ref().map_or(TimeZone::UTC, |site| site.time_zone().clone());
    if let Some(site) = site.filter(|_| arguments.only.is_none_or(|only| only == CheckPart::Articles)) {
        report.findings.extend(vanished(&folder, &site)?);
    }
    if arguments.errors {
        report.findings.retain(|finding| finding.severity == Severity::Error);
    }
    if arguments.format == ReportFormat::Human {
        // In a terminal and in a log one sees the end first: errors go there, next to the summary.
        report.findings.sort_by_key(|finding| Reverse(finding.severity));
    }
    let lang = language(arguments)?;
    write(&report, &folder, arguments.format, &lang)?;
    if arguments.format == ReportFormat::Human {
        say_waiting(&report.waiting, &zone, &lang);
        terminal::say(&summary(&report, arguments.only).in_lang(&lang));
    }
    Ok(report.findings.is_empty())
}

/// Lists on stderr what readers do not see yet; it is not wrong, so the exit code does not depend on it.
fn say_waiting(waiting: &[Waiting], zone: &TimeZone, lang: &LanguageIdentifier) {
    if waiting.is_empty() {
        return;
    }
    terminal::say(&say("waiting-title").in_lang(lang));
    for one in waiting.iter().take(terminal::LISTED) {
        let version = one.lang.as_ref().map(|lang| format!(" {lang}")).unwrap_or_default();
        terminal::say(&format!("  {}{version}: {}", one.article, one.state.words(zone).in_lang(lang)));
    }
    if let Some(more) = waiting.len().checked_sub(terminal::LISTED).filter(|more| *more > 0) {
        terminal::say(&format!("  {}", say("waiting-more").with("count", more).in_lang(lang)));
    }
}

/// The language that was typed; else, for people, that of the terminal. Machines get English.
fn language(arguments: &CheckArgs) -> anyhow::Result<LanguageIdentifier> {
    match &arguments.lang {
        Some(lang) if spoken(lang.id()).language != lang.id().language => {
            let known: Vec<_> = languages().map(|lang| format!("`{lang}`")).collect();
            Err(failure(say("check-language").with("lang", lang).with("known", known)))
        }
        Some(lang) => Ok(lang.id().clone()),
        None if arguments.format == ReportFormat::Human => Ok(terminal::language()),
        None => Ok(in_english().clone()),
    }
}

fn write(report: &CheckReport, folder: &Folder, format: ReportFormat, lang: &LanguageIdentifier) -> anyhow::Result<()> {
    let mut out = BufWriter::new(stdout().lock());
    let style = ReportStyle { lang, colour: terminal::colours_results() };
    // Findings of one file stand together, and its text is read once for all of them.
    let files: Vec<&[Diagnostic]> = report.findings.chunk_by(|one, next| one.path == next.path).collect();
    for some in files.chunks(AT_ONCE) {
        let written = some.par_iter().map(|of_file| written(of_file, folder, format, style));
        for text in written.collect::<Vec<_>>() {
            if out.write_all(text.as_bytes()).is_err() {
                // The reader has gone, as `head` does.
                return Ok(());
            }
        }
    }
    _ = out.flush();
    Ok(())
}

/// The findings of one file, with what stands at their places.
fn written(findings: &[Diagnostic], folder: &Folder, format: ReportFormat, style: ReportStyle<'_>) -> String {
    let path = findings.first().filter(|_| format == ReportFormat::Human).map(|first| &first.path);
    let bytes = path.and_then(|path| bytes(folder, path));
    let text = bytes.as_deref().and_then(|bytes| simdutf8::basic::from_utf8(bytes).ok());
    let lines = text.map(|text| text.strip_prefix('\u{feff}').unwrap_or(text).split('\n').collect::<Vec<_>>());
    findings.iter().map(|finding| format.write(finding, lines.as_deref(), style)).collect()
}

fn bytes(folder: &Folder, path: &str) -> Option<Vec<u8>> {
    let is_text = [".md", ".toml", ".ftl"].iter().any(|end| path.ends_with(end));
    is_text.then(|| folder.site_files(path).ok()?.pop()?.bytes.ok()).flatten()
}

fn summary(report: &CheckReport, only: Option<CheckPart>) -> Sentence {
    let articles = || say("summary-articles").with("count", report.articles);
    let pages = || say("summary-pages").with("count", report.pages);
    let files = || say("summary-files").with("count", report.locales);
    let read = match only {
        Some(CheckPart::Site) => Argument::from("`site.toml`"),
        Some(CheckPart::Articles) => terminal::texts(report.articles, report.pages).into(),
        Some(CheckPart::Locales) => files().into(),
        None if report.pages > 0 => {
            let read = say("summary-read-pages").with("articles", articles()).with("pages", pages());
            read.with("files", files()).into()
        }
        None => say("summary-read").with("articles", articles()).with("files", files()).into(),
    };
    match terminal::severities(DiagnosticCounts::from_diagnostics(&report.findings)) {
        None => say("summary-clean").with("read", read),
        Some(found) => say("summary-found").with("found", found).with("read", read),
    }
}
