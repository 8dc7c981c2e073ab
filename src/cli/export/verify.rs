//! `litopys verify`: prints findings on stdout and a summary on stderr.

use std::{
    io::{Write, stdout},
    path::Path,
};

use anyhow::bail;

use super::args::{VerifyArgs, VerifyFormat};
use crate::{
    cli::terminal,
    model::escape,
    verify::{CheckedSite, FolderSite, VerifyOptions, VerifyReport, WebSite, verify},
};

/// Walks the site and prints what is broken.
pub(in crate::cli) fn run(typed: &VerifyArgs) -> anyhow::Result<bool> {
    let site = open(typed)?;
    let options = VerifyOptions { limit: typed.limit, is_external: typed.external };
    let progress = |asked: usize, known: usize| {
        if asked.is_multiple_of(64) {
            terminal::show_progress(&format!("verifying: {asked} of {known}"));
        }
    };
    let report = verify(&*site, options, &progress)?;
    terminal::show_progress("");
    if report.pages == 0 {
        bail!(
            "`{}` has no HTML pages; name the folder that `litopys export site` wrote, or the address of a site",
            typed.site
        );
    }
    print(&report, typed.format)?;
    terminal::say(&summary(&report, typed));
    Ok(report.findings.is_empty())
}

fn open(typed: &VerifyArgs) -> anyhow::Result<Box<dyn CheckedSite>> {
    let is_address = ["http://", "https://"].iter().any(|scheme| typed.site.starts_with(scheme));
    Ok(match is_address {
        true => Box::new(WebSite::open(&typed.site, usize::from(typed.concurrency))?),
        false => Box::new(FolderSite::open(Path::new(&typed.site), typed.base.as_deref())?),
    })
}

fn print(report: &VerifyReport, format: VerifyFormat) -> anyhow::Result<()> {
    let mut out = stdout().lock();
    for finding in &report.findings {
        match format {
            VerifyFormat::Text => writeln!(out, "{}", escape::one_line(&finding.to_string()))?,
            VerifyFormat::Json => writeln!(out, "{}", serde_json::to_string(finding)?)?,
        }
    }
    Ok(())
}

fn summary(report: &VerifyReport, typed: &VerifyArgs) -> String {
    let counted = terminal::counted;
    let mut text = format!("{} and {} checked", counted(report.pages, "page"), counted(report.files, "other file"));
    if report.external > 0 {
        let links = counted(report.external, "link");
        let asked = if typed.external { "checked" } else { "not checked (--external)" };
        text.push_str(&format!("; {links} to other sites {asked}"));
    }
    if report.unvisited > 0 {
        text.push_str(&format!("; {} not checked because of --limit", report.unvisited));
    }
    match report.findings.len() {
        0 => format!("{text}; nothing is broken"),
        count => format!("{text}; {} listed above", counted(count, "problem")),
    }
}
