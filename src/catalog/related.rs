//! Related articles: those that share rare tags, a section, or rare words of the title. The work is bounded however many articles
//! there are (docs/decisions/0017-related-articles.md).

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension};

use super::{
    ArticleView, Card, Catalog, CatalogError, Listing, Scope,
    facts::Facts,
    listing::{self, Way},
    lookup::number,
    tally::EVER,
    words,
};
use crate::{content::Topic, lang::Lang};

/// Tags that are followed, the rarest first; the section counts as one.
const TAGS: usize = 3;
/// Articles looked at under each tag, on each side in time.
const NEAR: u32 = 6;
/// A word that more titles have is not rare.
const RARE: i64 = 24;

impl Catalog {
    /// At most `limit` articles related to `view`, as readers of `lang` find them, the nearest first.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn related(&self, view: &ArticleView, lang: &Lang, limit: usize) -> Result<Vec<Card>, CatalogError> {
        self.readers.at_once(|connection| {
            let Some(n) = number(connection, &view.id)? else { return Ok(Vec::new()) };
            let all = count(connection, &Scope::All, lang)?.max(1.0);
            let mut scores: BTreeMap<i64, f64> = BTreeMap::new();
            for (weight, tag) in rarest(connection, view, (lang, all))? {
                let tagged = Listing::of(tag, lang);
                for way in [Way::Older, Way::Newer] {
                    for (_, other) in listing::keys(connection, &tagged, (way, view.key), NEAR)? {
                        *scores.entry(other).or_default() += weight;
                    }
                }
            }
            for (weight, others) in shared_words(connection, n, all)? {
                others.into_iter().for_each(|other| *scores.entry(other).or_default() += weight);
            }
            scores.remove(&n);
            let mut cards = Vec::new();
            for other in ranked(connection, scores, limit)? {
                if cards.len() == limit {
                    break;
                }
                cards.extend(card(connection, other, lang)?);
            }
            Ok(cards)
        })
    }
}

/// The numbers of the best, the best first, with some to spare for those that these readers are not shown. Of equals the
/// younger one, by its folder: a number depends on when an article was read.
fn ranked(connection: &Connection, scores: BTreeMap<i64, f64>, limit: usize) -> Result<Vec<i64>, CatalogError> {
    let mut ranked: Vec<(i64, f64)> = scores.into_iter().collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
    let least = ranked.get(limit * 2).map_or(f64::NEG_INFINITY, |(_, score)| *score);
    let mut find = connection.prepare_cached("SELECT year, name FROM article WHERE n = ?1")?;
    let mut best = Vec::new();
    for (n, score) in ranked.into_iter().take_while(|(_, score)| *score >= least) {
        let folder = find.query_row([n], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?))).optional()?;
        best.push((score, folder, n));
    }
    best.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| b.1.cmp(&a.1)));
    Ok(best.into_iter().map(|(_, _, n)| n).collect())
}

/// The rarest tags of the article, and its section, each with its weight.
fn rarest(
    connection: &Connection,
    view: &ArticleView,
    (lang, all): (&Lang, f64),
) -> Result<Vec<(f64, Scope)>, CatalogError> {
    let mut tags = Vec::new();
    let of = |topic: Topic| move |id: &String| Scope::Topic(topic, id.clone());
    for scope in view.meta.tags.iter().map(of(Topic::Tag)).chain(view.meta.section.iter().map(of(Topic::Section))) {
        tags.push((weight(all, count(connection, &scope, lang)?), scope));
    }
    tags.sort_by(|a, b| b.0.total_cmp(&a.0));
    tags.truncate(TAGS);
    Ok(tags)
}

/// The rare words of the article's title, each with its weight and the articles that share it.
fn shared_words(connection: &Connection, n: i64, all: f64) -> Result<Vec<(f64, Vec<i64>)>, CatalogError> {
    let mut find = connection.prepare_cached("SELECT article FROM word WHERE word = ?1 LIMIT ?2")?;
    let mut shared = Vec::new();
    let Some(facts) = Facts::find(connection, n)? else { return Ok(shared) };
    for word in words::of_article(connection, n, &facts)? {
        let others: Vec<i64> = find.query_map((word, RARE + 1), |row| row.get(0))?.collect::<Result<_, _>>()?;
        let count = u32::try_from(others.len()).unwrap_or(u32::MAX);
        if (2..=RARE).contains(&i64::from(count)) {
            shared.push((weight(all, count.into()), others));
        }
    }
    Ok(shared)
}

/// What a thing says that `count` of `all` articles have: the logarithm of its rarity.
fn weight(all: f64, count: f64) -> f64 {
    (1.0 + all / count.max(1.0)).ln()
}

#[expect(clippy::cast_precision_loss, reason = "counts of articles stay far below 2^53")]
fn count(connection: &Connection, scope: &Scope, lang: &Lang) -> Result<f64, CatalogError> {
    let mut find = connection.prepare_cached(
        "SELECT count FROM tally WHERE scope = (SELECT s FROM scope WHERE name = ?1)
         AND lang = (SELECT l FROM language WHERE tag = ?2) AND month = ?3",
    )?;
    let found = find.query_row((scope.to_string(), lang.as_str(), EVER), |row| row.get::<_, i64>(0)).optional()?;
    Ok(found.unwrap_or_default() as f64)
}

/// The article `n` as readers of `lang` find it; `None` where they do not.
pub(super) fn card(connection: &Connection, n: i64, lang: &Lang) -> Result<Option<Card>, CatalogError> {
    let Some(facts) = Facts::find(connection, n)? else { return Ok(None) };
    let Some(have) = facts.shown_in(lang) else { return Ok(None) };
    let mut find = connection.prepare_cached(
        "SELECT ?1, 0, v.lang, a.year, a.name, s.slug, v.title, v.summary, a.section FROM article AS a
         JOIN version AS v ON v.article = a.n AND v.lang = ?2 JOIN slug AS s ON s.article = a.n AND s.lang = ?3
         WHERE a.n = ?4",
    )?;
    let mut rows = find.query((facts.published, have, lang.as_str(), n))?;
    rows.next()?.map(listing::card).transpose()
}
