//! What a feed says, before it is written. Every address is whole: `https://example.org/…`.

use jiff::{Timestamp, tz::TimeZone};

use crate::model::lang::Lang;

/// One document of a feed.
#[derive(Debug, Clone)]
pub(in crate::web) struct FeedDocument {
    /// The same for every document of the feed.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The name of the site.
    pub site: String,
    /// Its language.
    pub lang: Lang,
    /// The page that lists the same.
    pub page: String,
    /// This document.
    pub own: String,
    /// The document with the newest entries.
    pub first: String,
    /// The document with newer entries, where there is one.
    pub previous: Option<String>,
    /// The document with older entries, where there is one.
    pub next: Option<String>,
    /// The same feed in other languages.
    pub others: Vec<(Lang, String)>,
    /// The time zone in which its dates are written.
    pub zone: TimeZone,
    /// Its entries, newest first.
    pub entries: Vec<FeedEntry>,
}

/// A version of an article.
#[derive(Debug, Clone)]
pub(in crate::web) struct FeedEntry {
    /// The same as long as there is this version.
    pub id: String,
    /// The language of the text.
    pub lang: Lang,
    /// Its address.
    pub address: String,
    /// The article's other versions.
    pub others: Vec<(Lang, String)>,
    /// Its title.
    pub title: String,
    /// Its summary; may be empty.
    pub summary: String,
    /// Its body, complete.
    pub html: String,
    /// When it was published.
    pub published: Timestamp,
    /// When this version was last changed.
    pub updated: Timestamp,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Who translated it.
    pub translators: Vec<String>,
    /// Ids and names of its tags.
    pub tags: Vec<(String, String)>,
    /// Its licence.
    pub licence: Option<String>,
    /// The address of its first picture.
    pub picture: Option<String>,
}

impl FeedDocument {
    /// When an entry of this document last changed. A document without entries has not changed since the clock began.
    pub(in crate::web) fn updated(&self) -> Timestamp {
        self.entries.iter().map(|entry| entry.updated).max().unwrap_or(Timestamp::UNIX_EPOCH)
    }
}
