//! Litopys: an archive of articles, each stored once per language, served in the reader's own.
//!
//! The map, in reading order; a module may import only those above it (`tests/it/tidy.rs` holds it so):
//!
//! * [`lang`], [`date`], [`slug`], [`problem`]: the vocabulary, values that every layer speaks in.
//! * [`config`], [`content`], [`locale`], [`negotiate`]: text in, values out; no disk, no clock, no sockets.

pub mod config;
pub mod content;
pub mod date;
pub mod lang;
pub mod locale;
pub mod negotiate;
pub mod problem;
pub mod slug;
