//! From the catalog's changes to the index's documents.

use std::collections::HashSet;

use rayon::prelude::*;
use tantivy::{IndexWriter, indexer::IndexWriterOptions};

use super::search_index::{SearchError, SearchIndex, payload};
use crate::catalog::{Catalog, CatalogError, IndexedArticle, Revision};

/// Changes looked up at once; more than one batch of the catalog has.
const LOOK: u32 = 2048;
/// Articles read at once, on every core.
const READ: usize = 64;
/// Articles between two commits of a long work: what is done by then stays done if the process is killed.
const COMMIT: usize = 50_000;
/// Bytes of postings that an indexing thread gathers before it writes them out.
const MEMORY: usize = 64 << 20;
/// Threads that index at once. More of them write more segments, whose merging takes longer than they save.
const THREADS: usize = 4;

/// The one writer of an index.
pub(in crate::search) struct IndexUpdater {
    writer: IndexWriter,
    /// Articles added since the last commit.
    added: HashSet<i64>,
}

impl IndexUpdater {
    /// A writer for an open index.
    pub(in crate::search) fn new(engine: &SearchIndex) -> Result<IndexUpdater, SearchError> {
        let options = IndexWriterOptions::builder()
            .memory_budget_per_thread(MEMORY)
            .num_worker_threads(rayon::current_num_threads().clamp(1, THREADS))
            .num_merge_threads(1)
            .build();
        Ok(IndexUpdater { writer: engine.index.writer_with_options(options)?, added: HashSet::new() })
    }

    /// Brings what changed after batch `done` into the index, and reports to `progress` how much of it is done.
    pub(in crate::search) fn run(
        &mut self,
        engine: &SearchIndex,
        catalog: &Catalog,
        mut done: u64,
        target: &Revision,
        progress: &dyn Fn(usize),
    ) -> Result<(), SearchError> {
        let (mut count, mut at_commit) = (0, 0);
        loop {
            let changes = whole_batches(catalog.snapshot().changed_after(done, LOOK)?);
            let Some((last, _)) = changes.last() else { break };
            done = *last;
            for part in changes.chunks(READ) {
                let read = |(_, number): &(u64, i64)| Ok((*number, catalog.snapshot().texts(*number)?));
                let texts: Vec<(i64, Option<IndexedArticle>)> =
                    part.par_iter().map(read).collect::<Result<_, CatalogError>>()?;
                for (number, article) in texts {
                    self.put(engine, number, article.as_ref())?;
                }
                count += part.len();
                progress(count);
            }
            if count - at_commit >= COMMIT {
                at_commit = count;
                self.commit(engine, &Revision { birth: target.birth.clone(), batch: done })?;
            }
        }
        if count > at_commit || engine.point().is_none() {
            self.commit(engine, &Revision { birth: target.birth.clone(), batch: done.max(target.batch) })?;
        }
        Ok(())
    }

    /// Ends, when no thread of the index writes any more.
    pub(in crate::search) fn finish(self) -> Result<(), SearchError> {
        Ok(self.writer.wait_merging_threads()?)
    }

    fn put(&mut self, engine: &SearchIndex, number: i64, article: Option<&IndexedArticle>) -> Result<(), SearchError> {
        let term = engine.fields.number(number);
        // A deletion searches every segment of the index, so one that would delete nothing is left out.
        if !self.added.insert(number) || engine.searcher().doc_freq(&term)? > 0 {
            self.writer.delete_term(term);
        }
        if let Some(article) = article {
            let (document, bytes) = engine.fields.document(number, article);
            engine.pace.send(bytes);
            self.writer.add_document(document)?;
        }
        Ok(())
    }

    fn commit(&mut self, engine: &SearchIndex, point: &Revision) -> Result<(), SearchError> {
        let mut commit = self.writer.prepare_commit()?;
        commit.set_payload(&payload(point));
        commit.commit()?;
        engine.reader.reload()?;
        self.added.clear();
        Ok(())
    }
}

/// Without the last batch where it may be cut off.
fn whole_batches(mut changes: Vec<(u64, i64)>) -> Vec<(u64, i64)> {
    let batch_at = |change: Option<&(u64, i64)>| change.map(|(batch, _)| *batch);
    let (first, last) = (batch_at(changes.first()), batch_at(changes.last()));
    if changes.len() >= LOOK as usize && first != last {
        changes.retain(|(batch, _)| Some(*batch) != last);
    }
    changes
}
