//! Requests pages from the router, writes them into the folder, and notes the facts of their answers that a file cannot hold.

use std::collections::{HashMap, HashSet};

use super::{
    addresses::{Skip, decoded, file_of},
    error::ExportError,
    facts::{NeutralTarget, SiteFacts},
    folder::{NewFolder, OWN},
    parts::ListingParts,
    relative::RelativeLinks,
    search_index::SearchFiles,
};
use crate::{
    catalog::AddressedArticle,
    model::{lang::Lang, percent::encoded_path, slug::Collection},
    web::{
        AddressKind, AnswerBody, AnswerRequest, App, CurrentAddress, FormerAddress, SiteAddress, SiteAnswer, SiteState,
        answer_at, cards_of, encoded_query, error_page_at, former_addresses, has_alone, of_article, relinked,
        start_page,
    },
};

/// The error pages that every language has.
pub(super) const ERROR_PAGES: [u16; 4] = [404, 405, 500, 503];

/// Writes pages; one for all threads.
pub(super) struct PageWriter<'a> {
    pub(super) app: &'a App,
    pub(super) edition: &'a SiteState,
    pub(super) folder: &'a NewFolder,
    pub(super) skip: &'a [Skip],
    /// The parts of listings.
    pub(super) parts: &'a ListingParts,
    /// The links of pages that are read without a server.
    pub(super) relative: Option<RelativeLinks<'a>>,
    /// The index of search, if there is one.
    pub(super) search: Option<SearchFiles>,
}

impl PageWriter<'_> {
    /// Writes what lies at `address`.
    pub(super) fn write(&self, address: &SiteAddress, facts: &mut SiteFacts) -> Result<(), ExportError> {
        if self.skip.iter().any(|skip| skip.covers(address.kind)) {
            return Ok(());
        }
        let Some(file) = file_of(&address.path) else {
            facts.unwritten.insert(address.path.clone());
            return Ok(());
        };
        let answer = self.ask(&address.path, None)?;
        match (answer.status, address.kind) {
            (200, _) => {
                note_type(&file, &answer.content_type, facts);
                self.put(&file, answer)
            }
            (404 | 410, AddressKind::Article) => {
                let path = decoded(&address.path);
                _ = if answer.status == 410 { facts.gone.insert(path) } else { facts.missing.insert(path) };
                self.put(&format!("{OWN}/errors/{file}"), answer)
            }
            // A topic, or a feed, that readers of a language would find empty.
            (404, _) => Ok(()),
            (status, _) => {
                let moved = if status == 302 { &mut facts.current } else { &mut facts.moved };
                moved.insert(decoded(&address.path), answer.location.unwrap_or_default());
                Ok(())
            }
        }
    }

    /// Writes an article in all its forms, and notes where its other addresses lead. `known` are the pages of authors that have
    /// articles.
    pub(super) fn write_article(
        &self,
        article: &AddressedArticle,
        known: &HashSet<&str>,
        facts: &mut SiteFacts,
    ) -> Result<(), ExportError> {
        let mut addresses = of_article(&self.edition.site, article);
        if article.id.collection() == Collection::Authors {
            addresses.retain(|address| !known.contains(address.path.as_str()));
            addresses.iter_mut().for_each(|address| address.kind = AddressKind::Page);
        }
        if !self.skip.contains(&Skip::Cards) {
            addresses.extend(cards_of(self.edition, article));
        }
        addresses.iter().try_for_each(|address| self.write(address, facts))?;
        self.note_former(article, facts)?;
        self.note_withdrawn_files(article, facts);
        self.neutral(article, facts)
    }

    /// The files of an article that was taken down are not there: a server leads from them to the page that says why.
    fn note_withdrawn_files(&self, article: &AddressedArticle, facts: &mut SiteFacts) {
        if let Some(below) = below(article).filter(|_| article.is_withdrawn) {
            let page = encoded_path(&format!("{below}{}", article.id.name()));
            facts.below.insert(format!("/media/{}", article.id), format!("{}{page}", self.edition.site.base_path()));
        }
    }

    /// Notes where the other addresses of an article lead. If one name that the article has alone leads to its page in a language,
    /// so do all, and the router is not asked again.
    fn note_former(&self, article: &AddressedArticle, facts: &mut SiteFacts) -> Result<(), ExportError> {
        let page = |lang: &Lang| {
            let (_, slug) = article.slugs.iter().find(|(other, _)| other == lang)?;
            let path = encoded_path(&format!("{}{slug}", below(article)?));
            Some(format!("{}/{lang}{path}", self.edition.site.base_path()))
        };
        let mut known: HashMap<Lang, String> = HashMap::new();
        for FormerAddress { address, lang } in former_addresses(&self.edition.site, article) {
            let to = match lang.as_ref().and_then(|lang| known.get(lang)) {
                Some(to) => Some(to.clone()),
                None => self.moved(&address)?,
            };
            let Some(to) = to else { continue };
            known.extend(lang.filter(|lang| page(lang).as_ref() == Some(&to)).map(|lang| (lang, to.clone())));
            facts.moved.insert(decoded(&address), to);
        }
        Ok(())
    }

    /// Notes where the addresses of `redirects.toml` lead.
    pub(super) fn redirects(&self) -> Result<SiteFacts, ExportError> {
        let mut facts = SiteFacts::default();
        for from in self.edition.site.redirects.exact() {
            let (path, query) = from.split_once('?').map_or((from, ""), |(path, query)| (path, query));
            let query = if query.is_empty() { String::new() } else { format!("?{}", encoded_query(query)) };
            let to = self.moved(&format!("{}{query}", encoded_path(path)))?;
            facts.listed.extend(to.map(|to| (from.to_owned(), to)));
        }
        for from in self.edition.site.redirects.below() {
            let to = self.moved(&format!("{}/{OWN}", encoded_path(from)))?;
            facts.below.extend(to.map(|to| (from.to_owned(), to)));
        }
        Ok(facts)
    }

    /// The destination of an old address, if it has one.
    fn moved(&self, address: &str) -> Result<Option<String>, ExportError> {
        let answer = self.ask(address, None)?;
        Ok(answer.location.filter(|_| answer.status == 308))
    }

    /// Notes the addresses of files without the digests of their bytes, `/media/2025/x/map.svg`: other sites link them.
    pub(super) fn note_current(&self, files: impl IntoIterator<Item = CurrentAddress>, facts: &mut SiteFacts) {
        let base = self.edition.site.base_path();
        let lines = files.into_iter().map(|file| (decoded(&file.plain), format!("{base}{}", file.present)));
        facts.current.extend(lines);
    }

    /// Notes the destinations of the addresses without a language, if that is not the same path below each language.
    fn neutral(&self, article: &AddressedArticle, facts: &mut SiteFacts) -> Result<(), ExportError> {
        let Some(below) = below(article) else { return Ok(()) };
        let name = article.id.name();
        let languages = || self.edition.site.languages().iter().map(|language| &language.tag);
        let has: Vec<Lang> = languages().filter(|lang| article.versions.has(lang)).cloned().collect();
        let is_whole = languages().count() == has.len() && !article.is_withdrawn;
        if is_whole && article.slugs.iter().all(|(_, slug)| slug == name) {
            return Ok(());
        }
        let mut names: Vec<&str> = article.slugs.iter().map(|(_, slug)| slug.as_str()).collect();
        names.push(name.as_str());
        names.sort_unstable();
        names.dedup();
        let mut known: HashMap<&Lang, (u16, Option<String>)> = HashMap::new();
        for name in names {
            let path = format!("{below}{name}");
            let encoded = encoded_path(&path);
            facts.has.insert(path.clone(), has.clone());
            let is_alone = has_alone(article, name);
            for lang in languages() {
                let answer = match known.get(lang).filter(|_| is_alone) {
                    Some(answer) => answer.clone(),
                    None => self.ask(&encoded, Some(lang)).map(|answer| (answer.status, answer.location))?,
                };
                // An error page may have a redirect of its own.
                if is_alone && answer.0 == 302 {
                    known.insert(lang, answer.clone());
                }
                let base = self.edition.site.base_path();
                let target = match answer {
                    // The page of an article that was taken down is not a file of the site, so a server does not find it.
                    (302, Some(to)) if !article.is_withdrawn && to == format!("{base}/{lang}{encoded}") => continue,
                    (302, Some(to)) => NeutralTarget::To(to),
                    (status, _) => {
                        let slug = article.slugs.iter().find(|(other, _)| other == lang).map(|(_, slug)| slug.as_str());
                        NeutralTarget::Error(status, format!("/{lang}{below}{}", slug.unwrap_or(name)))
                    }
                };
                facts.neutral.insert((path.clone(), lang.clone()), target);
            }
        }
        Ok(())
    }

    /// Writes the page at the root of the folder.
    pub(super) fn write_start(&self) -> Result<(), ExportError> {
        let link = |path: &str| match &self.relative {
            Some(links) => links.link("index.html", &format!("{}{path}", self.edition.site.base_path())),
            None => format!("{}{path}", self.edition.site.base_path()),
        };
        let page = start_page(self.edition, link).map_err(|error| ExportError::Catalog(error.into()))?;
        self.folder.put_bytes("index.html", page.as_bytes())
    }

    /// Writes the error pages of a language.
    pub(super) fn write_errors(&self, lang: &Lang) -> Result<(), ExportError> {
        for status in ERROR_PAGES {
            let answer = error_page_at(self.app, lang, status);
            self.put(&format!("{OWN}/errors/{status}.{lang}.html"), answer.clone())?;
            // Hosts of plain files show this one.
            if status == 404 && lang == self.edition.site.default_language() {
                self.put("404.html", answer)?;
            }
        }
        Ok(())
    }

    fn ask(&self, address: &str, lang: Option<&Lang>) -> Result<SiteAnswer, ExportError> {
        let answer = answer_at(self.app, AnswerRequest { address, lang });
        match answer.status {
            500.. => Err(ExportError::Page { address: address.to_owned(), status: answer.status }),
            _ => Ok(answer),
        }
    }

    fn put(&self, file: &str, answer: SiteAnswer) -> Result<(), ExportError> {
        let AnswerBody::Text(text) = &answer.body else { return self.folder.put(file, &answer.body) };
        if !answer.content_type.starts_with("text/html") {
            return self.folder.put(file, &answer.body);
        }
        let base = self.edition.site.base_path();
        let linked = match &self.relative {
            Some(links) => Some(links.page(file, text)),
            None if file.contains('~') => {
                Some(relinked(text, |link| self.parts.address(base, link).unwrap_or_else(|| link.to_owned())))
            }
            None => None,
        };
        let text = linked.as_ref().unwrap_or(text);
        let is_relative = self.relative.is_some();
        let searched = self.search.as_ref().and_then(|search| search.page(self.app, file, text, is_relative));
        self.folder.put_bytes(file, searched.as_ref().unwrap_or(text).as_bytes())
    }
}

/// The address without a language of what lies in the collection of an article; `None` for texts about authors.
fn below(article: &AddressedArticle) -> Option<String> {
    match article.id.collection() {
        Collection::Authors => None,
        Collection::Pages => Some(String::from("/")),
        Collection::Year(year) => Some(format!("/{year}/")),
    }
}

/// Files whose media type is not that of others with their ending.
const NAMED: [&str; 2] = ["feed.json", "opensearch.xml"];

/// Notes the media type of a file.
fn note_type(file: &str, kind: &str, facts: &mut SiteFacts) {
    let name = file.rsplit('/').next().unwrap_or_default();
    let Some((_, ending)) = name.rsplit_once('.') else { return };
    let is_plain = ["static/", "media/"].iter().any(|folder| file.starts_with(folder));
    // A part of a feed is `feed~before=…`.
    let whole = match name.split_once('~') {
        Some((stem, _)) => format!("{stem}.{ending}"),
        None => name.to_owned(),
    };
    let (types, key) = match NAMED.contains(&whole.as_str()) {
        _ if is_plain => (&mut facts.types, ending),
        true => (&mut facts.page_types, whole.as_str()),
        false => (&mut facts.page_types, ending),
    };
    if types.get(key).is_none_or(|known| known != kind) {
        types.insert(key.to_owned(), kind.to_owned());
    }
}
