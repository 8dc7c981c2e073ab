//! The best articles of a plan: by BM25, the newer one first where two are as good; and how many there are.

use std::{cmp::Reverse, collections::HashMap};

use tantivy::{
    DocAddress, DocSet, Order, Score, Searcher, Term,
    collector::{Count, TopDocs},
    columnar::Column,
    query::{Bm25StatisticsProvider, EnableScoring, Weight},
    schema::Field,
};

use super::plan::{Need, OnlyWord, SearchPlan};
use crate::search::{
    SearchError,
    index::fields::{ARTICLE, PUBLISHED},
};

/// The articles that a plan finds.
pub(in crate::search) struct Ranked {
    /// How many there are.
    pub(in crate::search) total: usize,
    /// The numbers of the best ones, best first.
    pub(in crate::search) numbers: Vec<i64>,
}

/// Finds the articles of `plan`, the best `most` of them in order.
pub(in crate::search) fn rank(
    searcher: &Searcher,
    plan: &SearchPlan,
    need: Need,
    most: usize,
) -> Result<Ranked, SearchError> {
    let query = plan.query(need);
    let statistics = Statistics { searcher, frequencies: &plan.frequencies };
    let short = plan.only_word().map(|word| best_of_terms(searcher, &word, &statistics, most)).transpose()?.flatten();
    let (total, best) = if let Some(best) = short {
        (searcher.search(&*query, &Count)?, best)
    } else if plan.has_words() {
        let best = TopDocs::with_limit(most).order_by_score();
        searcher.search_with_statistics_provider(&*query, &(Count, best), &statistics)?
    } else {
        let newest = TopDocs::with_limit(most).order_by_fast_field::<i64>(PUBLISHED, Order::Desc);
        let (total, newest) = searcher.search(&*query, &(Count, newest))?;
        (total, newest.into_iter().map(|(_, address)| (0.0, address)).collect())
    };
    let columns = Columns::open(searcher)?;
    let mut best: Vec<_> =
        best.into_iter().filter_map(|(score, address)| Some((score, columns.row(address)?))).collect();
    best.sort_by(|(a, row), (b, other)| b.total_cmp(a).then_with(|| Reverse(row).cmp(&Reverse(other))));
    best.truncate(most);
    Ok(Ranked { total, numbers: best.into_iter().map(|(_, (_, number))| number).collect() })
}

/// The best documents of a word that is any of several terms, the best `most` of all among them. A document that is among the
/// best by the highest of its scores is among the best of the term that gives it; and the best of a term are found without
/// scoring the rest (block-max WAND: Ding and Suel, "Faster top-k document retrieval using block-max indexes", 2011).
/// `None` if half of the best must not be there: then every document is looked at.
fn best_of_terms(
    searcher: &Searcher,
    word: &OnlyWord<'_>,
    statistics: &Statistics<'_>,
    most: usize,
) -> Result<Option<Vec<Scored>>, SearchError> {
    let without: Vec<_> = word
        .without
        .iter()
        .map(|query| query.weight(EnableScoring::disabled_from_searcher(searcher)))
        .collect::<Result<_, _>>()?;
    let mut best: HashMap<DocAddress, Score> = HashMap::new();
    for term in word.terms {
        let wanted = most.saturating_mul(2);
        let top = TopDocs::with_limit(wanted).order_by_score();
        let found: Vec<Scored> = searcher.search_with_statistics_provider(&**term, &top, statistics)?;
        let all = found.len() < wanted;
        let left = retained(searcher, found, &without)?;
        if !all && left.len() < most {
            return Ok(None);
        }
        for (score, address) in left {
            best.entry(address).and_modify(|known| *known = known.max(score)).or_insert(score);
        }
    }
    Ok(Some(best.into_iter().map(|(address, score)| (score, address)).collect()))
}

type Scored = (Score, DocAddress);

/// The items of `found` that are not in any list of `without`.
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
    fn open(searcher: &Searcher) -> Result<Columns, SearchError> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::query::dis_max::{DisMax, tests::texts};
    use proptest::prelude::*;
    use tantivy::{
        query::{BooleanQuery, Occur, Query, TermQuery},
        schema::IndexRecordOption,
    };

    proptest! {
        #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

        /// The short way finds as good ones as the long way, and none that must not be there.
        #[test]
        fn the_best_of_terms_are_the_best_of_all(
            words in prop::collection::vec(prop::collection::vec(0..5_u8, 1..12), 1..80),
            sought in prop::collection::btree_set(0..6_u8, 1..4),
            most in 1..12_usize,
        ) {
            let index = texts(&words);
            let searcher = index.reader().unwrap().searcher();
            let schema = index.schema();
            let term = |field: &str, text: &str| -> Box<dyn Query> {
                let term = Term::from_field_text(schema.get_field(field).unwrap(), text);
                Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
            };
            let terms: Vec<_> = sought.iter().map(|word| term("text", &format!("word{word}"))).collect();
            let without = [term("place", "third")];
            let (none, word) = (HashMap::new(), OnlyWord { terms: &terms, without: &without });
            let statistics = Statistics { searcher: &searcher, frequencies: &none };
            let best = DisMax::new(terms.iter().map(|term| term.box_clone()).collect()).unwrap();
            let all = BooleanQuery::new(vec![(Occur::Must, Box::new(best)), (Occur::MustNot, without[0].box_clone())]);
            let expected = searcher.search(&all, &TopDocs::with_limit(most).order_by_score()).unwrap();
            let Some(mut found) = best_of_terms(&searcher, &word, &statistics, most).unwrap() else {
                // There are more of them, a third of which is not to be there.
                prop_assert!(words.len() >= 2 * most);
                return Ok(());
            };
            found.sort_by(|(a, _), (b, _)| b.total_cmp(a));
            found.truncate(most);
            prop_assert_eq!(found.len(), expected.len());
            for ((score, address), (wanted, _)) in found.into_iter().zip(expected) {
                prop_assert!((score - wanted).abs() < 1e-4, "{} is not {}", score, wanted);
                prop_assert!(address.doc_id % 3 != 0);
            }
        }
    }
}
