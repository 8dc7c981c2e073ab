//! What is served: an archive in a folder, or one in a bucket.

use std::{path::PathBuf, sync::Arc};

use crate::{
    cli::{args::ServeArgs, state::StateFolder, terminal},
    source::{Folder, Health, Source},
    worker::Follow,
};

/// An archive that is about to be served.
pub(super) struct ServedArchive {
    /// Its files.
    pub(super) source: Arc<dyn Source>,
    /// Whether its changes are followed.
    pub(super) follow: Follow,
    /// Where it is.
    pub(super) place: PathBuf,
    /// The folder for what is made of it.
    pub(super) state: StateFolder,
    #[cfg(feature = "bucket")]
    bucket: Option<(Arc<crate::source::bucket::Bucket>, std::time::Duration)>,
}

impl ServedArchive {
    /// The archive that was asked for.
    pub(super) fn open(serve: &ServeArgs) -> anyhow::Result<ServedArchive> {
        match &serve.reader.from {
            None => ServedArchive::in_folder(serve),
            Some(address) => ServedArchive::in_bucket(serve, address),
        }
    }

    /// The folder of the archive, watched where that was asked for.
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

    /// The archive in a bucket, as far as it is here; at the first start, all of it is fetched.
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
        let bucket = Bucket::open(store, &state.cache(), &options, &progress);
        terminal::show_progress("");
        let bucket = Arc::new(bucket?);
        let source = Arc::clone(&bucket);
        Ok(ServedArchive {
            place: address.into(),
            source,
            follow: Follow::On,
            state,
            bucket: Some((bucket, serve.reader.interval)),
        })
    }

    #[cfg(not(feature = "bucket"))]
    fn in_bucket(_: &ServeArgs, address: &str) -> anyhow::Result<ServedArchive> {
        Err(anyhow::anyhow!(
            "`{address}` cannot be read: this litopys was built without `--features bucket`, which the packages have"
        ))
    }

    /// Starts what follows the archive on a thread of its own, if anything does.
    #[cfg_attr(not(feature = "bucket"), expect(clippy::unnecessary_wraps, reason = "a bucket needs a thread"))]
    pub(super) fn start(&self, health: &Health) -> std::io::Result<()> {
        #[cfg(feature = "bucket")]
        if let Some((bucket, interval)) = &self.bucket {
            return bucket.follow(health, *interval);
        }
        _ = health;
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
            terminal::say(&format!("{error}; it is listed again and again instead"));
            (folder, Follow::On)
        }
    }
}
