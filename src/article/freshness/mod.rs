//! How a version stands to its source: digests of blocks, what `litopys mark` recorded, what changed since.

pub(super) mod anchors;
pub(super) mod compare;
pub(super) mod counterpart;
pub(super) mod diff;
pub(super) mod fingerprint;
pub(super) mod record;
pub(super) mod staleness;
