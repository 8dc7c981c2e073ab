//! `litopys serve`.

use std::{ops::ControlFlow, path::Path, sync::Arc, thread};

use anyhow::anyhow;

use super::{
    archive_source::ServedArchive,
    certificate,
    fallback_counts_file::FallbackCountsFile,
    inherited::InheritedSockets,
    listen,
    server_observer::SearchUpdater,
    server_observer::{ServerObserver, edition},
};
use crate::{
    article::Drafts,
    catalog::Catalog,
    cli::{
        archive::{INDEX, open_catalog_of},
        args::ServeArgs,
        terminal,
    },
    i18n::lint,
    model::error_chain,
    search::Search,
    source::{SHARE_KEY, Source, load_site, lower_priority, remove_leftovers},
    web::{App, Preview},
    worker::{
        Control, Indexer,
        images::{DiskCache, ImageWorker},
    },
};

/// Bytes that pictures made smaller may take there: those of some thirteen thousand photos.
const PICTURES: u64 = 4 << 30;
/// Bytes that cleaned copies of pictures may take there.
const ORIGINALS: u64 = 2 << 30;
/// The scrubber rests so many times as long as it works: it takes a tenth of one core.
const SCRUB_PAUSE: u32 = 9;

/// Loads the archive, says what it found, serves until Ctrl-C.
pub(in crate::cli) fn run(serve: &ServeArgs) -> anyhow::Result<bool> {
    let inherited = InheritedSockets::take()?;
    let certificate = certificate::load(serve)?;
    let archive = ServedArchive::open(serve)?;
    let (source, follow, state) = (Arc::clone(&archive.source), archive.follow, &archive.state);
    // Drafts are in a catalog and an index of their own, which no reader is served from.
    let (cache, drafts) = if serve.watch { (state.preview(), Drafts::Shown) } else { (state.cache(), Drafts::Hidden) };
    let texts = load_site(&*source)?;
    let problems = texts.problems.clone();
    let Some(edition) = edition(texts) else {
        terminal::list(&problems);
        return Err(anyhow!("`site.toml` names no language, so there is nothing to serve"));
    };
    let site = edition.site.clone();
    let (names, locales) = (edition.names.clone(), edition.locales.clone());
    let problems = lint::proofread(&site, &edition.locales, problems);
    let catalog = Arc::new(open_catalog_of(&archive.place, &cache, &site)?);
    if !catalog.is_writer() {
        terminal::say("another process follows this archive already; this one only reads, until that one ends");
    }
    let patience = archive.patience(catalog.was_whole()?, catalog.is_writer());
    let search = Arc::new(Search::new(&cache.join(INDEX)));
    let image_worker = image_worker(&cache, &catalog, &source)?;
    let preview = if serve.watch { Preview::Translator } else { Preview::Reader };
    if let Err(error) = remove_leftovers(&cache) {
        tracing::warn!(%error, "temporary files in the state folder cannot be removed");
    }
    let counts = FallbackCountsFile::begin(&state.keep());
    let app = App::new(Arc::clone(&catalog), Arc::clone(&source), edition)
        .with_search(search)
        .with_preview(preview)
        .with_share_key(&state.keep().join(SHARE_KEY))
        .with_listen(&serve.listen);
    image_worker.start(app.health());
    archive.start(app.health(), counts.demand())?;
    let app = app.with_image_worker(image_worker);
    let app = listen::logged(app.with_demand(Arc::clone(counts.demand())), serve)?;
    let app = match certificate {
        Some(certificate) => {
            let tls = certificate.watched(app.health())?;
            app.with_tls(tls)
        }
        None => app,
    };
    let live = Arc::new(ServerObserver::new(app.clone(), follow, SearchUpdater::start(app.clone())?));
    let indexer = Indexer::new(source, Arc::clone(&catalog), live.clone(), site, problems).with_drafts(drafts);
    let indexer = indexer.with_texts(names, locales).with_health(app.health().clone());
    let control = Arc::new(Control::default());
    let ordered = Arc::clone(&control);
    let following = app.health().spawn("follower", move || {
        archive.catch_up(&ordered);
        indexer.run(follow, &ordered);
    })?;
    live.wait_first(patience);
    app.health().spawn("scrubber", move || scrub(&catalog))?;
    let served = listen::listen(serve, app, Arc::clone(&control), counts.clone(), inherited);
    counts.save();
    control.stop();
    following.join().map_err(|_| anyhow!("the thread that follows the archive ended with a panic, reported above"))?;
    served.map(|()| true)
}

/// The worker that makes smaller pictures and stores them in `cache`.
fn image_worker(cache: &Path, catalog: &Arc<Catalog>, source: &Arc<dyn Source>) -> anyhow::Result<Arc<ImageWorker>> {
    let shelf = DiskCache::open(&cache.join("pictures"), PICTURES)?;
    let originals = DiskCache::open(&cache.join("originals"), ORIGINALS)?;
    Ok(Arc::new(ImageWorker::new(shelf, originals, Arc::clone(catalog), Arc::clone(source))))
}

/// Reads the whole catalog once, slowly, and compares it with its checksums. The indexer cures what is found.
fn scrub(catalog: &Catalog) {
    lower_priority();
    let paced = catalog.scrub(|took| {
        thread::sleep(took * SCRUB_PAUSE);
        ControlFlow::Continue(())
    });
    if let Err(error) = paced {
        tracing::warn!(error = %error_chain(&error), "the catalog is not as it was written");
    }
}
