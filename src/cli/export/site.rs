//! `litopys export site`.

use anyhow::bail;

use super::{args::ExportSiteArgs, opened};
use crate::{
    cli::terminal,
    export::{ExportReport, ExportStep, SiteExport, Skip, export_site},
};

/// How many times an export is tried while another process changes the archive.
const MOST: usize = 3;

/// Writes the site into the folder.
pub(in crate::cli) fn run(typed: &ExportSiteArgs) -> anyhow::Result<bool> {
    let app = opened::open(&typed.archive, &typed.state, typed.base.as_deref())?;
    let skip: Vec<Skip> = typed.skip.iter().copied().map(Skip::from).collect();
    let export =
        SiteExport { target: &typed.dir, skip: &skip, is_relative: typed.relative, compresses: typed.compress };
    for _ in 0..MOST {
        let before = app.catalog().snapshot().point()?;
        let report = export_site(&app, export, &show)?;
        terminal::show_progress("");
        if app.catalog().snapshot().point()? == before {
            return Ok(said(&report, typed));
        }
        terminal::say("the archive changed during the export; writing what changed");
        app.invalidate_all();
    }
    bail!("the archive changed during each of {MOST} attempts; export it while it is not being edited")
}

fn show(step: ExportStep) {
    terminal::show_progress(&match step {
        ExportStep::Articles(done, all) => format!("writing articles: {done} of {}", all.max(done)),
        ExportStep::Pictures => "making smaller pictures".to_owned(),
        ExportStep::Compressed(done, all) => format!("compressing: {done} of {all}"),
    });
}

/// Prints the result; returns whether every file could be written.
fn said(report: &ExportReport, typed: &ExportSiteArgs) -> bool {
    let counts = report.counts;
    let dir = typed.dir.display();
    let megabytes = counts.bytes / 1_000_000;
    terminal::say(&format!(
        "{} in `{dir}` ({megabytes} MB): {} written, {} unchanged, {} removed",
        terminal::counted(usize::try_from(counts.files).unwrap_or(usize::MAX), "file"),
        counts.written,
        counts.files.saturating_sub(counts.written),
        counts.removed,
    ));
    match typed.relative {
        true => terminal::say(&format!("open `{dir}/index.html` in a browser")),
        false => terminal::say(&format!(
            "for nginx, Apache and Caddy: include `nginx.conf`, `apache.conf` or `Caddyfile` of `{dir}/.litopys-export`"
        )),
    }
    for address in &report.unwritten {
        terminal::warn(&format!(
            "`{address}` is not written: its name is longer than file systems allow; give the article a shorter `slug`"
        ));
    }
    report.unwritten.is_empty()
}
