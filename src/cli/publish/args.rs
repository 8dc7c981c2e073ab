//! What can be typed behind `litopys publish`.

use std::{str::FromStr, time::Duration};

use clap::Parser;

use crate::cli::{archive::ArchiveDir, state::StateArgs};

/// Publish the archive into a bucket of an object store, for any number of readers (`litopys serve --from BUCKET`).
///
/// Writes what changed since the last publish: first the media that the bucket does not have, then one segment, so that readers see all
/// of it or nothing. Drafts and the texts of withdrawn articles stay at home; scheduled articles go, and appear on every
/// reader at their minute. An article with a broken file stays as it was published last, and the exit code is 1. Only
/// one publisher writes at a time. It can be killed at any moment and started again.
///
/// Credentials come from the variables of the environment that the provider's own tools read: AWS_ACCESS_KEY_ID,
/// AWS_SECRET_ACCESS_KEY, AWS_REGION, AWS_ENDPOINT; GOOGLE_APPLICATION_CREDENTIALS; AZURE_STORAGE_ACCOUNT_NAME,
/// AZURE_STORAGE_ACCOUNT_KEY. NAME_FILE names a file that holds the value of NAME.
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

    /// The address of a node of the store; give several, and the next one is used when one does not answer.
    #[arg(long, value_name = "URL")]
    pub(super) endpoint: Vec<String>,

    /// List what would be written, and write nothing.
    #[arg(long, conflicts_with_all = ["watch", "snapshot", "checkpoint"])]
    pub(super) dry_run: bool,

    /// Go on, and publish each change of the archive as it is saved.
    #[arg(long)]
    pub(super) watch: bool,

    /// Make a snapshot now, and delete what no reader needs any more. By itself both happen as often as is useful.
    #[arg(long)]
    pub(super) snapshot: bool,

    /// Read all media and packs that the bucket has, compare them with their digests, and write again what is damaged or
    /// missing. With --snapshot.
    #[arg(long, requires = "snapshot")]
    pub(super) verify: bool,

    /// Remove up to N articles, even if that is more than half of those that are published. Without it such a publish is
    /// refused: it is more likely that the folder is a wrong one, or not complete.
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub(super) allow_removal: usize,

    /// Put a catalog and a search index into the bucket, too, so that a reader which starts from nothing need not index. They are
    /// made in the state folder, and the next time of what changed alone. With --watch, they are made again every hour in
    /// which something was published.
    #[arg(long)]
    pub(super) checkpoint: bool,

    /// Put pictures made smaller into the bucket, too, so that no reader has to make them. With --checkpoint; the first time it
    /// takes a second or so for each file on one core.
    #[arg(long, requires = "checkpoint")]
    pub(super) pictures: bool,

    /// How long objects that nothing needs any more stay, for readers that were away: `7d`, `36h`.
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
