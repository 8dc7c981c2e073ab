//! Commands that write into an archive: archives, articles, and articles that move or are taken down.

pub(super) mod args;
pub(super) mod claims;
pub(super) mod init;
pub(super) mod move_article;
pub(super) mod new;
mod plan;
mod relocation;
pub(super) mod remove;
mod toml_text;
