//! The folder of what is derived from an archive, `.litopys/`.

use std::{path::Path, thread, time::Duration};

use anyhow::Context;

use crate::{
    catalog::{Catalog, CatalogError},
    site::Site,
};

/// The folder of the archive in which everything lies that can be made again.
pub(super) const CACHE: &str = ".litopys";
/// Where the index lies in the cache folder.
pub(super) const INDEX: &str = "search";

/// How often a catalog that another process is just making is looked for again.
const AGAIN: Duration = Duration::from_millis(100);

/// Opens the catalog of an archive, waiting while another process makes it.
pub(super) fn open_catalog(cache: &Path, site: &Site) -> anyhow::Result<Catalog> {
    loop {
        match Catalog::open(cache, site) {
            Err(CatalogError::Busy) => thread::sleep(AGAIN),
            opened => return opened.context("the catalog of the archive cannot be opened"),
        }
    }
}
