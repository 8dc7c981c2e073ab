//! The index on disk: its fields, its writer, its integrity.

pub(super) mod fields;
pub(super) mod integrity;
pub(super) mod pace;
pub(super) mod store;
pub(super) mod tokenizer;
pub(super) mod updater;
