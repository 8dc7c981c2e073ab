//! `litopys reindex`: catalog and search index rebuilt from the files, where the present ones are not trusted.

use std::sync::Arc;

use anyhow::Context;

use super::{
    archive::INDEX,
    args::ReindexArgs,
    server::server_observer::{ReadingProgress, found, indexing},
    terminal::{self, Localised, failure, texts},
};
use crate::{
    catalog::{Catalog, DiagnosticCursor},
    model::sentence::say,
    search::Search,
    source::{SiteTexts, Source, load_site},
    worker::Indexer,
};

/// Builds the catalog aside and puts it in the place of the present one when it is whole; then the index from it.
pub(super) fn run(reindex: &ReindexArgs) -> anyhow::Result<bool> {
    let folder = reindex.archive.open()?;
    let cache = reindex.state.open(&folder)?.cache();
    let SiteTexts { site, problems, .. } = load_site(&folder)?;
    let Some(site) = site else {
        terminal::list(&problems);
        return Err(failure(say("reindex-nothing")));
    };
    let catalog = Arc::new(Catalog::open(&cache, &site).context(Localised(say("archive-catalog")))?);
    let source: Arc<dyn Source> = Arc::new(folder);
    let mut indexer = Indexer::new(source, Arc::clone(&catalog), Arc::new(ReadingProgress), site.clone(), problems);
    let report = indexer.pass_anew()?;
    let problems = catalog.snapshot().diagnostics_after(&DiagnosticCursor::default(), terminal::LISTED)?;
    terminal::list_first(&problems.first, problems.count);
    let read = texts(report.changed - report.pages.min(report.changed), report.pages);
    terminal::say_sentence(&say("reindex-read").with("texts", read).with("found", found(problems.all)));
    let progress = |done| terminal::show_progress(&indexing(done));
    Search::new(&cache.join(INDEX)).catch_up(&catalog, &site, &progress).context(Localised(say("reindex-index")))?;
    terminal::show_progress("");
    terminal::say_sentence(&say("reindex-done"));
    Ok(problems.count == 0)
}
