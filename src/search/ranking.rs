//! The best articles of a plan: by BM25, the newer one first where two are as good; and how many there are.

use std::{cmp::Reverse, collections::HashMap};

use tantivy::{
    DocAddress, DocSet, Order, Score, Searcher, Term,
    collector::{Count, TopDocs},
    columnar::Column,
    query::{Bm25StatisticsProvider, EnableScoring, Weight},
    schema::Field,
};

use super::{
    SearchError,
    fields::{ARTICLE, PUBLISHED},
    plan::{Need, OnlyWord, Plan},
};

/// The articles that a plan finds.
pub(super) struct Ranked {
    /// How many there are.
    pub(super) total: usize,
    /// The numbers of the best ones, best first.
    pub(super) numbers: Vec<i64>,
}

/// Finds the articles of `plan`, the best `most` of them in order.
pub(super) fn rank(searcher: &Searcher, plan: &Plan, need: Need, most: usize) -> Result<Ranked, SearchError> {
    let query = plan.query(need);
    let statistics = Statistics { searcher, frequencies: &plan.frequencies };
    let (total, best) = if let Some(word) = plan.only_word() {
        (searcher.search(&*query, &Count)?, best_of_terms(searcher, &word, &statistics, most)?)
    } else if plan.has_words() {
        let best = TopDocs::with_limit(most).order_by_score();
        searcher.search_with_statistics_provider(&*query, &(Count, best), &statistics)?
    } else {
        let newest = TopDocs::with_limit(most).order_by_fast_field::<i64>(PUBLISHED, Order::Desc);
        let (total, newest) = searcher.search(&*query, &(Count, newest))?;
        (total, newest.into_iter().map(|(_, address)| (0.0, address)).collect())
    };
    let columns = Columns::of(searcher)?;
    let mut best: Vec<_> =
        best.into_iter().filter_map(|(score, address)| Some((score, columns.row(address)?))).collect();
    best.sort_by(|(a, row), (b, other)| b.total_cmp(a).then_with(|| Reverse(row).cmp(&Reverse(other))));
    best.truncate(most);
    Ok(Ranked { total, numbers: best.into_iter().map(|(_, (_, number))| number).collect() })
}

/// The best documents of a word that is any of several terms, the best `most` of all among them. A document that is among the
/// best by the highest of its scores is among the best of the term that gives it; and the best of a term are found without
/// scoring the rest (block-max WAND: Ding and Suel, "Faster top-k document retrieval using block-max indexes", 2011).
fn best_of_terms(
    searcher: &Searcher,
    word: &OnlyWord<'_>,
    statistics: &Statistics<'_>,
    most: usize,
) -> Result<Vec<Scored>, SearchError> {
    let without: Vec<_> = word
        .without
        .iter()
        .map(|query| query.weight(EnableScoring::disabled_from_searcher(searcher)))
        .collect::<Result<_, _>>()?;
    let mut best: HashMap<DocAddress, Score> = HashMap::new();
    for term in word.terms {
        let mut wanted = most;
        let found = loop {
            let top = TopDocs::with_limit(wanted).order_by_score();
            let found: Vec<Scored> = searcher.search_with_statistics_provider(&**term, &top, statistics)?;
            let all = found.len() < wanted;
            let left = retained(searcher, found, &without)?;
            if all || left.len() >= most {
                break left;
            }
            wanted *= 4;
        };
        for (score, address) in found {
            best.entry(address).and_modify(|known| *known = known.max(score)).or_insert(score);
        }
    }
    Ok(best.into_iter().map(|(address, score)| (score, address)).collect())
}

type Scored = (Score, DocAddress);

/// Those of `found` that none of `without` has.
fn retained(
    searcher: &Searcher,
    mut found: Vec<Scored>,
    without: &[Box<dyn Weight>],
) -> Result<Vec<Scored>, SearchError> {
    found.sort_unstable_by_key(|(_, address)| *address);
    for weight in without {
        let mut left = Vec::with_capacity(found.len());
        for part in found.chunk_by(|(_, a), (_, b)| a.segment_ord == b.segment_ord) {
            let Some((_, first)) = part.first() else { continue };
            let mut unwanted = weight.scorer(searcher.segment_reader(first.segment_ord), 1.0)?;
            for &(score, address) in part {
                if unwanted.doc() < address.doc_id {
                    unwanted.seek(address.doc_id);
                }
                if unwanted.doc() != address.doc_id {
                    left.push((score, address));
                }
            }
        }
        found = left;
    }
    Ok(found)
}

/// When each document's article was published, and its number.
struct Columns(Vec<(Column<i64>, Column<i64>)>);

impl Columns {
    fn of(searcher: &Searcher) -> Result<Columns, SearchError> {
        let columns = searcher.segment_readers().iter().map(|segment| {
            let fast = segment.fast_fields();
            Ok((fast.i64(PUBLISHED)?, fast.i64(ARTICLE)?))
        });
        Ok(Columns(columns.collect::<tantivy::Result<_>>()?))
    }

    fn row(&self, address: DocAddress) -> Option<(i64, i64)> {
        let (published, number) = self.0.get(address.segment_ord as usize)?;
        Some((published.first(address.doc_id)?, number.first(address.doc_id)?))
    }
}

/// The index's own statistics, but for how common a word is: its terms are of one word, and none of them makes it rarer.
struct Statistics<'a> {
    searcher: &'a Searcher,
    frequencies: &'a HashMap<Term, u64>,
}

impl Bm25StatisticsProvider for Statistics<'_> {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        self.searcher.total_num_tokens(field)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        self.searcher.total_num_docs()
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        self.frequencies.get(term).map_or_else(|| self.searcher.doc_freq(term), |frequency| Ok(*frequency))
    }
}
