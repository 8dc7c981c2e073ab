//! How often readers of a language were shown another version of an article, or none. Counts and nothing else: who asked
//! and when is never kept.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use super::{lang::Lang, slug::ArticleId};

/// Pairs of article and language that are counted at most; beyond it, the rarest make room.
const MOST: usize = 10_000;

/// Counts per article and wanted language.
#[derive(Debug, Default)]
pub struct FallbackCounts(Mutex<BTreeMap<(ArticleId, Lang), u64>>);

impl FallbackCounts {
    /// Counts that go on from earlier ones.
    pub fn from_counts(counts: BTreeMap<(ArticleId, Lang), u64>) -> Self {
        FallbackCounts(Mutex::new(counts))
    }

    /// All counts now.
    pub fn counts(&self) -> BTreeMap<(ArticleId, Lang), u64> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The count of one article in one language.
    pub fn get(&self, id: &ArticleId, lang: &Lang) -> u64 {
        let counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        counts.get(&(id.clone(), lang.clone())).copied().unwrap_or_default()
    }

    /// One more reader of `lang` did not get this article in it.
    pub fn count(&self, id: &ArticleId, lang: &Lang) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (id.clone(), lang.clone());
        if counts.len() >= MOST && !counts.contains_key(&key) {
            // Halved, those asked for once fall away; what is asked for again and again stays on top.
            counts.retain(|_, count| {
                *count /= 2;
                *count > 0
            });
        }
        if counts.len() < MOST {
            *counts.entry(key).or_default() += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wanted_often_outlives_any_number_of_others() {
        let demand = FallbackCounts::default();
        let lang: Lang = "ru".parse().unwrap();
        let id = |n: usize| format!("2025/a{n}").parse::<ArticleId>().unwrap();
        for _ in 0..50 {
            demand.count(&id(0), &lang);
        }
        (1..2 * MOST + 10).for_each(|n| demand.count(&id(n), &lang));
        let counts = demand.counts();
        assert!(counts.len() <= MOST);
        assert!(counts[&(id(0), lang)] >= 12);
    }
}
