//! `litopys publish`: the archive into a bucket.

pub(super) mod args;
#[cfg(feature = "bucket")]
mod checkpoints;
#[cfg(feature = "bucket")]
pub(super) mod command;
#[cfg(not(feature = "bucket"))]
mod without_bucket;

#[cfg(feature = "bucket")]
pub(super) use command::run;
#[cfg(not(feature = "bucket"))]
pub(super) use without_bucket::run;
