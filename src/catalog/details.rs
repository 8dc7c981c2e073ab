//! The columns of a single version, and its card in lists.
//! The facts about an article that a list shows are its card.

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::ListingKey;
use crate::{
    article::{Article, Correction, Difference, Staleness, Thumbnail, Unpublished, Version},
    model::{
        date::{Dates, Moment},
        lang::Lang,
        slug::{ArticleId, Slug},
    },
};

/// The details of a version besides its title, summary and body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionDetails {
    /// The translators.
    pub translators: Vec<String>,
    /// When it appeared and was last changed.
    pub dates: Dates,
    /// Corrections after publication, newest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<Correction>,
    /// Words of its body.
    pub words: u32,
    /// The first picture: its address, and its size in pixels where that is known.
    pub picture: Option<(String, Option<(u32, u32)>)>,
    /// Whether it is older than its source.
    pub staleness: Staleness,
    /// How it differs from its source, by its record; `None` if there is no record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compared: Option<SourceComparison>,
}

/// The result of comparing a version with its source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceComparison {
    /// The differences, in the order of the page; none where the version is fresh.
    pub differences: Vec<Difference>,
    /// The bytes of HTML of the version and of its source, by which texts that have changed since are found.
    pub lengths: (usize, usize),
}

impl VersionDetails {
    pub(in crate::catalog) fn new(article: &Article, version: &Version) -> Self {
        let picture = article.lead_picture(version);
        VersionDetails {
            translators: version.text.translators.clone(),
            dates: version.text.dates,
            corrections: version.text.corrections.clone(),
            words: version.rendered.words(),
            picture: picture.and_then(|media| media.preview(&article.id)),
            staleness: version.staleness,
            compared: SourceComparison::new(article, version),
        }
    }

    /// When the version was last changed or corrected, as far as its file says so.
    pub fn changed(&self, zone: &TimeZone) -> Option<Moment> {
        self.dates.changed(self.corrections.iter().map(|correction| correction.date), zone)
    }

    /// When the version was last changed or corrected, otherwise when it appeared.
    pub fn latest(&self, zone: &TimeZone) -> Option<Moment> {
        self.changed(zone).or(self.dates.published)
    }
}

impl SourceComparison {
    fn new(article: &Article, version: &Version) -> Option<Self> {
        let source = article.source()?;
        let (own, other) = (&version.rendered, &source.rendered);
        let differences = version.freshness.as_ref()?.differences(&other.blocks, &own.blocks);
        Some(SourceComparison { differences, lengths: (own.html.as_str().len(), other.html.as_str().len()) })
    }
}

/// One article in a listing of one language: the version shown, and the address in the language of the listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Its place in the listing.
    pub key: ListingKey,
    /// The id of the article.
    pub id: ArticleId,
    /// The last part of its address in the language of the listing.
    pub slug: Slug,
    /// The language of the version shown: the listing's own, or its fallback.
    pub lang: Lang,
    /// That version's title.
    pub title: String,
    /// That version's summary; may be empty.
    pub summary: String,
    /// The picture that stands for it: the first of that version.
    pub thumbnail: Option<Thumbnail>,
    /// The section's id.
    pub section: Option<String>,
    /// Why that version is not public; only in a preview.
    pub unpublished: Option<Unpublished>,
}
