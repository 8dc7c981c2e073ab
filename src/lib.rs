//! Litopys: an archive of articles, each stored once per language, served in the reader's own.
//!
//! The map, in reading order; a module may import only those above it (`tests/it/tidy.rs` holds it so):
//!
//! * [`lang`], [`date`], [`slug`], [`romanise`], [`apostrophe`], [`escape`], [`problem`], `scan`: the vocabulary, values that every layer speaks in, and
//!   how bytes are looked for.
//! * [`content`], [`config`], [`locale`], [`negotiate`], [`picture`]: text and bytes in, values out; no disk, no clock, no
//!   sockets.
//! * [`archive`]: articles and their versions, put together, with all that is wrong with them.
//! * [`source`]: where an archive comes from; the disk is touched here.
//! * [`catalog`]: lookup, relations, listings; SQLite stops here.
//! * [`search`]: words, index, query language, snippets; tantivy stops here.
//! * [`follow`]: the one writer of the catalog, from the source's files to its rows.
//! * [`gallery`]: pictures made smaller in the background, and the folder they are kept in.
//! * [`web`]: routes, pages, policy, errors; axum and askama stop here.
//! * [`translate`]: the translator's tools: what is wrong with words and articles, what was translated from what, and
//!   what there is to do.
//! * [`cli`]: arguments, the log, exit codes.

pub mod apostrophe;
pub mod archive;
pub mod catalog;
pub mod cli;
pub mod config;
pub mod content;
pub mod date;
pub mod escape;
pub mod follow;
pub mod gallery;
pub mod lang;
pub mod locale;
pub mod negotiate;
pub mod picture;
pub mod problem;
pub mod romanise;
mod scan;
pub mod search;
pub mod slug;
pub mod source;
pub mod translate;
pub mod web;
