//! The words of titles, as digests: what related articles are found by. Of an article's versions the one that stands
//! first for the whole site speaks, so that most articles meet in one language.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension};

use super::listing_facts::ListingFacts;
use crate::{
    article::Article,
    catalog::CatalogError,
    model::{lang::Lang, look_alike::is_apostrophe},
};

/// Letters of a word that count: what follows is, as a rule, its ending (`конвенція`, `конвенції`).
const STEM: usize = 6;
/// Shorter words mean little by themselves.
const SHORTEST: usize = 4;
/// Words of one title that are kept.
const MOST: usize = 8;

/// Notes the words of the article `n`.
pub(in crate::catalog) fn put(
    connection: &Connection,
    n: i64,
    article: &Article,
    facts: &ListingFacts,
) -> Result<(), CatalogError> {
    let Some(version) = facts.first.as_ref().and_then(|lang| article.versions.get(lang)) else {
        return Ok(());
    };
    let mut insert = connection.prepare_cached("INSERT OR IGNORE INTO word (word, article) VALUES (?1, ?2)")?;
    for word in title_words(&version.text.title) {
        insert.execute((word, n))?;
    }
    Ok(())
}

/// Removes the words of the titles of article `n`. They are read from its versions, so these are removed later.
pub(in crate::catalog) fn take(connection: &Connection, n: i64, facts: &ListingFacts) -> Result<(), CatalogError> {
    let mut delete = connection.prepare_cached("DELETE FROM word WHERE word = ?1 AND article = ?2")?;
    for word in article_words(connection, n, facts)? {
        delete.execute((word, n))?;
    }
    Ok(())
}

/// The words that stand in the catalog for the article `n`.
pub(in crate::catalog) fn article_words(
    connection: &Connection,
    n: i64,
    facts: &ListingFacts,
) -> Result<BTreeSet<i64>, CatalogError> {
    let mut find = connection.prepare_cached("SELECT title FROM version WHERE article = ?1 AND lang = ?2")?;
    let title =
        find.query_row((n, facts.first.as_ref().map(Lang::as_str)), |row| row.get::<_, String>(0)).optional()?;
    Ok(title.map(|title| title_words(&title)).unwrap_or_default())
}

pub(in crate::catalog) fn title_words(title: &str) -> BTreeSet<i64> {
    let lower = title.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric() && !is_apostrophe(c));
    let long = words.filter(|word| word.chars().count() >= SHORTEST);
    long.map(digest).collect::<BTreeSet<_>>().into_iter().take(MOST).collect()
}

/// 47 bits of a digest of its stem: six bytes in SQLite.
fn digest(word: &str) -> i64 {
    let stem: String = word.chars().filter(|c| c.is_alphanumeric()).take(STEM).collect();
    let hash = blake3::hash(stem.as_bytes());
    let bytes = *hash.as_bytes().first_chunk::<8>().expect("a hash has 32 bytes");
    i64::try_from(u64::from_be_bytes(bytes) >> 17).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_are_one_word() {
        let shared = |a: &str, b: &str| title_words(a).intersection(&title_words(b)).count();
        assert_eq!(shared("Вихід з Оттавської конвенції", "Оттавська конвенція"), 2);
        assert_eq!(shared("Об’єднання", "об'єднань"), 1);
        assert_eq!(shared("Міни і люди", "Мінськ і лютий"), 0);
    }
}
