//! An article as a listing shows it.

use super::ListingKey;
use crate::article::{Thumbnail, Unpublished};
use crate::model::{
    lang::Lang,
    slug::{ArticleId, Slug},
};

/// One article in a listing of one language: the version shown, and the address in the language of the listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    /// Its place in the listing.
    pub key: ListingKey,
    /// Which article.
    pub id: ArticleId,
    /// The last part of its address in the language of the listing.
    pub slug: Slug,
    /// The language of the version shown: the listing's own, or its fallback.
    pub lang: Lang,
    /// That version's title.
    pub title: String,
    /// That version's summary; may be empty.
    pub summary: String,
    /// The picture that stands for it: the first of that version.
    pub thumbnail: Option<Thumbnail>,
    /// The section's id.
    pub section: Option<String>,
    /// Why that version is not public; only in a preview.
    pub unpublished: Option<Unpublished>,
}
