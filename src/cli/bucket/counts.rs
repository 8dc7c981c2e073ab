//! Counts of missed translations on their way through the bucket: a reader writes its own to `counts/`, and the publisher adds
//! all of them up for `litopys status`.

use std::{collections::BTreeMap, io, path::Path, sync::Arc, thread, time::Duration};

use anyhow::Context;

use crate::{
    cli::server::fallback_counts_file::{self, OF_READERS},
    model::{FallbackCounts, error_chain},
    source::{
        Health,
        bucket::{COUNTS, Store, StoreError, counts_key},
        write_atomically,
    },
};

/// How often a reader writes its counts.
const EVERY: Duration = Duration::from_secs(600);
/// Bytes of the counts of one reader, at most: 10,000 pairs have fewer.
const LARGEST: u64 = 4 << 20;
/// Readers whose counts are added up, at most.
const MOST_READERS: usize = 1000;
/// Pairs of article and language in the sum, about: a reader's key is on many machines.
const MOST_PAIRS: usize = 200_000;

/// Starts the thread that writes the counts of the reader `name`, at once and then whenever they have changed.
pub(in crate::cli) fn send_counts(
    store: Arc<Store>,
    name: &str,
    counts: Arc<FallbackCounts>,
    health: &Health,
) -> io::Result<()> {
    let key = counts_key(name);
    let started = health.spawn("counts", move || {
        let (mut written, mut has_failed) = (BTreeMap::new(), false);
        loop {
            let now = counts.counts();
            if now != written {
                match store.put(&key, fallback_counts_file::to_text(&now).into_bytes()) {
                    Ok(()) => (written, has_failed) = (now, false),
                    Err(error) if !std::mem::replace(&mut has_failed, true) => {
                        let error = error_chain(&error);
                        tracing::warn!(error, "the counts of missed translations cannot be written to the bucket");
                    }
                    Err(_) => {}
                }
            }
            thread::sleep(EVERY);
        }
    });
    started.map(drop)
}

/// Adds up the counts of all readers, and writes the sum to the folder `keep`. An object that is not a list of counts is reported and
/// skipped. While the store does not answer, the sum of the last time stays: one without some readers would be too small.
pub(in crate::cli) fn collect_counts(store: &Store, keep: &Path) -> anyhow::Result<()> {
    let listed = store.list(COUNTS).context("the counts of readers cannot be listed")?;
    let mut sum = BTreeMap::new();
    for (added, object) in listed.iter().enumerate() {
        if added == MOST_READERS || sum.len() > MOST_PAIRS {
            tracing::warn!(added, readers = listed.len(), "too many counts of readers; the others are left out");
            break;
        }
        let text = match store.get(&object.key, LARGEST) {
            Err(error @ StoreError::Away { .. }) => return Err(error.into()),
            Ok(None) => continue,
            Ok(Some(bytes)) => String::from_utf8(bytes).map_err(anyhow::Error::from),
            Err(error) => Err(error.into()),
        };
        match text.and_then(|text| fallback_counts_file::from_text(&text).map_err(anyhow::Error::from)) {
            Ok(counts) => fallback_counts_file::add(&mut sum, counts),
            Err(error) => {
                let error = format!("{error:#}");
                tracing::warn!(key = object.key, error, "the counts of a reader cannot be read");
            }
        }
    }
    let path = keep.join(OF_READERS);
    if !sum.is_empty() || path.exists() {
        write_atomically(&path, fallback_counts_file::to_text(&sum).as_bytes())?;
    }
    Ok(())
}
