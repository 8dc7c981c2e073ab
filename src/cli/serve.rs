//! `litopys serve`.

use std::sync::Arc;

use anyhow::{Context, anyhow};
use tokio::{net::TcpListener, runtime, signal};

use super::{args::Serve, terminal};
use crate::{
    catalog::Catalog,
    config::Site,
    follow::{Report, SiteTexts, load_site, sync},
    gallery::{Gallery, Shelf},
    problem::{Problem, Severity},
    source::{Folder, Source},
    web::{self, App, Assets, Edition},
};

/// The folder of the archive in which everything lies that can be made again.
const CACHE: &str = ".litopys";
/// Bytes that pictures made smaller may take there: those of some thirteen thousand photos.
const PICTURES: u64 = 4 << 30;

/// Loads the archive, says what it found, serves until Ctrl-C.
pub(super) fn run(serve: &Serve) -> anyhow::Result<bool> {
    let folder = Folder::open(&serve.archive)?;
    let cache = folder.root().join(CACHE);
    let SiteTexts { site, names, locales, assets, problems } = load_site(&folder)?;
    let Some(site) = site else {
        terminal::list(&problems);
        return Err(anyhow!("`site.toml` names no language, so there is nothing to serve"));
    };
    let catalog = Catalog::open(&cache, &site).context("the catalog of the archive cannot be opened")?;
    let report = index(&folder, &catalog, &site, &problems)?;
    let found = catalog.problems()?;
    terminal::list(&found);
    terminal::say(&summary(&site, report, &found));
    let edition = Edition { site, locales, names, assets: Assets::of(assets) };
    let (catalog, source): (_, Arc<dyn Source>) = (Arc::new(catalog), Arc::new(folder));
    let shelf = Shelf::open(&cache.join("pictures"), PICTURES)?;
    let gallery = Arc::new(Gallery::new(shelf, catalog.clone(), source.clone()));
    gallery.start();
    let app = App::new(catalog, source, edition).with_gallery(gallery);
    let runtime = runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(listen(&serve.listen, app))?;
    Ok(true)
}

fn index(source: &dyn Source, catalog: &Catalog, site: &Site, problems: &[Problem]) -> anyhow::Result<Report> {
    let mut shown = false;
    let report = sync(source, catalog, site, problems, &mut |done, all| {
        shown = true;
        terminal::show_progress(&format!("reading articles: {done} of {all}"));
    })?;
    if shown {
        terminal::show_progress("");
    }
    Ok(report)
}

fn summary(site: &Site, report: Report, problems: &[Problem]) -> String {
    let languages: Vec<_> = site.languages().iter().map(|language| language.tag.to_string()).collect();
    let errors = problems.iter().filter(|problem| problem.severity == Severity::Error).count();
    let found = match (errors, problems.len() - errors) {
        (0, 0) => "nothing wrong with them".to_owned(),
        (errors, warnings) => format!("{errors} errors and {warnings} warnings, listed above"),
    };
    let Report { articles, changed, removed } = report;
    format!("{articles} articles in {}; {changed} read, {removed} gone; {found}", languages.join(", "))
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
