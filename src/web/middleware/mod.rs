//! The steps around a handler: host check, limits, rendering on a blocking thread, conditional requests, codings, ranges,
//! metrics, access log.

pub(super) mod access_log;
pub(super) mod exchange;
pub(super) mod host;
pub(super) mod limits;
pub(super) mod metrics;
pub(super) mod observe;
mod range;
pub(super) mod render_limit;
pub(super) mod rendering;
pub(super) mod respond;
