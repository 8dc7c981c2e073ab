//! Feeds: what they say (`entry`), and how it is written (`atom`, `json`). Nothing here reads the catalog.

pub(super) mod absolute;
pub(super) mod atom;
pub(super) mod entry;
pub(super) mod id;
pub(super) mod json;
pub(super) mod xml;
