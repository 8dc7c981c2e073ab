//! `site.toml` and `names.toml`: the site's name, address, languages and feed, and the TOML reader that reports every problem
//! with its place. Text in, values out.

mod base_url;
mod cache;
mod check;
mod colour;
mod feed;
mod home;
mod language;
mod look;
pub(super) mod names;
pub(super) mod old_path;
mod redirects;
mod site_toml;
pub(super) mod toml_fields;
pub(super) mod toml_reader;
pub(super) mod toml_syntax;

pub(crate) use base_url::ascii_host;
pub use cache::{CacheRules, ForwardHeader, KeyHeader, ProxyRules};
pub use check::Allowed;
pub use feed::{FeedRules, FeedTag};
pub use home::{HomeRules, MOST_PINNED, MenuEntry, MenuPlace, MenuTarget};
pub(crate) use home::{menu_problem, not_on_home};
pub use language::{Language, Languages, SiteName};
pub use look::{Accent, Look};
pub(crate) use names::{MissingNames, missing_languages};
pub use names::{Names, Topic, parse_names};
pub use old_path::{fixed_at, shadowed, with_parameters};
pub use redirects::{Redirects, parse_redirects};
pub use site_toml::{Site, parse_site};
pub(crate) use toml_fields::TomlFields;
pub use toml_reader::Placed;
pub(crate) use toml_reader::TomlReader;
pub(crate) use toml_syntax::toml_key;
