//! The files of an archive, as a source hands them over.

use std::fmt;

use super::RECORD_ENDING;
use crate::{
    model::{
        Digest,
        diagnostic::Diagnostic,
        lang::Lang,
        sentence::{Sentence, say},
        slug::{ArticleId, Collection},
    },
    site::Site,
};

/// An article's files, read.
#[derive(Debug, Clone)]
pub struct ArticleFolder {
    /// The id of the article.
    pub id: ArticleId,
    /// The digest as of this reading.
    pub metadata_digest: Digest,
    /// Its files by path within the folder, sorted.
    pub files: Vec<File>,
    /// Its files that are not held in memory, sorted.
    pub large: Vec<LargeFile>,
}

impl ArticleFolder {
    /// The paths of all its files.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        let large = self.large.iter().map(|file| file.path.as_str());
        self.files.iter().map(|file| file.path.as_str()).chain(large)
    }

    /// A digest of the names and bytes of its files: equal digests mean the same article.
    pub fn digest(&self) -> Digest {
        let mut hasher = blake3::Hasher::new();
        for file in &self.files {
            hasher.update(file.path.as_bytes()).update(b"\0");
            match &file.bytes {
                Ok(bytes) => hasher.update(&(bytes.len() as u64).to_le_bytes()).update(bytes),
                Err(fault) => hasher.update(fault.to_string().as_bytes()),
            };
        }
        for file in &self.large {
            hasher.update(file.path.as_bytes()).update(b"\0").update(file.digest.as_bytes());
        }
        Digest::from_hash(&hasher.finalize())
    }
}

/// One file.
#[derive(Debug, Clone)]
pub struct File {
    /// Its path relative to the archive, with `/` between parts.
    pub path: String,
    /// Its bytes, or why there are none.
    pub bytes: Result<Vec<u8>, FileError>,
}

/// A long file that is neither a text nor a picture: a film, a scan of a book. It is read once, piece by piece, and its length
/// has no limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LargeFile {
    /// Its path relative to the archive, with `/` between parts.
    pub path: String,
    /// Its length in bytes.
    pub size: u64,
    /// The digest of its bytes.
    pub digest: Digest,
    /// Its first bytes, which show its kind.
    pub head: Vec<u8>,
    /// The state of the file on the disk in which it has this digest, as its source writes it.
    pub state: String,
}

/// Why one file of a source could not be had; the rest of its article still can.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileError {
    /// A text or a picture that is larger than any that belongs into an archive.
    TooLarge {
        /// Bytes found.
        size: u64,
        /// Bytes allowed.
        limit: u64,
    },
    /// A symbolic link that leaves the archive.
    Outside {
        /// Its destination.
        target: String,
    },
    /// A symbolic link to something that the archive hides: a hidden file, a backup, the files of the archive itself.
    Hidden {
        /// Its destination, relative to the archive.
        target: String,
    },
    /// A symbolic link to a folder that it lies in, or to one that another link of the article leads to already.
    Repeated {
        /// Its destination, relative to the archive.
        target: String,
    },
    /// Neither a file nor a folder, or a folder where a file is expected.
    NotAFile {
        /// The message that says what lies there: `kind-pipe`.
        found: &'static str,
    },
    /// A folder with more files than an article or a site can use; the rest is not read.
    TooMany {
        /// Files that are read at most.
        limit: usize,
    },
    /// A name that is not UTF-8 and so can have no address.
    Name {
        /// The name, with the bytes that cannot be read replaced.
        shown: String,
    },
    /// It changed while it was read: it is still being written.
    Changing,
    /// The system's own reason.
    Unreadable(String),
}

impl FileError {
    /// The problem.
    pub(crate) fn sentence(&self) -> Sentence {
        self.parts().1
    }

    /// The rule, the problem, and the message of the next step.
    fn parts(&self) -> (&'static str, Sentence, &'static str) {
        match self {
            FileError::TooLarge { size, limit } => {
                let message = say("file-too-large").with("size", *size).with("limit", *limit);
                ("file-too-large", message, "help-large")
            }
            FileError::Outside { target } => {
                ("link-outside", say("link-outside").with("target", target), "help-own-file")
            }
            FileError::Hidden { target } => {
                ("link-to-hidden", say("link-to-hidden").with("target", target), "help-copy-file")
            }
            FileError::Repeated { target } => {
                ("link-repeated", say("link-repeated").with("target", target), "help-delete-link")
            }
            FileError::NotAFile { found } => {
                ("not-a-file", say("not-a-file").with("found", say(*found)), "help-put-file")
            }
            FileError::TooMany { limit } => {
                ("too-many-files", say("too-many-files").with("limit", *limit), "help-keep-elsewhere")
            }
            FileError::Name { shown } => ("bad-name", say("bad-name").with("name", shown), "help-utf8-name"),
            FileError::Changing => ("unreadable", say("file-changing"), "help-changing"),
            FileError::Unreadable(why) => ("unreadable", say("unreadable").with("why", why), "help-permission"),
        }
    }

    /// The problem that this fault of the file at `path` is.
    pub fn problem(&self, path: &str) -> Diagnostic {
        let (code, message, help) = self.parts();
        Diagnostic::error(path, code, message).help(say(help))
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.sentence().fmt(out)
    }
}

impl std::error::Error for FileError {}

/// A file of an article that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnusableFile {
    /// `article.toml`, or `page.toml`.
    Meta,
    /// A version.
    Version(Lang),
}

/// A file's place in an article's folder.
pub(super) enum FileRole {
    Meta,
    Version(Lang),
    /// The language that a version was translated from.
    Record(Lang),
    /// A version or a record whose name is not a language of the site, with its ending.
    UnknownLanguage(String, &'static str),
    /// A text in a folder within the article's: it could only be published as it is typed.
    StrayText,
    Media(String),
}

impl FileRole {
    /// The part that the file `name`, relative to the article's folder, is.
    pub(super) fn new(name: &str, collection: Collection, site: &Site) -> FileRole {
        let ending = [".md", RECORD_ENDING].into_iter().find(|ending| name.ends_with(ending));
        let stem = ending.and_then(|ending| Some((name.strip_suffix(ending)?, ending)));
        match stem {
            _ if name == collection.meta_file() => FileRole::Meta,
            Some((stem, ending)) if !stem.contains('/') => match site.languages().get(stem) {
                Some(language) if ending == RECORD_ENDING => FileRole::Record(language.tag.clone()),
                Some(language) => FileRole::Version(language.tag.clone()),
                None => FileRole::UnknownLanguage(stem.to_owned(), ending),
            },
            _ if name.ends_with(".md") || name.ends_with(".toml") => FileRole::StrayText,
            _ => FileRole::Media(name.to_owned()),
        }
    }

    /// The file that cannot be used if this one cannot be read.
    pub(super) fn broken(self) -> Option<UnusableFile> {
        match self {
            FileRole::Meta => Some(UnusableFile::Meta),
            FileRole::Version(lang) => Some(UnusableFile::Version(lang)),
            // The folder as a whole.
            FileRole::Media(name) if name.is_empty() => Some(UnusableFile::Meta),
            FileRole::Record(_) | FileRole::UnknownLanguage(..) | FileRole::StrayText | FileRole::Media(_) => None,
        }
    }
}
