//! The folder of a source. Nothing in it is written, and nothing outside of it is read: a link that leads out is reported.

use std::{
    fs::{self, File},
    io::{self, ErrorKind, Read},
    path::{Component, Path, PathBuf},
};

use super::{Decoded, decode};
use crate::import::{ImportError, MediaSource, Outcome, Report, SourcePlace};

/// Bytes of a text: no longer one belongs into an archive.
const LONGEST_TEXT: u64 = 8 << 20;
/// Folders in one another; a loop of mounts ends here.
const DEEPEST: usize = 64;
/// Files of a source; more are not listed.
const MOST_FILES: usize = 2_000_000;
/// Folders that hold no texts of a site.
const SKIPPED: [&str; 3] = ["node_modules", "__MACOSX", "lost+found"];

/// The folder of a source.
#[derive(Debug, Clone)]
pub struct SourceFiles {
    root: PathBuf,
}

/// Why a file could not be read.
#[derive(Debug, thiserror::Error)]
pub enum FileTrouble {
    /// It leads out of the source.
    #[error("leads out of the source")]
    Outside,
    /// There is none.
    #[error("does not exist")]
    Missing,
    /// It is longer than a text may be.
    #[error("has {0} bytes, more than {LONGEST_TEXT}")]
    TooLong(u64),
    /// Neither a file nor a link to one.
    #[error("is not a file")]
    NotAFile,
    /// The system's own reason.
    #[error("{0}")]
    Io(#[from] io::Error),
}

impl SourceFiles {
    /// The folder at `root`.
    ///
    /// # Errors
    /// Where it is none, or cannot be read.
    pub fn open(root: &Path) -> Result<SourceFiles, ImportError> {
        let shown = || root.display().to_string();
        let real = fs::canonicalize(root).map_err(|source| ImportError::Io { path: shown(), source })?;
        if !real.is_dir() {
            return Err(ImportError::Source { path: shown(), expected: "a folder".to_owned() });
        }
        Ok(SourceFiles { root: real })
    }

    /// The folder, without links.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Whether there is a file at `path`.
    pub fn is_file(&self, path: &str) -> bool {
        self.real(path).is_ok_and(|real| real.is_file())
    }

    /// Whether there is a folder at `path`.
    pub fn is_folder(&self, path: &str) -> bool {
        self.real(path).is_ok_and(|real| real.is_dir())
    }

    /// The text of the file at `path`.
    ///
    /// # Errors
    /// Where there is none that can be read.
    pub fn text(&self, path: &str) -> Result<Decoded, FileTrouble> {
        let (file, length) = self.file(path)?;
        if length > LONGEST_TEXT {
            return Err(FileTrouble::TooLong(length));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
        // It may grow while it is read.
        file.take(LONGEST_TEXT + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > LONGEST_TEXT {
            return Err(FileTrouble::TooLong(bytes.len() as u64));
        }
        Ok(decode(&bytes, None))
    }

    /// The text of the file at `path`; what is wrong with it is an entry of the report. `None` where it cannot be read.
    pub fn reported_text(&self, path: &str, report: &mut Report) -> Option<String> {
        let place = SourcePlace::file(path);
        match self.text(path) {
            Ok(read) => {
                if let Some(encoding) = read.encoding {
                    let found = format!("the text is in {encoding}");
                    report.add(&place, "other-encoding", Outcome::Changed, found, "written in UTF-8");
                }
                if let Some(misread) = read.misread {
                    let found = format!("a text that was once read as {misread} by mistake");
                    report.add(&place, "misread-text", Outcome::Changed, found, "read again as it was before");
                }
                if read.is_damaged {
                    let done = "they are U+FFFD now; correct them by hand";
                    report.add(&place, "damaged-text", Outcome::Lost, "bytes that are not letters", done);
                }
                Some(read.text)
            }
            Err(trouble) => {
                report.add(&place, "unreadable", Outcome::Lost, format!("the file {trouble}"), "left out");
                None
            }
        }
    }

    /// The bytes of the file at `path`.
    ///
    /// # Errors
    /// Where there is none that can be read.
    pub fn bytes(&self, path: &str) -> Result<impl Read + use<>, FileTrouble> {
        Ok(self.file(path)?.0)
    }

    /// [`bytes`](Self::bytes), as readers give them.
    ///
    /// # Errors
    /// Where there is none that can be read.
    pub fn open_media(&self, path: &str) -> Result<Box<dyn Read>, ImportError> {
        let bytes = self.bytes(path).map_err(|trouble| match trouble {
            FileTrouble::Io(source) => ImportError::Io { path: path.to_owned(), source },
            trouble => ImportError::Broken { path: path.to_owned(), found: trouble.to_string() },
        })?;
        Ok(Box::new(bytes))
    }

    /// The bytes of a file that a text shows or links; nothing is fetched.
    ///
    /// # Errors
    /// Where there is none that can be read.
    pub fn media(&self, media: &MediaSource) -> Result<Box<dyn Read>, ImportError> {
        match media {
            MediaSource::File(path) => self.open_media(path),
            MediaSource::Remote(address) => {
                Err(ImportError::Broken { path: address.clone(), found: "is on another site".to_owned() })
            }
        }
    }

    /// The paths of all files below `folder`, in the order of their names; what cannot be read is reported. Hidden files and
    /// folders are passed over, and links to folders are not followed.
    pub fn below(&self, folder: &str, report: &mut Report) -> Vec<String> {
        let mut found = Vec::new();
        let mut waiting = vec![(folder.trim_matches('/').to_owned(), 0)];
        while let Some((folder, depth)) = waiting.pop() {
            if depth > DEEPEST {
                let done = "what lies below is left out";
                report.add(&SourcePlace::file(folder), "too-deep", Outcome::Lost, "folders lie too deep", done);
                continue;
            }
            let mut folders = Vec::new();
            for (path, is_folder) in self.entries(&folder, report) {
                if is_folder {
                    folders.push((path, depth + 1));
                } else if found.len() < MOST_FILES {
                    found.push(path);
                }
            }
            folders.reverse();
            waiting.extend(folders);
        }
        found.sort();
        found
    }

    /// The entries of one folder, each with whether it is a folder.
    fn entries(&self, folder: &str, report: &mut Report) -> Vec<(String, bool)> {
        let mut found = Vec::new();
        let place = SourcePlace::file(folder);
        let listing = self.real(folder).and_then(|real| Ok(fs::read_dir(real)?));
        let listing = match listing {
            Ok(listing) => listing,
            Err(FileTrouble::Missing) => return found,
            Err(trouble) => {
                report.add(&place, "unreadable", Outcome::Lost, format!("the folder {trouble}"), "left out");
                return found;
            }
        };
        for entry in listing.flatten() {
            let name = entry.file_name();
            let Some(name) = name.to_str() else {
                let found = format!("a name that is not UTF-8: `{}`", name.to_string_lossy());
                report.add(&place, "bad-name", Outcome::Lost, found, "left out; rename it and import again");
                continue;
            };
            if name.starts_with('.') || SKIPPED.contains(&name) {
                continue;
            }
            let path = if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
            let Ok(kind) = entry.file_type() else { continue };
            let place = || SourcePlace::file(&*path);
            match () {
                () if kind.is_dir() => found.push((path, true)),
                () if kind.is_file() => found.push((path, false)),
                () if kind.is_symlink() => match self.real(&path) {
                    Ok(real) if real.is_file() => found.push((path, false)),
                    Ok(_) => {
                        let done = "not followed; put the folder itself there";
                        report.add(&place(), "link-to-folder", Outcome::Lost, "a link to a folder", done);
                    }
                    Err(trouble) => {
                        report.add(&place(), "bad-link", Outcome::Lost, format!("the link {trouble}"), "left out");
                    }
                },
                () => report.add(&place(), "not-a-file", Outcome::Lost, "neither a file nor a folder", "left out"),
            }
        }
        found.sort();
        found
    }

    fn file(&self, path: &str) -> Result<(File, u64), FileTrouble> {
        let real = self.real(path)?;
        // A pipe would never end: what it is shows before it is opened.
        if !fs::metadata(&real)?.is_file() {
            return Err(FileTrouble::NotAFile);
        }
        let file = File::open(&real)?;
        let length = file.metadata()?.len();
        Ok((file, length))
    }

    /// The file that `path` names, links followed, inside the source.
    fn real(&self, path: &str) -> Result<PathBuf, FileTrouble> {
        let relative = Path::new(path);
        if relative.components().any(|part| !matches!(part, Component::Normal(_) | Component::CurDir)) {
            return Err(FileTrouble::Outside);
        }
        let real = fs::canonicalize(self.root.join(relative)).map_err(|error| match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => FileTrouble::Missing,
            _ => FileTrouble::Io(error),
        })?;
        if real.starts_with(&self.root) { Ok(real) } else { Err(FileTrouble::Outside) }
    }
}

/// `relative` as seen from the folder `base`, without `.` and `..`; from the root where it begins with a slash. `None` where it
/// leads out.
pub fn joined(base: &str, relative: &str) -> Option<String> {
    let start = if relative.starts_with('/') { "" } else { base };
    let mut parts: Vec<&str> = Vec::new();
    for part in start.split('/').chain(relative.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part if part.contains(['\\', '\0']) => return None,
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The folder and all above it, the innermost first; nothing for the root.
pub fn ancestors(folder: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(folder), |path| path.rsplit_once('/').map(|(above, _)| above))
        .filter(|folder| !folder.is_empty())
}

/// The address of the file at `path`: signs that mean something in an address are written as `%23`.
pub fn address_of(path: &str) -> String {
    format!("/{}", path.replace('%', "%25").replace('#', "%23").replace('?', "%3F"))
}

#[cfg(test)]
mod tests {
    use std::os::unix::{ffi::OsStrExt, fs::symlink};

    use super::*;

    #[test]
    fn a_path_never_leads_out() {
        for (base, relative, expected) in [
            ("content/a", "b.png", Some("content/a/b.png")),
            ("content/a", "../b.png", Some("content/b.png")),
            ("content/a", "/b.png", Some("b.png")),
            ("a", "./x//y", Some("a/x/y")),
            ("a", "../../etc/passwd", None),
            ("", "..", None),
            ("a", "..\\..\\x", None),
        ] {
            assert_eq!(joined(base, relative).as_deref(), expected, "{base} {relative}");
        }
    }

    #[test]
    fn a_path_has_its_folders_and_its_address() {
        assert_eq!(ancestors("a/b/c").collect::<Vec<_>>(), ["a/b/c", "a/b", "a"]);
        assert_eq!(ancestors("").count(), 0);
        assert_eq!(address_of("C#/100% sure?.pdf"), "/C%23/100%25 sure%3F.pdf");
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the test writes the source")]
    fn links_out_loops_and_strange_names_are_reported_and_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("site");
        fs::create_dir_all(root.join("content/a")).unwrap();
        fs::write(folder.path().join("secret.md"), "secret").unwrap();
        fs::write(root.join("content/a/x.md"), "x").unwrap();
        fs::write(root.join("content/.hidden.md"), "x").unwrap();
        symlink("../../secret.md", root.join("content/out.md")).unwrap();
        symlink(".", root.join("content/loop")).unwrap();
        symlink("a/x.md", root.join("content/in.md")).unwrap();
        let bad = root.join("content").join(std::ffi::OsStr::from_bytes(b"\xEF\xF0.md"));
        let takes_any_name = fs::write(bad, "x").is_ok();
        let files = SourceFiles::open(&root).unwrap();
        let mut report = Report::default();
        assert_eq!(files.below("content", &mut report), ["content/a/x.md", "content/in.md"]);
        let codes: Vec<_> = report.entries().iter().map(|entry| entry.code).collect();
        assert_eq!(codes.contains(&"bad-name"), takes_any_name);
        assert!(codes.contains(&"bad-link") && codes.contains(&"link-to-folder"), "{codes:?}");
        for path in ["content/out.md", "../secret.md", "/etc/passwd", "content/../../secret.md"] {
            assert!(files.text(path).is_err(), "{path}");
        }
        assert_eq!(files.text("content/in.md").unwrap().text, "x");
    }

    #[test]
    fn a_text_that_is_too_long_is_refused_unread() {
        let folder = tempfile::tempdir().unwrap();
        fs::File::create(folder.path().join("long.md")).unwrap().set_len(100 << 20).unwrap();
        let files = SourceFiles::open(folder.path()).unwrap();
        assert!(matches!(files.text("long.md"), Err(FileTrouble::TooLong(length)) if length == 100 << 20));
    }
}
