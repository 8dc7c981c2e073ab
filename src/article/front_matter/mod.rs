//! The TOML of an article: the front matter of a version, and `article.toml`.

pub(super) mod article_toml;
pub(super) mod correction;
pub(super) mod image_note;
pub(super) mod split;
pub(super) mod version;
pub(super) mod withdrawn;
