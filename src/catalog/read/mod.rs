//! Reads from the catalog: lookup, listings, relations, statistics, problems. Each runs on a [`Snapshot`](snapshot::Snapshot).

pub(super) mod diagnostics;
pub(super) mod links;
pub(super) mod listing;
pub(super) mod lookup;
pub(super) mod map;
pub(super) mod media;
pub(super) mod numbers;
pub(super) mod related;
pub(super) mod snapshot;
pub(super) mod suggest;
pub(super) mod texts;
pub(super) mod view;
