//! What handlers work with: cheap to clone, swapped whole when a file of the site changes.

use std::sync::Arc;

use arc_swap::ArcSwap;

use super::{assets::Assets, demand::Demand, preview::Preview};
use crate::{
    catalog::Catalog,
    config::Site,
    content::{Names, Topic},
    lang::Lang,
    locale::{Locales, Words},
    search::Search,
    source::Source,
};

/// The state of the server.
#[derive(Clone)]
pub struct App {
    catalog: Arc<Catalog>,
    source: Arc<dyn Source>,
    edition: Arc<ArcSwap<Edition>>,
    search: Option<Arc<Search>>,
    preview: Preview,
    demand: Arc<Demand>,
}

/// All that a page needs beside articles: configuration, words, names, static files. Immutable; a new one replaces it.
#[derive(Clone)]
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
    /// The state over a catalog that is already filled, answering for readers.
    pub fn new(catalog: Arc<Catalog>, source: Arc<dyn Source>, edition: Edition) -> Self {
        App {
            catalog,
            source,
            edition: Arc::new(ArcSwap::from_pointee(edition)),
            search: None,
            preview: Preview::Reader,
            demand: Arc::default(),
        }
    }

    /// The state with a search; without one, the search page says that it is being built.
    #[must_use]
    pub fn with_search(self, search: Arc<Search>) -> Self {
        App { search: Some(search), ..self }
    }

    /// The search.
    pub fn search(&self) -> Option<&Search> {
        self.search.as_deref()
    }

    /// The same, answering for somebody else than readers.
    #[must_use]
    pub fn with_preview(self, preview: Preview) -> Self {
        App { preview, ..self }
    }

    /// The same, counting on from what was counted before.
    #[must_use]
    pub fn with_demand(self, demand: Arc<Demand>) -> Self {
        App { demand, ..self }
    }

    /// What was counted: translations that readers have missed.
    pub fn demand(&self) -> &Demand {
        &self.demand
    }

    /// For whom it answers.
    pub fn preview(&self) -> Preview {
        self.preview
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
