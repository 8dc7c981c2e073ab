//! `litopys import`: archives of other systems.

pub(super) mod args;
pub(super) mod command;
mod json;
mod old_addresses;
mod report_file;
