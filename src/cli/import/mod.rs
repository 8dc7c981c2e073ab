//! `litopys import`: archives of other systems.

pub(super) mod args;
pub(super) mod command;
mod report_file;
