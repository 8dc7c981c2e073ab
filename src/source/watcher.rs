//! Changes below a folder as the system reports them, collected until an indexer asks. Says what changed, never reads it.

use std::{
    collections::{BTreeMap, VecDeque},
    hash::{BuildHasher, RandomState},
    path::{Component, Path, PathBuf},
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use notify::{
    Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher,
    event::{AccessKind, AccessMode, ModifyKind, RenameMode},
};

use super::{
    name,
    site_files::is_site_file,
    source_trait::{Cursor, Delta, SiteFiles, SourceChanges},
};
use crate::model::slug::ArticleId;

/// Quiet that ends a burst: editors write in steps, `git checkout` file by file.
const REST: Duration = Duration::from_millis(20);
/// The longest burst that is waited out.
const BURST: Duration = Duration::from_millis(150);
/// How much later it is looked again: far longer than an editor takes to write, or the system to watch a new folder.
const LATER: Duration = Duration::from_millis(200);
/// Articles remembered at most; where more have changed, a snapshot is cheaper than the list.
const REMEMBERED: usize = 100_000;

/// A folder under watch; it ends when this is dropped.
pub(super) struct FolderWatcher {
    root: PathBuf,
    seen: Arc<PathFilter>,
    watcher: Mutex<RecommendedWatcher>,
}

/// The folders that are watched with all they hold; the archive's own folder is watched for them alone.
const FOLDERS: [&str; 5] = ["articles", "pages", "authors", "locales", "static"];

#[derive(Default)]
struct PathFilter {
    log: Mutex<TouchLog>,
    more: Condvar,
}

/// The touched paths, each with the number of its last event.
#[derive(Default)]
struct TouchLog {
    /// Distinguishes this watch from one of an earlier process.
    birth: u64,
    events: u64,
    last: Option<Instant>,
    articles: BTreeMap<ArticleId, u64>,
    site: u64,
    /// The number of the last event of which it is not known what it touched.
    lost: u64,
    /// Whether one of [`FOLDERS`] came or went since they were last entered.
    moved: bool,
    /// Whether they could not be entered: then nothing is known of changes. On Linux it is, as a rule, because there are
    /// more folders than `fs.inotify.max_user_watches` allows.
    blind: bool,
    /// The paths to look at later, and when.
    later: VecDeque<(Instant, Touch)>,
}

/// The part of the archive that a path belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Touch {
    Article(ArticleId),
    Site,
    /// A folder of many articles: only a listing shows which of them.
    Unclear,
    /// One of [`FOLDERS`] itself.
    Folder,
    Nothing,
}

impl FolderWatcher {
    /// Watches the archive at `root`.
    ///
    /// # Errors
    /// If the system cannot watch at all.
    pub(super) fn start(root: &Path) -> Result<FolderWatcher, notify::Error> {
        let seen = Arc::new(PathFilter::default());
        seen.lock().birth = RandomState::new().hash_one(root);
        let (notes, base) = (Arc::clone(&seen), root.to_owned());
        let mut watcher = notify::recommended_watcher(move |event| notes.note(&base, event))?;
        watcher.watch(root, RecursiveMode::NonRecursive)?;
        // A million folders take a while to enter: that is left to the first who asks for a cursor, and not to the start.
        seen.lock().moved = true;
        Ok(FolderWatcher { root: root.to_owned(), seen, watcher: Mutex::new(watcher) })
    }

    /// Watches the folders that are there now.
    fn enter(&self) -> Result<(), notify::Error> {
        let mut watcher = self.watcher.lock().unwrap_or_else(PoisonError::into_inner);
        for folder in FOLDERS.map(|name| self.root.join(name)).iter().filter(|path| path.is_dir()) {
            watcher.watch(folder, RecursiveMode::Recursive)?;
        }
        Ok(())
    }

    pub(super) fn cursor(&self) -> Cursor {
        self.enter_moved();
        self.seen.lock().cursor()
    }

    pub(super) fn changes(&self, since: &Cursor) -> SourceChanges {
        self.seen.lock().since(since)
    }

    /// Waits for a change after `since`, then for the end of the burst.
    pub(super) fn wait(&self, since: &Cursor, patience: Duration) {
        self.enter_moved();
        if self.seen.lock().blind {
            return std::thread::sleep(patience);
        }
        let begun = Instant::now();
        let mut log = self.seen.lock();
        loop {
            let next = log.note_due();
            let SourceChanges::Known(delta) = log.since(since) else { break };
            let Some(left) = patience.checked_sub(begun.elapsed()).filter(|_| delta.is_empty()) else { break };
            log = self.seen.more.wait_timeout(log, left.min(next)).unwrap_or_else(PoisonError::into_inner).0;
        }
        let burst = Instant::now();
        while log.last.is_some_and(|last| last.elapsed() < REST) && burst.elapsed() < BURST {
            log = self.seen.more.wait_timeout(log, REST).unwrap_or_else(PoisonError::into_inner).0;
        }
        drop(log);
        self.enter_moved();
    }

    /// Watches folders that have come; only a listing shows what came into them meanwhile.
    fn enter_moved(&self) {
        if !std::mem::take(&mut self.seen.lock().moved) {
            return;
        }
        let entered = self.enter();
        let mut log = self.seen.lock();
        if let Err(error) = &entered {
            tracing::warn!(%error, "the archive cannot be watched; it is listed again and again instead");
        }
        log.blind = entered.is_err();
        log.note(Touch::Unclear);
    }
}

impl PathFilter {
    fn lock(&self) -> MutexGuard<'_, TouchLog> {
        self.log.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, root: &Path, event: notify::Result<Event>) {
        let touches = match event {
            Ok(event) if event.need_rescan() => vec![(Touch::Unclear, When::Now)],
            Ok(event) => touches(root, &event),
            Err(error) => {
                tracing::warn!(%error, "a change may have been missed; the archive is listed again");
                vec![(Touch::Unclear, When::Now)]
            }
        };
        let mut log = self.lock();
        let before = log.events;
        for (touch, when) in touches.into_iter().filter(|(touch, _)| *touch != Touch::Nothing) {
            if when != When::Now {
                log.later.push_back((Instant::now() + LATER, touch.clone()));
            }
            if when != When::Later {
                log.note(touch);
            }
        }
        if log.events > before {
            log.last = Some(Instant::now());
        }
        self.more.notify_all();
    }
}

impl TouchLog {
    fn note(&mut self, touch: Touch) {
        let next = self.events + 1;
        match touch {
            Touch::Article(id) => _ = self.articles.insert(id, next),
            Touch::Site => self.site = next,
            Touch::Unclear => self.lost = next,
            Touch::Folder => (self.lost, self.moved) = (next, true),
            Touch::Nothing => return,
        }
        self.events = next;
        if self.articles.len() > REMEMBERED {
            self.articles.clear();
            self.lost = next;
        }
    }

    /// Notes what was to be looked at later, if it is time; says how long until there is more of it.
    fn note_due(&mut self) -> Duration {
        let now = Instant::now();
        while let Some((due, touch)) = self.later.pop_front() {
            if due > now {
                self.later.push_front((due, touch));
                return due - now;
            }
            self.note(touch);
        }
        Duration::MAX
    }

    fn cursor(&self) -> Cursor {
        Cursor::new(format!("{:x}:{}", self.birth, self.events))
    }

    fn since(&self, cursor: &Cursor) -> SourceChanges {
        let own = cursor.as_str().split_once(':').filter(|(birth, _)| *birth == format!("{:x}", self.birth));
        let Some(since) = own.and_then(|(_, events)| events.parse::<u64>().ok()) else { return SourceChanges::Unknown };
        if self.blind || self.lost > since {
            return SourceChanges::Unknown;
        }
        let articles = self.articles.iter().filter(|(_, event)| **event > since).map(|(id, _)| id.clone()).collect();
        let site = if self.site > since { SiteFiles::Changed } else { SiteFiles::Same };
        SourceChanges::Known(Delta { cursor: self.cursor(), articles, site })
    }
}

/// When to look at what was touched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum When {
    Now,
    /// A file that is gone may be back in a moment: editors move the old text aside before they write the new one.
    Later,
    /// A new folder: the system does not report what is written into it before it watches it.
    NowAndLater,
}

/// The paths that an event touched. Reading changes nothing; neither does opening a file to write until it is closed.
fn touches(root: &Path, event: &Event) -> Vec<(Touch, When)> {
    let when = match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => When::Now,
        EventKind::Access(_) => return Vec::new(),
        EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(RenameMode::From)) => When::Later,
        EventKind::Create(_) | EventKind::Modify(ModifyKind::Name(_)) => When::NowAndLater,
        _ => When::Now,
    };
    let moved = event.kind == EventKind::Modify(ModifyKind::Name(RenameMode::Both));
    let of = |(at, path): (usize, &PathBuf)| (touch(root, path), if moved && at == 0 { When::Later } else { when });
    event.paths.iter().enumerate().map(of).collect()
}

fn touch(root: &Path, path: &Path) -> Touch {
    let Ok(inner) = path.strip_prefix(root) else { return Touch::Unclear };
    let parts: Option<Vec<&str>> = inner.components().map(plain).collect();
    match parts.as_deref() {
        Some([.., last]) if name::ignored(last) => Touch::Nothing,
        Some([name]) if FOLDERS.contains(name) => Touch::Folder,
        Some(parts) if is_site_file(&parts.join("/")) => Touch::Site,
        Some(parts @ (["articles", _, _, ..] | ["pages" | "authors", _, ..])) => {
            ArticleId::of_path(&parts.join("/")).map_or(Touch::Unclear, Touch::Article)
        }
        Some(["articles", ..]) => Touch::Unclear,
        _ => Touch::Nothing,
    }
}

fn plain(part: Component<'_>) -> Option<&str> {
    match part {
        Component::Normal(name) => name.to_str(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(path: &str) -> Touch {
        touch(Path::new("/archive"), &Path::new("/archive").join(path))
    }

    #[test]
    fn a_path_belongs_to_an_article_to_the_site_or_to_nothing() {
        let article = |id: &str| Touch::Article(id.parse().unwrap());
        for (path, expected) in [
            ("articles/2025/dnipro/uk.md", article("2025/dnipro")),
            ("articles/2025/dnipro", article("2025/dnipro")),
            ("articles/2025/dnipro/img/a.png", article("2025/dnipro")),
            ("articles/2025/dnipro/.uk.md.swp", Touch::Nothing),
            ("articles/2025", Touch::Unclear),
            ("articles", Touch::Folder),
            ("locales", Touch::Folder),
            ("articles/2025/Not An Id", Touch::Unclear),
            ("pages/about/uk.md", article("pages/about")),
            ("authors/lesia/photo.jpg", article("authors/lesia")),
            ("pages", Touch::Folder),
            ("pages/Not An Id", Touch::Unclear),
            ("articles/names.toml", Touch::Site),
            ("site.toml", Touch::Site),
            ("redirects.toml", Touch::Site),
            ("locales/uk/base.ftl", Touch::Site),
            ("static/site.css", Touch::Site),
            (".litopys/catalog.sqlite-wal", Touch::Nothing),
            (".git/index", Touch::Nothing),
            ("README.md", Touch::Nothing),
        ] {
            assert_eq!(of(path), expected, "{path}");
        }
    }

    #[test]
    fn a_cursor_tells_what_came_after_it() {
        let mut log = TouchLog { birth: 7, ..TouchLog::default() };
        log.note(of("articles/2025/a/uk.md"));
        let cursor = log.cursor();
        assert!(matches!(log.since(&cursor), SourceChanges::Known(delta) if delta.is_empty()));
        log.note(of("articles/2025/b/uk.md"));
        log.note(of("locales/uk/base.ftl"));
        let SourceChanges::Known(delta) = log.since(&cursor) else { panic!("known") };
        assert_eq!(delta.articles.into_iter().map(|id| id.to_string()).collect::<Vec<_>>(), ["2025/b"]);
        assert_eq!(delta.site, SiteFiles::Changed);
        assert_eq!(log.since(&Cursor::new("8:1")), SourceChanges::Unknown);
        log.note(Touch::Unclear);
        assert_eq!(log.since(&cursor), SourceChanges::Unknown);
        assert!(matches!(log.since(&log.cursor()), SourceChanges::Known(_)));
    }
}
