//! From the files of a source to the rows of the catalog: list, compare stamps, read and render on every core, apply.

use rayon::prelude::*;

use crate::{
    archive::assemble,
    catalog::{Catalog, CatalogError, Change},
    config::Site,
    problem::Problem,
    slug::ArticleId,
    source::{Item, Source, SourceError},
};

/// Articles in one transaction: large enough that its cost vanishes, small enough that memory stays flat.
const BATCH: usize = 256;
/// A slug that changes hands may free another one; three rounds settle every real case, a fourth would be a cycle.
const ROUNDS: usize = 3;

/// What one pass over the source did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Report {
    /// Articles that the source has, sound or not.
    pub articles: usize,
    /// Articles that were read again.
    pub changed: usize,
    /// Articles that are gone.
    pub removed: usize,
}

/// Why a pass was given up; what was applied before stays.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    /// The source could not be read.
    #[error("the source of the archive cannot be read")]
    Source(#[from] SourceError),
    /// The catalog could not be written.
    #[error("the catalog cannot be brought up to date")]
    Catalog(#[from] CatalogError),
}

/// Makes the catalog agree with the source. `progress` is told (done, in all) after each batch.
///
/// # Errors
/// Where the source or the catalog fails as a whole; a broken article is a problem of that article, never an error.
pub fn sync(
    source: &dyn Source,
    catalog: &Catalog,
    site: &Site,
    extra: &[Problem],
    progress: &mut dyn FnMut(usize, usize),
) -> Result<Report, SyncError> {
    let mut known = catalog.stamps()?;
    let mut report = Report::default();
    let mut wanted = Vec::new();
    let mut problems = source.list(&mut |item: Item| {
        report.articles += 1;
        if known.remove(&item.id) != Some(item.stamp) {
            wanted.push(item.id);
        }
    })?;
    problems.extend_from_slice(extra);
    catalog.set_archive_problems(&problems)?;
    report.removed = known.len();
    report.changed = wanted.len();
    let gone: Vec<Change> = known.into_keys().map(Change::Remove).collect();
    let mut again = catalog.apply(site, &gone)?;
    wanted.sort();
    for (done, batch) in wanted.chunks(BATCH).enumerate() {
        again.extend(put(source, catalog, site, batch)?);
        progress((done * BATCH + batch.len()).min(wanted.len()), wanted.len());
    }
    for _ in 0..ROUNDS {
        again.sort();
        again.dedup();
        if again.is_empty() {
            break;
        }
        again = put(source, catalog, site, &std::mem::take(&mut again))?;
    }
    Ok(report)
}

/// Reads and renders these articles on every core and applies them; returns those to put again.
fn put(source: &dyn Source, catalog: &Catalog, site: &Site, ids: &[ArticleId]) -> Result<Vec<ArticleId>, SyncError> {
    let changes: Result<Vec<Change>, SourceError> = ids.par_iter().map(|id| change(source, site, id)).collect();
    Ok(catalog.apply(site, &changes?)?)
}

fn change(source: &dyn Source, site: &Site, id: &ArticleId) -> Result<Change, SourceError> {
    Ok(match source.fetch(id)? {
        Some(folder) => {
            let stamp = folder.stamp;
            Change::Put(id.clone(), stamp, Box::new(assemble(folder, site)))
        }
        None => Change::Remove(id.clone()),
    })
}
