//! Hugo: `hugo.toml` or `config.*`, `config/`, `content/`, `static/`, `assets/`, `i18n/`.

mod addresses;
mod cascade;
mod config;
mod finder;
mod mounts;
mod outputs;
mod pages;
mod pattern;
mod reader;
mod shortcodes;
mod site;
mod source;
mod urlize;
mod version;

pub use source::Hugo;
