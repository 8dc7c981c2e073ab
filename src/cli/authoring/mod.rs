//! Commands that write into an archive: archives, articles, and articles that move, are taken down, or are shared before they are published.

pub(super) mod args;
pub(super) mod claims;
pub(super) mod init;
pub(super) mod move_article;
pub(super) mod new;
mod plan;
mod relocation;
pub(super) mod remove;
pub(super) mod share;
mod toml_text;
