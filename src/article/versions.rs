//! An article with its versions, by their language.

use std::{
    ops::{Deref, DerefMut},
    slice, vec,
};

use super::{ArticleToml, ComparedText, Freshness, MediaFile, Staleness, Unpublished, VersionText, markdown::Rendered};
use crate::{
    model::{
        lang::Lang,
        slug::{ArticleId, Slug},
    },
    site::Site,
};

/// An article with all its versions, rendered.
#[derive(Debug, Clone)]
pub struct Article {
    /// The folder it lies in.
    pub id: ArticleId,
    /// The metadata that its versions share.
    pub meta: ArticleToml,
    /// Its versions, at most one a language, in the order of the site's languages.
    pub versions: Versions<Version>,
    /// Versions without a text: their addresses lead to those that have one.
    pub empty: Vec<Version>,
    /// Its pictures and other files.
    pub media: Vec<MediaFile>,
}

/// An article in one language.
#[derive(Debug, Clone)]
pub struct Version {
    /// The language.
    pub lang: Lang,
    /// Title, summary and the rest of the front matter.
    pub text: VersionText,
    /// Its body as HTML, with what rendering found out about it.
    pub rendered: Rendered,
    /// How it stands to the source version; `None` for that one itself, and where it was not recorded.
    pub freshness: Option<Freshness>,
    /// Whether it is older than its source.
    pub staleness: Staleness,
    /// Why it is not public, if it is not: set by [`Assembled::publish`](super::Assembled::publish).
    pub unpublished: Option<Unpublished>,
}

/// A version of an article, as read from its file or from the catalog.
pub trait InLanguage {
    /// The language of its text.
    fn lang(&self) -> &Lang;
}

/// Versions of one article, at most one per language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Versions<V>(Vec<V>);

impl Article {
    /// The version that the others are translated from.
    pub fn source(&self) -> Option<&Version> {
        self.versions.get(&self.meta.source)
    }

    /// The picture that stands for `version` in listings and previews: the first figure of its text.
    pub fn lead_picture(&self, version: &Version) -> Option<&MediaFile> {
        let file = version.rendered.lead_image.as_ref()?;
        self.media.iter().find(|media| media.file == *file)
    }
}

impl Article {
    /// Leaves of an article that was taken down what its notice says: titles and dates.
    pub(super) fn strip(&mut self) {
        self.media.clear();
        for version in &mut self.versions.0 {
            version.text.summary.clear();
            version.rendered = Rendered::empty();
        }
    }
}

impl InLanguage for Version {
    fn lang(&self) -> &Lang {
        &self.lang
    }
}

impl Version {
    /// The last part of its address: its own slug, else the name of the article's folder.
    pub fn slug<'a>(&'a self, id: &'a ArticleId) -> &'a Slug {
        self.text.slug.as_ref().unwrap_or(id.name())
    }

    /// The version as one that is compared; `file` is the text of its file.
    pub fn as_text<'a>(&'a self, file: &'a str) -> ComparedText<'a> {
        let VersionText { title, summary, .. } = &self.text;
        ComparedText { title, summary, file, blocks: &self.rendered.blocks }
    }
}

impl<V: InLanguage> Versions<V> {
    /// The version in `lang`.
    pub fn get(&self, lang: &Lang) -> Option<&V> {
        self.0.iter().find(|version| version.lang() == lang)
    }

    /// The version in `lang`, to be changed.
    pub fn get_mut(&mut self, lang: &Lang) -> Option<&mut V> {
        self.0.iter_mut().find(|version| version.lang() == lang)
    }

    /// Whether there is a version in `lang`.
    pub fn has(&self, lang: &Lang) -> bool {
        self.get(lang).is_some()
    }

    /// The languages, in the order of the versions.
    pub fn languages(&self) -> impl Iterator<Item = &Lang> {
        self.0.iter().map(InLanguage::lang)
    }

    /// The versions in other languages than `lang`.
    pub fn except(&self, lang: &Lang) -> impl Iterator<Item = &V> {
        self.0.iter().filter(move |version| version.lang() != lang)
    }

    /// Removes the versions that `keep` refuses.
    pub fn retain(&mut self, keep: impl FnMut(&V) -> bool) {
        self.0.retain(keep);
    }
}

impl Versions<Version> {
    /// Decides which of the versions of an article with this `meta` are older than its source.
    pub(super) fn decide_staleness(&mut self, meta: &ArticleToml, site: &Site) {
        let zone = site.time_zone();
        let Some(changed) = self.get(&meta.source).map(|source| source.text.changed(zone)) else { return };
        for version in self.iter_mut() {
            let recorded = version.freshness.as_ref().map(Freshness::to_do);
            let own = version.text.changed(zone).or(version.text.dates.published);
            version.staleness = match version.lang == meta.source {
                true => Staleness::Source,
                false => Staleness::for_translation(recorded, changed, own, meta.published, site),
            };
        }
    }
}

impl<V> From<Vec<V>> for Versions<V> {
    fn from(versions: Vec<V>) -> Self {
        Versions(versions)
    }
}

impl<V> FromIterator<V> for Versions<V> {
    fn from_iter<I: IntoIterator<Item = V>>(versions: I) -> Self {
        Versions(versions.into_iter().collect())
    }
}

impl<V> Deref for Versions<V> {
    type Target = [V];

    fn deref(&self) -> &[V] {
        &self.0
    }
}

impl<V> DerefMut for Versions<V> {
    fn deref_mut(&mut self) -> &mut [V] {
        &mut self.0
    }
}

impl<V> IntoIterator for Versions<V> {
    type Item = V;
    type IntoIter = vec::IntoIter<V>;

    fn into_iter(self) -> vec::IntoIter<V> {
        self.0.into_iter()
    }
}

impl<'a, V> IntoIterator for &'a Versions<V> {
    type Item = &'a V;
    type IntoIter = slice::Iter<'a, V>;

    fn into_iter(self) -> slice::Iter<'a, V> {
        self.0.iter()
    }
}

/// The text of a version, if it is valid.
pub(super) fn text_of<'a>(
    texts: &[(Lang, &'a str, &'a str)],
    versions: &'a Versions<Version>,
    lang: &Lang,
) -> Option<ComparedText<'a>> {
    let (.., file) = texts.iter().find(|(other, ..)| other == lang)?;
    Some(versions.get(lang)?.as_text(file))
}
