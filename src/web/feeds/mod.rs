//! Feeds: their entries (`entry`), and the formats that write them (`atom`, `json`). Nothing here reads the catalog.

pub(super) mod atom;
pub(super) mod entry;
pub(super) mod entry_store;
pub(super) mod json;
pub(super) mod xml;
