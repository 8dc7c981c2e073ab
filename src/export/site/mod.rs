//! The whole site as files: what the router answers at every address, in a folder that replaces the one of the last export whole.

pub(super) mod addresses;
mod compress;
pub(super) mod error;
pub(super) mod facts;
pub(super) mod folder;
mod manifest;
mod pages;
mod parts;
mod relative;
pub(super) mod run;
mod search_index;
mod servers;
