//! The best articles of a plan: by BM25, the newer one first where two are as good; and how many there are.

use std::{cmp::Reverse, collections::HashMap};

use tantivy::{
    DocAddress, Order, Score, Searcher, Term,
    collector::{Count, TopDocs},
    columnar::Column,
    query::Bm25StatisticsProvider,
    schema::Field,
};

use super::{
    SearchError,
    fields::{ARTICLE, PUBLISHED},
    plan::{Need, Plan},
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
    let total = searcher.search(&*query, &Count)?;
    if total == 0 {
        return Ok(Ranked { total, numbers: Vec::new() });
    }
    let best: Vec<(Score, DocAddress)> = if plan.has_words() {
        let statistics = Statistics { searcher, frequencies: &plan.frequencies };
        let top = TopDocs::with_limit(most).order_by_score();
        searcher.search_with_statistics_provider(&*query, &top, &statistics)?
    } else {
        let newest = TopDocs::with_limit(most).order_by_fast_field::<i64>(PUBLISHED, Order::Desc);
        searcher.search(&*query, &newest)?.into_iter().map(|(_, address)| (0.0, address)).collect()
    };
    let columns = Columns::of(searcher)?;
    let mut best: Vec<_> =
        best.into_iter().filter_map(|(score, address)| Some((score, columns.row(address)?))).collect();
    best.sort_by(|(a, row), (b, other)| b.total_cmp(a).then_with(|| Reverse(row).cmp(&Reverse(other))));
    Ok(Ranked { total, numbers: best.into_iter().map(|(_, (_, number))| number).collect() })
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
