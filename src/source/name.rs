//! Names of files and folders as Litopys sees them: always UTF-8, always NFC; and which of them are never content.

use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
};

use crate::{article::FileError, media::is_media};

/// Endings of backups, of what a merge or an editor leaves behind, and of downloads that are not complete.
const LEFTOVERS: [&str; 14] = [
    ".bak", ".orig", ".rej", ".save", ".old", ".swp", ".swo", ".swx", ".tmp", ".temp", ".part", ".crdownload", "~",
    ".bck",
];
/// Names that systems and tools write for themselves.
const OF_SYSTEMS: [&str; 8] =
    ["thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", "__macosx", "$recycle.bin", "@eadir", "lost+found"];

/// A name as it can stand in a path.
///
/// # Errors
/// [`FileError::Name`] where it is not UTF-8.
pub(super) fn readable(name: &OsStr) -> Result<&str, FileError> {
    name.to_str().ok_or_else(|| FileError::Name { shown: name.to_string_lossy().into_owned() })
}

/// Whether a file or folder of this name is never content: hidden files, backups, files of editors and systems, notes to
/// fellow editors (`README.md`).
pub(super) fn ignored(name: &str) -> bool {
    let lower = name.to_lowercase();
    name.starts_with(['.', '#'])
        || name.starts_with("~$")
        || LEFTOVERS.iter().any(|ending| lower.ends_with(ending))
        || OF_SYSTEMS.contains(&lower.as_str())
        || matches!(lower.as_str(), "readme" | "readme.md" | "readme.txt" | "readme.rst")
}

/// Endings of documents and subtitles, which are made of a text to be read: `uk.md.pdf` is not a copy of its file.
const MADE_OF_TEXTS: [&str; 5] = [".pdf", ".docx", ".odt", ".epub", ".vtt"];

/// Whether a file of this name is a copy of a text that a system or a program made, such as `uk.md.txt`, `uk.md (copy)` or
/// `article.toml.1`: it has the front matter, and may have what a draft hides.
pub(super) fn is_copy_of_text(name: &str) -> bool {
    let lower = name.to_lowercase();
    let goes_on =
        |at: usize| lower.get(at..).and_then(|rest| rest.chars().next()).is_some_and(|c| !c.is_alphanumeric());
    let is_copy = |ending: &str| lower.match_indices(ending).any(|(at, found)| goes_on(at + found.len()));
    let is_made_of_text = is_media(&lower) || MADE_OF_TEXTS.iter().any(|ending| lower.ends_with(ending));
    [".md", ".toml"].into_iter().any(is_copy) && !is_made_of_text
}

/// The ending of the file at `path`, after its last dot.
pub(super) fn ending(path: &Path) -> Option<String> {
    path.extension().map(|ending| ending.to_string_lossy().into_owned())
}

/// A file or a folder as a listing shows it.
pub(super) struct DirEntry {
    /// Relative to the archive.
    pub(super) path: String,
    /// Its path on the disk.
    pub(super) full: PathBuf,
    /// Its kind, or why the kind is not known.
    pub(super) kind: Result<DirEntryKind, FileError>,
}

/// The kind of an entry.
pub(super) enum DirEntryKind {
    /// `link`: where a symbolic link to it leads.
    Folder {
        link: Option<PathBuf>,
    },
    File {
        size: u64,
        modified: u128,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_of_texts_are_known_by_what_follows_the_ending() {
        for name in [
            "uk.md.txt", "uk.md.1", "UK.MD.copy", "uk.md (copy)", "uk.md (копія)", "uk.md_", "uk.md-old", "uk.md,v",
            "uk.md.mine", "uk.md.dpkg-old", "uk.md.gz", "article.toml.rpmsave", "uk.from.toml.x",
        ] {
            assert!(is_copy_of_text(name), "{name}");
        }
        for name in ["uk.md", "article.toml", "uk.from.toml", "plan.mdx", "a.mdb", "map.svg", "md.txt", "x.toml2"] {
            assert!(!is_copy_of_text(name), "{name}");
        }
        for ending in [
            "pdf", "epub", "png", "JPG", "jpe", "apng", "avif", "heic", "tiff", "svg", "mp4", "webm", "mov", "mkv",
            "mp3", "opus", "flac", "wma", "vtt",
        ] {
            assert!(!is_copy_of_text(&format!("uk.md.{ending}")), "{ending}");
        }
    }

    #[test]
    fn leftovers_and_notes_are_ignored_and_content_is_not() {
        for name in [
            ".git", ".DS_Store", "uk.md~", "uk.md.orig", "uk.md.BAK", "uk.md.rej", "uk.md.save", ".uk.md.swp",
            "#uk.md#", "Thumbs.db", "desktop.ini", "__MACOSX", "README.md", "Readme", "~$plan.docx", "film.mp4.part",
        ] {
            assert!(ignored(name), "{name}");
        }
        for name in [
            "uk.md", "article.toml", "map.svg", "old", "orig.jpg", "backup.pdf", "readme-first.pdf", "mac.os",
            "a#b.png",
        ] {
            assert!(!ignored(name), "{name}");
        }
    }
}
