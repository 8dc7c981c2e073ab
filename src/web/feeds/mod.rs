//! Feeds: their entries (`entry`), and the formats that write them (`atom`, `json`). Nothing here reads the catalog.

pub(super) mod absolute_links;
pub(super) mod atom;
pub(super) mod entry;
pub(super) mod id;
pub(super) mod json;
pub(super) mod xml;
