//! The files of an archive, as a source hands them over.

use super::FileError;
use crate::model::{Digest, slug::ArticleId};

/// An article's files, read.
#[derive(Debug, Clone)]
pub struct ArticleFolder {
    /// Which article.
    pub id: ArticleId,
    /// The stamp as of this reading.
    pub metadata_digest: Digest,
    /// Its files by path within the folder, sorted.
    pub files: Vec<File>,
}

impl ArticleFolder {
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
