//! A reader of a bucket: a local copy that follows the log, and the source that is made of it.

mod bucket;
mod checkpoint;
mod checkpoint_writer;
mod contact;
mod fetching;
mod follower;
mod local_change;
mod local_copy;
mod local_tables;
mod media_cache;
mod packed_article;
mod read_error;

pub use bucket::{Bucket, ReaderOptions};
pub use checkpoint::CheckpointForm;
pub use local_tables::VERSION as LOCAL_COPY_VERSION;
