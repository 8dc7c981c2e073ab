//! Search over one archive: an index in its cache folder that follows the catalog. Any number of readers; the writer is
//! the process that writes the catalog.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use arc_swap::ArcSwapOption;

use super::index::{
    search_index::{SearchError, SearchIndex, damage},
    updater::IndexUpdater,
};
use crate::{
    catalog::{Catalog, Revision},
    model::lang::Lang,
    site::Site,
};

/// The search of one archive.
pub struct Search {
    folder: PathBuf,
    engine: ArcSwapOption<SearchIndex>,
    feed: Mutex<Option<IndexUpdater>>,
    /// Whether the files are yet to be checked: at first, and when a query failed.
    suspect: AtomicBool,
}

impl Search {
    /// The search whose index lies in `folder`; nothing is read yet.
    pub fn new(folder: &Path) -> Search {
        Search {
            folder: folder.to_owned(),
            engine: ArcSwapOption::empty(),
            feed: Mutex::new(None),
            suspect: AtomicBool::new(true),
        }
    }

    /// Makes the index agree with the catalog. One that is missing, damaged, of another version or of another catalog is
    /// rebuilt, which the log says. Nothing where another process is the writer. `progress` gets how many articles
    /// are done.
    ///
    /// # Errors
    /// If the folder cannot be written or the catalog cannot be read.
    pub fn catch_up(&self, catalog: &Catalog, site: &Site, progress: &dyn Fn(usize)) -> Result<(), SearchError> {
        if !catalog.is_writer() {
            return Ok(());
        }
        let mut feed = self.feed.lock().unwrap_or_else(PoisonError::into_inner);
        let languages: Vec<Lang> = site.languages().iter().map(|language| language.tag.clone()).collect();
        let target = catalog.snapshot().point()?;
        if let Err(reason) = self.usable(&languages, &target) {
            // The log is for who wonders; a first start is nothing to wonder at.
            if let Some(reason) = reason {
                tracing::warn!("the search index is rebuilt from the catalog: {reason}");
            }
            self.begin(&mut feed, &languages)?;
        }
        match self.follow(&mut feed, catalog, &target, progress) {
            Err(SearchError::Index(reason)) => {
                tracing::warn!("the search index is rebuilt from the catalog: {reason}");
                self.begin(&mut feed, &languages)?;
                self.follow(&mut feed, catalog, &target, progress)
            }
            done => done,
        }
    }

    /// Waits until no thread writes the files of the index any more, so that they can be copied.
    ///
    /// # Errors
    /// If such a thread has failed.
    pub fn finish(&self) -> Result<(), SearchError> {
        let feed = self.feed.lock().unwrap_or_else(PoisonError::into_inner).take();
        feed.map_or(Ok(()), IndexUpdater::finish)
    }

    /// Whether the index can be used for this catalog; if not, why, unless it is only that there is none yet.
    fn usable(&self, languages: &[Lang], target: &Revision) -> Result<(), Option<String>> {
        if self.suspect.swap(false, Ordering::AcqRel)
            && self.exists()
            // A merge may take a file away while it is looked at: what is damaged is so twice.
            && damage(&self.folder).is_some()
            && let Some(damage) = damage(&self.folder)
        {
            return Err(Some(damage));
        }
        let engine = match self.opened() {
            Ok(Some(engine)) => engine,
            Ok(None) => return Err(None),
            Err(error) => return Err(Some(error.to_string())),
        };
        if !engine.fields.languages().eq(languages) {
            return Err(Some("the languages of the site have changed".to_owned()));
        }
        match engine.point() {
            None => Err(Some("it is of another version, or was never finished".to_owned())),
            Some(point) if point.birth != target.birth => Err(Some("the catalog was rebuilt".to_owned())),
            Some(point) if point.batch > target.batch => Err(Some("it is ahead of the catalog".to_owned())),
            Some(_) => Ok(()),
        }
    }

    fn begin(&self, feed: &mut Option<IndexUpdater>, languages: &[Lang]) -> Result<(), SearchError> {
        *feed = None;
        self.engine.store(None);
        self.engine.store(Some(Arc::new(SearchIndex::create(&self.folder, languages)?)));
        self.suspect.store(false, Ordering::Release);
        Ok(())
    }

    fn follow(
        &self,
        feed: &mut Option<IndexUpdater>,
        catalog: &Catalog,
        target: &Revision,
        progress: &dyn Fn(usize),
    ) -> Result<(), SearchError> {
        let Some(engine) = self.opened()? else {
            return Err(SearchError::Index("it is gone".to_owned()));
        };
        let feeding = match feed {
            Some(feeding) => feeding,
            None => feed.insert(IndexUpdater::new(&engine)?),
        };
        let done = engine.point().map_or(0, |point| point.batch);
        let followed = feeding.run(&engine, catalog, done, target, progress);
        if followed.is_err() {
            // The documents it gathered are lost with it, and gathered again.
            *feed = None;
        }
        followed
    }

    /// The open index; `None` if there is none yet.
    pub(super) fn opened(&self) -> Result<Option<Arc<SearchIndex>>, SearchError> {
        if let Some(engine) = self.engine.load_full() {
            return Ok(Some(engine));
        }
        if !self.exists() {
            return Ok(None);
        }
        // One that is damaged, and not yet found to be, may make tantivy panic.
        let opened = catch_unwind(AssertUnwindSafe(|| SearchIndex::open(&self.folder)));
        let engine = Arc::new(opened.unwrap_or_else(|_| Err(SearchError::Index("it cannot be opened".to_owned())))?);
        self.engine.store(Some(Arc::clone(&engine)));
        Ok(Some(engine))
    }

    /// The open index if it belongs to the catalog as it is now; another process may have rebuilt it.
    pub(super) fn current(&self, catalog: &Catalog) -> Result<Option<Arc<SearchIndex>>, SearchError> {
        let birth = catalog.snapshot().point()?.birth;
        if catalog.is_writer() {
            return Ok(self.opened()?.filter(|engine| engine.follows(&birth)));
        }
        let fits = |engine: &Arc<SearchIndex>| engine.point().is_some_and(|point| point.birth == birth);
        if let Some(engine) = self.opened()?.filter(fits) {
            return Ok(Some(engine));
        }
        self.engine.store(None);
        Ok(self.opened()?.filter(fits))
    }

    fn exists(&self) -> bool {
        self.folder.join("meta.json").exists()
    }

    /// Notes that a query failed: the files are checked at the next catch-up.
    pub(super) fn suspect(&self) {
        self.suspect.store(true, Ordering::Release);
    }
}
