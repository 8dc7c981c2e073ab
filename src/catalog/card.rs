//! An article as a listing shows it.

use super::listing::Key;
use crate::{lang::Lang, slug::Year};

/// One article in a listing of one language: the version shown, and the address in the language of the listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Its place in the listing.
    pub key: Key,
    /// The year in its address.
    pub year: Year,
    /// The last part of its address in the language of the listing.
    pub slug: String,
    /// The language of the version shown: the listing's own, or its fallback.
    pub lang: Lang,
    /// That version's title.
    pub title: String,
    /// That version's summary; may be empty.
    pub summary: String,
    /// The section's id.
    pub section: Option<String>,
}
