//! Litopys: an archive of articles, each stored once per language, served in the reader's own.
//!
//! The map, in reading order; a module may import only those above it (`tests/it/tidy.rs` holds it so):
//!
//! * [`model`]: the vocabulary, values that every layer speaks in.
//! * [`site`]: `site.toml` and `names.toml`, read into values.
//! * [`i18n`]: Fluent messages, dates and numbers, the reader's language, the lint of messages.
//! * [`media`]: pictures inspected, cleaned, resized; bytes in, bytes out.
//! * [`article`]: one article out of its files, with all that is wrong with it.
//! * [`source`]: where an archive comes from; the disk is touched here.
//! * [`catalog`]: lookup, relations, listings; SQLite stops here.
//! * [`search`]: words, index, query language, snippets; tantivy stops here.
//! * [`worker`]: what keeps derived data in step: the follower of the source, and the maker of smaller pictures.
//! * [`web`]: routes, pages, policy, errors; axum and askama stop here.
//! * [`translate`]: the translator's tools: what is wrong with articles, what was translated from what, and what there is
//!   to do.
//! * [`cli`]: arguments, the log, exit codes.

pub mod article;
pub mod catalog;
pub mod cli;
pub mod i18n;
pub mod media;
pub mod model;
pub mod search;
pub mod site;
pub mod source;
pub mod translate;
pub mod web;
pub mod worker;
