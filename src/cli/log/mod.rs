//! The log on stderr: lines for people, for the journal, and of JSON.

pub(super) mod json_log;
pub(super) mod lines;
