//! Makes the best codings in the background: one thread, and a queue that is bounded.

use std::{
    io,
    sync::{
        Arc,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
};

use super::{cached_page::CachedPage, page_store::PageStore};
use crate::{
    i18n::negotiate::Encoding,
    source::{Health, lower_priority},
};

/// Codings that may wait. Beyond it a page keeps its fast coding until the next request for it.
const WAITING: usize = 1024;

/// The sending end of the queue; the thread ends when it is dropped.
#[derive(Debug)]
pub(super) struct Compressor(Option<SyncSender<CompressionJob>>);

/// A coding of a page to be made.
#[derive(Debug)]
struct CompressionJob {
    key: Arc<str>,
    entry: Arc<CachedPage>,
    encoding: Encoding,
}

impl Compressor {
    /// Starts the thread. Where the system has none to give, pages keep their fast codings.
    pub(super) fn start(store: &Arc<PageStore>, health: &Health) -> Self {
        let (send, receive) = sync_channel(WAITING);
        let store = Arc::clone(store);
        let own = health.clone();
        let started = health.spawn("packer", move || work(&receive, &store, &own));
        if let Err(error) = &started {
            warn(error);
        }
        Compressor(started.ok().map(|_| send))
    }

    /// Asks for the best form of a coding.
    pub(super) fn pack(&self, key: &Arc<str>, entry: &Arc<CachedPage>, encoding: Encoding) {
        let job = CompressionJob { key: Arc::clone(key), entry: Arc::clone(entry), encoding };
        if self.0.as_ref().is_none_or(|queue| queue.try_send(job).is_err()) {
            entry.not_packed(encoding);
        }
    }
}

fn work(queue: &Receiver<CompressionJob>, store: &PageStore, health: &Health) {
    lower_priority();
    for CompressionJob { key, entry, encoding } in queue {
        // A page that went in the meantime is not worth the work.
        if store.holds(&key, &entry) {
            health.run("packer", || entry.pack(encoding));
            store.weigh(&key, &entry);
        }
    }
}

fn warn(error: &io::Error) {
    tracing::warn!(%error, "no thread for the best codings; pages keep their fast ones");
}
