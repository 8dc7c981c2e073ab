//! Search, brought up to the catalog in a thread of its own, so that a large index being built keeps no article waiting.

use std::{
    io,
    sync::mpsc::{Receiver, SyncSender, sync_channel},
};

use crate::{cli::terminal, model::error_chain, source::lower_priority, web::App};

/// The thread that search follows the catalog in; it ends when this is dropped.
pub(in crate::cli) struct SearchUpdater {
    news: SyncSender<()>,
}

impl SearchUpdater {
    /// Starts it for the search of `app`.
    pub(in crate::cli) fn start(app: App) -> io::Result<SearchUpdater> {
        // One word of news is enough, however often the catalog changes meanwhile.
        let (news, heard) = sync_channel(1);
        app.health().clone().spawn("searcher", move || run(&app, &heard))?;
        Ok(SearchUpdater { news })
    }

    /// Says that the catalog has changed.
    pub(in crate::cli) fn tell(&self) {
        // Where a word of news waits already, it will do for this change too.
        _ = self.news.try_send(());
    }
}

fn run(app: &App, heard: &Receiver<()>) {
    lower_priority();
    while heard.recv().is_ok() {
        // The index library panics where its files vanish under it, and readers of articles must not notice that.
        app.health().run("searcher", || catch_up(app));
    }
}

/// Brings search up to the catalog. A failure leaves it as it was; the next change tries again.
fn catch_up(app: &App) {
    let Some(search) = app.search() else { return };
    let shown = std::cell::Cell::new(false);
    let progress = |done| {
        shown.set(true);
        terminal::show_progress(&format!("indexing articles: {done}"));
    };
    if let Err(error) = search.catch_up(app.catalog(), &app.edition().site, &progress) {
        tracing::error!(error = %error_chain(&error), "search could not follow the catalog");
    }
    if shown.get() {
        terminal::show_progress("");
    }
}
