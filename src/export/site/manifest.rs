//! What an export wrote: each file with the digest of its bytes, its length and its time, so that the next one writes only what changed.

use std::{
    collections::HashMap,
    fmt::Write,
    fs::Metadata,
    io::{self, BufRead},
    os::unix::fs::MetadataExt,
};

use crate::model::Digest;

/// The first line.
const HEAD: &str = "litopys export 1";

/// The files of an export, by their paths.
#[derive(Debug, Default)]
pub(super) struct Manifest(HashMap<Box<str>, ManifestEntry>);

/// A file as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ManifestEntry {
    /// The digest of its bytes.
    pub(super) digest: Digest,
    /// Its length and its time: one with others was changed by hand.
    pub(super) state: FileStamp,
}

/// Length and time of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FileStamp {
    /// Bytes.
    pub(super) size: u64,
    /// Nanoseconds since 1970.
    pub(super) modified: i128,
}

impl FileStamp {
    /// The state of a file that has this metadata.
    pub(super) fn from_metadata(metadata: &Metadata) -> FileStamp {
        let modified = i128::from(metadata.mtime()) * 1_000_000_000 + i128::from(metadata.mtime_nsec());
        FileStamp { size: metadata.len(), modified }
    }
}

impl Manifest {
    /// Reads a manifest. A line that says something else stands for no file, so that file is written again.
    pub(super) fn read(from: impl BufRead) -> io::Result<Manifest> {
        let mut lines = from.lines();
        let mut files = HashMap::new();
        if lines.next().transpose()?.as_deref() != Some(HEAD) {
            return Ok(Manifest(files));
        }
        for line in lines {
            files.extend(entry(&line?));
        }
        Ok(Manifest(files))
    }

    /// The text of the manifest, in the order of paths.
    pub(super) fn text(&self) -> String {
        let mut sorted: Vec<_> = self.0.iter().collect();
        sorted.sort_by_key(|(path, _)| *path);
        let mut text = format!("{HEAD}\n");
        for (path, ManifestEntry { digest, state }) in sorted {
            // A string takes all that is written to it.
            _ = writeln!(text, "{digest} {} {} {path}", state.size, state.modified);
        }
        text
    }

    /// The file at `path`.
    pub(super) fn get(&self, path: &str) -> Option<&ManifestEntry> {
        self.0.get(path)
    }

    /// Notes a file; `false` where one of this path is there already.
    pub(super) fn insert(&mut self, path: &str, entry: ManifestEntry) -> bool {
        self.0.insert(path.into(), entry).is_none()
    }

    /// The paths of all files.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(AsRef::as_ref)
    }

    /// How many files there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }
}

fn entry(line: &str) -> Option<(Box<str>, ManifestEntry)> {
    let mut parts = line.splitn(4, ' ');
    let digest = parts.next()?.parse().ok()?;
    let state = FileStamp { size: parts.next()?.parse().ok()?, modified: parts.next()?.parse().ok()? };
    Some((parts.next()?.into(), ManifestEntry { digest, state }))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_manifest_reads_what_it_writes(paths in proptest::collection::btree_set("[a-zа-я /~=.-]{1,12}", 0..8), size: u64, modified: i64) {
            let mut manifest = Manifest::default();
            for path in &paths {
                let state = FileStamp { size, modified: modified.into() };
                let is_new = manifest.insert(path, ManifestEntry { digest: Digest::hash(path.as_bytes()), state });
                prop_assert!(is_new);
            }
            let read = Manifest::read(manifest.text().as_bytes()).unwrap();
            prop_assert_eq!(read.text(), manifest.text());
            prop_assert_eq!(read.len(), paths.len());
        }

        #[test]
        fn a_damaged_manifest_stands_for_no_file(text in "(litopys export 1|\n| |0123456789abcdef|7|\\PC){0,12}") {
            let manifest = Manifest::read(text.as_bytes()).unwrap();
            prop_assert!(manifest.len() <= text.lines().count());
        }
    }
}
