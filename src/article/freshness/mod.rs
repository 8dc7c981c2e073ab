//! Freshness: how a version differs from the source it was translated from. Digests of blocks, the record of `litopys mark`, and
//! the anchors that versions share.

pub(super) mod anchors;
pub(super) mod block_digest;
pub(super) mod block_match;
pub(super) mod compare;
pub(super) mod diff;
pub(super) mod record;
pub(super) mod staleness;
