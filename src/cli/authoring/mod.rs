//! Commands that write into an archive: new articles.

pub(super) mod new;
