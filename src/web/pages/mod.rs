//! One file per page: a private template struct, its handler, its tests.

pub(super) mod article;
pub(super) mod error;
pub(super) mod feed;
pub(super) mod language;
pub(super) mod listings;
pub(super) mod media;
pub(super) mod neutral;
pub(super) mod oai;
pub(super) mod offline;
pub(super) mod search;
pub(super) mod sitemap;
pub(super) mod stats;
mod suggest;
