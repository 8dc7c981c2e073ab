//! What only one version of an article has, kept with it.

use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::{
    article::{Article, Correction, Difference, Staleness, Version},
    model::date::{Dates, Moment},
};

/// What only one version has, in addition to its title, summary and body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionDetails {
    /// Who translated it.
    pub translators: Vec<String>,
    /// When it appeared and was last changed.
    pub dates: Dates,
    /// What was corrected after publication, the newest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<Correction>,
    /// Words of its body.
    pub words: u32,
    /// The first picture: its address, and its size in pixels where that is known.
    pub picture: Option<(String, Option<(u32, u32)>)>,
    /// Whether it is older than its source.
    pub staleness: Staleness,
    /// How it differs from its source, by its record; `None` where there is no record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compared: Option<SourceComparison>,
}

/// What came of comparing a version with its source.
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
