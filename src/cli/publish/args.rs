//! The arguments of `litopys publish`.

use std::{str::FromStr, time::Duration};

use clap::Parser;

use crate::cli::{archive::ArchiveDir, state::StateArgs};

/// Publish the archive into a bucket of an object store, for any number of readers (`litopys serve --from BUCKET`).
///
/// Writes only what changed since the last publish, in one step: readers see all of it or none of it. Drafts and the texts
/// of withdrawn articles are not published. Scheduled articles are, and every reader shows them from their time on. An
/// article with a broken file stays as it was last published, and the command exits with 1. One publisher writes at a
/// time. It may be killed at any moment and started again. docs/BUCKET.md describes the bucket.
///
/// Credentials come from the environment variables that the provider's own tools use: AWS_ACCESS_KEY_ID,
/// AWS_SECRET_ACCESS_KEY, AWS_REGION, AWS_ENDPOINT; GOOGLE_APPLICATION_CREDENTIALS; AZURE_STORAGE_ACCOUNT_NAME,
/// AZURE_STORAGE_ACCOUNT_KEY. To read one from a file, add _FILE: AWS_SECRET_ACCESS_KEY_FILE=/run/secrets/key.
#[derive(Debug, Parser)]
#[command(after_help = "Examples:\n  litopys publish s3://news/archive --dry-run\n  \
                        litopys publish s3://news --endpoint https://s1.example.org --endpoint https://s2.example.org --watch\n  \
                        litopys publish file:///srv/bucket")]
pub(in crate::cli) struct PublishArgs {
    /// The bucket: `s3://BUCKET/PREFIX`, `gs://BUCKET/PREFIX`, `az://CONTAINER/PREFIX`, or `file:///FOLDER`.
    #[arg(value_name = "BUCKET")]
    pub(super) bucket: String,

    #[command(flatten)]
    pub(super) archive: ArchiveDir,

    /// The address of a node of the store, such as `https://s3.example.org`. Repeat it for each node: the next one is used
    /// when one does not answer. Default: AWS_ENDPOINT, or the provider's own address.
    #[arg(long, value_name = "URL")]
    pub(super) endpoint: Vec<String>,

    /// List what would be written, and write nothing.
    #[arg(long, conflicts_with_all = ["watch", "snapshot", "checkpoint"])]
    pub(super) dry_run: bool,

    /// Keep running, and publish each change of the archive when it is saved.
    #[arg(long)]
    pub(super) watch: bool,

    /// Write a snapshot now, and delete the objects that no reader needs. Without this option both happen from time to time.
    #[arg(long)]
    pub(super) snapshot: bool,

    /// With --snapshot: compare all media and packs of the bucket with their digests, and write damaged or missing ones again.
    #[arg(long, requires = "snapshot")]
    pub(super) verify: bool,

    /// Allow a publish that removes up to N articles. Without it, a publish that would remove more than half of the published
    /// articles is refused, because the folder is probably the wrong one, or incomplete.
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub(super) allow_removal: usize,

    /// Also put a catalog and a search index into the bucket, so that a new reader does not have to index the archive itself.
    /// They are built in the state folder, and later runs only add what changed. With --watch, they are written once an
    /// hour if something was published.
    #[arg(long)]
    pub(super) checkpoint: bool,

    /// With --checkpoint: also put smaller pictures into the bucket, so that readers do not have to make them. The first time,
    /// each takes about a second on one core.
    #[arg(long, requires = "checkpoint")]
    pub(super) pictures: bool,

    /// How long unneeded objects stay in the bucket, for readers that were offline: `7d`, `36h`, `90m`.
    #[arg(long, value_name = "TIME", default_value = "7d")]
    pub(super) grace: Grace,

    #[command(flatten)]
    pub(super) state: StateArgs,
}

/// A time such as `7d` or `36h`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Grace(pub(super) Duration);

impl FromStr for Grace {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("expected days, hours or minutes such as `7d`, `36h` or `90m`, found `{text}`");
        let (digits, unit) = text.split_at_checked(text.len().saturating_sub(1)).ok_or_else(wrong)?;
        let seconds = match unit {
            "d" => 24 * 3600,
            "h" => 3600,
            "m" => 60,
            "s" => 1,
            _ => return Err(wrong()),
        };
        let number: u32 = digits.parse().map_err(|_| wrong())?;
        Ok(Grace(Duration::from_secs(u64::from(number) * seconds)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_a_number_and_a_unit() {
        for (text, seconds) in [("7d", 604_800), ("36h", 129_600), ("90m", 5400), ("0s", 0)] {
            assert_eq!(text.parse(), Ok(Grace(Duration::from_secs(seconds))), "{text}");
        }
        for wrong in ["", "7", "d", "-1d", "7 d", "1w", "1.5h", "д", "99999999999d"] {
            assert!(wrong.parse::<Grace>().is_err(), "{wrong}");
        }
    }
}
