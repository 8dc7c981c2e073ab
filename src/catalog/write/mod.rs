//! Writes to the catalog: a batch of articles, their addresses, their places in listings, their checksums.

pub(super) mod address;
pub(super) mod apply;
pub(super) mod facts;
pub(super) mod kept;
pub(super) mod ready;
pub(super) mod seal;
pub(super) mod shelf;
pub(super) mod tally;
pub(super) mod words;
