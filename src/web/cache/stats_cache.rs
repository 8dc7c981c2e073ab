//! The archive in numbers, counted once for each state of the catalog.

use std::sync::{Arc, Mutex, PoisonError};

use crate::{
    catalog::{ArchiveStats, Catalog, CatalogError, Revision},
    site::Site,
};

/// The numbers at a point in the catalog's life.
#[derive(Default)]
pub(in crate::web) struct StatsCache(Mutex<Option<(Revision, Arc<ArchiveStats>)>>);

impl StatsCache {
    /// The numbers now.
    pub(in crate::web) fn get(&self, catalog: &Catalog, site: &Site) -> Result<Arc<ArchiveStats>, CatalogError> {
        // One counts, and those that wait for it hold no state of the catalog.
        let mut counted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let catalog = catalog.snapshot();
        let point = catalog.point()?;
        if let Some((_, numbers)) = counted.as_ref().filter(|(at, _)| *at == point) {
            return Ok(Arc::clone(numbers));
        }
        let numbers = Arc::new(catalog.numbers(site)?);
        *counted = Some((point, Arc::clone(&numbers)));
        Ok(numbers)
    }
}
