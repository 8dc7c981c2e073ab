//! An archive in a bucket of an object store: one publisher writes immutable objects, and any number of readers follow them.
//! `docs/BUCKET.md` has the form of the objects.

mod connect;
mod content_digest;
mod contents;
mod error;
mod keys;
pub mod publisher;
mod reader;
mod retry;
mod segment;
#[cfg(test)]
mod segment_tests;
mod snapshot;
mod store;
#[cfg(test)]
mod store_tests;
mod tarball;
#[cfg(test)]
pub(crate) mod testing;

pub use connect::StoreOptions;
pub use content_digest::ContentDigest;
pub use contents::{ArticleEntry, Contents, FileEntry, FileList, is_archive_path, is_inline};
pub use error::{FormatError, StoreError};
pub use keys::{
    BUCKET_VERSION, CHECKPOINTS, COUNTS, DERIVED, LEASE, LOG, MEDIA, PACKS, PROBE, SNAPSHOT, counts_key, derived_key,
    media_key, pack_key, segment_key, segment_sequence,
};
pub use reader::{Bucket, CheckpointForm, LOCAL_COPY_VERSION, ReaderOptions};
pub use segment::{LARGEST_PART, Pack, Segment, SegmentHeader, Texts};
pub use snapshot::{Checkpoint, ObjectRef, SnapshotPointer};
pub use store::{Created, ListedObject, Store};
