//! Listings page by key, never by offset: a part deep in the archive costs what the first costs.

use std::{cmp::Reverse, fmt, ops::Range};

use jiff::tz::TimeZone;
use rusqlite::{Connection, OptionalExtension, Row};

use crate::{
    catalog::{
        Card, CatalogError, ListingKey, Period, Snapshot, compression::article_id, write::listing_facts::ListingColumn,
    },
    model::lang::Lang,
    site::Topic,
};

/// The subject of a listing.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Scope {
    /// Every article.
    All,
    /// Those under one tag, author or section.
    Topic(Topic, String),
}

/// A listing. All of a scope is read from its newest article; a year or a month from its oldest, so that a part of it
/// that is full never changes again. Pages list articles as they were published, feeds list versions as they appeared.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Listing {
    scope: Scope,
    /// `None`: every article once, in any language.
    lang: Option<Lang>,
    span: Option<Range<i64>>,
    by_appearance: bool,
}

/// Which part of a listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ListingPart {
    /// The one it begins with.
    First,
    /// The one that follows this key: older articles in all of a scope, newer ones in a year or a month.
    Past(ListingKey),
}

/// A part of a listing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CardPage {
    /// Its articles, in the order of the listing.
    pub cards: Vec<Card>,
    /// The part before it.
    pub previous: Option<ListingPart>,
    /// The part after it.
    pub next: Option<ListingPart>,
}

/// A listing that is walked along its keys, by the numbers that stand for its names in the table.
#[derive(Debug, Clone)]
pub(in crate::catalog) struct KeyWalk {
    scope: i64,
    lang: i64,
    /// The places whose rows it meets.
    places: &'static [ListingColumn],
    span: Option<Range<i64>>,
}

/// The start and the direction of a walk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::catalog) struct WalkStart {
    /// Which way.
    pub(in crate::catalog) way: TimeOrder,
    /// The key that it goes on from.
    pub(in crate::catalog) key: ListingKey,
}

/// A direction in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::catalog) enum TimeOrder {
    Older,
    Newer,
}

impl fmt::Display for Scope {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Scope::All => Ok(()),
            Scope::Topic(topic, id) => write!(out, "{topic}/{id}"),
        }
    }
}

impl Scope {
    /// The scope that `text` stands for, as [`Scope`] writes it.
    pub fn parse(text: &str) -> Option<Scope> {
        if text.is_empty() {
            return Some(Scope::All);
        }
        let (topic, id) = text.split_once('/')?;
        Some(Scope::Topic(topic.parse().ok()?, id.to_owned()))
    }
}

impl Listing {
    /// The articles that readers of `lang` find under `scope`: each once, in that language or its fallback.
    pub fn new(scope: Scope, lang: &Lang) -> Listing {
        Listing { scope, lang: Some(lang.clone()), span: None, by_appearance: false }
    }

    /// Every article once, in the first of its languages: the site's default, else along the default's chain, else the
    /// site's order.
    pub fn every_article() -> Listing {
        Listing { scope: Scope::All, lang: None, span: None, by_appearance: false }
    }

    /// The same, each article where the version shown appeared.
    #[must_use]
    pub fn by_appearance(self) -> Listing {
        Listing { by_appearance: true, ..self }
    }

    /// Its articles of one year or month.
    #[must_use]
    pub fn within(self, period: Period, zone: &TimeZone) -> Listing {
        Listing { span: Some(period.span(zone)), ..self }
    }

    /// The direction in which it is read.
    fn way(&self) -> TimeOrder {
        if self.span.is_some() { TimeOrder::Newer } else { TimeOrder::Older }
    }

    /// The key at which the walk along a part of it begins.
    pub(in crate::catalog) fn at(&self, part: ListingPart) -> WalkStart {
        let start = self.span.as_ref().map(|span| ListingKey::from_parts(span.start, -1));
        let key = match (part, start) {
            (ListingPart::First, start) => start.unwrap_or(ListingKey::start_of(i64::MAX)),
            // A key from before the span leads to its beginning, not out of it.
            (ListingPart::Past(key), start) => start.map_or(key, |start| key.max(start)),
        };
        WalkStart { way: self.way(), key }
    }

    pub(in crate::catalog) fn scope(&self) -> &Scope {
        &self.scope
    }

    pub(in crate::catalog) fn tag(&self) -> &str {
        self.lang.as_ref().map_or("", Lang::as_str)
    }
}

impl TimeOrder {
    fn back(self) -> TimeOrder {
        match self {
            TimeOrder::Older => TimeOrder::Newer,
            TimeOrder::Newer => TimeOrder::Older,
        }
    }

    /// The clauses after `WHERE` and `ORDER BY` for walking a listing from a key on.
    fn clauses(self) -> (&'static str, &'static str) {
        match self {
            TimeOrder::Older => (
                "scope = ?1 AND l.lang = ?2 AND place = ?6 AND (moment, tie) < (?3, ?4) AND moment >= ?5",
                "moment DESC, tie DESC, l.article DESC",
            ),
            TimeOrder::Newer => (
                "scope = ?1 AND l.lang = ?2 AND place = ?6 AND (moment, tie) > (?3, ?4) AND moment < ?5",
                "moment, tie, l.article",
            ),
        }
    }

    /// Puts what was met at several places into the order of the walk.
    fn sort<T, K: Ord>(self, met: &mut [T], key: impl Fn(&T) -> K) {
        match self {
            TimeOrder::Older => met.sort_by_key(|one| Reverse(key(one))),
            TimeOrder::Newer => met.sort_by_key(key),
        }
    }

    /// The key at which a walk in this direction ends.
    fn bound(self, span: Option<&Range<i64>>) -> i64 {
        match self {
            TimeOrder::Older => span.map_or(i64::MIN, |span| span.start),
            TimeOrder::Newer => span.map_or(i64::MAX, |span| span.end),
        }
    }
}

impl Snapshot {
    /// A part of at most `size` articles.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn page(&self, listing: &Listing, part: ListingPart, size: u32) -> Result<CardPage, CatalogError> {
        self.read(|connection| {
            let Some(walk) = listing.walk(connection)? else { return Ok(CardPage::default()) };
            let mut cards = walk.cards(connection, listing.tag(), listing.at(part), size + 1)?;
            let more = cards.len() > size as usize;
            cards.truncate(size as usize);
            let next = cards.last().filter(|_| more).map(|card| ListingPart::Past(card.key));
            let previous = match (part, cards.first()) {
                (ListingPart::Past(_), Some(first)) => {
                    walk.previous(connection, WalkStart { way: listing.way().back(), key: first.key }, size)?
                }
                _ => None,
            };
            Ok(CardPage { cards, previous, next })
        })
    }

    /// A part of a feed: at least `size` of the newest articles, or exactly `size` older ones, which stay together. The parts are
    /// counted from the oldest article on, so an article that comes takes none out of its part; the newest part has what is
    /// over (RFC 5005, 4).
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn feed_page(&self, listing: &Listing, part: ListingPart, size: u32) -> Result<CardPage, CatalogError> {
        let size = size.max(1);
        self.read(|connection| {
            let Some(walk) = listing.walk(connection)? else { return Ok(CardPage::default()) };
            let length = match part {
                ListingPart::First => size + walk.remainder(connection, size)?,
                ListingPart::Past(_) => size,
            };
            let mut cards = walk.cards(connection, listing.tag(), listing.at(part), length + 1)?;
            let more = cards.len() > length as usize;
            cards.truncate(length as usize);
            let next = cards.last().filter(|_| more).map(|card| ListingPart::Past(card.key));
            let previous = match (part, cards.first()) {
                (ListingPart::Past(_), Some(first)) => {
                    let start = WalkStart { way: listing.way().back(), key: first.key };
                    let newer = walk.keys(connection, start, size * 2)?;
                    let boundary = newer.get(size as usize).filter(|_| newer.len() >= 2 * size as usize);
                    let before = boundary.map(|(key, _)| ListingPart::Past(*key));
                    before.or((!newer.is_empty()).then_some(ListingPart::First))
                }
                _ => None,
            };
            Ok(CardPage { cards, previous, next })
        })
    }

    /// The articles next to the one at `key` in time: the newer one, the older one.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn neighbours(&self, lang: &Lang, key: ListingKey) -> Result<(Option<Card>, Option<Card>), CatalogError> {
        self.read(|connection| {
            let Some(walk) = Listing::new(Scope::All, lang).walk(connection)? else { return Ok((None, None)) };
            let one =
                |way| Ok::<_, CatalogError>(walk.cards(connection, lang.as_str(), WalkStart { way, key }, 1)?.pop());
            Ok((one(TimeOrder::Newer)?, one(TimeOrder::Older)?))
        })
    }
}

impl Listing {
    /// The walk along it; `None` if nothing was ever listed so.
    pub(in crate::catalog) fn walk(&self, connection: &Connection) -> Result<Option<KeyWalk>, CatalogError> {
        let mut find =
            connection.prepare_cached("SELECT s, l, late FROM scope, language WHERE name = ?1 AND tag = ?2")?;
        let found = find.query_row((self.scope.to_string(), self.tag()), |row| {
            Ok((KeyWalk::by_publication(row.get(0)?, row.get(1)?, row.get(2)?), row.get(2)?))
        });
        Ok(found.optional()?.map(|(walk, late)| KeyWalk {
            span: self.span.clone(),
            places: if self.by_appearance && late {
                &[ListingColumn::Both, ListingColumn::Appeared]
            } else {
                walk.places
            },
            ..walk
        }))
    }
}

impl KeyWalk {
    /// All of a listing, of every time, as its articles were published; `late` says whether a version of it may have
    /// appeared later than its article.
    pub(in crate::catalog) fn by_publication(scope: i64, lang: i64, late: bool) -> KeyWalk {
        let places: &[ListingColumn] =
            if late { &[ListingColumn::Both, ListingColumn::Published] } else { &[ListingColumn::Both] };
        KeyWalk { scope, lang, places, span: None }
    }

    /// How many articles are over, where each part has `size`.
    pub(in crate::catalog) fn remainder(&self, connection: &Connection, size: u32) -> Result<u32, CatalogError> {
        let mut find = connection.prepare_cached(
            "SELECT coalesce(sum(count), 0) % ?3 FROM tally WHERE scope = ?1 AND lang = ?2 AND month = 0",
        )?;
        Ok(find.query_row((self.scope, self.lang, size), |row| row.get(0))?)
    }

    /// Keys and numbers of at most `limit` articles from a key on.
    pub(in crate::catalog) fn keys(
        &self,
        connection: &Connection,
        start: WalkStart,
        limit: u32,
    ) -> Result<Vec<(ListingKey, i64)>, CatalogError> {
        let WalkStart { way, key } = start;
        let (which, order) = way.clauses();
        let mut statement = connection.prepare_cached(&format!(
            "SELECT moment, tie, article FROM listing AS l WHERE {which} ORDER BY {order} LIMIT ?7"
        ))?;
        let bound = way.bound(self.span.as_ref());
        let mut keys = Vec::new();
        for place in self.places {
            let parameters = (self.scope, self.lang, key.published(), key.tie(), bound, *place as i64, limit);
            let mut rows = statement.query(parameters)?;
            while let Some(row) = rows.next()? {
                keys.push((ListingKey::from_parts(row.get(0)?, row.get(1)?), row.get(2)?));
            }
        }
        way.sort(&mut keys, |key| *key);
        keys.truncate(limit as usize);
        Ok(keys)
    }

    /// As readers of the language `tag` find them; `""`: each in the language that it is listed in.
    fn cards(
        &self,
        connection: &Connection,
        tag: &str,
        start: WalkStart,
        limit: u32,
    ) -> Result<Vec<Card>, CatalogError> {
        let WalkStart { way, key } = start;
        let (which, order) = way.clauses();
        let mut statement = connection.prepare_cached(&format!(
            "SELECT moment, tie, h.tag, a.year, a.name, s.slug, v.title, v.summary, a.section, v.unpublished,
                    v.thumbnail
             FROM listing AS l JOIN language AS h ON h.l = l.have JOIN article AS a ON a.n = l.article
             JOIN version AS v ON v.article = l.article AND v.lang = h.tag
             JOIN slug AS s ON s.article = l.article AND s.lang = CASE ?8 WHEN '' THEN h.tag ELSE ?8 END
             WHERE {which} ORDER BY {order} LIMIT ?7"
        ))?;
        let bound = way.bound(self.span.as_ref());
        let mut cards = Vec::new();
        for place in self.places {
            let parameters = (self.scope, self.lang, key.published(), key.tie(), bound, *place as i64, limit, tag);
            let mut rows = statement.query(parameters)?;
            while let Some(row) = rows.next()? {
                cards.push(card(row)?);
            }
        }
        way.sort(&mut cards, |card| card.key);
        cards.truncate(limit as usize);
        Ok(cards)
    }

    /// The part before the one that begins at a key, which is walked back from: it has as many articles as any, so it begins
    /// after the article that lies one further back.
    fn previous(
        &self,
        connection: &Connection,
        before: WalkStart,
        size: u32,
    ) -> Result<Option<ListingPart>, CatalogError> {
        let keys = self.keys(connection, before, size + 1)?;
        Ok(match keys.get(size as usize) {
            Some((key, _)) => Some(ListingPart::Past(*key)),
            None if keys.is_empty() => None,
            None => Some(ListingPart::First),
        })
    }
}

/// A card of the columns moment, tie, language shown, year, name, slug, title, summary, section, unpublished, thumbnail.
pub(in crate::catalog) fn card(row: &Row<'_>) -> Result<Card, CatalogError> {
    Ok(Card {
        key: ListingKey::from_parts(row.get(0)?, row.get(1)?),
        lang: row.get(2)?,
        id: article_id(row, 3)?,
        slug: row.get(5)?,
        title: row.get(6)?,
        summary: row.get(7)?,
        section: row.get(8)?,
        unpublished: row.get(9)?,
        thumbnail: row.get(10)?,
    })
}
