//! The archive, written: texts, files, and a record of what came from where, so that a second run changes nothing.

mod article_text;
mod body;
mod disk;
mod folder_text;
mod record;
mod site_text;
mod target;

pub(super) use article_text::{ArticleFiles, article_toml, version_md};
pub(super) use body::{Destinations, written_body};
pub(super) use folder_text::{messages_ftl, names_toml, redirects_toml};
pub(super) use record::{ImportRecord, imported_place};
pub(super) use site_text::{MenuTargets, site_toml};
pub(super) use target::{Put, Target};
