//! From a query to what tantivy is asked: every word becomes the union of its terms over the languages searched in.

use std::{
    collections::{HashMap, HashSet},
    ops::Bound,
};

use tantivy::{
    Searcher, Term,
    query::{AllQuery, BooleanQuery, ConstScoreQuery, Occur, PhraseQuery, Query as IndexQuery, RangeQuery, TermQuery},
    schema::{Field, IndexRecordOption},
};

use super::dis_max::DisMax;
use crate::{
    model::lang::Lang,
    search::{
        Filter, Join, Query, SearchError, SearchRequest, Sense,
        analysis::{folded, is_known, sound, terms, tokens},
        index::{fields::under, search_index::SearchIndex},
    },
    site::Topic,
};

/// Ways to read a phrase whose words have several terms each.
const READINGS: usize = 32;
/// Last letters of a word that no dictionary has, which may be an ending.
const UNSURE: usize = 2;

/// How many of the words an article must have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::search) enum Need {
    All,
    /// Two thirds of them.
    Most,
}

/// A query as the index can answer it.
#[derive(Default)]
pub(in crate::search) struct SearchPlan {
    words: Vec<DisMax>,
    filters: Vec<Box<dyn IndexQuery>>,
    without: Vec<Box<dyn IndexQuery>>,
    /// The words that no article has.
    pub(in crate::search) missing: Vec<String>,
    /// In how many articles the commonest term of a word is: all terms of a word count as rare as that one.
    pub(in crate::search) frequencies: HashMap<Term, u64>,
    /// The words to mark in texts.
    pub(in crate::search) sought: QueryTerms,
    /// The number of the next word.
    next: u32,
}

/// A plan that asks for one word and nothing else.
pub(in crate::search) struct OnlyWord<'a> {
    /// Queries of a term each, of which an article must have one.
    pub(in crate::search) terms: &'a [Box<dyn IndexQuery>],
    /// The queries that must not match.
    pub(in crate::search) without: &'a [Box<dyn IndexQuery>],
}

/// The terms of the words of the query, by language.
#[derive(Debug, Clone, Default)]
pub(in crate::search) struct QueryTerms {
    terms: HashMap<Lang, HashMap<String, u32>>,
    words: u32,
}

/// The context in which a query is planned.
pub(in crate::search) struct SearchPlanner<'a> {
    pub(in crate::search) engine: &'a SearchIndex,
    pub(in crate::search) searcher: &'a Searcher,
    pub(in crate::search) ask: &'a SearchRequest<'a>,
    /// The only language to seek in, where the query is narrowed.
    pub(in crate::search) only: Option<&'a str>,
}

impl QueryTerms {
    /// Returns a function that maps a token to a bit mask of the query's words that it is a form of.
    pub(in crate::search) fn bits_in<'a>(&'a self, lang: &'a Lang) -> impl Fn(&str) -> u32 + 'a {
        let sought = self.terms.get(lang);
        move |token| {
            let Some(sought) = sought else { return 0 };
            terms(lang, token).iter().filter_map(|term| sought.get(term)).fold(0, |bits, bit| bits | bit)
        }
    }

    /// The bits of all words.
    pub(in crate::search) fn all(&self) -> u32 {
        u32::MAX.checked_shr(32 - self.words.min(32)).unwrap_or(0)
    }

    /// These words in one language.
    #[cfg(test)]
    pub(in crate::search) fn new(lang: &Lang, words: &[&str]) -> QueryTerms {
        let mut sought = QueryTerms::default();
        for (word, at) in words.iter().zip(0..) {
            terms(lang, word).iter().for_each(|term| sought.note(lang, term, at));
        }
        sought
    }

    fn note(&mut self, lang: &Lang, term: &str, word: u32) {
        self.words = self.words.max(word + 1);
        let bits = self.terms.entry(lang.clone()).or_default().entry(term.to_owned()).or_default();
        *bits |= 1_u32.checked_shl(word).unwrap_or(0);
    }
}

impl SearchPlanner<'_> {
    /// The plan of a query.
    pub(in crate::search) fn plan(&self, query: &Query) -> Result<SearchPlan, SearchError> {
        let mut plan = SearchPlan::default();
        for clause in &query.clauses {
            let found = match clause.words.as_slice() {
                [word] => self.word(&mut plan, word, clause.sense)?,
                words if clause.join == Join::Hyphen => self.compound(&mut plan, words, clause.sense)?,
                words => self.phrase(&mut plan, words, clause.sense)?,
            };
            match (found, clause.sense) {
                (Some(query), Sense::With) => plan.words.push(query),
                (Some(query), Sense::Without) => plan.without.push(Box::new(query)),
                (None, Sense::With) => plan.missing.extend(clause.words.iter().cloned()),
                (None, Sense::Without) => {}
            }
        }
        for (filter, sense) in &query.filters {
            match sense {
                Sense::With => plan.filters.push(self.filter(filter)),
                Sense::Without => plan.without.push(self.filter(filter)),
            }
        }
        let hidden = self.engine.fields.exact(&under::hidden(self.ask.lang.as_str()));
        if self.searcher.doc_freq(&hidden)? > 0 {
            plan.without.push(exact(hidden));
        }
        Ok(plan)
    }

    /// The terms of a word that the index has, with the number of articles that have them.
    pub(in crate::search) fn known(&self, word: &str) -> Result<Vec<(Term, u64)>, SearchError> {
        let mut known = Vec::new();
        for (lang, field) in self.fields() {
            for text in terms(lang, word).iter() {
                let term = Term::from_field_text(*field, text);
                let frequency = self.searcher.doc_freq(&term)?;
                if frequency > 0 {
                    known.push((term, frequency));
                }
            }
        }
        Ok(known)
    }

    /// In how many articles the word itself is written, in any form: not one that only sounds like it, and not a guess that
    /// may be of another word.
    pub(in crate::search) fn written(&self, word: &str) -> Result<u64, SearchError> {
        let form = folded(word);
        let most = form.chars().count().saturating_sub(UNSURE).max(UNSURE + 1);
        let beginning: String = form.chars().take(most).collect();
        let mut frequency = 0;
        for (lang, field) in self.fields() {
            let known = is_known(lang, word);
            for text in terms(lang, word).iter().filter(|text| !text.starts_with('~')) {
                if known || *text == form || text.strip_prefix('^').is_some_and(|stem| stem.starts_with(&beginning)) {
                    frequency = frequency.max(self.searcher.doc_freq(&Term::from_field_text(*field, text))?);
                }
            }
        }
        Ok(frequency)
    }

    fn fields(&self) -> impl Iterator<Item = &(Lang, Field)> {
        self.engine.fields.texts.iter().filter(|(lang, _)| self.only.is_none_or(|only| lang.as_str() == only))
    }

    fn word(&self, plan: &mut SearchPlan, word: &str, sense: Sense) -> Result<Option<DisMax>, SearchError> {
        let known = self.known(word)?;
        self.note(plan, word, sense);
        plan.end_word(sense);
        let commonest = known.iter().map(|(_, frequency)| *frequency).max().unwrap_or_default();
        let terms: HashSet<Term> = known.into_iter().map(|(term, _)| term).collect();
        plan.frequencies.extend(terms.iter().map(|term| (term.clone(), commonest)));
        Ok(DisMax::new(terms.into_iter().map(scored).collect()))
    }

    /// The parts of a compound, or the compound written as one word.
    fn compound(&self, plan: &mut SearchPlan, words: &[String], sense: Sense) -> Result<Option<DisMax>, SearchError> {
        let first = plan.next;
        let mut parts: Vec<Box<dyn IndexQuery>> = Vec::new();
        for word in words {
            parts.extend(self.word(plan, word, sense)?.map(|part| -> Box<dyn IndexQuery> { Box::new(part) }));
        }
        let whole = words.concat();
        // In a text the whole stands for each of its parts.
        let last = plan.next;
        for at in first..last {
            plan.next = at;
            self.note(plan, &whole, sense);
        }
        plan.next = last;
        let terms: HashSet<Term> = self.known(&whole)?.into_iter().map(|(term, _)| term).collect();
        let mut queries: Vec<Box<dyn IndexQuery>> = terms.into_iter().map(scored).collect();
        if parts.len() == words.len() {
            queries.push(Box::new(BooleanQuery::intersection(parts)));
        }
        Ok(DisMax::new(queries))
    }

    /// The words one after the other, in any one language.
    fn phrase(&self, plan: &mut SearchPlan, words: &[String], sense: Sense) -> Result<Option<DisMax>, SearchError> {
        for word in words {
            self.note(plan, word, sense);
            plan.end_word(sense);
        }
        let mut queries: Vec<Box<dyn IndexQuery>> = Vec::new();
        for (lang, field) in self.fields() {
            let mut readings: Vec<Vec<Term>> = vec![Vec::new()];
            for word in words {
                let mut longer = Vec::new();
                for text in terms(lang, word).iter() {
                    let term = Term::from_field_text(*field, text);
                    if self.searcher.doc_freq(&term)? > 0 {
                        longer.extend(
                            readings.iter().map(|reading| [reading.as_slice(), std::slice::from_ref(&term)].concat()),
                        );
                    }
                }
                longer.truncate(READINGS);
                readings = longer;
            }
            for reading in readings.into_iter().filter(|reading| reading.len() > 1) {
                queries.push(Box::new(PhraseQuery::new(reading)));
            }
        }
        Ok(DisMax::new(queries))
    }

    fn note(&self, plan: &mut SearchPlan, word: &str, sense: Sense) {
        if sense == Sense::With {
            for (lang, _) in self.fields() {
                for term in terms(lang, word).iter() {
                    plan.sought.note(lang, term, plan.next);
                }
            }
        }
    }

    fn filter(&self, filter: &Filter) -> Box<dyn IndexQuery> {
        let fields = &self.engine.fields;
        match filter {
            Filter::Years(from, to) => {
                let bound = |year: u32| Bound::Included(fields.exact(&under::year(year)));
                Box::new(ConstScoreQuery::new(Box::new(RangeQuery::new(bound(*from), bound(*to))), 0.0))
            }
            Filter::Lang(lang) => exact(fields.exact(&under::has(self.ask.lang_named(lang)))),
            Filter::Topic(topic, value) => {
                let ids = topics(self.ask, *topic, value);
                let terms = ids.iter().map(|id| exact(fields.exact(&format!("{topic}/{id}")))).collect();
                Box::new(BooleanQuery::union(terms))
            }
        }
    }
}

/// The ids that a filter means: one that is called so, else those with a name that has every word typed.
fn topics<'a>(ask: &'a SearchRequest<'a>, topic: Topic, value: &'a str) -> Vec<&'a str> {
    let sought = folded(value);
    let of_topic = || ask.names.iter().filter(|(of, ..)| *of == topic);
    let mut ids: Vec<&str> = of_topic()
        .filter(|(_, id, _, name)| *id == value || folded(id) == sought || folded(name) == sought)
        .map(|(_, id, ..)| id)
        .collect();
    if ids.is_empty() {
        let spelt = |text: &str| tokens(text).map(|token| spellings(ask, token.text)).collect::<Vec<_>>();
        let words = spelt(value);
        let has_all = |name: &str| {
            let name = spelt(name);
            !words.is_empty() && words.iter().all(|word| name.iter().any(|other| !word.is_disjoint(other)))
        };
        ids.extend(of_topic().filter(|(_, _, _, name)| has_all(name)).map(|(_, id, ..)| id));
        // An id that `names.toml` does not have.
        ids.push(value);
    }
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// The terms of a word of a name in every language, and how it sounds: an author is found by any spelling, inflected too.
fn spellings(ask: &SearchRequest<'_>, word: &str) -> HashSet<String> {
    let mut found = HashSet::new();
    for language in ask.languages.iter() {
        for term in terms(&language.tag, word).iter() {
            found.extend(sound(term).filter(|_| !term.starts_with(['~', '^'])));
            found.insert(term.to_owned());
        }
    }
    found
}

impl SearchPlan {
    /// Whether some article has any of the words.
    pub(in crate::search) fn has_words(&self) -> bool {
        !self.words.is_empty()
    }

    /// The plan, where it asks for one word and nothing else.
    pub(in crate::search) fn only_word(&self) -> Option<OnlyWord<'_>> {
        match self.words.as_slice() {
            [word] if self.filters.is_empty() => Some(OnlyWord { terms: word.terms()?, without: &self.without }),
            _ => None,
        }
    }

    /// The query for the index.
    pub(in crate::search) fn query(&self, need: Need) -> Box<dyn IndexQuery> {
        let all = |queries: &[Box<dyn IndexQuery>], occur| {
            queries.iter().map(|query| (occur, query.box_clone())).collect::<Vec<_>>()
        };
        let words = || self.words.iter().map(|word| -> Box<dyn IndexQuery> { Box::new(word.clone()) });
        let mut parts = all(&self.filters, Occur::Must);
        match need {
            Need::All => parts.extend(words().map(|word| (Occur::Must, word))),
            Need::Most => {
                let wanted = self.words.len() + self.missing.len();
                let least = if wanted > 2 { (2 * wanted).div_ceil(3) } else { 1 };
                let least = least.clamp(1, self.words.len().max(1));
                let words = words().collect();
                parts.push((Occur::Must, Box::new(BooleanQuery::union_with_minimum_required_clauses(words, least))));
            }
        }
        if parts.is_empty() {
            parts.push((Occur::Must, Box::new(AllQuery)));
        }
        parts.extend(all(&self.without, Occur::MustNot));
        match parts.as_slice() {
            [(Occur::Must, only)] => only.box_clone(),
            _ => Box::new(BooleanQuery::new(parts)),
        }
    }

    fn end_word(&mut self, sense: Sense) {
        self.next += u32::from(sense == Sense::With);
    }
}

fn scored(term: Term) -> Box<dyn IndexQuery> {
    Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
}

fn exact(term: Term) -> Box<dyn IndexQuery> {
    Box::new(ConstScoreQuery::new(Box::new(TermQuery::new(term, IndexRecordOption::Basic)), 0.0))
}
