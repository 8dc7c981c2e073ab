//! Smaller pictures in a bucket, so that no reader has to make them.

use std::{collections::HashSet, path::Path, sync::Arc};

use anyhow::Context;

use crate::{
    catalog::{Catalog, PictureRow},
    cli::terminal,
    source::{
        Source,
        bucket::{DERIVED, Store, derived_key},
    },
    worker::images::{DiskCache, ImageWorker, rendition_names},
};

/// Bytes that pictures may take in the state folder while they are made.
const SHELF: u64 = 256 << 20;
/// Pictures read from the catalog at once.
const PAGE: u32 = 64;

/// Makes the smaller pictures that the bucket does not have, and puts them there. Returns the names of all that belong there.
pub(super) fn make_pictures(
    store: &Store,
    state: &Path,
    catalog: &Arc<Catalog>,
    source: Arc<dyn Source>,
) -> anyhow::Result<HashSet<String>> {
    let listed = store.list(DERIVED)?;
    let there: HashSet<&str> = listed.iter().filter_map(|object| object.key.rsplit('/').next()).collect();
    let open = |name: &str| DiskCache::open(&state.join(name), SHELF);
    let worker = ImageWorker::new(open("pictures")?, open("originals")?, Arc::clone(catalog), source);
    let (mut names, mut put) = (HashSet::new(), 0);
    let mut last: Option<PictureRow> = None;
    loop {
        let page = catalog.snapshot().pictures(last.as_ref(), PAGE)?;
        for picture in &page {
            let own: Vec<String> = rendition_names(picture).collect();
            let missing: Vec<&String> = own.iter().filter(|name| !there.contains(name.as_str())).collect();
            if !missing.is_empty() {
                worker.make_now(picture);
            }
            for name in missing {
                // One that cannot be made was reported; readers get the picture itself.
                let Some(bytes) = worker.made(name) else { continue };
                store.put(&derived_key(name), bytes).context("a smaller picture cannot be written")?;
                put += 1;
                terminal::show_progress(&format!("making pictures smaller: {}", terminal::counted(put, "file")));
            }
            names.extend(own);
        }
        last = page.into_iter().next_back();
        if last.is_none() {
            break;
        }
    }
    terminal::show_progress("");
    Ok(names)
}
