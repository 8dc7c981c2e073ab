//! An archive in a folder, usually a git checkout.

use std::{
    collections::HashSet,
    fmt::Write,
    fs::{self, Metadata},
    io,
    path::{Path, PathBuf},
    sync::Arc,
    thread,
    time::{Duration, UNIX_EPOCH},
};

use rayon::prelude::*;

use super::{
    Cursor, ListedArticle, Source, SourceChanges, SourceError, SourceSnapshot, StoredFile,
    file_reader::{Digests, LARGEST, MOST_DIGESTS, is_text, read, read_large, unreadable},
    io_pool, name,
    name::{DirEntry, DirEntryKind},
    stored_file::kind_of,
    watcher::FolderWatcher,
};
use crate::{
    article::{ArticleFolder, File, FileError, check_form, check_portable},
    media::is_picture,
    model::{
        Digest,
        diagnostic::Diagnostic,
        sentence::{Sentence, say},
        slug::{ArticleId, Collection, Slug, Year},
    },
};

/// Folders within an article's folder are followed this deep.
const DEEPEST: usize = 8;
/// Files that are read of one article, or of `locales/` or `static/`, at most.
const MOST: usize = 10_000;

/// The folder of an archive.
#[derive(Clone)]
pub struct Folder {
    root: PathBuf,
    watch: Option<Arc<FolderWatcher>>,
    digests: Arc<Digests>,
}

impl Folder {
    /// The archive at `root`.
    ///
    /// # Errors
    /// [`SourceError::NoArchive`] where no `site.toml` lies there.
    pub fn open(root: &Path) -> Result<Folder, SourceError> {
        let no_archive = || SourceError::NoArchive { path: root.display().to_string() };
        let root = root.canonicalize().map_err(|_| no_archive())?;
        if root.join("site.toml").symlink_metadata().is_ok() {
            Ok(Folder { root, watch: None, digests: Arc::new(Digests::new(MOST_DIGESTS)) })
        } else {
            Err(no_archive())
        }
    }

    /// The same archive, with its changes reported as they happen.
    ///
    /// # Errors
    /// [`SourceError::Watch`] where the system cannot watch at all. The archive can still be listed again.
    pub fn watched(self) -> Result<Folder, SourceError> {
        let watch =
            FolderWatcher::start(&self.root).map_err(|error| SourceError::Watch { reason: error.to_string() })?;
        Ok(Folder { watch: Some(Arc::new(watch)), ..self })
    }

    /// Its path, with all links resolved.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Calls `each` for every article. One folder that cannot be listed is a problem of that folder.
    fn list(&self, each: &mut dyn FnMut(ArticleId)) -> Result<FolderListing, SourceError> {
        let mut listing = FolderListing::default();
        let failed = |source| SourceError::Io { path: "articles".to_owned(), source };
        for entry in self.entries("articles").map_err(failed)? {
            let name = entry.path.rsplit('/').next().unwrap_or_default();
            if name == "names.toml" {
                // It belongs to the site: `site_files` reads it, and says what is wrong with it.
                continue;
            }
            match (&entry.kind, name.parse::<Year>()) {
                (Ok(DirEntryKind::Folder { .. }), Ok(year)) => self.list_in(year.into(), &mut listing, each),
                (Err(fault), year) => {
                    listing.problems.push(fault.problem(&entry.path));
                    listing.unread.extend(year.map(Collection::Year));
                }
                _ => listing.problems.push(
                    Diagnostic::error(&entry.path, "stray-file", say("stray-file-year")).help(say("help-articles-lie")),
                ),
            }
        }
        for collection in Collection::UNDATED {
            let path = self.root.join(collection.folder());
            match fs::symlink_metadata(&path).ok().map(|metadata| self.kind(&path, Ok(metadata))) {
                Some(Ok(DirEntryKind::Folder { .. })) => self.list_in(collection, &mut listing, each),
                Some(Ok(DirEntryKind::File { .. })) => {
                    let problem = Diagnostic::error(&collection.folder(), "stray-file", say("stray-file-collection"));
                    listing.problems.push(problem.help(say("help-own-folder")));
                }
                Some(Err(fault)) => {
                    listing.problems.push(fault.problem(&collection.folder()));
                    listing.unread.push(collection);
                }
                None => {}
            }
        }
        Ok(listing)
    }

    /// Calls `each` for every article of a collection.
    fn list_in(&self, collection: Collection, listing: &mut FolderListing, each: &mut dyn FnMut(ArticleId)) {
        let problems = &mut listing.problems;
        match self.entries(&collection.folder()) {
            Ok(articles) => {
                problems.extend(articles.iter().filter_map(|article| check_portable(&article.path)));
                articles.iter().for_each(|article| match id(collection, article) {
                    Ok(id) => each(id),
                    Err(problem) => problems.push(*problem),
                });
            }
            Err(error) => {
                problems.push(unreadable(&error).problem(&collection.folder()));
                listing.unread.push(collection);
            }
        }
    }

    /// All files below `path`, sorted, folders followed; a folder that cannot be read, or is not followed, stands among them
    /// with its fault. Every folder that a link leads to is followed once, and at most [`MOST`] files are listed.
    fn walk(&self, path: &str) -> Vec<DirEntry> {
        let mut files = Vec::new();
        let mut folders = vec![(path.to_owned(), 0)];
        let mut followed = HashSet::new();
        let faulty = |path: String, fault| DirEntry { full: self.root.join(&path), path, kind: Err(fault) };
        while let Some((folder, depth)) = folders.pop() {
            let entries = match self.entries(&folder) {
                Ok(entries) => entries,
                Err(error) => {
                    files.push(faulty(folder, unreadable(&error)));
                    continue;
                }
            };
            for entry in entries {
                match entry.kind {
                    Ok(DirEntryKind::Folder { .. }) if is_text(&entry.path) => {
                        files.push(faulty(entry.path, FileError::NotAFile { found: "kind-folder" }));
                    }
                    Ok(DirEntryKind::Folder { link: Some(target) }) if followed.contains(&target) => {
                        let target = self.relative(&target);
                        files.push(faulty(entry.path, FileError::Repeated { target }));
                    }
                    Ok(DirEntryKind::Folder { link }) => {
                        followed.extend(link);
                        if depth < DEEPEST {
                            folders.push((entry.path, depth + 1));
                        }
                    }
                    _ => files.push(entry),
                }
            }
            if files.len() + folders.len() > MOST {
                files.truncate(MOST);
                files.push(faulty(path.to_owned(), FileError::TooMany { limit: MOST }));
                break;
            }
        }
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files
    }

    /// The entries of the folder `path`, sorted; empty if there is no such folder.
    fn entries(&self, path: &str) -> io::Result<Vec<DirEntry>> {
        let full = self.root.join(path);
        let listing = match fs::read_dir(&full) {
            Ok(listing) => listing,
            Err(error) if is_gone(&error) => return self.still_there().map(|()| Vec::new()),
            Err(error) => return Err(error),
        };
        let mut entries = Vec::new();
        for entry in listing {
            let entry = entry?;
            let os_name = entry.file_name();
            let shown = os_name.to_string_lossy();
            // The listing shows what a folder is; a file must be opened.
            let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
            if !name::ignored(&shown) && (is_folder || !name::is_copy_of_text(&shown)) {
                let full = entry.path();
                let kind = name::readable(&os_name).and_then(|_| match is_folder {
                    true => Ok(DirEntryKind::Folder { link: None }),
                    false => self.kind(&full, entry.metadata()),
                });
                entries.push(DirEntry { path: format!("{path}/{shown}"), full, kind });
            }
        }
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(entries)
    }

    /// Whether the archive itself is there. Otherwise its disk was unmounted, and no file counts as deleted.
    fn still_there(&self) -> io::Result<()> {
        fs::symlink_metadata(self.root.join("site.toml")).map(drop)
    }

    fn relative(&self, path: &Path) -> String {
        path.strip_prefix(&self.root).unwrap_or(path).display().to_string()
    }

    /// The kind of the entry at `full`; `metadata` is its own, without following a link.
    fn kind(&self, full: &Path, metadata: io::Result<Metadata>) -> Result<DirEntryKind, FileError> {
        let mut metadata = metadata.map_err(|error| unreadable(&error))?;
        let mut link = None;
        if metadata.is_symlink() {
            let target = full.canonicalize().map_err(|error| unreadable(&error))?;
            metadata = fs::metadata(&target).map_err(|error| unreadable(&error))?;
            self.check_target(full, &target, &metadata)?;
            link = Some(target);
        }
        if metadata.is_dir() {
            return Ok(DirEntryKind::Folder { link });
        }
        if !metadata.is_file() {
            return Err(FileError::NotAFile { found: kind_of(metadata.file_type()) });
        }
        let modified = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        Ok(DirEntryKind::File { size: metadata.len(), modified: modified.map_or(0, |time| time.as_nanos()) })
    }

    /// Whether what the link at `full` leads to may be published as a part of the archive.
    fn check_target(&self, full: &Path, target: &Path, metadata: &Metadata) -> Result<(), FileError> {
        let Ok(inside) = target.strip_prefix(&self.root) else {
            return Err(FileError::Outside { target: target.display().to_string() });
        };
        let target_name = || inside.display().to_string();
        let holder = full.parent().and_then(|parent| parent.canonicalize().ok());
        if metadata.is_dir() && holder.is_none_or(|holder| holder.starts_with(target)) {
            return Err(FileError::Repeated { target: target_name() });
        }
        let is_hidden = inside.iter().any(|part| part.to_str().is_none_or(name::ignored))
            || inside.file_name().is_some_and(|file| name::is_copy_of_text(&file.to_string_lossy()));
        // A text under another ending would be published as it is typed, front matter and all.
        let is_bare = is_text(&target_name()) && name::ending(inside) != name::ending(full);
        if is_hidden || is_bare || inside == Path::new("site.toml") {
            return Err(FileError::Hidden { target: target_name() });
        }
        Ok(())
    }
}

impl Source for Folder {
    fn snapshot(&self, each: &mut dyn FnMut(ListedArticle)) -> Result<SourceSnapshot, SourceError> {
        let cursor = self.watch.as_ref().map_or_else(|| Cursor::new(""), |watch| watch.cursor());
        let mut listed = Vec::new();
        let FolderListing { problems, unread } = self.list(&mut |id| listed.push(id))?;
        let metadata_digest = |id: &ArticleId| {
            let entries = self.walk(&id.folder());
            (!entries.is_empty()).then(|| metadata_digest(&entries))
        };
        let stamps = || listed.par_iter().map(metadata_digest).collect::<Vec<_>>();
        let stamps = io_pool(listed.len()).map_or_else(stamps, |pool| pool.install(stamps));
        let items = listed
            .into_iter()
            .zip(stamps)
            .filter_map(|(id, metadata_digest)| Some(ListedArticle { id, metadata_digest: metadata_digest? }));
        items.for_each(each);
        Ok(SourceSnapshot { cursor, problems, unread })
    }

    fn articles(&self, each: &mut dyn FnMut(ArticleId)) -> Result<Vec<Diagnostic>, SourceError> {
        Ok(self.list(each)?.problems)
    }

    fn changes(&self, since: &Cursor) -> SourceChanges {
        self.watch.as_ref().map_or(SourceChanges::Unknown, |watch| watch.changes(since))
    }

    fn wait(&self, since: &Cursor, patience: Duration) {
        match &self.watch {
            Some(watch) => watch.wait(since, patience),
            None => thread::sleep(patience),
        }
    }

    fn fetch(&self, id: &ArticleId) -> Result<Option<ArticleFolder>, SourceError> {
        let path = id.folder();
        let failed = |source| SourceError::Io { path: path.clone(), source };
        match fs::metadata(self.root.join(&path)) {
            Ok(metadata) if !metadata.is_dir() => return Ok(None),
            Err(error) if is_gone(&error) => return self.still_there().map(|()| None).map_err(failed),
            Ok(_) | Err(_) => {} // The walk reports a folder that cannot be entered.
        }
        // The digest is taken first: a file changed while it is read then differs from it and is read again.
        let entries = self.walk(&path);
        if entries.is_empty() {
            return Ok(None);
        }
        let metadata_digest = metadata_digest(&entries);
        let (mut files, mut large) = (Vec::new(), Vec::new());
        for entry in entries {
            match read_large(&entry, &self.digests) {
                None => files.push(read(entry)),
                Some(Ok(file)) => large.push(file),
                Some(Err(fault)) => files.push(File { path: entry.path, bytes: Err(fault) }),
            }
        }
        Ok(Some(ArticleFolder { id: id.clone(), metadata_digest, files, large }))
    }

    fn site_files(&self, path: &str) -> Result<Vec<File>, SourceError> {
        let full = self.root.join(path);
        if full.is_dir() && !is_text(path) {
            return Ok(self.walk(path).into_iter().map(read).collect());
        }
        if fs::symlink_metadata(&full).is_err() {
            return Ok(Vec::new());
        }
        let kind = self.kind(&full, fs::symlink_metadata(&full));
        Ok(vec![read(DirEntry { path: path.to_owned(), full, kind })])
    }

    fn stored(&self, path: &str) -> Option<StoredFile> {
        let full = self.root.join(path);
        self.kind(&full, fs::symlink_metadata(&full)).ok()?;
        StoredFile::at(&full).ok().filter(|file| !is_picture(path) || file.size() <= LARGEST)
    }
}

/// The article that a folder of a collection is.
fn id(collection: Collection, entry: &DirEntry) -> Result<ArticleId, Box<Diagnostic>> {
    let folder = entry.kind.as_ref().map_err(|fault| Box::new(fault.problem(&entry.path)))?;
    if !matches!(folder, DirEntryKind::Folder { .. }) {
        let message = say("stray-file-article");
        return Err(Box::new(Diagnostic::error(&entry.path, "stray-file", message).help(say("help-own-folder"))));
    }
    if let Some(problem) = check_form(&entry.path) {
        return Err(Box::new(problem));
    }
    let name = entry.path.rsplit('/').next().unwrap_or_default();
    let slug: Slug = name.parse().map_err(|error: Sentence| {
        Box::new(Diagnostic::error(&entry.path, "bad-id", say("bad-id").with("what", error)))
    })?;
    Ok(ArticleId::new(collection, slug))
}

/// A digest of what the system says of every file: name, size, time.
fn metadata_digest(entries: &[DirEntry]) -> Digest {
    let mut text = String::new();
    for entry in entries {
        // Writing into a string cannot fail.
        _ = match &entry.kind {
            Ok(DirEntryKind::File { size, modified }) => write!(text, "{}\0{size}\0{modified}\0", entry.path),
            Ok(DirEntryKind::Folder { .. }) => Ok(()),
            Err(fault) => write!(text, "{}\0{fault}\0", entry.path),
        };
    }
    Digest::hash(text.as_bytes())
}

/// A listing of all articles, with everything else that was found.
#[derive(Default)]
struct FolderListing {
    problems: Vec<Diagnostic>,
    unread: Vec<Collection>,
}

fn is_gone(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}
