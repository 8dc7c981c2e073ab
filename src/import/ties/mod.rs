//! Which versions are the same article in other languages: as the source says, as a person confirmed, and who may belong together.

mod candidates;
mod group;
mod sketch;
mod ties_file;

pub(super) use candidates::{Candidate, likeliest};
pub(super) use group::{Group, Head, grouped};
pub(super) use sketch::Sketch;
pub(super) use ties_file::TiesFile;
