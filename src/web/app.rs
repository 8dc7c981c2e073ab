//! What handlers work with: cheap to clone, swapped whole when a file of the site changes.

use std::sync::Arc;

use arc_swap::ArcSwap;

use super::assets::Assets;
use crate::{
    catalog::Catalog,
    config::Site,
    content::{Names, Topic},
    gallery::Gallery,
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
    gallery: Option<Arc<Gallery>>,
}

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
        App { catalog, source, edition: Arc::new(ArcSwap::from_pointee(edition)), gallery: None }
    }

    /// The same, with a gallery that makes pictures smaller; without one every picture goes out as it is.
    #[must_use]
    pub fn with_gallery(self, gallery: Arc<Gallery>) -> Self {
        App { gallery: Some(gallery), ..self }
    }

    /// Where pictures are made smaller.
    pub fn gallery(&self) -> Option<&Arc<Gallery>> {
        self.gallery.as_ref()
    }

    /// The catalog.
    pub fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    /// Where files come from.
    pub fn source(&self) -> &dyn Source {
        self.source.as_ref()
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
