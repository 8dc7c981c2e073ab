//! The indexer: it lives on the changes of a source and is the one writer of the catalog.

use std::{
    collections::BTreeSet,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use super::{
    Control, Follow, Observer, PassReport, SyncError,
    repair::{Backoff, Repair, RepairAction},
    sync::{SyncPass, sort},
    unnamed::Unnamed,
};
use crate::{
    article::Drafts,
    catalog::{Catalog, ChangeSet, Revision},
    i18n::{Locales, lint},
    model::{date::Clock, diagnostic::Diagnostic, slug::ArticleId},
    site::{Names, Site},
    source::{
        Cursor, Health, ListedArticle, SiteFiles, Source, SourceChanges, SourceError,
        site_files::{LastGood, load_site_over},
    },
};

/// Its name in [`Health`].
const TASK: &str = "follower";
/// The name in [`Health`] for failures that rebuilding the catalog does not repair.
const CATALOG: &str = "catalog";
/// How long to wait for a change before looking whether to stop.
const PATIENCE: Duration = Duration::from_millis(250);

/// Brings the changes of a source into a catalog.
pub struct Indexer {
    source: Arc<dyn Source>,
    catalog: Arc<Catalog>,
    observer: Arc<dyn Observer>,
    site: Site,
    /// The last good state of broken files of the site.
    last: LastGood,
    /// The problems of the files of the site.
    site_diagnostics: Vec<Diagnostic>,
    /// The problems of the folders of the source.
    folder_diagnostics: Vec<Diagnostic>,
    unnamed: Unnamed,
    /// The articles touched since links and names were last checked, and the batch before them.
    touched: Option<(u64, ChangeSet)>,
    /// The articles to put again, which a pass that failed left.
    again: BTreeSet<ArticleId>,
    /// Whether an order to reload is not carried out yet.
    must_reload: bool,
    cursor: Option<Cursor>,
    health: Health,
    drafts: Drafts,
    clock: Clock,
}

/// How far an indexer is.
#[derive(Default)]
struct IndexerState {
    /// Whether the catalog has agreed with the source since the start, or the last order to reload.
    passed: bool,
    /// The revision of the writer, which is another process.
    other: Option<Revision>,
    repair: Repair,
    /// The error of the last turn, which the log has.
    error: Option<String>,
    backoff: Backoff,
    /// The point of the source before a failed pass or a reload, to see whether it has changed since.
    seen: Option<Cursor>,
}

impl Indexer {
    /// An indexer for a site whose files were read as `site` with `site_diagnostics`.
    pub fn new(
        source: Arc<dyn Source>,
        catalog: Arc<Catalog>,
        observer: Arc<dyn Observer>,
        site: Site,
        site_diagnostics: Vec<Diagnostic>,
    ) -> Indexer {
        Indexer {
            source,
            catalog,
            observer,
            last: LastGood { site: Some(site.clone()), ..LastGood::default() },
            site,
            site_diagnostics,
            folder_diagnostics: Vec::new(),
            unnamed: Unnamed::default(),
            touched: None,
            again: BTreeSet::new(),
            must_reload: false,
            cursor: None,
            health: Health::default(),
            drafts: Drafts::Hidden,
            clock: Clock::default(),
        }
    }

    /// The same, with the names and words that were read at the start: they stay while their files are broken.
    #[must_use]
    pub fn with_texts(mut self, names: Names, locales: Locales) -> Indexer {
        (self.last.names, self.last.locales) = (Some(names), Some(locales));
        self
    }

    /// This indexer, recording its panics in `health`.
    #[must_use]
    pub fn with_health(self, health: Health) -> Indexer {
        Indexer { health, ..self }
    }

    /// The same, with what is not public in the catalog too: for a preview.
    #[must_use]
    pub fn with_drafts(self, drafts: Drafts) -> Indexer {
        Indexer { drafts, ..self }
    }

    /// The same, with another clock than the system's.
    #[must_use]
    pub fn with_clock(self, clock: Clock) -> Indexer {
        Indexer { clock, ..self }
    }

    /// Makes the catalog agree with the source, once, and publishes what is due.
    ///
    /// # Errors
    /// If the source or the catalog fails as a whole; a broken article is a problem of that article, never an error.
    pub fn pass(&mut self) -> Result<PassReport, SyncError> {
        // Also where a reload failed between the begin and the end of another catalog: nothing else ends that.
        if self.must_reload || self.catalog.is_begun_anew() {
            self.reload_site()?;
        }
        let changes = self.cursor.as_ref().map_or(SourceChanges::Unknown, |cursor| self.source.changes(cursor));
        let report = match changes {
            SourceChanges::Unknown => self.take_snapshot()?,
            // Four reports a second are too many.
            SourceChanges::Known(delta) if delta.is_empty() => return self.publish(),
            SourceChanges::Known(delta) => {
                if delta.site == SiteFiles::Changed {
                    self.reload_site()?;
                }
                let report = self.take(delta.articles.into_iter().collect())?;
                self.settle()?;
                self.cursor = Some(delta.cursor);
                report
            }
        };
        self.observer.passed(report);
        self.publish()?;
        Ok(report)
    }

    /// Puts the articles again of which something is to be published by now.
    fn publish(&mut self) -> Result<PassReport, SyncError> {
        let due = self.catalog.snapshot().due(self.clock.now())?;
        if due.is_empty() {
            return Ok(PassReport::default());
        }
        tracing::info!(articles = due.len(), "articles or versions are published at their time");
        let count = due.len();
        self.again.extend(due);
        self.take(Vec::new())?;
        self.settle()?;
        let report = PassReport { articles: count, changed: count, ..PassReport::default() };
        self.observer.passed(report);
        Ok(report)
    }

    /// Rebuilds the catalog aside, and puts it in the place of the present one when it is whole.
    ///
    /// # Errors
    /// As [`Indexer::pass`]; the present catalog then stays.
    pub fn pass_anew(&mut self) -> Result<PassReport, SyncError> {
        self.begin_anew()?;
        self.unnamed.expire();
        self.cursor = None;
        let report = self.take_snapshot()?;
        self.catalog.finish_anew()?;
        self.observer.invalidate_all();
        self.observer.passed(report);
        Ok(report)
    }

    /// Passes until it is ordered to stop: at once, then each time the source changes or a reload is ordered. A damaged
    /// catalog is rebuilt. Where another process is the writer, it watches over that one's work, and takes over when
    /// it ends.
    pub fn run(mut self, follow: Follow, control: &Control) {
        let mut state = IndexerState::default();
        while !control.stopped() {
            match self.health.clone().run(TASK, || self.step(follow, control, &mut state)) {
                Some(Ok(())) => {
                    (state.error, state.backoff) = (None, Backoff::default());
                    self.wait(follow);
                    continue;
                }
                Some(Err(error)) => {
                    if matches!(error, SyncError::Source(SourceError::Away { .. })) {
                        self.observer.source_away();
                    }
                    let error = crate::model::error_chain(&error);
                    if state.error.as_ref() != Some(&error) {
                        let message = "the archive could not be followed; it is tried again, less and less often until it changes";
                        tracing::error!(error, "{message}");
                        state.error = Some(error);
                    }
                }
                // How far the turn came is not known: the next one compares everything.
                None => (state.seen, state.passed) = (self.cursor.take().or(state.seen.take()), false),
            }
            self.rest(control, &mut state);
        }
    }

    /// Waits after a failure, longer each time, until an order comes or the source changes again.
    fn rest(&self, control: &Control, state: &mut IndexerState) {
        let changes = |since: &Cursor| match self.source.changes(since) {
            SourceChanges::Known(delta) => Some(delta),
            SourceChanges::Unknown => None,
        };
        let present = self.cursor.as_ref().or(state.seen.as_ref()).and_then(changes).map(|delta| delta.cursor);
        let has_changed = |since| changes(since).is_none_or(|delta| !delta.is_empty());
        let (begun, pause) = (Instant::now(), state.backoff.pause());
        while begun.elapsed() < pause && !control.is_pending() {
            if begun.elapsed() >= Backoff::SHORTEST && present.as_ref().is_some_and(has_changed) {
                break;
            }
            thread::sleep(PATIENCE);
        }
        state.seen = present;
    }

    fn step(&mut self, follow: Follow, control: &Control, state: &mut IndexerState) -> Result<(), SyncError> {
        if !self.catalog.is_writer() && !self.catalog.take_over(&self.site)? {
            let now = self.catalog.snapshot().point()?;
            if state.other.as_ref() != Some(&now) {
                state.other = Some(now);
                self.observer.invalidate_all();
            }
            return Ok(());
        }
        if state.other.take().is_some() {
            tracing::info!("the other process has ended; this one follows the archive now");
        }
        if control.take_reload() {
            state.seen = self.cursor.take().or(state.seen.take());
            (self.must_reload, state.passed) = (true, false);
            state.repair = Repair::default();
            self.health.recover(CATALOG);
        }
        if let Some(damage) = self.catalog.damage() {
            let before = state.repair;
            match state.repair.judge(Instant::now()) {
                RepairAction::Rebuild => {
                    tracing::error!(damage, "the catalog is damaged; it is rebuilt from the files");
                    let rebuilt = self.pass_anew();
                    // While the source is away, a rebuild cannot help.
                    match rebuilt {
                        Err(SyncError::Source(_)) => state.repair = before,
                        _ => state.repair.ended(Instant::now()),
                    }
                    rebuilt?;
                    state.passed = true;
                    self.health.recover(CATALOG);
                    tracing::info!("the catalog is rebuilt");
                }
                RepairAction::GaveUp => {
                    tracing::error!(
                        damage,
                        "rebuilding the catalog did not help; report this, and start again or send SIGHUP"
                    );
                    self.health.fail(CATALOG, format!("damaged, and rebuilding it did not help: {damage}"));
                }
                RepairAction::GivenUp => {}
            }
        }
        if follow == Follow::On || !state.passed {
            self.pass()?;
            state.passed = true;
        } else {
            self.publish()?;
        }
        Ok(())
    }

    fn wait(&self, follow: Follow) {
        match (&self.cursor, follow) {
            (Some(cursor), Follow::On) if self.catalog.is_writer() => self.source.wait(cursor, PATIENCE),
            _ => thread::sleep(PATIENCE),
        }
    }

    fn take_snapshot(&mut self) -> Result<PassReport, SyncError> {
        let mut known = self.catalog.seen()?;
        let (mut articles, mut pages, mut wanted) = (0, 0, Vec::new());
        let snapshot = self.source.snapshot(&mut |item: ListedArticle| {
            *(if item.id.year().is_some() { &mut articles } else { &mut pages }) += 1;
            if known.remove(&item.id).map(|seen| seen.metadata_digest) != Some(item.metadata_digest) {
                wanted.push(item.id);
            }
        })?;
        self.folder_diagnostics = snapshot.problems;
        known.retain(|id, _| !snapshot.unread.contains(&id.collection()));
        // After the snapshot, from which changes are counted: what is saved while this reads is read again.
        if self.cursor.is_some() {
            self.reload_site()?;
        }
        self.store_archive_diagnostics()?;
        let removed = known.len();
        wanted.extend(known.into_keys());
        let report = self.take(wanted)?;
        self.settle()?;
        self.cursor = Some(snapshot.cursor);
        Ok(PassReport { articles, pages, removed, changed: report.changed - removed.min(report.changed) })
    }

    /// Reads these articles and applies what came of them.
    fn take(&mut self, mut wanted: Vec<ArticleId>) -> Result<PassReport, SyncError> {
        sort(&mut wanted);
        let changed = wanted.len();
        let batch = || self.catalog.batch().map(|batch| (batch, ChangeSet::default()));
        let mut touched = self.touched.take().map_or_else(batch, Ok)?;
        let pass = SyncPass {
            source: &*self.source,
            catalog: &self.catalog,
            site: &self.site,
            observer: &*self.observer,
            drafts: self.drafts,
            clock: &self.clock,
        };
        let done = pass.run(wanted, &mut touched.1, &mut self.again);
        self.touched = Some(touched);
        done?;
        Ok(PassReport { articles: changed, changed, ..PassReport::default() })
    }

    /// Reports what depends on more than one article: links that lead to none, and what has no name.
    fn settle(&mut self) -> Result<(), SyncError> {
        // Also where nothing was touched: an earlier process may have ended before it looked at the links.
        if let Some((began, touched)) = &self.touched {
            self.catalog.check_links(&touched.articles, *began)?;
        }
        let scopes = self.touched.as_ref().map(|(_, touched)| touched.scopes.clone()).unwrap_or_default();
        if self.unnamed.update(&*self.source, &self.catalog, &self.site, &scopes)? {
            self.store_archive_diagnostics()?;
        }
        self.touched = None;
        Ok(())
    }

    /// Reads the files of the site again. Where one of them is broken, its last good state stays.
    fn reload_site(&mut self) -> Result<(), SyncError> {
        let texts = load_site_over(&*self.source, &self.last)?;
        self.last.site.clone_from(&texts.site);
        (self.last.names, self.last.locales) = (Some(texts.names.clone()), Some(texts.locales.clone()));
        texts.site.iter().for_each(|site| self.site.clone_from(site));
        let anew = self.catalog.is_begun_anew() || !self.catalog.fits(&self.site);
        self.unnamed.expire();
        // Reported before the new words are served: a person who sees these sees what is wrong with them.
        self.site_diagnostics = lint::proofread(&self.site, &texts.locales, texts.problems.clone());
        if anew {
            self.begin_anew()?;
            let every = self.every_article()?;
            self.take(every)?;
            self.settle()?;
            self.store_archive_diagnostics()?;
            self.observer.site_changed(texts);
            self.catalog.finish_anew()?;
            self.observer.invalidate_all();
        } else {
            self.store_archive_diagnostics()?;
            self.observer.site_changed(texts);
        }
        self.must_reload = false;
        Ok(())
    }

    /// Begins an empty catalog: what is left to do in the one before need not be done.
    fn begin_anew(&mut self) -> Result<(), SyncError> {
        self.catalog.begin_anew(&self.site)?;
        self.touched = None;
        self.again.clear();
        Ok(())
    }

    fn every_article(&self) -> Result<Vec<ArticleId>, SyncError> {
        let mut all = BTreeSet::new();
        self.source.snapshot(&mut |item| _ = all.insert(item.id))?;
        Ok(all.into_iter().collect())
    }

    fn store_archive_diagnostics(&self) -> Result<(), SyncError> {
        let found = self.folder_diagnostics.iter().chain(&self.site_diagnostics).cloned();
        let problems: Vec<Diagnostic> = found.chain(self.unnamed.problems(&self.site)).collect();
        Ok(self.catalog.set_archive_diagnostics(&problems)?)
    }
}
