//! Problems of articles apart from the syntax of their files: versions that differ from their source, broken links, addresses
//! that two articles want, missing names. Values in, problems out.

mod address;
mod alphabet;
mod checked_version;
mod completeness;
mod date;
mod image;
mod language;
mod link;
mod menu;
mod name;
mod number;
mod structure;
mod summary;
mod untranslated;

pub(super) use address::check as check_addresses;
pub(super) use alphabet::check as check_alphabets;
pub(super) use checked_version::CheckedVersion;
pub(super) use completeness::check as check_complete;
pub(super) use date::Months;
pub(super) use image::check as check_images;
pub(super) use link::check as check_links;
pub(super) use menu::check as check_menus;
pub(super) use name::{NamedTopics, check as check_names};
pub(in crate::translate) use number::difference as number_difference;
pub(super) use structure::{check as check_structure, check_lost};
pub(super) use summary::ArticleSummary;
pub(super) use untranslated::check as check_language;
