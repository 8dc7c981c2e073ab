//! The integration tests: the real router and the real binary over archives made for each case. `tests/it/README.md` says how
//! to add one.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, and makes the files it reads"
)]

mod addresses;
mod aligned;
mod authoring;
mod base_path;
mod behind_proxy;
mod books;
mod broken;
#[cfg(feature = "bucket")]
mod bucket;
#[cfg(feature = "bucket")]
mod bucket_damage;
#[cfg(feature = "bucket")]
mod by_hand;
mod cache;
mod check;
mod citations;
mod claims;
mod command;
mod connections;
mod corrections;
mod damage;
mod diagnostics;
mod edits;
mod exported;
#[cfg(feature = "bucket")]
#[expect(dead_code, reason = "the publisher's own tests use the rest of it")]
#[path = "../../src/source/bucket/testing.rs"]
mod failing_store;
mod feeds;
mod files;
mod footer;
mod freshness;
mod fuzzed;
mod harness;
mod hidden;
mod home;
mod hosts;
mod http2;
mod import;
mod import_addresses;
mod import_html;
mod import_wordpress;
mod interrupted;
mod keeping;
mod keys;
mod languages;
mod leaks;
mod leaving;
mod listening;
mod listings;
mod live;
mod logs;
mod meant;
mod menus;
mod mistakes;
mod moves;
mod moving;
mod museum;
mod oai;
mod operations;
mod pages;
mod panics;
mod picture_limits;
mod pictures;
mod policy;
mod preview;
mod program_messages;
#[cfg(feature = "bucket")]
mod publish;
mod races;
mod random;
#[cfg(feature = "bucket")]
mod readers;
mod reading;
mod recordings;
mod rows;
mod search;
mod search_index;
mod series;
mod server_process;
mod share;
mod shipped;
mod snapshots;
mod source;
mod stale;
mod starting;
mod state;
mod status;
#[path = "../../fuzz/src/targets/mod.rs"]
mod targets;
mod tidy;
mod tls;
mod unpublished;
mod upgrades;
mod vanishing;
mod verified;
mod walkthrough;
mod why;
mod withdrawn;
mod words;
