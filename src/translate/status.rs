//! Counts the work of translators: how much of the messages and of the articles each language has, and what is to be done
//! next. Values in, values out.

use std::{collections::BTreeSet, fmt};

use jiff::Timestamp;

use super::ArticleVersions;
use crate::{
    article::{Staleness, Waiting},
    i18n::{Locales, lint::copied},
    model::{FallbackCounts, lang::Lang},
    site::Site,
};

/// The state of a whole archive.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Status {
    /// One for each language asked for, in the order of `site.toml`; none where an article is asked for.
    pub languages: Vec<Coverage>,
    /// All work, open and done; newest article first.
    pub work: Vec<WorkItem>,
    /// Articles and versions that readers do not see yet, by article.
    pub waiting: Vec<Waiting>,
}

/// How much of everything one language has.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Coverage {
    /// The language.
    pub lang: Lang,
    /// Messages of the source language that it has in its own words, and all there are.
    pub messages: Ratio,
    /// Articles with a version in it, and all that are meant for it.
    pub articles: Ratio,
    /// Of those articles, the ones whose version is stale.
    pub stale: usize,
}

/// So many of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Ratio {
    /// How many there are.
    pub have: usize,
    /// How many there could be.
    pub all: usize,
}

/// One version of one article, or the lack of it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct WorkItem {
    /// The article's id.
    pub article: String,
    /// The language.
    pub lang: Lang,
    /// How it stands.
    pub state: WorkState,
    /// Passages of a stale version that are to be looked at, its title and its summary among them; 0 where it was not recorded
    /// them.
    pub passages: usize,
    /// How often readers of this language were shown another one instead, where the server counts it.
    pub demand: Option<u64>,
    /// When the article was published; `None` of an undated page.
    #[serde(skip)]
    pub published: Option<Timestamp>,
}

/// How a version stands. The order is that of urgency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum WorkState {
    /// There is none.
    Missing,
    /// Its source has changed.
    Stale,
    /// It says what its source says.
    Fresh,
    /// It is the source.
    Source,
}

/// As scripts read it.
impl fmt::Display for WorkState {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        serde::Serialize::serialize(self, out)
    }
}

/// In which order work is listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkOrder {
    /// The newest article first.
    Newest,
    /// The articles that readers missed most come first.
    Demand,
}

impl Status {
    /// The state of these articles and words.
    pub fn new(
        site: &Site,
        locales: &Locales,
        desks: &[ArticleVersions],
        demand: Option<&FallbackCounts>,
        order: WorkOrder,
    ) -> Status {
        let mut work: Vec<WorkItem> = desks.iter().flat_map(|desk| article_work(site, desk, demand)).collect();
        // Stable: of one article the languages stay in the order of the site.
        work.sort_by(|a, b| b.published.cmp(&a.published).then_with(|| a.article.cmp(&b.article)));
        if order == WorkOrder::Demand {
            work.sort_by_key(|work| std::cmp::Reverse(work.demand));
        }
        let copied = copied(site, locales);
        let of = |lang: &Lang| coverage(site, locales, &copied, lang, &work);
        let languages = site.languages().iter().map(|language| of(&language.tag)).collect();
        Status { languages, work, waiting: Vec::new() }
    }

    /// The same, with what of the articles readers do not see at `now`.
    #[must_use]
    pub fn with_waiting(self, site: &Site, desks: &[ArticleVersions], now: Timestamp) -> Status {
        let waiting = desks.iter().flat_map(|desk| desk.article().waiting(now, site.time_zone())).collect();
        Status { waiting, ..self }
    }

    /// The state of one language alone.
    #[must_use]
    pub fn in_language(mut self, lang: &Lang) -> Status {
        self.languages.retain(|coverage| coverage.lang == *lang);
        self.work.retain(|work| work.lang == *lang);
        self.waiting.retain(|waiting| waiting.lang.as_ref().is_none_or(|waiting| waiting == lang));
        self
    }

    /// The state of the articles alone, without the languages as a whole.
    #[must_use]
    pub fn articles_only(mut self) -> Status {
        self.languages.clear();
        self
    }

    /// Whether nothing is missing and nothing stale.
    pub fn is_complete(&self) -> bool {
        let whole = |coverage: &Coverage| coverage.messages.have == coverage.messages.all;
        let done = |work: &WorkItem| !matches!(work.state, WorkState::Missing | WorkState::Stale);
        self.languages.iter().all(whole) && self.work.iter().all(done)
    }
}

fn article_work(site: &Site, desk: &ArticleVersions, demand: Option<&FallbackCounts>) -> Vec<WorkItem> {
    let article = desk.article();
    let work = |language: &crate::site::Language| {
        let version = article.versions.get(&language.tag);
        if version.is_none() && !article.meta.languages.includes(&language.tag) {
            return None;
        }
        let (state, passages) = match version {
            None => (WorkState::Missing, 0),
            Some(version) => stands(version.staleness),
        };
        Some(WorkItem {
            article: article.id.to_string(),
            lang: language.tag.clone(),
            state,
            passages,
            demand: demand.map(|demand| demand.get(&article.id, &language.tag)),
            published: article.meta.published.map(|moment| moment.instant(site.time_zone())),
        })
    };
    site.languages().iter().filter_map(work).collect()
}

fn stands(staleness: Staleness) -> (WorkState, usize) {
    match staleness {
        Staleness::Source => (WorkState::Source, 0),
        Staleness::Stale { passages, since: _ } => (WorkState::Stale, passages),
        Staleness::Fresh | Staleness::Unknown => (WorkState::Fresh, 0),
    }
}

type Copied = BTreeSet<(Lang, String)>;

fn coverage(site: &Site, locales: &Locales, copied: &Copied, lang: &Lang, work: &[WorkItem]) -> Coverage {
    let wanted: BTreeSet<&str> = locales.names(site.source_language()).collect();
    let is_own = |name: &&str| !copied.contains(&(lang.clone(), (*name).to_owned()));
    let own: BTreeSet<&str> = locales.names(lang).filter(is_own).collect();
    let of_lang: Vec<&WorkItem> = work.iter().filter(|work| work.lang == *lang).collect();
    let count = |state| of_lang.iter().filter(|work| work.state == state).count();
    Coverage {
        lang: lang.clone(),
        messages: Ratio { have: wanted.intersection(&own).count(), all: wanted.len() },
        articles: Ratio { have: of_lang.len() - count(WorkState::Missing), all: of_lang.len() },
        stale: count(WorkState::Stale),
    }
}
