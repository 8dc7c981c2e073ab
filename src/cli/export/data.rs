//! `litopys export json` and `litopys export csv`: the whole archive as data, for other programs.

use std::{fs::File, io, path::PathBuf};

use anyhow::anyhow;
use clap::Parser;

use crate::{
    cli::{archive::ArchiveDir, terminal},
    export::{CsvReport, JsonReport, export_csv, export_json},
    source::load_site,
};

/// Write the whole archive as JSON, one record a line: every text with its metadata and files.
///
/// DIR gets `archive.jsonl` and, in `files/`, every file that is not text. FILE, whose name ends with `.jsonl`, gets the same
/// records; files that are not text are then only described, with length and SHA-256. `litopys import json` rebuilds the
/// same archive, byte for byte. docs/REFERENCE.md describes every field. Exits with 1 if a file could not be read.
#[derive(Debug, Parser)]
#[command(after_help = "Examples:\n  litopys export json ~/museum-data\n  litopys export json texts.jsonl")]
pub(in crate::cli) struct ExportJsonArgs {
    /// The folder to write, new or empty; or a new file whose name ends with `.jsonl`.
    #[arg(value_name = "DIR|FILE")]
    pub(in crate::cli) place: PathBuf,

    #[command(flatten)]
    pub(in crate::cli) archive: ArchiveDir,
}

/// Write the articles as a table: a row for each version, with its text.
///
/// DIR gets `versions.csv`, `names.csv`, `files.csv` and, in `files/`, the files of all articles. FILE, whose name ends with
/// `.csv`, gets the table of versions only. Tables are UTF-8 and follow RFC 4180. Exits with 1 if a file could not be read.
#[derive(Debug, Parser)]
#[command(after_help = "Examples:\n  litopys export csv ~/museum-tables\n  litopys export csv articles.csv")]
pub(in crate::cli) struct ExportCsvArgs {
    /// The folder to write, new or empty; or a new file whose name ends with `.csv`.
    #[arg(value_name = "DIR|FILE")]
    pub(in crate::cli) place: PathBuf,

    #[command(flatten)]
    pub(in crate::cli) archive: ArchiveDir,
}

/// Writes JSON.
pub(in crate::cli) fn json(typed: &ExportJsonArgs) -> anyhow::Result<bool> {
    let folder = typed.archive.open()?;
    let site = load_site(&folder)?.site.ok_or_else(|| anyhow!("`site.toml` names no language"))?;
    let done = export_json(&folder, site.base_url(), &typed.place, &progress);
    terminal::show_progress("");
    let JsonReport { articles, files, not_copied, unread } = done?;
    terminal::say(&format!("`{}`: {articles} articles and pages, {files} files", typed.place.display()));
    if not_copied > 0 {
        terminal::warn(&format!(
            "{not_copied} files that are not text are described, not copied; to copy them, export to a folder"
        ));
    }
    Ok(list(&unread))
}

/// Writes tables.
pub(in crate::cli) fn csv(typed: &ExportCsvArgs) -> anyhow::Result<bool> {
    let folder = typed.archive.open()?;
    let texts = load_site(&folder)?;
    let site = texts.site.ok_or_else(|| anyhow!("`site.toml` names no language"))?;
    let done = export_csv(&folder, &site, &texts.names, &typed.place, &progress);
    terminal::show_progress("");
    let CsvReport { versions, files, unread } = done?;
    terminal::say(&format!("`{}`: {versions} versions, {files} files copied", typed.place.display()));
    Ok(list(&unread))
}

/// Shows how many articles are written, once every hundred.
fn progress(number: u64) {
    if number.is_multiple_of(100) {
        terminal::show_progress(&format!("writing articles: {number}"));
    }
}

/// Lists the files that could not be read; returns whether every file could.
fn list(unread: &[String]) -> bool {
    unread.iter().for_each(|line| terminal::warn(&format!("not exported: {line}")));
    unread.is_empty()
}

/// Gives a temporary file the permissions of an ordinary one.
pub(super) fn set_rights(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}
