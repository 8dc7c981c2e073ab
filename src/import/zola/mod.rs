//! Zola: `config.toml`, `content/`, `static/`, `name.uk.md`.

mod body;
mod reader;
mod site;
mod source;
mod version;

pub use source::Zola;
