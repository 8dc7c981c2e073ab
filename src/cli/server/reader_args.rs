//! What can be typed for a reader of a bucket: `litopys serve --from`.

use std::time::Duration;

/// Where the archive comes from, if it is not a folder.
#[derive(Debug, Clone, clap::Args)]
pub(in crate::cli) struct ReaderArgs {
    /// Serve the archive that `litopys publish` has put into this bucket (`s3://BUCKET/PREFIX`, `gs://`, `az://` or `file://`),
    /// without a folder of it on this machine. Credentials that may read are enough; they come from the environment.
    #[arg(long, value_name = "BUCKET", conflicts_with_all = ["archive", "watch"], requires = "state")]
    pub(in crate::cli) from: Option<String>,

    /// With --from: the address of a node of the store, such as `https://s3.example.org`; repeat it for the others, which are
    /// asked when one does not answer. Default: those of AWS_ENDPOINT, separated by commas, or the provider's own.
    #[arg(long, value_name = "URL", requires = "from")]
    pub(in crate::cli) endpoint: Vec<String>,

    /// With --from: the seconds between two looks for news.
    #[arg(long, value_name = "SECONDS", default_value = "1", value_parser = seconds)]
    pub(in crate::cli) interval: Duration,

    /// With --from: how many megabytes the pictures, films and other files that readers asked for may take on this machine.
    #[arg(long, value_name = "MB", default_value_t = 4096)]
    pub(in crate::cli) media_cache: u64,
}

/// The shortest interval, in seconds.
const SHORTEST: f64 = 0.05;
/// The longest one: an hour.
const LONGEST: f64 = 3600.0;

fn seconds(typed: &str) -> Result<Duration, String> {
    let seconds: Option<f64> = typed.parse().ok().filter(|seconds| (SHORTEST..=LONGEST).contains(seconds));
    seconds.map(Duration::from_secs_f64).ok_or_else(|| format!("expected seconds, from {SHORTEST} to {LONGEST}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_interval_is_some_seconds() {
        assert_eq!(seconds("0.5"), Ok(Duration::from_millis(500)));
        for wrong in ["", "0", "-1", "1s", "NaN", "inf", "1e9"] {
            assert!(seconds(wrong).is_err(), "{wrong}");
        }
    }
}
