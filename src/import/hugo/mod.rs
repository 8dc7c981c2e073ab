//! Hugo: `hugo.toml` or `config.*`, `config/`, `content/`, `static/`, `assets/`, `i18n/`.

mod addresses;
mod config;
mod pages;
mod reader;
mod shortcodes;
mod site;
mod source;
mod version;

pub use source::Hugo;
