//! The facts behind an article's rows in the listings, stored with it, so that a change removes exactly those rows.

use jiff::tz::TimeZone;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use super::prepared::RetainedVersion;
use crate::{
    article::Article,
    catalog::{CatalogError, Scope, compression::json, listing_key::month_of},
    model::{date::Dates, lang::Lang},
    site::{Site, Topic},
};

/// When, under what, and in which versions an article is listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::catalog) struct ListingFacts {
    /// Seconds since 1970; 0 of an undated page.
    pub(in crate::catalog) published: i64,
    /// The year and month in the site's time zone: 202506; 0 of an undated page.
    pub(in crate::catalog) month: u32,
    /// The scopes it is listed in, as the table writes them; none for an undated page and an article that was taken down.
    pub(in crate::catalog) scopes: Vec<String>,
    /// Per language of the site, the version shown: (`ru`, `uk`). A language with none is left out.
    pub(in crate::catalog) shown: Vec<(Lang, Lang)>,
    /// The version shown where no language is asked for; `None` for an article that is not listed.
    pub(in crate::catalog) first: Option<Lang>,
    /// The versions that appeared later than the article was published, and when: (`en`, seconds since 1970).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    late: Vec<(Lang, i64)>,
}

/// The position of a listing's row in time: a number in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::catalog) enum ListingColumn {
    /// The time when the article was published, and the version shown appeared with it.
    Both = 0,
    /// The time when the article was published; the version shown appeared later.
    Published = 1,
    /// The time when the version shown appeared.
    Appeared = 2,
}

impl ListingFacts {
    /// The facts of an article and of the versions of it that are kept; fallback is resolved here, along the chains of
    /// `site.toml`.
    pub(in crate::catalog) fn new(article: &Article, kept: &[RetainedVersion], site: &Site) -> ListingFacts {
        let has = |lang: &Lang| article.versions.has(lang) || kept.iter().any(|kept| kept.lang == *lang);
        let shown = |wanted: &Lang| site.languages().shown(wanted, has).map(|have| (wanted.clone(), have.clone()));
        let moment = article.meta.published;
        let published = moment.map_or(0, |moment| moment.instant(site.time_zone()).as_second());
        let month = moment.map_or(0, |moment| month_of(moment.day(site.time_zone())));
        let mut facts =
            ListingFacts { published, month, scopes: Vec::new(), shown: Vec::new(), first: None, late: Vec::new() };
        if article.meta.withdrawn.is_some() {
            return facts;
        }
        facts.shown = site.languages().iter().filter_map(|language| shown(&language.tag)).collect();
        if moment.is_some() {
            facts.late = late(article, kept, site.time_zone(), published);
            facts.scopes = scopes(article).iter().map(Scope::to_string).collect();
            facts.first = first(site, has).cloned();
        }
        facts
    }

    /// The facts of the article `n`, as they are kept; `None` if there is no such article.
    pub(in crate::catalog) fn find(connection: &Connection, n: i64) -> Result<Option<ListingFacts>, CatalogError> {
        let mut find = connection.prepare_cached("SELECT facts FROM article WHERE n = ?1")?;
        find.query([n])?.next()?.map(|row| json(row, 0)).transpose()
    }

    /// The rows of the listings: (scope, language of the listing, language of the version that stands in it). The listing of all
    /// articles that has no language gets one row, with both first values empty.
    pub(in crate::catalog) fn rows(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        let shown = |scope| self.shown.iter().map(move |(want, have)| (scope, want.as_str(), have.as_str()));
        let neutral = self.first.as_ref().map(|first| ("", "", first.as_str()));
        self.scopes.iter().flat_map(move |scope| shown(scope.as_str())).chain(neutral)
    }

    /// The places in time at which `have` is listed.
    pub(in crate::catalog) fn places(&self, have: &str) -> impl Iterator<Item = (ListingColumn, i64)> {
        let (first, second) = match self.late.iter().find(|(lang, _)| lang.as_str() == have) {
            Some((_, appeared)) => {
                ((ListingColumn::Published, self.published), Some((ListingColumn::Appeared, *appeared)))
            }
            None => ((ListingColumn::Both, self.published), None),
        };
        std::iter::once(first).chain(second)
    }

    /// The version shown to readers of `lang`.
    pub(in crate::catalog) fn shown_in(&self, lang: &Lang) -> Option<&Lang> {
        self.shown.iter().find(|(want, _)| want == lang).map(|(_, have)| have)
    }
}

/// The versions that appeared after `published`, and when.
fn late(article: &Article, kept: &[RetainedVersion], zone: &TimeZone, published: i64) -> Vec<(Lang, i64)> {
    let own = article.versions.iter().map(|version| (&version.lang, version.text.dates));
    let kept = kept.iter().map(|kept| (&kept.lang, kept.details.dates));
    let seconds = |(lang, dates): (&Lang, Dates)| {
        let moment = dates.appeared(*lang == article.meta.source)?;
        Some((lang.clone(), moment.instant(zone).as_second()))
    };
    own.chain(kept).filter_map(seconds).filter(|(_, appeared)| *appeared > published).collect()
}

/// The site's default language, else along its chain, else the first in the site's order.
fn first(site: &Site, has: impl Fn(&Lang) -> bool) -> Option<&Lang> {
    let languages = site.languages();
    let by_order = || languages.iter().map(|language| &language.tag).find(|lang| has(lang));
    languages.shown(site.default_language(), &has).or_else(by_order)
}

fn scopes(article: &Article) -> Vec<Scope> {
    let meta = &article.meta;
    let under = |topic: Topic| move |id: &String| Scope::Topic(topic, id.clone());
    let tags = meta.tags.iter().map(under(Topic::Tag));
    let authors = meta.authors.iter().map(under(Topic::Author));
    let section = meta.section.iter().map(under(Topic::Section));
    let series = meta.series.iter().map(under(Topic::Series));
    // A tag that is written twice is one tag.
    let mut scopes: Vec<Scope> = Vec::new();
    for scope in std::iter::once(Scope::All).chain(tags).chain(authors).chain(section).chain(series) {
        if !scopes.contains(&scope) {
            scopes.push(scope);
        }
    }
    scopes
}
