//! `litopys publish` with object storage.

use std::{
    io::{Write, stdout},
    path::{Path, PathBuf},
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use anyhow::Context;

use super::{
    args::PublishArgs,
    checkpoints::{self, Checkpoints, SOON},
};
use crate::{
    cli::{
        bucket::{collect_counts, store_options},
        terminal,
    },
    model::error_chain,
    source::{
        Cursor, Folder, Source, SourceChanges,
        bucket::{
            ContentDigest, Store, StoreError,
            publisher::{PublishError, PublishOptions, PublishReport, Publisher, Scope, Step},
        },
        load_site,
    },
};

/// How long to wait for a change before a publish without changes, in which snapshots are made.
const PATIENCE: Duration = Duration::from_secs(60);
/// How often a folder that the system cannot watch is listed.
const LISTED: Duration = Duration::from_secs(5);
/// How often the counts of readers are collected.
const COLLECT: Duration = Duration::from_secs(600);
/// How long to wait after a failure of the store.
const AGAIN: Duration = Duration::from_secs(5);

pub(in crate::cli) fn run(typed: &PublishArgs) -> anyhow::Result<bool> {
    let folder = typed.archive.open()?;
    let store = Store::open(&typed.bucket, &store_options(&typed.endpoint))?;
    let state = state_file(typed, &folder)?;
    let mut options = PublishOptions::default();
    (options.is_dry, options.snapshot, options.verify) = (typed.dry_run, typed.snapshot, typed.verify);
    options.allowed_removals = typed.allow_removal;
    (options.grace, options.observer) = (typed.grace.0, Arc::new(show));
    let (folder, patience) = if typed.watch { watched(folder) } else { (folder, PATIENCE) };
    let mut publisher = Publisher::open(store, folder.clone(), &state, options)?;
    let counts = CollectedCounts { folder: folder.clone(), keep: typed.state.open(&folder)?.keep(), collected: None };
    let checkpoint = typed.checkpoint.then(|| state.with_extension("checkpoint"));
    let is_fine = match typed.watch {
        true => {
            let checkpoints = checkpoint.map(|state| Checkpoints::new(&state, typed.pictures));
            watch(&mut publisher, counts, patience, checkpoints)
        }
        false => once(&mut publisher, typed, counts, checkpoint.as_deref()),
    };
    publisher.close();
    is_fine
}

/// The file with what is known of the bucket: one for each bucket.
fn state_file(typed: &PublishArgs, folder: &Folder) -> anyhow::Result<PathBuf> {
    let state = typed.state.open(folder)?.cache();
    let name: String = ContentDigest::of(typed.bucket.as_bytes()).to_string().chars().take(12).collect();
    Ok(state.join(format!("publish-{name}.sqlite")))
}

fn watched(folder: Folder) -> (Folder, Duration) {
    match folder.clone().watched() {
        Ok(watched) => (watched, PATIENCE),
        Err(error) => {
            terminal::say(&format!("{error}; it is listed every {} s instead", LISTED.as_secs()));
            (folder, LISTED)
        }
    }
}

/// Collects the counts of readers.
struct CollectedCounts {
    folder: Folder,
    keep: PathBuf,
    /// The last time.
    collected: Option<Instant>,
}

impl CollectedCounts {
    /// Collects them every ten minutes, if the site counts. A failure is only reported: everything is published without them.
    fn turn(&mut self, publisher: &Publisher) {
        if self.collected.is_some_and(|last| last.elapsed() < COLLECT) {
            return;
        }
        self.collected = Some(Instant::now());
        let is_wanted =
            load_site(&self.folder).is_ok_and(|texts| texts.site.is_some_and(|site| site.counts_fallbacks()));
        if is_wanted && let Err(error) = collect_counts(&publisher.store(), &self.keep) {
            tracing::warn!(error = format!("{error:#}"), "the counts of missed translations are as they were before");
        }
    }
}

fn once(
    publisher: &mut Publisher,
    typed: &PublishArgs,
    mut counts: CollectedCounts,
    checkpoint: Option<&Path>,
) -> anyhow::Result<bool> {
    let report = publisher.publish(&Scope::All)?;
    terminal::show_progress("");
    if typed.dry_run {
        list(&report)?;
    }
    say(&report, publisher.sequence()?, typed.dry_run);
    if !typed.dry_run {
        counts.turn(publisher);
    }
    if let Some(state) = checkpoint {
        let made = checkpoints::make_now(publisher, state, typed.pictures);
        made.context("everything is published, but the checkpoint failed")?;
    }
    Ok(report.held.is_empty())
}

/// Publishes each change, until the process is stopped.
fn watch(
    publisher: &mut Publisher,
    mut counts: CollectedCounts,
    patience: Duration,
    mut checkpoints: Option<Checkpoints>,
) -> anyhow::Result<bool> {
    let mut scope = Scope::All;
    let mut said = None;
    loop {
        let report = match publisher.publish(&scope) {
            Ok(report) => report,
            Err(error) if can_pass(&error) => {
                let error = error_chain(&error);
                if said.as_ref() != Some(&error) {
                    tracing::warn!(error, "publishing failed; it is tried again every few seconds");
                }
                said = Some(error);
                thread::sleep(AGAIN);
                scope = Scope::All;
                continue;
            }
            Err(error) => return Err(error.into()),
        };
        said = None;
        terminal::show_progress("");
        if !report.is_empty() || matches!(scope, Scope::All) || !report.held.is_empty() {
            say(&report, publisher.sequence()?, false);
        }
        if let Some(checkpoints) = &mut checkpoints {
            checkpoints.turn(publisher, !report.is_empty());
        }
        counts.turn(publisher);
        let is_made = checkpoints.as_ref().is_some_and(Checkpoints::is_running);
        scope = next(&counts.folder, &report.cursor, if is_made { patience.min(SOON) } else { patience });
    }
}

/// Whether the same may succeed later: the store or the disk of the archive is away, a file changed while it was sent.
fn can_pass(error: &PublishError) -> bool {
    use PublishError::{Removals, Source, Store};
    matches!(error, Store(StoreError::Away { .. } | StoreError::Local { .. }) | Source(_) | Removals { .. })
}

/// What changed after `cursor`; after a minute without one, nothing.
fn next(folder: &Folder, cursor: &Option<Cursor>, patience: Duration) -> Scope {
    let Some(cursor) = cursor else { return Scope::All };
    folder.wait(cursor, patience);
    match folder.changes(cursor) {
        SourceChanges::Known(delta) => Scope::Changed(delta),
        SourceChanges::Unknown => Scope::All,
    }
}

/// Lists what would be written, a line each.
fn list(report: &PublishReport) -> anyhow::Result<()> {
    let mut out = String::new();
    for id in &report.changed {
        out.push_str(&format!("write {}\n", id.folder()));
    }
    for id in &report.removed {
        out.push_str(&format!("remove {}\n", id.folder()));
    }
    if report.site {
        out.push_str("write the files of the site\n");
    }
    stdout().write_all(out.as_bytes())?;
    Ok(())
}

fn say(report: &PublishReport, sequence: u64, is_dry: bool) {
    if !report.held.is_empty() {
        terminal::list(&report.held);
        terminal::warn("articles with errors stay as they were last published; fix them and publish again");
    }
    let media = match report.media {
        0 => String::new(),
        files => format!(" and {} of media ({})", terminal::counted(files, "file"), size(report.media_bytes)),
    };
    let mut parts = Vec::new();
    let mut part = |count: usize, what: &str| {
        if count > 0 {
            parts.push(format!("{} {what}", terminal::counted(count, "article")));
        }
    };
    part(report.changed.len(), "new or changed");
    part(report.removed.len(), "removed");
    if report.site {
        parts.push("the files of the site".to_owned());
    }
    terminal::say(&match (report.sequence, parts.is_empty()) {
        (_, true) if report.media > 0 => {
            format!("the bucket is at segment {sequence}; media were missing: wrote{}", media.replacen(" and", "", 1))
        }
        (_, true) => format!("nothing to publish; the bucket is at segment {sequence}"),
        (Some(segment), false) => {
            format!("published segment {segment}: {} in {}{media}", parts.join(", "), size(report.bytes))
        }
        (None, false) if is_dry => format!("would publish {}{media}; nothing was written", parts.join(", ")),
        (None, false) => format!("not published: {}", parts.join(", ")),
    });
    if let Some(snapshot) = report.snapshot {
        terminal::say(&format!("made a snapshot of segment {snapshot}"));
    }
    if report.deleted > 0 {
        let objects = usize::try_from(report.deleted).unwrap_or(usize::MAX);
        terminal::say(&format!("deleted {}", terminal::counted(objects, "unneeded object")));
    }
}

/// A number of bytes, for people.
fn size(bytes: u64) -> String {
    match bytes {
        0..1000 => format!("{bytes} bytes"),
        1000..1_000_000 => format!("{} kB", bytes / 1000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
    }
}

fn show(step: &Step) {
    terminal::show_progress(&match step {
        Step::Rebuilding { done, total } => format!("reading the bucket: pack {} of {total}", done + 1),
        Step::Following { sequence } => format!("reading segment {sequence}, which another publisher wrote"),
        Step::Reading { done, total } => format!("reading articles: {done} of {total}"),
        Step::Media { files, bytes } => {
            format!("writing media: {} ({})", terminal::counted(*files, "file"), size(*bytes))
        }
        Step::Verifying { done, total } => format!("comparing objects with their digests: {} of {total}", done + 1),
        Step::Snapshot { done, total } => format!("making a snapshot: pack {} of {total}", done + 1),
        Step::Collecting { key } => format!("deleting {key}"),
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_round_numbers() {
        for (bytes, expected) in [(0, "0 bytes"), (999, "999 bytes"), (12_345, "12 kB"), (3_456_789, "3.4 MB")] {
            assert_eq!(size(bytes), expected);
        }
    }
}
