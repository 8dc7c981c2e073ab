//! The follower: the one writer of the catalog. It brings what a source has into the catalog, reading only what changed.

mod edition;
mod sync;

pub(crate) use edition::{SiteText, built_in_locales, locale_files, read_names, read_site};
pub use edition::{SiteTexts, load_site};
pub use sync::{Report, sync};
