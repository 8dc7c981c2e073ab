//! `site.toml`: what a site is called, where it lives, and which languages it speaks. Text in, values out.

mod base_url;
mod cache;
mod check;
mod feed;
mod language;
mod log;
mod site;

pub use cache::{CacheRules, KeyHeader};
pub use check::Allowed;
pub use feed::FeedTag;
pub use language::{Language, Languages};
pub use log::LogRules;
pub use site::{Site, SiteName, parse_site};
