//! What observes the indexer.

use super::PassReport;
use crate::{catalog::ChangeSet, source::SiteTexts};

/// Gets everything that readers, or a person at the terminal, may notice. Called from the indexer's thread.
pub trait Observer: Send + Sync {
    /// The files of the site changed; `texts.site` is there, so it can be served.
    fn site_changed(&self, texts: SiteTexts);
    /// Articles changed.
    fn touched(&self, touched: &ChangeSet);
    /// Anything may have changed: another catalog has taken the place of the one before.
    fn invalidate_all(&self);
    /// So many articles of so many are read.
    fn progress(&self, done: usize, all: usize);
    /// The catalog agrees with the source, problems included.
    fn passed(&self, report: PassReport);
}

/// Listens to nothing.
pub struct NoObserver;

impl Observer for NoObserver {
    fn site_changed(&self, _: SiteTexts) {}
    fn touched(&self, _: &ChangeSet) {}
    fn invalidate_all(&self) {}
    fn progress(&self, _: usize, _: usize) {}
    fn passed(&self, _: PassReport) {}
}
