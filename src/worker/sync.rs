//! From the files of a source to the rows of the catalog: read and render on every core, apply batch by batch.

use std::{collections::BTreeSet, mem, sync::mpsc, thread};

use jiff::Timestamp;
use rayon::prelude::*;

use super::Observer;
use crate::{
    article::{Drafts, assemble},
    catalog::{Catalog, CatalogError, Change, ChangeSet, FileState, PreparedArticle, Published},
    model::{date::Clock, slug::ArticleId},
    site::Site,
    source::{Source, SourceError, io_pool},
};

/// Articles in one transaction: large enough that its cost vanishes, small enough that memory stays flat.
const BATCH: usize = 256;
/// Batches read ahead of the writer.
const AHEAD: usize = 2;
/// A slug that changes hands may free another one; three rounds settle every real case, a fourth would be a cycle.
const ROUNDS: usize = 3;

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

/// Whether an article is put although its bytes are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reread {
    /// Its bytes alone decide.
    IfOther,
    /// An address that it wants has changed hands.
    Always,
}

/// One pass over some articles.
pub(super) struct SyncPass<'a> {
    pub(super) source: &'a dyn Source,
    pub(super) catalog: &'a Catalog,
    pub(super) site: &'a Site,
    pub(super) observer: &'a dyn Observer,
    pub(super) drafts: Drafts,
    pub(super) clock: &'a Clock,
}

/// Puts articles into the order in which they are read: undated pages, of which there are few, then the newest first, so that readers
/// meet the latest soonest.
pub(super) fn sort(wanted: &mut [ArticleId]) {
    wanted.sort_by(|a, b| {
        let undated_first = a.year().is_some().cmp(&b.year().is_some());
        undated_first.then_with(|| b.collection().cmp(&a.collection())).then_with(|| a.cmp(b))
    });
}

impl SyncPass<'_> {
    /// Brings these articles into the catalog as they are now, in this order.
    /// `touched` takes up what that touched, batch by batch; `again` has the articles to put again: those of an earlier pass
    /// that failed, and after an error those of this one.
    pub(super) fn run(
        &self,
        wanted: Vec<ArticleId>,
        touched: &mut ChangeSet,
        again: &mut BTreeSet<ArticleId>,
    ) -> Result<(), SyncError> {
        self.put(&wanted, Reread::IfOther, touched, again)?;
        for _ in 0..ROUNDS {
            if again.is_empty() {
                break;
            }
            let ids: Vec<ArticleId> = again.iter().cloned().collect();
            let mut next = BTreeSet::new();
            let done = self.put(&ids, Reread::Always, touched, &mut next);
            let before = mem::replace(again, next);
            if done.is_err() {
                again.extend(before);
                return done;
            }
        }
        again.clear();
        Ok(())
    }

    /// Reads and renders on every core while what was read before is applied; adds to `again` the articles to put again.
    fn put(
        &self,
        ids: &[ArticleId],
        reread: Reread,
        touched: &mut ChangeSet,
        again: &mut BTreeSet<ArticleId>,
    ) -> Result<(), SyncError> {
        let (send, receive) = mpsc::sync_channel(AHEAD);
        let pool = io_pool(ids.len());
        thread::scope(|scope| {
            scope.spawn(move || {
                let read = |batch: &[ArticleId]| batch.par_iter().map(|id| self.change(id, reread)).collect();
                for batch in ids.chunks(BATCH) {
                    let changes: Result<Vec<Change>, SyncError> = match &pool {
                        Some(pool) => pool.install(|| read(batch)),
                        None => read(batch),
                    };
                    // Nothing receives any more where the catalog failed.
                    if send.send(changes).is_err() {
                        break;
                    }
                }
            });
            let mut done = 0;
            for changes in receive {
                let changes = changes?;
                let applied = self.catalog.apply(self.site, &changes)?;
                again.extend(applied.again);
                self.observer.touched(&applied.touched);
                touched.extend(applied.touched);
                done += changes.len();
                self.observer.progress(done, ids.len());
            }
            Ok(())
        })
    }

    fn change(&self, id: &ArticleId, reread: Reread) -> Result<Change, SyncError> {
        // Before its files: what is published between the two is read again.
        let published = self.source.published(id)?;
        let at = |at: Option<i64>| match (at, reread) {
            (None, _) => Published::Unknown,
            (Some(at), Reread::IfOther) => Published::At(at),
            (Some(at), Reread::Always) => Published::AtOrNow(at),
        };
        let Some(folder) = self.source.fetch(id)? else { return Ok(Change::Remove(id.clone(), at(published))) };
        let seen = FileState { metadata_digest: folder.metadata_digest, digest: folder.digest() };
        if reread == Reread::IfOther && self.catalog.digest(id)? == Some(seen.digest) {
            return Ok(Change::Same(id.clone(), seen, at(published)));
        }
        let mut assembled = assemble(&folder, self.site);
        assembled.publish(self.drafts, self.clock.now(), self.site.time_zone());
        // A scheduled version changes at its second.
        let latest = assembled.latest_publication(self.site.time_zone()).map(Timestamp::as_second);
        let published = published.map(|published| latest.map_or(published, |latest| latest.max(published)));
        Ok(Change::Put(id.clone(), seen, Box::new(PreparedArticle::new(assembled)?.with_published(at(published)))))
    }
}
