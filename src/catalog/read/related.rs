//! Related articles: those that share rare tags, a section, or rare words of the title. The work is bounded however many articles
//! there are (docs/decisions/0017-related-articles.md).

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension};

use super::listing::{self, KeyWalk, TimeOrder, WalkStart};
use crate::{
    catalog::{
        ArticleView, Card, CatalogError, Scope, Snapshot,
        write::{listing_facts::ListingFacts, tally::EVER, title_words},
    },
    model::lang::Lang,
    site::Topic,
};

/// Tags that are followed, the rarest first; the section counts as one.
const TAGS: usize = 3;
/// Articles looked at under each tag, on each side in time.
const NEAR: u32 = 6;
/// A word that more titles have is not rare.
const RARE: i64 = 24;

/// A listing, and how many articles stand in it.
type CountedListing = (KeyWalk, f64);

impl Snapshot {
    /// At most `limit` articles related to `view`, as readers of `lang` find them, the nearest first.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn related(&self, view: &ArticleView, lang: &Lang, limit: usize) -> Result<Vec<Card>, CatalogError> {
        self.read(|connection| {
            let all = counted(connection, &Scope::All, lang)?.map_or(1.0, |(_, count)| count.max(1.0));
            let mut scores: BTreeMap<i64, f64> = BTreeMap::new();
            for (walk, count) in rarest(connection, view, lang)? {
                for way in [TimeOrder::Older, TimeOrder::Newer] {
                    for (_, other) in walk.keys(connection, WalkStart { way, key: view.key }, NEAR)? {
                        *scores.entry(other).or_default() += weight(all, count);
                    }
                }
            }
            for others in shared_words(connection, view)? {
                let weight = weight(all, others.len() as f64);
                others.into_iter().for_each(|other| *scores.entry(other).or_default() += weight);
            }
            scores.remove(&view.number);
            best(connection, scores, lang, limit)
        })
    }
}

/// The cards of the best, the best first. Of equals the younger one, by its folder: a number depends on when an article was
/// read.
fn best(
    connection: &Connection,
    scores: BTreeMap<i64, f64>,
    lang: &Lang,
    limit: usize,
) -> Result<Vec<Card>, CatalogError> {
    let mut ranked: Vec<(i64, f64)> = scores.into_iter().collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
    let mut cards = Vec::new();
    for equals in ranked.chunk_by(|a, b| a.1.total_cmp(&b.1).is_eq()) {
        for n in youngest_first(connection, equals.iter().map(|(n, _)| *n).collect())? {
            if cards.len() == limit {
                return Ok(cards);
            }
            // Some these readers are not shown.
            cards.extend(card(connection, n, lang)?);
        }
    }
    Ok(cards)
}

fn youngest_first(connection: &Connection, mut numbers: Vec<i64>) -> Result<Vec<i64>, CatalogError> {
    if numbers.len() > 1 {
        let mut find = connection.prepare_cached("SELECT year, name FROM article WHERE n = ?1")?;
        let mut folder =
            |n: &i64| find.query_row([n], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))).optional();
        let mut folders = numbers.iter().map(|n| Ok((folder(n)?, *n))).collect::<Result<Vec<_>, CatalogError>>()?;
        folders.sort_by(|a, b| b.cmp(a));
        numbers = folders.into_iter().map(|(_, n)| n).collect();
    }
    Ok(numbers)
}

/// The listings of the rarest tags of the article, and of its section.
fn rarest(connection: &Connection, view: &ArticleView, lang: &Lang) -> Result<Vec<CountedListing>, CatalogError> {
    let of = |topic: Topic| move |id: &String| Scope::Topic(topic, id.clone());
    let (tags, section) = (view.meta.tags.iter().map(of(Topic::Tag)), view.meta.section.iter().map(of(Topic::Section)));
    let mut found = Vec::new();
    for scope in tags.chain(section) {
        found.extend(counted(connection, &scope, lang)?);
    }
    found.sort_by(|a, b| a.1.total_cmp(&b.1));
    found.truncate(TAGS);
    Ok(found)
}

/// The articles that share a rare word of the title, word by word.
fn shared_words(connection: &Connection, view: &ArticleView) -> Result<Vec<Vec<i64>>, CatalogError> {
    let mut find = connection.prepare_cached("SELECT article FROM word WHERE word = ?1 LIMIT ?2")?;
    let speaks = view.first.as_ref().and_then(|lang| view.versions.get(lang));
    let mut shared = Vec::new();
    for word in speaks.map(|version| title_words::title_words(&version.title)).unwrap_or_default() {
        let others: Vec<i64> = find.query_map((word, RARE + 1), |row| row.get(0))?.collect::<Result<_, _>>()?;
        if others.len() > 1 && i64::try_from(others.len()).is_ok_and(|count| count <= RARE) {
            shared.push(others);
        }
    }
    Ok(shared)
}

/// The weight of a feature that `count` of `all` articles have: the logarithm of its rarity.
fn weight(all: f64, count: f64) -> f64 {
    (1.0 + all / count.max(1.0)).ln()
}

/// The listing of a scope in one language, with its count; `None` if it has no article.
#[expect(clippy::cast_precision_loss, reason = "counts of articles stay far below 2^53")]
fn counted(connection: &Connection, scope: &Scope, lang: &Lang) -> Result<Option<CountedListing>, CatalogError> {
    let mut find = connection.prepare_cached(
        "SELECT scope, lang, count, late FROM tally JOIN language ON l = lang
         WHERE scope = (SELECT s FROM scope WHERE name = ?1) AND tag = ?2 AND month = ?3",
    )?;
    let key = (scope.to_string(), lang.as_str(), EVER);
    let row = find.query_row(key, |row| {
        let walk = KeyWalk::by_publication(row.get(0)?, row.get(1)?, row.get(3)?);
        Ok((walk, row.get::<_, i64>(2)? as f64))
    });
    Ok(row.optional()?)
}

/// The article `n` as readers of `lang` find it; `None` if they do not.
pub(in crate::catalog) fn card(connection: &Connection, n: i64, lang: &Lang) -> Result<Option<Card>, CatalogError> {
    let Some(facts) = ListingFacts::find(connection, n)? else { return Ok(None) };
    let Some(have) = facts.shown_in(lang) else { return Ok(None) };
    let mut find = connection.prepare_cached(
        "SELECT ?1, 0, v.lang, a.year, a.name, s.slug, v.title, v.summary, a.section, v.unpublished, v.thumbnail
         FROM article AS a JOIN version AS v ON v.article = a.n AND v.lang = ?2 JOIN slug AS s ON s.article = a.n AND s.lang = ?3
         WHERE a.n = ?4",
    )?;
    let mut rows = find.query((facts.published, have.as_str(), lang.as_str(), n))?;
    rows.next()?.map(listing::card).transpose()
}
