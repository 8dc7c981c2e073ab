//! `litopys publish` in a program that was built without object storage.

use anyhow::anyhow;

use super::args::PublishArgs;

pub(in crate::cli) fn run(typed: &PublishArgs) -> anyhow::Result<bool> {
    Err(anyhow!(
        "cannot publish to `{}`: this program was built without object storage; install a package, or build with \
         `cargo build --release --features bucket`",
        typed.bucket.split("://").next().unwrap_or_default()
    ))
}
