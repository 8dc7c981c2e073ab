//! Litopys: an archive of articles, each stored once per language, served in the reader's own.
//!
//! The map, in reading order; a module imports only those above it (`tests/it/tidy.rs`):
//!
//! * [`model`]: values that every layer uses.
//! * [`site`]: `site.toml` and `names.toml`, read into values.
//! * [`i18n`]: Fluent messages, dates and numbers, negotiation of the reader's language, the lint of messages.
//! * [`media`]: pictures inspected, cleaned, resized; bytes in, bytes out.
//! * [`article`]: one article out of its files, with all its problems.
//! * [`source`]: reads the archive's files and follows their changes.
//! * [`catalog`]: lookup, relations, listings; SQLite stops here.
//! * [`search`]: words, index, query language, excerpts; tantivy stops here.
//! * [`worker`]: keeps derived data in step with the source: the indexer, and the image worker.
//! * [`web`]: routes, pages, policy, errors; axum and askama stop here.
//! * [`translate`]: tools for translators: `check`, `mark`, `status`.
//! * [`export`]: the archive as files for other programs and other hosts.
//! * [`import`]: reads archives of other systems: Hugo, Zola, Jekyll, WordPress, folders of HTML.
//! * [`verify`]: finds broken links and files of an exported or a running site.
//! * [`cli`]: arguments, the log, exit codes.

pub mod article;
pub mod catalog;
pub mod cli;
pub mod export;
pub mod i18n;
pub mod import;
pub mod media;
pub mod model;
pub mod search;
pub mod site;
pub mod source;
pub mod translate;
pub mod verify;
pub mod web;
pub mod worker;
