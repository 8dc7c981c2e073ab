//! The export from beginning to end: pages on every core while pictures are made, then files, then the configuration of servers.

use std::{
    collections::HashSet,
    path::Path,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use rayon::prelude::*;

use super::{
    addresses::Skip,
    compress,
    error::ExportError,
    facts::SiteFacts,
    folder::{FileCounts, NewFolder},
    pages::PageWriter,
    parts::ListingParts,
    relative::RelativeLinks,
    search_index, servers,
};
use crate::{
    catalog::CatalogError,
    web::{App, EntryStore, SiteAddress, current_assets, current_file, of_assets, of_file, of_listings},
};

/// The input and the target of an export.
#[derive(Debug, Clone, Copy)]
pub struct SiteExport<'a> {
    /// The folder that it becomes.
    pub target: &'a Path,
    /// The kinds of addresses that are left out.
    pub skip: &'a [Skip],
    /// Whether links lead from file to file, for pages that are read without a server.
    pub is_relative: bool,
    /// Whether compressed files are written, too.
    pub compresses: bool,
}

/// How far an export is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportStep {
    /// So many articles, of about so many.
    Articles(usize, usize),
    /// Smaller pictures are made.
    Pictures,
    /// So many compressed files, of so many.
    Compressed(usize, usize),
}

/// The result of an export.
#[derive(Debug, Clone, Default)]
pub struct ExportReport {
    /// The files.
    pub counts: FileCounts,
    /// Addresses that lead to another one.
    pub redirects: usize,
    /// Addresses that cannot be a file, as their names are too long for a file system.
    pub unwritten: Vec<String>,
}

/// Articles that one thread takes at once.
const STRETCH: i64 = 64;
/// Files of articles that are read from the catalog at once.
const FILES: u32 = 512;

/// Writes the site that `app` serves.
///
/// # Errors
/// [`ExportError`]; the folder is then as it was.
pub fn export_site(
    app: &App,
    export: SiteExport<'_>,
    progress: &(dyn Fn(ExportStep) + Sync),
) -> Result<ExportReport, ExportError> {
    let edition = app.edition();
    let folder = NewFolder::begin(export.target)?;
    let app = &app.clone().with_entry_store(EntryStore::new(folder.scratch()?));
    let listings = of_listings(app).map_err(ExportError::Catalog)?;
    let parts = &ListingParts::new(&listings);
    let relative = export.is_relative.then_some(RelativeLinks { site: &edition.site, app: Some(app), parts });
    let search = match export.skip.contains(&Skip::Search) {
        true => None,
        false => Some(search_index::write(app, &folder, export.is_relative)?),
    };
    let writer = PageWriter { search, app, edition: &edition, folder: &folder, skip: export.skip, parts, relative };
    let mut facts = pages(&writer, &listings, progress)?;
    progress(ExportStep::Pictures);
    facts.extend(files(&writer)?);
    facts.extend(writer.redirects()?);
    writer.write_start()?;
    if !export.is_relative {
        servers::configuration::write(&writer, &facts, export.target)?;
    }
    if export.compresses {
        compress::compress(&folder, &|done, all| progress(ExportStep::Compressed(done, all)))?;
    }
    let report = ExportReport {
        redirects: facts.moved.len() + facts.listed.len() + facts.below.len(),
        unwritten: facts.unwritten.into_iter().collect(),
        counts: FileCounts::default(),
    };
    Ok(ExportReport { counts: folder.finish()?, ..report })
}

/// All pages. Smaller pictures are made meanwhile, by one thread.
fn pages(
    writer: &PageWriter<'_>,
    listings: &[SiteAddress],
    progress: &(dyn Fn(ExportStep) + Sync),
) -> Result<SiteFacts, ExportError> {
    thread::scope(|scope| {
        let pictures = writer.app.image_worker().cloned();
        let pictures = scope.spawn(move || pictures.iter().for_each(|pictures| pictures.make_all()));
        let found = listings_and_articles(writer, listings, progress);
        progress(ExportStep::Pictures);
        if pictures.join().is_err() {
            tracing::error!("some pictures were not made smaller: a decoder panicked; the panic is in the log above");
        }
        found
    })
}

fn listings_and_articles(
    writer: &PageWriter<'_>,
    listings: &[SiteAddress],
    progress: &(dyn Fn(ExportStep) + Sync),
) -> Result<SiteFacts, ExportError> {
    let facts = Mutex::new(SiteFacts::default());
    let note = |found: SiteFacts| facts.lock().unwrap_or_else(PoisonError::into_inner).extend(found);
    let known: HashSet<&str> = listings.iter().map(|address| address.path.as_str()).collect();
    let last = writer.app.catalog().snapshot().last_number().map_err(catalog)?;
    let (all, done) = (usize::try_from(last).unwrap_or_default(), AtomicUsize::new(0));
    let articles = || {
        (0..=last / STRETCH).into_par_iter().try_for_each(|stretch| {
            let numbers = stretch * STRETCH..(stretch + 1) * STRETCH;
            let articles = writer.app.catalog().snapshot().addressed(numbers).map_err(catalog)?;
            let mut found = SiteFacts::default();
            articles.iter().try_for_each(|article| writer.write_article(article, &known, &mut found))?;
            note(found);
            progress(ExportStep::Articles(done.fetch_add(articles.len(), Ordering::Relaxed) + articles.len(), all));
            Ok(())
        })
    };
    let others = || {
        write_each(writer, listings).map(note)?;
        let languages = writer.edition.site.languages();
        languages.iter().try_for_each(|language| writer.write_errors(&language.tag))
    };
    let (articles, others): (Result<_, ExportError>, Result<_, ExportError>) = rayon::join(articles, others);
    articles.and(others)?;
    Ok(facts.into_inner().unwrap_or_else(PoisonError::into_inner))
}

fn files(writer: &PageWriter<'_>) -> Result<SiteFacts, ExportError> {
    let mut facts = write_each(writer, &of_assets(writer.edition))?;
    writer.note_current(current_assets(writer.edition), &mut facts);
    let mut last = None;
    loop {
        let rows = writer.app.catalog().snapshot().pictures(last.as_ref(), FILES).map_err(catalog)?;
        let addresses: Vec<SiteAddress> = rows.iter().flat_map(of_file).collect();
        facts.extend(write_each(writer, &addresses)?);
        writer.note_current(rows.iter().map(current_file), &mut facts);
        last = rows.into_iter().next_back();
        if last.is_none() {
            return Ok(facts);
        }
    }
}

fn write_each(writer: &PageWriter<'_>, addresses: &[SiteAddress]) -> Result<SiteFacts, ExportError> {
    let one = |mut facts: SiteFacts, address: &SiteAddress| writer.write(address, &mut facts).map(|()| facts);
    let both = |mut one: SiteFacts, other: SiteFacts| {
        one.extend(other);
        Ok(one)
    };
    addresses.par_iter().try_fold(SiteFacts::default, one).try_reduce(SiteFacts::default, both)
}

fn catalog(error: CatalogError) -> ExportError {
    ExportError::Catalog(error.into())
}
