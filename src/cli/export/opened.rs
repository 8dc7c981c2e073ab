//! Opens the archive as `serve` does, and brings its catalog up to date.

use std::sync::Arc;

use anyhow::{Context, anyhow};

use crate::{
    catalog::DiagnosticCursor,
    cli::{
        archive::{ArchiveDir, open_catalog},
        server::server_observer::{ReadingProgress, edition},
        state::StateArgs,
        terminal,
    },
    source::{Source, load_site},
    web::App,
    worker::{
        Indexer,
        images::{DiskCache, ImageWorker},
    },
};

/// Bytes of resized pictures and of cleaned originals on the disk. `serve` has the same limits, and uses the same files.
const PICTURES: u64 = 4 << 30;
const ORIGINALS: u64 = 2 << 30;

/// The site of an archive as readers see it now, at the address `base` if it is given. Lists the problems of the archive.
pub(super) fn open(archive: &ArchiveDir, state: &StateArgs, base: Option<&str>) -> anyhow::Result<App> {
    let folder = archive.open()?;
    let cache = state.open(&folder)?.cache();
    let mut texts = load_site(&folder)?;
    let problems = texts.problems.clone();
    let Some(mut site) = texts.site.take() else {
        terminal::list(&problems);
        return Err(anyhow!("`site.toml` names no language, so there is nothing to export"));
    };
    if let Some(base) = base {
        site = site.with_base_url(base).with_context(|| {
            format!("`--base`: expected an address like `https://example.org` or `https://example.org/archive`, found `{base}`")
        })?;
    }
    let (names, locales) = (texts.names.clone(), texts.locales.clone());
    texts.site = Some(site.clone());
    let edition = edition(texts).with_context(|| "`site.toml` names no language")?;
    let catalog = Arc::new(open_catalog(&cache, &site)?);
    let source: Arc<dyn Source> = Arc::new(folder);
    // If this process may not write the catalog, another one is following the files and keeps it up to date.
    if catalog.is_writer() {
        let indexer =
            Indexer::new(Arc::clone(&source), Arc::clone(&catalog), Arc::new(ReadingProgress), site, problems);
        indexer.with_texts(names, locales).pass()?;
    }
    let found = catalog.snapshot().diagnostics_after(&DiagnosticCursor::default(), terminal::LISTED)?;
    terminal::list_first(&found.first, found.count);
    let shelf = DiskCache::open(&cache.join("pictures"), PICTURES)?;
    let originals = DiskCache::open(&cache.join("originals"), ORIGINALS)?;
    let image_worker = Arc::new(ImageWorker::new(shelf, originals, Arc::clone(&catalog), Arc::clone(&source)));
    Ok(App::new(catalog, source, edition).with_image_worker(image_worker))
}
