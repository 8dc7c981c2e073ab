//! What handlers work with: cheap to clone, swapped whole when a file of the site changes.

use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwap;

use super::assets::Assets;
use crate::{
    catalog::{Catalog, CatalogError, Numbers, Point},
    config::Site,
    content::{Names, Topic},
    lang::Lang,
    locale::{Locales, Words},
    source::Source,
};

/// The state of the server.
#[derive(Clone)]
pub struct App {
    catalog: Arc<Catalog>,
    source: Arc<dyn Source>,
    edition: Arc<ArcSwap<Edition>>,
    /// The archive counted, and the point at which it was.
    counted: Arc<Mutex<Option<Counted>>>,
}

/// The numbers at a point in the catalog's life.
type Counted = (Point, Arc<Numbers>);

/// All that a page needs beside articles: configuration, words, names, static files. Immutable; a new one replaces it.
pub struct Edition {
    /// `site.toml`.
    pub site: Site,
    /// The words of the UI.
    pub locales: Locales,
    /// Names of authors, tags and sections.
    pub names: Names,
    /// Style sheet and icons.
    pub assets: Assets,
}

impl App {
    /// The state over a catalog that is already filled.
    pub fn new(catalog: Arc<Catalog>, source: Arc<dyn Source>, edition: Edition) -> Self {
        App { catalog, source, edition: Arc::new(ArcSwap::from_pointee(edition)), counted: Arc::default() }
    }

    /// The catalog.
    pub fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    /// Where files come from.
    pub fn source(&self) -> &dyn Source {
        self.source.as_ref()
    }

    /// The archive in numbers, counted once for each state of the catalog.
    ///
    /// # Errors
    /// Where the catalog cannot be read.
    pub fn numbers(&self) -> Result<Arc<Numbers>, CatalogError> {
        let point = self.catalog.point()?;
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, numbers)) = counted.as_ref().filter(|(at, _)| *at == point) {
            return Ok(Arc::clone(numbers));
        }
        let numbers = Arc::new(self.catalog.numbers(self.edition().site.time_zone())?);
        *counted = Some((point, Arc::clone(&numbers)));
        Ok(numbers)
    }

    /// The present edition; a request takes it once and keeps it to its end.
    pub fn edition(&self) -> Arc<Edition> {
        self.edition.load_full()
    }

    /// Puts a new edition in the place of the present one.
    pub fn replace(&self, edition: Edition) {
        self.edition.store(Arc::new(edition));
    }
}

impl Edition {
    /// The words of the UI in `lang`, a language of the site.
    pub fn words(&self, lang: &Lang) -> Words<'_> {
        self.locales.words(lang)
    }

    /// The name of an author, tag or section in `lang`.
    pub fn name<'a>(&'a self, topic: Topic, id: &'a str, lang: &Lang) -> &'a str {
        self.names.name(topic, id, lang, self.site.languages().chain(lang))
    }
}
