//! `litopys import json`: rebuilds an archive from what `litopys export json` wrote.

use std::{fmt::Write, path::PathBuf};

use anyhow::Context;
use clap::Parser;

use crate::{
    cli::terminal,
    export::{ReadReport, read_json},
    source::write_atomically,
};

/// Findings that are shown without a report.
const SHOWN: usize = 20;

/// An archive that `litopys export json` wrote: its folder, or its `.jsonl` file.
///
/// Rebuilds the same archive, byte for byte. Existing files are never overwritten: one with different contents stays, and is
/// listed. Running the command again changes nothing. Exits with 1 if any file is not as it was exported.
#[derive(Debug, Parser)]
#[command(after_help = "Example:\n  litopys import json ~/museum-data --into ~/museum")]
pub(super) struct JsonSource {
    /// The folder with `archive.jsonl`, or the file.
    pub(super) source: PathBuf,

    /// The folder of the archive.
    #[arg(long, value_name = "DIR")]
    pub(super) into: PathBuf,

    /// Write nothing, and print what would be done.
    #[arg(long)]
    pub(super) dry_run: bool,

    /// Write a list of the differences to this file: JSON if its name ends with `.json`, otherwise text.
    #[arg(long, value_name = "FILE")]
    pub(super) report: Option<PathBuf>,
}

/// Imports the archive; returns whether every file is as it was exported.
pub(super) fn run(typed: &JsonSource) -> anyhow::Result<bool> {
    let progress = |number: u64| {
        if number.is_multiple_of(100) {
            terminal::show_progress(&format!("reading articles: {number}"));
        }
    };
    let read = read_json(&typed.source, &typed.into, typed.dry_run, &progress);
    terminal::show_progress("");
    let report = read?;
    if let Some(path) = &typed.report {
        let text = written(&report, path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json")))?;
        let path = std::path::absolute(path)?;
        write_atomically(&path, text.as_bytes())
            .with_context(|| format!("the report `{}` cannot be written", path.display()))?;
    }
    let ReadReport { articles, written, same, findings } = &report;
    let done = if typed.dry_run { "would be written" } else { "written" };
    terminal::say(&format!("{articles} articles and pages: {written} files {done}, {same} unchanged"));
    findings.iter().take(SHOWN).for_each(|finding| terminal::warn(&finding.to_string()));
    if findings.len() > SHOWN {
        terminal::warn(&format!("and {} more; --report FILE lists all", findings.len() - SHOWN));
    }
    Ok(findings.is_empty())
}

/// The report as JSON or as text.
fn written(report: &ReadReport, is_json: bool) -> anyhow::Result<String> {
    if is_json {
        return Ok(format!("{}\n", serde_json::to_string_pretty(report)?));
    }
    let mut text = String::new();
    for finding in &report.findings {
        writeln!(text, "{finding}")?;
    }
    Ok(text)
}
