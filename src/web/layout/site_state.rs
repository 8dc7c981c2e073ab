//! The inputs of pages besides articles.

use super::menu::Menus;
use crate::{
    i18n::{Locales, Localizer},
    model::lang::Lang,
    site::{Names, Site, Topic},
    web::assets::Assets,
};

/// All that a page needs in addition to articles: configuration, words, names, static files. Immutable; a new one replaces it.
#[derive(Clone, PartialEq)]
pub struct SiteState {
    /// `site.toml`.
    pub site: Site,
    /// The words of the UI.
    pub locales: Locales,
    /// Names of authors, tags and sections.
    pub names: Names,
    /// Style sheet and icons.
    pub assets: Assets,
    /// The menus, which follow the catalog.
    pub menus: Menus,
}

impl SiteState {
    /// The words of the UI in `lang`, a language of the site.
    pub fn words(&self, lang: &Lang) -> Localizer<'_> {
        self.locales.words(lang)
    }

    /// The name of an author, tag or section in `lang`.
    pub fn name<'a>(&'a self, topic: Topic, id: &'a str, lang: &Lang) -> &'a str {
        self.names.name(topic, id, lang, self.site.languages().chain(lang))
    }
}
