//! Passes the indexer's reports on to the server and to the terminal.

use std::{
    io,
    sync::{
        Condvar, Mutex, PoisonError,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    time::Duration,
};

use crate::{
    catalog::{ChangeSet, DiagnosticCursor},
    cli::terminal,
    model::{
        diagnostic::DiagnosticCounts,
        error_chain,
        sentence::{Sentence, say},
    },
    site::Site,
    source::{SiteTexts, lower_priority},
    web::{App, Assets, Menus, SiteState},
    worker::{Follow, Observer, PassReport},
};

/// The observer of `litopys serve`.
pub(in crate::cli) struct ServerObserver {
    app: App,
    follow: Follow,
    searcher: SearchUpdater,
    /// Whether the catalog had all articles at the start: it can be served while the source is away.
    was_whole: bool,
    state: Mutex<ServerState>,
    changed: Condvar,
}

#[derive(Default)]
struct ServerState {
    /// Whether a first pass is over.
    passed: bool,
    /// Whether it cannot be waited for: an older state is served.
    passed_over: bool,
    /// Whether a line of progress stands on the terminal.
    shown: bool,
    /// The problems reported so far, and how many there were.
    cursor: DiagnosticCursor,
    counts: DiagnosticCounts,
}

impl ServerObserver {
    pub(in crate::cli) fn new(app: App, follow: Follow, searcher: SearchUpdater) -> ServerObserver {
        let was_whole = app.catalog().was_whole().unwrap_or(false);
        ServerObserver { app, follow, searcher, was_whole, state: Mutex::default(), changed: Condvar::new() }
    }

    /// Waits for the end of the first pass, for so long at most: a small archive is whole by then.
    pub(in crate::cli) fn wait_first(&self, patience: Duration) {
        let state = self.state();
        let waited = self.changed.wait_timeout_while(state, patience, |state| !state.passed && !state.passed_over);
        let is_late = self.app.source().is_remote() && self.app.catalog().is_writer();
        if is_late && waited.is_ok_and(|(_, waited)| waited.timed_out()) {
            tracing::warn!(
                "this reader still catches up; what it had before is served meanwhile, and /readyz answers 503"
            );
        }
    }

    fn state(&self) -> std::sync::MutexGuard<'_, ServerState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Observer for ServerObserver {
    fn site_changed(&self, texts: SiteTexts) {
        if let Some(edition) = edition(texts) {
            self.app.replace(edition);
        }
    }

    fn touched(&self, touched: &ChangeSet) {
        self.app.touched(touched);
    }

    fn invalidate_all(&self) {
        self.app.invalidate_all();
    }

    fn progress(&self, done: usize, all: usize) {
        self.state().shown = true;
        terminal::show_progress(&reading(done, all));
    }

    fn passed(&self, report: PassReport) {
        let mut state = self.state();
        if std::mem::take(&mut state.shown) {
            terminal::show_progress("");
        }
        match self.app.catalog().snapshot().diagnostics_after(&state.cursor, terminal::LISTED) {
            Ok(news) => {
                terminal::list_first(&news.first, news.count);
                // If the files are not followed, every pass was requested.
                if !state.passed || self.follow == Follow::Once {
                    terminal::say_sentence(&summary(&self.app.edition().site, report, news.all));
                } else if news.count > 0 || news.all != state.counts {
                    terminal::say_sentence(&found(news.all));
                }
                (state.cursor, state.counts) = (news.cursor, news.all);
            }
            // Reported after the next pass.
            Err(error) => tracing::error!(%error, "the problems of the archive cannot be read"),
        }
        state.passed = true;
        self.app.set_ready(true);
        self.changed.notify_all();
        drop(state);
        if let Some(image_worker) = self.app.image_worker() {
            image_worker.refresh();
        }
        self.searcher.tell();
    }

    /// An outdated reader is better than none, but not one that has indexed only a part: its 404s would be believed.
    fn source_away(&self) {
        if self.was_whole {
            self.state().passed_over = true;
            self.app.set_ready(true);
            self.changed.notify_all();
        }
    }
}

/// The site state of these texts; `None` if they are of no site.
pub(in crate::cli) fn edition(texts: SiteTexts) -> Option<SiteState> {
    let SiteTexts { site, names, locales, assets, problems: _ } = texts;
    site.map(|site| SiteState { site, locales, names, assets: Assets::from_files(assets), menus: Menus::default() })
}

fn summary(site: &Site, report: PassReport, problems: DiagnosticCounts) -> Sentence {
    let languages: Vec<_> = site.languages().iter().map(|language| language.tag.to_string()).collect();
    let PassReport { articles, pages, changed, removed } = report;
    let passed = say("serve-passed").with("texts", terminal::texts(articles, pages)).with("langs", languages);
    passed.with("changed", changed).with("removed", removed).with("found", found(problems))
}

/// Shows how far the reading is, for a command that reads the archive once.
pub(in crate::cli) struct ReadingProgress;

impl Observer for ReadingProgress {
    fn progress(&self, done: usize, all: usize) {
        terminal::show_progress(&if done < all { reading(done, all) } else { String::new() });
    }
}

/// How far the reading is.
fn reading(done: usize, all: usize) -> String {
    say("progress-reading").with("done", done).with("all", all).in_lang(&terminal::language())
}

/// How far the indexing is.
pub(in crate::cli) fn indexing(done: usize) -> String {
    say("progress-indexing").with("done", done).in_lang(&terminal::language())
}

/// How many problems there are, in words.
pub(in crate::cli) fn found(problems: DiagnosticCounts) -> Sentence {
    let counted = terminal::severities(problems).map(|counted| say("serve-found").with("problems", counted));
    counted.unwrap_or_else(|| say("serve-clean"))
}

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
        // If a notification is already waiting, it covers this change, too.
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
        terminal::show_progress(&indexing(done));
    };
    if let Err(error) = search.catch_up(app.catalog(), &app.edition().site, &progress) {
        tracing::error!(error = %error_chain(&error), "search could not follow the catalog");
    }
    if shown.get() {
        terminal::show_progress("");
    }
}
