//! Writes to the catalog: a batch of articles, their addresses, their places in listings, their checksums.

pub(super) mod address;
pub(super) mod apply;
pub(super) mod checksum;
pub(super) mod gone;
pub(super) mod listing_facts;
pub(super) mod listing_writer;
pub(super) mod pending;
pub(super) mod prepared;
pub(super) mod tally;
pub(super) mod title_words;
