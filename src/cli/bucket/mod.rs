//! Buckets at the command line: their addresses and settings, and checkpoints, counts of readers.

mod checkpoint;
mod counts;
mod open_store;
mod pictures;

pub(in crate::cli) use checkpoint::{MadeCheckpoint, checkpoint_form, make_checkpoint};
pub(in crate::cli) use counts::{collect_counts, send_counts};
pub(in crate::cli) use open_store::{open_store, store_options};
