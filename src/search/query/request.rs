//! Asking: what was typed goes in, articles come out. Where it finds nothing, what may have been meant is tried.

use rayon::prelude::*;
use tantivy::Searcher;

use super::{
    plan::{Need, SearchPlan, SearchPlanner},
    ranking::{Ranked, rank},
    spelling::respelt,
};
use crate::{
    catalog::Catalog,
    model::lang::Lang,
    search::{
        Hit, Query, Search, SearchError,
        analysis::{detect, is_known_anywhere, other_layout, tokens},
        excerpt::load_hit,
        index::search_index::SearchIndex,
    },
    site::{Languages, Names},
};

/// Articles that can be paged to; further ones need a narrower query.
pub const DEEPEST: usize = 200;

/// Letters from which on a word that a dictionary has is believed; shorter ones are abbreviations, too.
const SHORTEST: usize = 3;

/// A search with its reader.
#[derive(Debug, Clone, Copy)]
pub struct SearchRequest<'a> {
    /// The query as it was typed.
    pub typed: &'a str,
    /// The language of the reader.
    pub lang: &'a Lang,
    /// Names of tags, authors and sections.
    pub names: &'a Names,
    /// The languages of the site, with their aliases.
    pub languages: &'a Languages,
    /// How many of the best articles to pass over.
    pub from: usize,
    /// How many articles to show.
    pub size: usize,
}

impl SearchRequest<'_> {
    /// The tag that `lang:` names: a language of the site, in any case, by an alias, or with subtags that the site does not
    /// have; else what was typed.
    pub(in crate::search) fn lang_named<'n>(&'n self, typed: &'n str) -> &'n str {
        let mut name = typed;
        loop {
            if let Some(language) = self.languages.get(name).or_else(|| self.languages.by_alias(name)) {
                return language.tag.as_str();
            }
            let Some((shorter, _)) = name.rsplit_once('-') else { return typed };
            name = shorter;
        }
    }
}

/// The result of a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SearchResult {
    /// The articles there are.
    Found(FoundArticles),
    /// The index is just being built.
    Building,
}

/// The articles found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundArticles {
    /// How many articles there are.
    pub total: usize,
    /// Those asked for, best first.
    pub hits: Vec<Hit>,
    /// The query that was searched instead of the typed one, if that found nothing.
    pub correction: Option<QueryCorrection>,
    /// The language that the query most likely is in.
    pub lang: Option<Lang>,
}

/// How a query that found nothing was corrected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QueryCorrection {
    /// The same keys on another keyboard layout.
    Layout(String),
    /// Words within one edit.
    Spelling(String),
    /// Most of the words in place of all.
    Most,
}

struct SearchRun<'a> {
    ask: &'a SearchRequest<'a>,
    engine: &'a SearchIndex,
    searcher: &'a Searcher,
}

/// The results, and the query that found them.
type RankedOutcome = (Ranked, SearchPlan, Option<QueryCorrection>);

impl Search {
    /// Finds articles.
    ///
    /// # Errors
    /// If the index or the catalog cannot be read.
    pub fn find(&self, catalog: &Catalog, ask: &SearchRequest<'_>) -> Result<SearchResult, SearchError> {
        let found = self.try_find(catalog, ask);
        if matches!(found, Err(SearchError::Index(_))) {
            self.suspect();
        }
        found
    }

    fn try_find(&self, catalog: &Catalog, ask: &SearchRequest<'_>) -> Result<SearchResult, SearchError> {
        let engine = match self.current(catalog) {
            Ok(Some(engine)) => engine,
            Ok(None) => return Ok(SearchResult::Building),
            Err(SearchError::Index(reason)) => {
                tracing::warn!(reason, "the search index cannot be opened; it is rebuilt at the next catch-up");
                self.suspect();
                return Ok(SearchResult::Building);
            }
            Err(error) => return Err(error),
        };
        let lang = detect(ask.typed);
        let query = Query::parse(ask.typed);
        if query.is_empty() {
            return Ok(SearchResult::Found(FoundArticles { total: 0, hits: Vec::new(), correction: None, lang }));
        }
        let searcher = engine.searcher();
        let (ranked, plan, correction) = SearchRun { ask, engine: &engine, searcher: &searcher }.run(&query)?;
        let numbers = |from: usize| -> Vec<i64> { ranked.numbers.iter().copied().skip(from).take(ask.size).collect() };
        let load = |numbers: Vec<i64>| -> Result<Vec<Hit>, SearchError> {
            let hits: Vec<Option<Hit>> = numbers
                .into_par_iter()
                .map(|number| load_hit(&catalog.snapshot(), number, ask.lang, lang.as_ref(), &plan.sought))
                .collect::<Result<_, _>>()?;
            Ok(hits.into_iter().flatten().collect())
        };
        let page = numbers(ask.from);
        let known = page.len();
        let hits = load(page)?;
        // The index follows the catalog: what is hidden by now does not count, and no word that it alone has is offered. Of a
        // page behind the last one, the first page says whether there is anything.
        let is_any = ask.from == 0 || !hits.is_empty() || !load(numbers(0))?.is_empty();
        let total = if is_any { ranked.total.saturating_sub(known - hits.len()) } else { 0 };
        Ok(SearchResult::Found(FoundArticles { total, hits, correction: correction.filter(|_| total > 0), lang }))
    }
}

impl SearchRun<'_> {
    fn run(&self, query: &Query) -> Result<RankedOutcome, SearchError> {
        let (ranked, plan) = self.all(query)?;
        if ranked.total > 0 || query.clauses.is_empty() {
            return Ok((ranked, plan, None));
        }
        if let Some(found) = self.other_layout(query)? {
            return Ok(found);
        }
        if let Some(meant) = respelt(&self.planner(query), self.ask.typed, &plan.missing)? {
            let (ranked, plan) = self.all(&Query::parse(&meant))?;
            if ranked.total > 0 {
                return Ok((ranked, plan, Some(QueryCorrection::Spelling(meant))));
            }
        }
        if !plan.has_words() {
            return Ok((ranked, plan, None));
        }
        let ranked = rank(self.searcher, &plan, Need::Most, DEEPEST)?;
        let correction = (ranked.total > 0).then_some(QueryCorrection::Most);
        Ok((ranked, plan, correction))
    }

    fn planner<'a>(&'a self, query: &'a Query) -> SearchPlanner<'a> {
        let SearchRun { ask, engine, searcher } = *self;
        SearchPlanner { engine, searcher, ask, only: query.lang().map(|name| ask.lang_named(name)) }
    }

    /// The articles that have all the words; none where a word is in no article.
    fn all(&self, query: &Query) -> Result<(Ranked, SearchPlan), SearchError> {
        let plan = self.planner(query).plan(query)?;
        if plan.missing.is_empty() {
            return Ok((rank(self.searcher, &plan, Need::All, DEEPEST)?, plan));
        }
        Ok((Ranked { total: 0, numbers: Vec::new() }, plan))
    }

    /// Words typed in the wrong layout: plain ones alone, for `:` and `"` are letters on another one. Not where a word that
    /// was typed is one of some dictionary.
    fn other_layout(&self, query: &Query) -> Result<Option<RankedOutcome>, SearchError> {
        let typed = self.ask.typed;
        if !query.filters.is_empty() || typed.split_whitespace().any(is_a_real_word) {
            return Ok(None);
        }
        for meant in other_layout(typed) {
            let query = Query::parse(&meant);
            let planner = self.planner(&query);
            let mut words = query.wanted();
            if words.any(|word| !planner.written(word).is_ok_and(|articles| articles > 0)) {
                continue;
            }
            let (ranked, plan) = self.all(&query)?;
            if ranked.total > 0 && plan.has_words() {
                return Ok(Some((ranked, plan, Some(QueryCorrection::Layout(meant)))));
            }
        }
        Ok(None)
    }
}

/// Whether what was typed between two spaces is one word that a dictionary has. In `rf[jdcmrf` the sign is a letter.
fn is_a_real_word(item: &str) -> bool {
    let item = item.trim_matches(|c: char| !c.is_alphanumeric());
    let is_one = tokens(item).next().is_some_and(|token| token.text == item);
    is_one && item.chars().nth(SHORTEST - 1).is_some() && is_known_anywhere(item)
}
