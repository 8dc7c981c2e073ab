//! One page each: a private template struct, its handler, its tests.

pub(super) mod article;
mod behind;
pub(super) mod beside;
pub(super) mod calendar;
pub(super) mod card;
pub(super) mod cards;
pub(super) mod contents;
pub(super) mod dated;
pub(super) mod error;
pub(super) mod feed;
pub(super) mod found;
pub(super) mod home;
pub(super) mod keeping;
pub(super) mod language;
pub(super) mod listing;
pub(super) mod media;
pub(super) mod neutral;
pub(super) mod numbers;
pub(super) mod opensearch;
pub(super) mod pager;
pub(super) mod robots;
pub(super) mod search;
pub(super) mod share;
pub(super) mod sitemap;
pub(super) mod stale;
pub(super) mod text;
