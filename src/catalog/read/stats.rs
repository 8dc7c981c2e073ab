//! Counts the archive, for editors and not for requests of readers. One walk over all versions.

use std::collections::BTreeMap;

use rusqlite::Connection;
use serde::Serialize;

use super::view::ArticleMeta;
use crate::{
    article::Staleness,
    catalog::{CatalogError, Snapshot, VersionDetails, compression::json},
    model::lang::Lang,
    site::Site,
};

/// The archive in numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ArchiveStats {
    /// Articles in any language.
    pub articles: u64,
    /// Versions of all articles.
    pub versions: u64,
    /// By language, in the alphabet of tags.
    pub languages: BTreeMap<Lang, LanguageStats>,
    /// By year of publication, then by language.
    pub years: BTreeMap<i16, BTreeMap<Lang, LanguageStats>>,
}

/// The counts of one language.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct LanguageStats {
    /// Articles that have a version in it.
    pub versions: u64,
    /// Words of these versions.
    pub words: u64,
    /// Versions that the others were translated from.
    pub originals: u64,
    /// Translations not older than their original.
    pub fresh: u64,
    /// Translations older than their original.
    pub stale: u64,
    /// Articles that are meant for it and have no version in it.
    pub missing: u64,
}

/// One article, as it is counted.
struct StatsRow {
    meta: ArticleMeta,
    versions: Vec<(Lang, VersionDetails)>,
}

impl Snapshot {
    /// Counts everything, for the languages of `site` and with its days.
    ///
    /// # Errors
    /// If the file cannot be read, or a row is damaged.
    pub fn numbers(&self, site: &Site) -> Result<ArchiveStats, CatalogError> {
        self.read(|connection| count(connection, site))
    }
}

fn count(connection: &Connection, site: &Site) -> Result<ArchiveStats, CatalogError> {
    let mut numbers = ArchiveStats::default();
    let mut find = connection.prepare_cached(
        "SELECT n, meta, lang, details FROM article JOIN version ON article = n WHERE year >= 0 ORDER BY n, lang",
    )?;
    let mut rows = find.query([])?;
    let mut at = None;
    let mut gathered: Option<StatsRow> = None;
    while let Some(row) = rows.next()? {
        let n: i64 = row.get(0)?;
        if at.replace(n) != Some(n) {
            numbers.add(gathered.take(), site);
            gathered = Some(StatsRow { meta: json(row, 1)?, versions: Vec::new() });
        }
        let version = (row.get(2)?, json(row, 3)?);
        gathered.iter_mut().for_each(|row| row.versions.push(version.clone()));
    }
    numbers.add(gathered, site);
    Ok(numbers)
}

impl ArchiveStats {
    fn add(&mut self, row: Option<StatsRow>, site: &Site) {
        let Some(StatsRow { meta, versions }) = row.filter(|row| row.meta.withdrawn.is_none()) else { return };
        let Some(published) = meta.published else { return };
        let year = self.years.entry(published.day(site.time_zone()).year()).or_default();
        for (lang, details) in &versions {
            let staleness = details.staleness;
            let one = LanguageStats {
                versions: 1,
                words: details.words.into(),
                originals: (staleness == Staleness::Source).into(),
                // A translation whose original is not here cannot be behind it.
                fresh: matches!(staleness, Staleness::Fresh | Staleness::Unknown).into(),
                stale: staleness.is_stale().into(),
                missing: 0,
            };
            self.languages.entry(lang.clone()).or_default().add(one);
            year.entry(lang.clone()).or_default().add(one);
        }
        for language in site.languages().iter().filter(|language| meta.languages.includes(&language.tag)) {
            let tag = &language.tag;
            if versions.iter().all(|(lang, _)| lang != tag) {
                self.languages.entry(tag.clone()).or_default().missing += 1;
                year.entry(tag.clone()).or_default().missing += 1;
            }
        }
        self.articles += 1;
        self.versions += u64::try_from(versions.len()).unwrap_or_default();
    }
}

impl LanguageStats {
    fn add(&mut self, other: LanguageStats) {
        self.versions += other.versions;
        self.words += other.words;
        self.originals += other.originals;
        self.fresh += other.fresh;
        self.stale += other.stale;
        self.missing += other.missing;
    }
}
