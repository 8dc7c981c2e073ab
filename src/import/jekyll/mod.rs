//! Jekyll: `_config.yml`, `_posts/`, `_drafts/`, pages, collections; polyglot and multiple-languages.

mod files;
mod languages;
mod liquid;
mod messages;
mod permalink;
mod reader;
mod site;
mod source;
mod version;

pub use source::Jekyll;
