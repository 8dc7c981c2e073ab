//! An archive in a folder, usually a git checkout.

use std::{
    fmt::Write,
    fs::{self, Metadata},
    io::{self, Read},
    path::{Path, PathBuf},
    sync::Arc,
    thread,
    time::{Duration, UNIX_EPOCH},
};

use rayon::prelude::*;

use super::{Changes, Cursor, Item, Snapshot, Source, SourceError, name, patient_threads, watch::Watch};
use crate::{
    archive::{ArticleFolder, Fault, File, Stamp, check_form},
    problem::Problem,
    slug::{ArticleId, Slug, Year},
};

/// The largest file that is read, in bytes: far above any text, and above any picture that a reader should be sent.
const LARGEST: u64 = 32 << 20;
/// The largest text, in bytes: War and Peace has three million.
const LARGEST_TEXT: u64 = 8 << 20;
/// Folders within an article's folder are followed this deep.
const DEEPEST: usize = 8;

/// The folder of an archive.
#[derive(Clone)]
pub struct Folder {
    root: PathBuf,
    watch: Option<Arc<Watch>>,
}

struct Entry {
    /// Relative to the archive.
    path: String,
    full: PathBuf,
    kind: Result<Kind, Fault>,
}

enum Kind {
    Folder,
    File { size: u64, modified: u128 },
}

impl Folder {
    /// The archive at `root`.
    ///
    /// # Errors
    /// [`SourceError::NoArchive`] where no `site.toml` lies there.
    pub fn open(root: &Path) -> Result<Folder, SourceError> {
        let no_archive = || SourceError::NoArchive { path: root.display().to_string() };
        let root = root.canonicalize().map_err(|_| no_archive())?;
        if root.join("site.toml").is_file() { Ok(Folder { root, watch: None }) } else { Err(no_archive()) }
    }

    /// The same archive, with its changes told as they happen.
    ///
    /// # Errors
    /// [`SourceError::Watch`] where the system cannot watch at all. The archive can still be listed again.
    pub fn watched(self) -> Result<Folder, SourceError> {
        let watch = Watch::start(&self.root).map_err(|error| SourceError::Watch { reason: error.to_string() })?;
        Ok(Folder { watch: Some(Arc::new(watch)), ..self })
    }

    /// Where it lies, with all links resolved.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Calls `each` for every article with its folder's path.
    fn list(&self, each: &mut dyn FnMut(ArticleId, &str)) -> Result<Vec<Problem>, SourceError> {
        let mut problems = Vec::new();
        for entry in self.entries("articles")? {
            let name = entry.path.rsplit('/').next().unwrap_or_default();
            match (&entry.kind, name.parse::<Year>()) {
                (Ok(Kind::Folder), Ok(year)) => problems.extend(self.list_year(year, each)?),
                (Ok(Kind::File { .. }), _) if name == "names.toml" => {}
                (Err(fault), _) => problems.push(fault.problem(&entry.path)),
                _ => problems.push(
                    Problem::error(&entry.path, "stray-file", "expected a folder named after a year, like `2025`")
                        .help("articles lie in articles/<year>/<id>/"),
                ),
            }
        }
        Ok(problems)
    }

    fn list_year(&self, year: Year, each: &mut dyn FnMut(ArticleId, &str)) -> Result<Vec<Problem>, SourceError> {
        let mut problems = Vec::new();
        for entry in self.entries(&format!("articles/{year}"))? {
            match id(year, &entry) {
                Ok(id) => each(id, &entry.path),
                Err(problem) => problems.push(*problem),
            }
        }
        Ok(problems)
    }

    /// All files below `path`, sorted, folders followed.
    fn walk(&self, path: &str) -> Result<Vec<Entry>, SourceError> {
        let mut files = Vec::new();
        let mut folders = vec![(path.to_owned(), 0)];
        while let Some((folder, depth)) = folders.pop() {
            for entry in self.entries(&folder)? {
                match entry.kind {
                    Ok(Kind::Folder) if depth < DEEPEST => folders.push((entry.path, depth + 1)),
                    Ok(Kind::Folder) => {}
                    _ => files.push(entry),
                }
            }
        }
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(files)
    }

    /// What lies directly in the folder `path`, sorted; empty where there is no such folder.
    fn entries(&self, path: &str) -> Result<Vec<Entry>, SourceError> {
        let full = self.root.join(path);
        let failed = |source: io::Error| SourceError::Io { path: path.to_owned(), source };
        let listing = match fs::read_dir(&full) {
            Ok(listing) => listing,
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                return Ok(Vec::new());
            }
            Err(error) => return Err(failed(error)),
        };
        let mut entries = Vec::new();
        for entry in listing {
            let entry = entry.map_err(failed)?;
            let os_name = entry.file_name();
            let shown = os_name.to_string_lossy();
            if !name::ignored(&shown) {
                // A folder is told from what is listed; a file must be asked.
                let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
                let full = entry.path();
                let kind = || if is_folder { Ok(Kind::Folder) } else { self.kind(&full, entry.metadata()) };
                let kind = name::readable(&os_name).map(drop).and_then(|()| kind());
                entries.push(Entry { path: format!("{path}/{shown}"), full, kind });
            }
        }
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(entries)
    }

    /// What lies at `full`; `metadata` is its own, a link not followed.
    fn kind(&self, full: &Path, metadata: io::Result<Metadata>) -> Result<Kind, Fault> {
        let unreadable = |error: io::Error| Fault::Unreadable(error.to_string());
        let mut metadata = metadata.map_err(unreadable)?;
        if metadata.is_symlink() {
            let target = full.canonicalize().map_err(unreadable)?;
            if !target.starts_with(&self.root) {
                return Err(Fault::Outside { target: target.display().to_string() });
            }
            metadata = fs::metadata(&target).map_err(unreadable)?;
        }
        if metadata.is_dir() {
            return Ok(Kind::Folder);
        }
        let modified = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        Ok(Kind::File { size: metadata.len(), modified: modified.map_or(0, |time| time.as_nanos()) })
    }

    fn read(&self, entry: Entry) -> File {
        let limit = if is_text(&entry.path) { LARGEST_TEXT } else { LARGEST };
        let read = |kind: Kind| match kind {
            Kind::File { size, .. } if size > limit => Err(Fault::TooLarge { size, limit }),
            Kind::File { size, .. } => match read_file(&entry.full, size, limit) {
                Ok(bytes) if bytes.len() as u64 > limit => Err(Fault::TooLarge { size: bytes.len() as u64, limit }),
                read => read.map_err(|error| Fault::Unreadable(error.to_string())),
            },
            Kind::Folder => Err(Fault::Unreadable(io::Error::from(io::ErrorKind::IsADirectory).to_string())),
        };
        File { bytes: entry.kind.and_then(read), path: entry.path }
    }
}

impl Source for Folder {
    fn snapshot(&self, each: &mut dyn FnMut(Item)) -> Result<Snapshot, SourceError> {
        let cursor = self.watch.as_ref().map_or_else(|| Cursor::new(""), |watch| watch.cursor());
        let mut listed = Vec::new();
        let problems = self.list(&mut |id, _| listed.push(id))?;
        // An unreadable folder counts as empty here; `fetch` reports it.
        let stamp = |id: &ArticleId| stamp(&self.walk(&format!("articles/{id}")).unwrap_or_default());
        let stamps = || listed.par_iter().map(stamp).collect::<Vec<_>>();
        let stamps = patient_threads(listed.len()).map_or_else(stamps, |pool| pool.install(stamps));
        listed.into_iter().zip(stamps).for_each(|(id, stamp)| each(Item { id, stamp }));
        Ok(Snapshot { cursor, problems })
    }

    fn articles(&self, each: &mut dyn FnMut(ArticleId)) -> Result<Vec<Problem>, SourceError> {
        self.list(&mut |id, _| each(id))
    }

    fn changes(&self, since: &Cursor) -> Changes {
        self.watch.as_ref().map_or(Changes::Unknown, |watch| watch.changes(since))
    }

    fn wait(&self, since: &Cursor, patience: Duration) {
        match &self.watch {
            Some(watch) => watch.wait(since, patience),
            None => thread::sleep(patience),
        }
    }

    fn fetch(&self, id: &ArticleId) -> Result<Option<ArticleFolder>, SourceError> {
        let path = format!("articles/{id}");
        if !self.root.join(&path).is_dir() {
            return Ok(None);
        }
        // The stamp is taken first: a file changed while it is read then differs from it and is read again.
        let entries = self.walk(&path)?;
        let stamp = stamp(&entries);
        let files = entries.into_iter().map(|entry| self.read(entry)).collect();
        Ok(Some(ArticleFolder { id: id.clone(), stamp, files }))
    }

    fn site_files(&self, path: &str) -> Result<Vec<File>, SourceError> {
        let full = self.root.join(path);
        if full.is_dir() {
            return Ok(self.walk(path)?.into_iter().map(|entry| self.read(entry)).collect());
        }
        if fs::symlink_metadata(&full).is_err() {
            return Ok(Vec::new());
        }
        let kind = self.kind(&full, fs::symlink_metadata(&full));
        Ok(vec![self.read(Entry { path: path.to_owned(), full, kind })])
    }
}

/// The article that a folder of a year is.
fn id(year: Year, entry: &Entry) -> Result<ArticleId, Box<Problem>> {
    let folder = entry.kind.as_ref().map_err(|fault| Box::new(fault.problem(&entry.path)))?;
    if !matches!(folder, Kind::Folder) {
        let message = "expected a folder for each article, found a file";
        return Err(Box::new(
            Problem::error(&entry.path, "stray-file", message)
                .help("put it into a folder of its own: articles/<year>/<id>/<lang>.md"),
        ));
    }
    let name = entry.path.rsplit('/').next().unwrap_or_default();
    if let Some(problem) = check_form(&entry.path) {
        return Err(Box::new(problem));
    }
    let slug: Slug = name.parse().map_err(|error| {
        let message = format!("the folder's name is the article's id: {error}");
        Box::new(Problem::error(&entry.path, "bad-id", message))
    })?;
    Ok(ArticleId::new(year, slug))
}

/// A digest of what the system says of every file: name, size, time.
fn stamp(entries: &[Entry]) -> Stamp {
    let mut text = String::new();
    for entry in entries {
        // Writing into a string cannot fail.
        _ = match &entry.kind {
            Ok(Kind::File { size, modified }) => write!(text, "{}\0{size}\0{modified}\0", entry.path),
            Ok(Kind::Folder) => Ok(()),
            Err(fault) => write!(text, "{}\0{fault}\0", entry.path),
        };
    }
    Stamp::of(text.as_bytes())
}

fn is_text(path: &str) -> bool {
    [".md", ".toml", ".ftl", ".css", ".js"].iter().any(|end| path.ends_with(end))
}

/// A file, or more of it than `limit`. It had `size` bytes when it was looked at, and may have grown since: the system is not
/// asked for its size again, but whether there is more.
fn read_file(path: &Path, size: u64, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(usize::try_from(size + 1).unwrap_or_default());
    fs::File::open(path)?.take(limit + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
