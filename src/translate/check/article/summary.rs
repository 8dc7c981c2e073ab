//! The facts that are kept of an article once it is read, for questions about all articles at once.

use std::collections::HashMap;

use jiff::civil::Date;

use crate::{
    article::{
        Article, Audience, Freshness, InLanguage, Staleness, Unpublished, Version, Versions, Waiting,
        markdown::{AddressLink, ArticleLink, BlockKind, Rendered},
    },
    model::{
        diagnostic::{Lines, Place},
        lang::Lang,
        slug::ArticleId,
    },
    site::{Site, Topic},
};

/// An article, in short.
#[derive(Debug)]
pub(in crate::translate::check) struct ArticleSummary {
    pub(in crate::translate::check) id: ArticleId,
    pub(super) source: Lang,
    /// The languages that it is meant for.
    pub(super) languages: Audience,
    pub(super) topics: Vec<(Topic, String)>,
    pub(super) aliases: Vec<(String, Option<Place>)>,
    /// Whether it was taken down.
    pub(in crate::translate::check) is_withdrawn: bool,
    pub(super) versions: Versions<VersionOutline>,
    /// Languages of versions that are there and cannot be shown, which is reported with their files.
    pub(super) unread: Vec<Lang>,
    /// The parts that readers do not see yet.
    pub(in crate::translate::check) waiting: Vec<Waiting>,
}

/// A version, in short.
#[derive(Debug)]
pub(super) struct VersionOutline {
    pub(super) lang: Lang,
    pub(super) slug: String,
    pub(super) slug_place: Option<Place>,
    pub(super) aliases: Vec<(String, Option<Place>)>,
    /// Whether readers do not see it yet.
    pub(super) is_hidden: bool,
    /// Why it is out of date, if it is.
    pub(super) behind: Option<Behind>,
    pub(super) anchors: Vec<String>,
    pub(super) links: Vec<ArticleLink>,
    /// Links to addresses of this site, as paths from its root.
    pub(super) paths: Vec<AddressLink>,
    /// Measured only for those who ask whether something is left out.
    pub(super) extent: Option<Extent>,
}

/// How much text there is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Extent {
    pub(super) words: u32,
    /// Blocks other than footnotes, which a translator may add.
    pub(super) blocks: usize,
}

/// The evidence that a version is out of date.
#[derive(Debug)]
pub(super) enum Behind {
    /// Its source was changed on this day, after it was translated.
    Since(Date),
    /// The record of what it was translated from.
    Recorded(Freshness),
}

impl ArticleSummary {
    /// `text` gives the text of a file of the article's folder.
    pub(in crate::translate::check) fn new<'a>(article: &Article, site: &Site, text: impl Fn(&str) -> &'a str) -> Self {
        let meta = &article.meta;
        let topics = [
            (Topic::Tag, meta.tags.as_slice()),
            (Topic::Author, meta.authors.as_slice()),
            (Topic::Section, meta.section.as_slice()),
            (Topic::Series, meta.series.as_slice()),
        ];
        let topics = topics.iter().flat_map(|(topic, ids)| ids.iter().map(|id| (*topic, id.clone())));
        ArticleSummary {
            id: article.id.clone(),
            source: meta.source.clone(),
            languages: meta.languages.clone(),
            topics: topics.collect(),
            aliases: located(&article.old_paths(), text(article.id.collection().meta_file())),
            is_withdrawn: meta.withdrawn.is_some(),
            versions: article
                .versions
                .iter()
                .map(|version| VersionOutline::new(version, article, site, text(&format!("{}.md", version.lang))))
                .collect(),
            unread: Vec::new(),
            waiting: Vec::new(),
        }
    }

    /// Notes the languages of versions that are there and cannot be shown.
    pub(in crate::translate::check) fn note_unread(&mut self, languages: Vec<Lang>) {
        self.unread = languages;
    }

    /// Notes what of it readers do not see yet.
    pub(in crate::translate::check) fn note_waiting(&mut self, waiting: Vec<Waiting>) {
        self.waiting = waiting;
        let hidden: Vec<bool> = self.versions.languages().map(|lang| self.waits(lang).is_some()).collect();
        self.versions.iter_mut().zip(hidden).for_each(|(version, hidden)| version.is_hidden = hidden);
    }

    /// Why readers do not see the version in `lang`: itself, or the article as a whole.
    pub(super) fn waits(&self, lang: &Lang) -> Option<Unpublished> {
        let is_it = |waiting: &&Waiting| waiting.lang.as_ref().is_none_or(|waiting| waiting == lang);
        self.waiting.iter().find(is_it).map(|waiting| waiting.state)
    }

    /// Whether readers see nothing of it.
    pub(in crate::translate::check) fn is_hidden(&self) -> bool {
        self.versions.iter().all(|version| version.is_hidden)
    }

    /// Its topics.
    pub(in crate::translate::check) fn topics_of(&self, wanted: Topic) -> impl Iterator<Item = &str> {
        self.topics.iter().filter(move |(topic, _)| *topic == wanted).map(|(_, id)| id.as_str())
    }

    /// Measures how much text each version of `article` has, which takes a tenth of all the time.
    pub(in crate::translate::check) fn measure(&mut self, article: &Article) {
        for (facts, version) in self.versions.iter_mut().zip(&article.versions) {
            facts.extent = Some(Extent::new(version));
        }
    }

    pub(super) fn version(&self, lang: &Lang) -> Option<&VersionOutline> {
        self.versions.get(lang)
    }

    /// Whether the version in `lang` is known to be out of date.
    pub(in crate::translate::check) fn is_behind(&self, lang: &Lang) -> bool {
        self.version(lang).is_some_and(|version| version.behind.is_some())
    }

    /// The path of a file of the article.
    pub(super) fn path(&self, file: &str) -> String {
        format!("{}/{file}", self.id.folder())
    }
}

impl Behind {
    /// The evidence that a stale version is out of date: its record, otherwise the day of its source.
    fn for_version(version: &Version, site: &Site) -> Option<Behind> {
        let Staleness::Stale { since, passages: _ } = version.staleness else { return None };
        match &version.freshness {
            Some(freshness) => Some(Behind::Recorded(freshness.clone())),
            None => since.map(|moment| Behind::Since(moment.day(site.time_zone()))),
        }
    }
}

/// Old paths, each with the place where `text` has it between quotation marks.
fn located(aliases: &[String], text: &str) -> Vec<(String, Option<Place>)> {
    if aliases.is_empty() {
        return Vec::new();
    }
    let mut wanted: HashMap<&str, Option<Place>> = aliases.iter().map(|alias| (alias.as_str(), None)).collect();
    let places = Lines::new(text);
    let mut offset = 0;
    for part in text.split(['"', '\'']) {
        if let Some(place @ None) = wanted.get_mut(part.trim_end_matches('/')) {
            *place = Some(places.place(offset));
        }
        offset += part.len() + 1;
    }
    aliases.iter().map(|alias| (alias.clone(), wanted.get(alias.as_str()).copied().flatten())).collect()
}

/// A link to an address of the site itself, as a path from its root.
fn on_site(link: &AddressLink, site: &Site) -> Option<AddressLink> {
    let AddressLink { address, place } = link;
    let path = if address.starts_with('/') { address.as_str() } else { site.path_of(address)? };
    Some(AddressLink { address: path.to_owned(), place: *place })
}

impl Extent {
    fn new(version: &Version) -> Self {
        let Rendered { blocks, .. } = &version.rendered;
        let blocks = blocks.iter().filter(|block| block.kind != BlockKind::Footnotes).count();
        Extent { words: version.rendered.words(), blocks }
    }
}

impl InLanguage for VersionOutline {
    fn lang(&self) -> &Lang {
        &self.lang
    }
}

impl VersionOutline {
    fn new(version: &Version, article: &Article, site: &Site, text: &str) -> Self {
        let rendered = &version.rendered;
        VersionOutline {
            lang: version.lang.clone(),
            slug: version.slug(&article.id).to_string(),
            slug_place: version.text.slug_place,
            aliases: located(&version.text.aliases, text),
            behind: Behind::for_version(version, site),
            anchors: rendered.headings.iter().map(|heading| heading.id.clone()).collect(),
            links: rendered.links.clone(),
            paths: rendered.addresses.iter().filter_map(|link| on_site(link, site)).collect(),
            is_hidden: false,
            extent: None,
        }
    }
}
