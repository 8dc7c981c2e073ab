//! `site.toml`: what a site is called, where it lives, and which languages it speaks. Text in, values out.

mod language;
mod site;

pub use language::{Language, Languages};
pub use site::{Site, SiteName, parse_site};
