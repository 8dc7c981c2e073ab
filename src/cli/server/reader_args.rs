//! The arguments of a reader of a bucket: `litopys serve --from`.

use std::time::Duration;

/// The place of the archive, if it is not a folder.
#[derive(Debug, Clone, clap::Args)]
pub(in crate::cli) struct ReaderArgs {
    /// Serve the archive that `litopys publish` has put into this bucket, in place of a folder: `s3://BUCKET/PREFIX`,
    /// `gs://BUCKET/PREFIX`, `az://CONTAINER/PREFIX`, or `file:///FOLDER`. Needs --state. Credentials come from the
    /// environment, as for `litopys publish`; permission to read is enough.
    #[arg(long, value_name = "BUCKET", conflicts_with_all = ["archive", "watch"], requires = "state")]
    pub(in crate::cli) from: Option<String>,

    /// With --from: the address of a node of the store, such as `https://s3.example.org`. Repeat it for each node: the next
    /// one is used when one does not answer. Default: AWS_ENDPOINT, or the provider's own address.
    #[arg(long, value_name = "URL", requires = "from")]
    pub(in crate::cli) endpoint: Vec<String>,

    /// With --from: how often the bucket is checked for changes, in seconds.
    #[arg(long, value_name = "SECONDS", default_value = "1", value_parser = seconds)]
    pub(in crate::cli) interval: Duration,

    /// With --from: how many megabytes of pictures, videos and other files are cached on this machine.
    #[arg(long, value_name = "MB", default_value_t = 4096)]
    pub(in crate::cli) media_cache: u64,

    /// With --from: write this reader's counts of missed translations to `counts/NAME.json` in the bucket, every ten minutes; where
    /// the archive is published, `litopys status` adds up those of all readers. NAME is this reader's own. Needs
    /// permission to write below `counts/`, and `count_fallbacks` in site.toml. Default: they stay on this machine.
    #[arg(long, value_name = "NAME", requires = "from", value_parser = counts_name)]
    pub(in crate::cli) counts: Option<String>,
}

/// The shortest interval, in seconds.
const SHORTEST: f64 = 0.05;
/// The longest one: an hour.
const LONGEST: f64 = 3600.0;

fn seconds(typed: &str) -> Result<Duration, String> {
    let seconds: Option<f64> = typed.parse().ok().filter(|seconds| (SHORTEST..=LONGEST).contains(seconds));
    seconds
        .map(Duration::from_secs_f64)
        .ok_or_else(|| format!("expected a number of seconds from {SHORTEST} to {LONGEST}"))
}

/// A name that can stand in a key.
fn counts_name(typed: &str) -> Result<String, String> {
    let is_name = (1..=64).contains(&typed.len())
        && !typed.starts_with('.')
        && typed.bytes().all(|b| b.is_ascii_alphanumeric() || b".-".contains(&b));
    let expected = "expected 1 to 64 letters, digits, dots and hyphens, without a dot at the beginning";
    if is_name { Ok(typed.to_owned()) } else { Err(expected.to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_reader_can_stand_in_a_key() {
        assert_eq!(counts_name("reader-1.example"), Ok("reader-1.example".to_owned()));
        for wrong in ["", "..", ".a", "a/b", "a b", "й", &"a".repeat(65)] {
            assert!(counts_name(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_interval_is_a_number_of_seconds() {
        assert_eq!(seconds("0.5"), Ok(Duration::from_millis(500)));
        for wrong in ["", "0", "-1", "1s", "NaN", "inf", "1e9"] {
            assert!(seconds(wrong).is_err(), "{wrong}");
        }
    }
}
