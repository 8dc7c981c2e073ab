//! The index on disk: its fields, its writer, its integrity.

pub(super) mod backpressure;
pub(super) mod fields;
pub(super) mod search_index;
pub(super) mod tokenizer;
pub(super) mod updater;
