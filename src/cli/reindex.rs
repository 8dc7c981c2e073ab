//! `litopys reindex`: catalog and search index rebuilt from the files, where the present ones are not trusted.

use std::sync::Arc;

use anyhow::{Context, anyhow};

use super::{
    archive::INDEX,
    args::ReindexArgs,
    server::server_observer::{found, reading},
    terminal,
};
use crate::{
    catalog::{Catalog, ChangeSet, DiagnosticCursor},
    search::Search,
    source::{SiteTexts, Source, load_site},
    worker::{Indexer, Observer, PassReport},
};

/// Builds the catalog aside and puts it in the place of the present one when it is whole; then the index from it.
pub(super) fn run(reindex: &ReindexArgs) -> anyhow::Result<bool> {
    let folder = reindex.archive.open()?;
    let cache = reindex.state.open(&folder)?.cache();
    let SiteTexts { site, problems, .. } = load_site(&folder)?;
    let Some(site) = site else {
        terminal::list(&problems);
        return Err(anyhow!("`site.toml` names no language, so there is nothing to index"));
    };
    let catalog = Arc::new(Catalog::open(&cache, &site).context("the catalog of the archive cannot be opened")?);
    let source: Arc<dyn Source> = Arc::new(folder);
    let mut indexer = Indexer::new(source, Arc::clone(&catalog), Arc::new(ReindexProgress), site.clone(), problems);
    let report = indexer.pass_anew()?;
    let problems = catalog.snapshot().diagnostics_after(&DiagnosticCursor::default(), terminal::LISTED)?;
    terminal::list_first(&problems.first, problems.count);
    terminal::say(&format!("{} articles read again; {}", report.changed, found(problems.all)));
    let progress = |done| terminal::show_progress(&format!("indexing articles: {done} of {}", report.articles));
    Search::new(&cache.join(INDEX)).catch_up(&catalog, &site, &progress).context("the search index cannot be built")?;
    terminal::show_progress("");
    terminal::say("search index built anew");
    Ok(problems.count == 0)
}

/// Shows how far the work is.
struct ReindexProgress;

impl Observer for ReindexProgress {
    fn site_changed(&self, _: SiteTexts) {}
    fn touched(&self, _: &ChangeSet) {}
    fn invalidate_all(&self) {}
    fn passed(&self, _: PassReport) {}

    fn progress(&self, done: usize, all: usize) {
        terminal::show_progress(&if done < all { reading(done, all) } else { String::new() });
    }
}
