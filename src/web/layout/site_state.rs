//! The inputs of pages besides articles, with the menus of the header and the footer: what `[[menu]]` of `site.toml` names and readers
//! can open.

use std::collections::BTreeMap;

use crate::{
    article::markdown::{SafeHtml, inline},
    catalog::{CatalogError, Scope, Snapshot},
    i18n::{Alphabet, Locales, Localizer},
    model::{
        lang::Lang,
        slug::{ArticleId, Collection, Slug},
    },
    site::{MenuEntry, MenuPlace, MenuTarget, Names, Site, Topic},
    web::{assets::Assets, urls::url::PagePath},
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

/// The menus of every language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Menus(BTreeMap<Lang, Menu>);

/// The menus in one language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::web) struct Menu {
    pub(in crate::web) header: Vec<MenuLink>,
    pub(in crate::web) footer: Vec<MenuLink>,
    /// The footer that `site.toml` defines for each page.
    pub(in crate::web) text: Option<FooterText>,
}

/// The `footer` of `site.toml` in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::web) struct FooterText {
    pub(in crate::web) html: SafeHtml,
    /// The language of the text, where it is not the page's.
    pub(in crate::web) lang: Option<Lang>,
}

/// A link of a menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::web) struct MenuLink {
    pub(in crate::web) href: String,
    /// The address of the version that it shows, or of the current page.
    pub(in crate::web) shown: String,
    pub(in crate::web) name: String,
    /// The language of the name, where it is not the page's.
    pub(in crate::web) lang: Option<Lang>,
}

/// Sections in the header where `site.toml` names nothing for it: those with the most articles.
const SECTIONS: u32 = 8;

impl Menus {
    /// The menus of `site` over the articles and pages of `catalog`.
    ///
    /// # Errors
    /// If the catalog cannot be read.
    fn new(site: &Site, names: &Names, catalog: &Snapshot) -> Result<Menus, CatalogError> {
        let mut menus = BTreeMap::new();
        for lang in site.languages().iter().map(|language| &language.tag) {
            let maker = MenuMaker { site, names, catalog, lang };
            menus.insert(lang.clone(), maker.menu()?);
        }
        Ok(Menus(menus))
    }

    /// The menus as they are now; these where the catalog cannot be read.
    pub(in crate::web) fn renewed(&self, site: &Site, names: &Names, catalog: &Snapshot) -> Menus {
        Menus::new(site, names, catalog).unwrap_or_else(|error| {
            tracing::warn!(%error, "the menus cannot be brought up to date");
            self.clone()
        })
    }

    /// The text at the end of a page in `lang`.
    pub(in crate::web) fn footer_text(&self, lang: &Lang) -> Option<&FooterText> {
        self.0.get(lang)?.text.as_ref()
    }

    /// The links at this place of a page in `lang`.
    pub(in crate::web) fn links(&self, lang: &Lang, place: MenuPlace) -> &[MenuLink] {
        let menu = self.0.get(lang);
        menu.map_or(&[], |menu| match place {
            MenuPlace::Header => &menu.header,
            MenuPlace::Footer => &menu.footer,
        })
    }
}

/// Makes the menus of one language.
struct MenuMaker<'a> {
    site: &'a Site,
    names: &'a Names,
    catalog: &'a Snapshot,
    lang: &'a Lang,
}

impl MenuMaker<'_> {
    fn menu(&self) -> Result<Menu, CatalogError> {
        let mut menu = Menu { text: self.footer(), ..Menu::default() };
        for entry in self.site.menu() {
            let Some(link) = self.link(entry)? else { continue };
            match entry.place {
                MenuPlace::Header => menu.header.push(link),
                MenuPlace::Footer => menu.footer.push(link),
            }
        }
        if self.site.menu().iter().all(|entry| entry.place != MenuPlace::Header) {
            menu.header = self.sections()?;
        }
        Ok(menu)
    }

    fn footer(&self) -> Option<FooterText> {
        let (own, text) = self.site.footer(self.lang)?;
        let (html, _) = inline(text);
        Some(FooterText { html, lang: own.filter(|own| *own != self.lang).cloned() })
    }

    /// The sections that have articles, in the order of the alphabet.
    fn sections(&self) -> Result<Vec<MenuLink>, CatalogError> {
        let sections = self.catalog.topics(self.lang, Topic::Section, SECTIONS)?;
        let mut links: Vec<_> = sections.iter().map(|(id, _)| self.topic(Topic::Section, id)).collect();
        if let Some(alphabet) = Alphabet::new(self.lang) {
            links.sort_by(|one, other| alphabet.compare(&one.name, &other.name));
        }
        Ok(links)
    }

    /// The link of an entry; `None` if readers would find nothing there.
    fn link(&self, entry: &MenuEntry) -> Result<Option<MenuLink>, CatalogError> {
        let link = match &entry.target {
            MenuTarget::Page(name) => self.page(name)?,
            MenuTarget::Topic(topic, id) => {
                let has_articles = self.catalog.count(&Scope::Topic(*topic, id.clone()), self.lang)? > 0;
                let is_there = has_articles || (*topic == Topic::Author && self.has_text(id)?);
                is_there.then(|| self.topic(*topic, id))
            }
            MenuTarget::Address(href) => {
                let (href, shown) = (href.clone(), href.clone());
                Some(MenuLink { href, shown, name: String::new(), lang: None })
            }
        };
        Ok(link.map(|link| match &entry.name {
            Some(name) => {
                let (own, text) = self.site.text_with_lang(name, self.lang);
                MenuLink { name: text.to_owned(), lang: own.filter(|own| *own != self.lang).cloned(), ..link }
            }
            None => link,
        }))
    }

    fn topic(&self, topic: Topic, id: &str) -> MenuLink {
        let name = self.names.name(topic, id, self.lang, self.site.languages().chain(self.lang)).to_owned();
        let href = PagePath::Topic(topic, id.to_owned()).in_lang(self.lang).to_string();
        MenuLink { shown: href.clone(), href, name, lang: None }
    }

    /// Whether readers of the language are shown a text about the author `id`.
    fn has_text(&self, id: &str) -> Result<bool, CatalogError> {
        let Ok(name) = id.parse() else { return Ok(false) };
        let has = self.catalog.languages_of(&ArticleId::new(Collection::Authors, name))?;
        Ok(self.site.languages().shown(self.lang, |lang| has.contains(lang)).is_some())
    }

    /// The page `name` under the title that readers of the language are shown.
    fn page(&self, name: &Slug) -> Result<Option<MenuLink>, CatalogError> {
        let id = ArticleId::new(Collection::Pages, name.clone());
        let Some(view) = self.catalog.article(&id, |_| None)? else { return Ok(None) };
        let shown = self.site.languages().shown(self.lang, |lang| view.versions.has(lang));
        let Some(version) = shown.and_then(|lang| view.versions.get(lang)) else { return Ok(None) };
        if view.meta.withdrawn.is_some() {
            return Ok(None);
        }
        let own = self.catalog.slug(&id, self.lang)?;
        let address = |slug: &Slug, lang: &Lang| PagePath::article(Collection::Pages, slug).in_lang(lang).to_string();
        Ok(Some(MenuLink {
            href: address(own.as_ref().unwrap_or(name), self.lang),
            shown: address(&version.slug, &version.lang),
            name: version.title.clone(),
            lang: (version.lang != *self.lang).then(|| version.lang.clone()),
        }))
    }
}
