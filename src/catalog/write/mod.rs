//! How an article's rows get into the catalog and out of it.

pub(super) mod address;
pub(super) mod apply;
pub(super) mod facts;
pub(super) mod kept;
pub(super) mod ready;
pub(super) mod seal;
pub(super) mod shelf;
pub(super) mod tally;
pub(super) mod words;
