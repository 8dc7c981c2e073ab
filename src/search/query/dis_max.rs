//! The best of several queries: the articles that any of them finds, each with the highest of its scores. An article is no
//! better for having a word in three languages, so scores are not added up.
//!
//! The query of tantivy for this (`DisjunctionMaxQuery`) scores every document of a window of 4,096 before the first is asked for.
//! Here a score is made when it is asked for: not where articles are only counted, nor where another word of the query has
//! passed the article over.

use std::fmt;

use tantivy::{
    DocId, DocSet, Score, SegmentReader, TERMINATED, TantivyError, Term,
    query::{EnableScoring, Explanation, Query, Scorer, TermQuery, Weight},
};

/// The best of these queries.
pub(in crate::search) struct DisMax(Vec<Box<dyn Query>>);

struct DisMaxWeight(Vec<Box<dyn Weight>>);

struct DisMaxScorer {
    scorers: Vec<Box<dyn Scorer>>,
    /// The least of the documents at which they stand.
    doc: DocId,
}

impl DisMax {
    /// The best of `queries`; `None` if there are none.
    pub(in crate::search) fn new(queries: Vec<Box<dyn Query>>) -> Option<DisMax> {
        (!queries.is_empty()).then_some(DisMax(queries))
    }

    /// The queries, where each is of one term: what is best for such a one is found without looking at every document.
    pub(in crate::search) fn terms(&self) -> Option<&[Box<dyn Query>]> {
        self.0.iter().all(|query| query.is::<TermQuery>()).then_some(&self.0)
    }
}

impl Clone for DisMax {
    fn clone(&self) -> Self {
        DisMax(self.0.iter().map(|query| query.box_clone()).collect())
    }
}

impl fmt::Debug for DisMax {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("BestOf").field(&self.0).finish()
    }
}

impl Query for DisMax {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        if let [only] = self.0.as_slice() {
            return only.weight(scoring);
        }
        let weights = self.0.iter().map(|query| query.weight(scoring)).collect::<tantivy::Result<_>>()?;
        Ok(Box::new(DisMaxWeight(weights)))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.0.iter().for_each(|query| query.query_terms(visitor));
    }
}

impl DisMaxWeight {
    fn best(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<DisMaxScorer> {
        let scorers = self.0.iter().map(|weight| weight.scorer(reader, boost)).collect::<tantivy::Result<_>>()?;
        let mut best = DisMaxScorer { scorers, doc: 0 };
        best.settle();
        Ok(best)
    }
}

impl Weight for DisMaxWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(Box::new(self.best(reader, boost)?))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut best = self.best(reader, 1.0)?;
        if best.seek(doc) != doc {
            return Err(TantivyError::InvalidArgument(format!("document {doc} does not match")));
        }
        Ok(Explanation::new("the best of", best.score()))
    }
}

impl DisMaxScorer {
    /// Lets go of those that have come to their end, and finds the least document of the rest.
    fn settle(&mut self) -> DocId {
        self.scorers.retain(|scorer| scorer.doc() != TERMINATED);
        self.doc = self.scorers.iter().map(|scorer| scorer.doc()).min().unwrap_or(TERMINATED);
        self.doc
    }
}

impl DocSet for DisMaxScorer {
    fn advance(&mut self) -> DocId {
        let (here, mut least, mut ended) = (self.doc, TERMINATED, false);
        for scorer in &mut self.scorers {
            let doc = if scorer.doc() == here { scorer.advance() } else { scorer.doc() };
            ended |= doc == TERMINATED;
            least = least.min(doc);
        }
        self.doc = least;
        if ended { self.settle() } else { least }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        for scorer in &mut self.scorers {
            if scorer.doc() < target {
                scorer.seek(target);
            }
        }
        self.settle()
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.scorers.iter().map(|scorer| scorer.size_hint()).fold(0, u32::saturating_add)
    }

    fn cost(&self) -> u64 {
        self.scorers.iter().map(|scorer| scorer.cost()).sum()
    }
}

impl Scorer for DisMaxScorer {
    fn score(&mut self) -> Score {
        let here = self.doc;
        let scorers = self.scorers.iter_mut().filter(|scorer| scorer.doc() == here);
        scorers.map(|scorer| scorer.score()).fold(0.0, Score::max)
    }
}

#[cfg(test)]
pub(in crate::search) mod tests {
    use super::*;
    use proptest::prelude::*;
    use tantivy::{
        Index, IndexWriter, TantivyDocument,
        collector::{Count, TopDocs},
        query::{BooleanQuery, DisjunctionMaxQuery, Occur},
        schema::{IndexRecordOption, STRING, Schema, TEXT},
    };

    /// An index of texts of such words, every third of them in a place of its own.
    pub(in crate::search) fn texts(words: &[Vec<u8>]) -> Index {
        let mut schema = Schema::builder();
        let (text, place) = (schema.add_text_field("text", TEXT), schema.add_text_field("place", STRING));
        let index = Index::create_in_ram(schema.build());
        let mut writer: IndexWriter<TantivyDocument> = index.writer_with_num_threads(1, 15_000_000).unwrap();
        for (n, words) in words.iter().enumerate() {
            let said: Vec<_> = words.iter().map(|word| format!("word{word}")).collect();
            let mut document = TantivyDocument::default();
            document.add_text(text, said.join(" "));
            document.add_text(place, if n % 3 == 0 { "third" } else { "other" });
            writer.add_document(document).unwrap();
        }
        writer.commit().unwrap();
        index
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

        /// It finds, counts and scores what tantivy's own maximum does, alone and with other words.
        #[test]
        fn finds_what_the_maximum_of_tantivy_finds(
            words in prop::collection::vec(prop::collection::vec(0..6_u8, 1..12), 1..80),
            sought in prop::collection::vec(0..7_u8, 1..4),
            beside in 0..7_u8,
        ) {
            let index = texts(&words);
            let searcher = index.reader().unwrap().searcher();
            let (text, place) = (index.schema().get_field("text").unwrap(), index.schema().get_field("place").unwrap());
            let one = |word: u8| -> Box<dyn Query> {
                Box::new(TermQuery::new(Term::from_field_text(text, &format!("word{word}")), IndexRecordOption::WithFreqs))
            };
            let third = || -> Box<dyn Query> {
                Box::new(TermQuery::new(Term::from_field_text(place, "third"), IndexRecordOption::Basic))
            };
            let all = || sought.iter().map(|word| one(*word)).collect::<Vec<_>>();
            let ours: Box<dyn Query> = Box::new(DisMax::new(all()).unwrap());
            let theirs: Box<dyn Query> = Box::new(DisjunctionMaxQuery::new(all()));
            let among = |query: &dyn Query, occur| -> Box<dyn Query> {
                let parts = vec![(Occur::Must, query.box_clone()), (occur, third()), (Occur::Must, one(beside))];
                Box::new(BooleanQuery::new(parts))
            };
            let pairs = [
                (among(&*ours, Occur::MustNot), among(&*theirs, Occur::MustNot)),
                (among(&*ours, Occur::Must), among(&*theirs, Occur::Must)),
                (ours, theirs),
            ];
            for (ours, theirs) in pairs {
                let of = |query: &dyn Query| {
                    let top = TopDocs::with_limit(100).order_by_score();
                    let (count, mut found) = searcher.search(query, &(Count, top)).unwrap();
                    found.sort_by_key(|(_, address)| *address);
                    (count, found)
                };
                prop_assert_eq!(ours.count(&searcher).unwrap(), theirs.count(&searcher).unwrap());
                let ((count, ours), (expected, theirs)) = (of(&*ours), of(&*theirs));
                prop_assert_eq!(count, expected);
                prop_assert_eq!(ours.len(), theirs.len());
                for ((score, address), (expected, same)) in ours.into_iter().zip(theirs) {
                    prop_assert_eq!(address, same);
                    // Scores of several words are summed up in another order.
                    prop_assert!((score - expected).abs() < 1e-4, "{score} is not {expected}");
                }
            }
        }
    }
}
