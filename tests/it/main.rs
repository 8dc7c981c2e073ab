//! The integration tests: the real router and the real binary over archives made for each case. How to add one is told
//! in `tests/it/README.md`.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a test fails by panicking, and makes the files it reads"
)]

mod addresses;
mod broken;
mod command;
mod harness;
mod keeping;
mod languages;
mod pictures;
mod shipped;
mod tidy;
mod words;
