//! The archive that `serve` shows: in a folder, or in a bucket.

use std::{path::PathBuf, sync::Arc, time::Duration};

use crate::{
    cli::{args::ServeArgs, state::StateFolder, terminal},
    model::FallbackCounts,
    source::{Folder, Health, Source},
    worker::{Control, Follow},
};

/// How long the first pass may delay the first answer where nothing is there to serve yet.
const COLD: Duration = Duration::from_secs(2);
/// The same where the last good catalog can serve meanwhile.
const WARM: Duration = Duration::from_millis(400);
/// The same of a reader that has an old catalog: until it has what the other readers show.
#[cfg(feature = "bucket")]
const BEHIND: Duration = Duration::from_secs(60);
/// How often a reader that catches up looks whether it is to stop.
#[cfg(feature = "bucket")]
const LOOK: Duration = Duration::from_millis(250);

/// An archive that is about to be served.
pub(super) struct ServedArchive {
    /// Its files.
    pub(super) source: Arc<dyn Source>,
    /// Whether its changes are followed.
    pub(super) follow: Follow,
    /// Its folder, or the address of its bucket.
    pub(super) place: PathBuf,
    /// Its state folder.
    pub(super) state: StateFolder,
    #[cfg(feature = "bucket")]
    bucket: Option<ServedBucket>,
}

/// The bucket that an archive is read from.
#[cfg(feature = "bucket")]
struct ServedBucket {
    bucket: Arc<crate::source::bucket::Bucket>,
    /// How often it is checked for changes.
    interval: Duration,
    /// The store, and the name under which this reader's counts go there.
    counts: Option<(Arc<crate::source::bucket::Store>, String)>,
}

impl ServedArchive {
    /// Opens the archive that was typed.
    pub(super) fn open(serve: &ServeArgs) -> anyhow::Result<ServedArchive> {
        match &serve.reader.from {
            None => ServedArchive::in_folder(serve),
            Some(address) => ServedArchive::in_bucket(serve, address),
        }
    }

    /// The folder of the archive, watched if `--watch` was typed.
    fn in_folder(serve: &ServeArgs) -> anyhow::Result<ServedArchive> {
        let folder = serve.archive.open()?;
        let state = serve.state.open(&folder)?;
        let place = folder.root().to_owned();
        let (folder, follow) = watched(folder, serve.watch);
        Ok(ServedArchive {
            place,
            source: Arc::new(folder),
            follow,
            state,
            #[cfg(feature = "bucket")]
            bucket: None,
        })
    }

    /// The local copy of the archive in a bucket. The first start fetches all of it.
    #[cfg(feature = "bucket")]
    fn in_bucket(serve: &ServeArgs, address: &str) -> anyhow::Result<ServedArchive> {
        use crate::{
            cli::bucket::{checkpoint_form, open_store},
            source::bucket::{Bucket, ReaderOptions},
        };
        let state = serve.state.open_apart()?;
        let store = Arc::new(open_store(address, &serve.reader.endpoint)?);
        let options = ReaderOptions {
            media: serve.reader.media_cache.saturating_mul(1_000_000),
            checkpoint: Some(checkpoint_form(&state.cache())),
        };
        let progress = |done, all| terminal::show_progress(&format!("fetching the archive: {done} of {all} packs"));
        let counts = serve.reader.counts.clone().map(|name| (Arc::clone(&store), name));
        let bucket = Bucket::open(store, &state.cache(), &options, &progress);
        terminal::show_progress("");
        let bucket = Arc::new(bucket?);
        let source = Arc::clone(&bucket);
        Ok(ServedArchive {
            place: address.into(),
            source,
            follow: Follow::On,
            state,
            bucket: Some(ServedBucket { bucket, interval: serve.reader.interval, counts }),
        })
    }

    /// How long the first pass may delay the first answer. A reader that is not whole answers nothing: a load balancer then
    /// goes on to another one, and no crawler gets a 404 for an article that exists.
    pub(super) fn patience(&self, was_whole: bool, is_follower: bool) -> Duration {
        #[cfg(feature = "bucket")]
        if self.bucket.is_some() && is_follower {
            return if was_whole { BEHIND } else { Duration::MAX };
        }
        _ = is_follower;
        if was_whole { WARM } else { COLD }
    }

    /// Waits until everything is here that was published before the start, or the bucket cannot be read.
    pub(super) fn catch_up(&self, control: &Control) {
        #[cfg(feature = "bucket")]
        if let Some(served) = &self.bucket {
            while !control.stopped() && !served.bucket.has_caught_up(LOOK) {}
        }
        _ = control;
    }

    #[cfg(not(feature = "bucket"))]
    fn in_bucket(_: &ServeArgs, address: &str) -> anyhow::Result<ServedArchive> {
        Err(anyhow::anyhow!(
            "cannot serve `{address}`: this program was built without object storage; install a package, or build with \
             `cargo build --release --features bucket`"
        ))
    }

    /// Starts the thread that follows the bucket, if there is a bucket, and the one that writes `counts` there.
    #[cfg_attr(not(feature = "bucket"), expect(clippy::unnecessary_wraps, reason = "a bucket needs a thread"))]
    pub(super) fn start(&self, health: &Health, counts: &Arc<FallbackCounts>) -> std::io::Result<()> {
        #[cfg(feature = "bucket")]
        if let Some(served) = &self.bucket {
            if let Some((store, name)) = &served.counts {
                crate::cli::bucket::send_counts(Arc::clone(store), name, Arc::clone(counts), health)?;
            }
            return served.bucket.follow(health, served.interval);
        }
        _ = (health, counts);
        Ok(())
    }
}

fn watched(folder: Folder, is_watched: bool) -> (Folder, Follow) {
    if !is_watched {
        return (folder, Follow::Once);
    }
    match folder.clone().watched() {
        Ok(watched) => (watched, Follow::On),
        Err(error) => {
            terminal::say(&format!("{error}; it is listed every few seconds instead"));
            (folder, Follow::On)
        }
    }
}
