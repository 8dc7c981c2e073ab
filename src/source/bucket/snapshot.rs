//! The pointer to the newest snapshot: `snapshot.json`, the one object that readers begin with.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{BUCKET_VERSION, ContentDigest, FormatError};

/// An object, by its key, with what its bytes must be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectRef {
    /// The key.
    pub key: String,
    /// Its length in bytes.
    pub size: u64,
    /// The digest of its bytes.
    pub digest: ContentDigest,
}

/// The state of an archive after one segment: packs that hold all of it, and perhaps a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnapshotPointer {
    /// The version of the format.
    pub version: u32,
    /// The last segment whose changes the packs hold; a reader goes on with the next.
    pub sequence: u64,
    /// The digest of the stored bytes of that segment, which the next one names.
    pub log: ContentDigest,
    /// When it was made.
    pub made: Timestamp,
    /// The packs, which hold every article and the site once.
    pub packs: Vec<ObjectRef>,
    /// Databases of a reader, for another that starts.
    pub checkpoint: Option<Checkpoint>,
}

/// Databases of a reader at one segment. Taken only by a reader of the same schema; any other takes the packs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// The segment that they have applied.
    pub sequence: u64,
    /// The digest of the stored bytes of that segment.
    pub log: ContentDigest,
    /// The name of their form in the program that wrote them.
    pub schema: String,
    /// The articles' files: zstd of a SQLite database.
    pub source: ObjectRef,
    /// The catalog: zstd of a SQLite database.
    pub catalog: ObjectRef,
    /// The search index: a tar archive, zstd.
    pub index: ObjectRef,
}

impl SnapshotPointer {
    /// Bytes of the largest pointer that is read.
    pub const LARGEST: u64 = 16 << 20;

    /// Its bytes as they are stored.
    ///
    /// # Errors
    /// [`FormatError::Header`], if it cannot be written as JSON.
    pub fn encode(&self) -> Result<Vec<u8>, FormatError> {
        serde_json::to_vec_pretty(self).map_err(|error| FormatError::Header { reason: error.to_string() })
    }

    /// The pointer with these bytes.
    ///
    /// # Errors
    /// [`FormatError`] where it is none, or of a later version.
    pub fn decode(bytes: &[u8]) -> Result<SnapshotPointer, FormatError> {
        #[derive(Deserialize)]
        struct AnyPointer {
            version: u32,
        }
        let wrong = |error: serde_json::Error| FormatError::Header { reason: error.to_string() };
        let AnyPointer { version } = serde_json::from_slice(bytes).map_err(wrong)?;
        if version > BUCKET_VERSION {
            return Err(FormatError::Version { found: version, known: BUCKET_VERSION });
        }
        serde_json::from_slice(bytes).map_err(wrong)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_is_read_as_it_was_written_and_a_later_one_is_refused() {
        let object = |key: &str| ObjectRef { key: key.to_owned(), size: 5, digest: ContentDigest::of(b"12345") };
        let checkpoint = Checkpoint {
            sequence: 6,
            log: ContentDigest::of(b"six"),
            schema: "1".to_owned(),
            source: object("checkpoints/6/source"),
            catalog: object("checkpoints/6/catalog"),
            index: object("checkpoints/6/index"),
        };
        for checkpoint in [None, Some(checkpoint)] {
            let pointer = SnapshotPointer {
                version: BUCKET_VERSION,
                sequence: 7,
                log: ContentDigest::of(b"seven"),
                made: "2025-06-29T09:00:00Z".parse().unwrap(),
                packs: vec![object("packs/a"), object("packs/b")],
                checkpoint,
            };
            assert_eq!(SnapshotPointer::decode(&pointer.encode().unwrap()).unwrap(), pointer);
        }
        assert!(matches!(SnapshotPointer::decode(br#"{"version": 2}"#), Err(FormatError::Version { .. })));
        for wrong in ["", "null", "[]", "{}", r#"{"version": 1}"#, "\u{0}"] {
            assert!(SnapshotPointer::decode(wrong.as_bytes()).is_err(), "{wrong}");
        }
    }
}
