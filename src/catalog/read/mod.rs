//! Reads from the catalog: lookup, listings, relations, statistics, problems. Each runs on a [`Snapshot`](snapshot::Snapshot).

pub(super) mod diagnostics;
pub(super) mod harvest;
pub(super) mod indexed;
pub(super) mod links;
pub(super) mod listing;
pub(super) mod lookup;
pub(super) mod media;
pub(super) mod related;
pub(super) mod series;
pub(super) mod sitemap;
pub(super) mod snapshot;
pub(super) mod stats;
pub(super) mod suggest;
pub(super) mod view;
