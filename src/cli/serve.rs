//! `litopys serve`.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use anyhow::{Context, anyhow};
use tokio::{net::TcpListener, runtime, signal};

use super::{
    args::Serve,
    live::{Live, edition},
    terminal,
};
use crate::{
    catalog::{Catalog, CatalogError},
    config::Site,
    follow::{Follow, Follower, load_site},
    source::{Folder, Source},
    web::{self, App},
};

/// The folder of the archive in which everything lies that can be made again.
pub(super) const CACHE: &str = ".litopys";
/// How long the first pass may delay the first answer where nothing is there to serve yet.
const COLD: Duration = Duration::from_secs(2);
/// The same where the last good catalog can serve meanwhile.
const WARM: Duration = Duration::from_millis(300);
/// How often a catalog that another process is just making is looked for again.
const AGAIN: Duration = Duration::from_millis(100);

/// Loads the archive, says what it found, serves until Ctrl-C.
pub(super) fn run(serve: &Serve) -> anyhow::Result<bool> {
    let (folder, follow) = open(serve)?;
    let cache = folder.root().join(CACHE);
    let texts = load_site(&folder)?;
    let problems = texts.problems.clone();
    let Some(edition) = edition(texts) else {
        terminal::list(&problems);
        return Err(anyhow!("`site.toml` names no language, so there is nothing to serve"));
    };
    let site = edition.site.clone();
    let catalog = Arc::new(open_catalog(&cache, &site)?);
    let patience = if catalog.is_empty()? { COLD } else { WARM };
    let source: Arc<dyn Source> = Arc::new(folder);
    let app = App::new(Arc::clone(&catalog), Arc::clone(&source), edition);
    let live = Arc::new(Live::new(app.clone()));
    let follower = Follower::new(source, catalog, live.clone(), (site, problems));
    let stop = Arc::new(AtomicBool::new(false));
    let stopping = Arc::clone(&stop);
    let following = thread::Builder::new().name("follower".into()).spawn(move || follower.run(follow, &stopping))?;
    live.wait_first(patience);
    let runtime = runtime::Builder::new_multi_thread().enable_all().build()?;
    let served = runtime.block_on(listen(&serve.listen, app));
    stop.store(true, Ordering::Release);
    following.join().map_err(|_| anyhow!("the follower of the archive ended with a panic, told above"))?;
    served.map(|()| true)
}

/// The folder of the archive, watched where that was asked for.
fn open(serve: &Serve) -> anyhow::Result<(Folder, Follow)> {
    let folder = Folder::open(&serve.archive)?;
    if !serve.watch {
        return Ok((folder, Follow::Once));
    }
    match folder.clone().watched() {
        Ok(watched) => Ok((watched, Follow::On)),
        Err(error) => {
            terminal::say(&format!("{error}; it is listed again and again instead"));
            Ok((folder, Follow::On))
        }
    }
}

pub(super) fn open_catalog(cache: &Path, site: &Site) -> anyhow::Result<Catalog> {
    loop {
        match Catalog::open(cache, site) {
            Err(CatalogError::Busy) => thread::sleep(AGAIN),
            opened => return opened.context("the catalog of the archive cannot be opened"),
        }
    }
}

async fn listen(address: &str, app: App) -> anyhow::Result<()> {
    let listener = TcpListener::bind(address).await.with_context(|| format!("cannot listen on `{address}`"))?;
    let address = listener.local_addr()?;
    terminal::say(&format!("http://{address}/"));
    web::serve(listener, app, stopped()).await;
    terminal::say("stopped");
    Ok(())
}

/// Done on Ctrl-C or SIGTERM.
async fn stopped() {
    let interrupt = signal::ctrl_c();
    let mut terminate = match signal::unix::signal(signal::unix::SignalKind::terminate()) {
        Ok(terminate) => terminate,
        Err(error) => {
            tracing::warn!(%error, "SIGTERM cannot be heeded, only Ctrl-C");
            return drop(interrupt.await);
        }
    };
    tokio::select! {
        _ = interrupt => {}
        _ = terminate.recv() => {}
    }
    terminal::say("draining");
}
