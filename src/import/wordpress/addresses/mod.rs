//! The addresses at which WordPress answers: of posts, of listings and feeds, of files.

mod files;
mod listings;
mod posts;
mod structure;

pub(super) use files::of_files;
pub(super) use listings::of_site;
pub(super) use posts::of_post;
pub(super) use structure::path_of;
